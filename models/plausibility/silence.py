"""Doubts about facts that a page stated and no longer does. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from models.bitemporal import value_at
from models.facts import (
    Fact,
    FactValue,
    ModelVersion,
    Notice,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    key_words,
    meter_text,
)
from models.plausibility.case import Case, Doubt, doubt, in_effect
from models.readings import described_models, is_ahead

MOST_WORDS = 200
STANDING = ("cancelled", "kept")
"""The states of a name whose end is not announced."""


def silences(case: Case) -> Iterator[Doubt]:
    """Yield doubts about facts that are no longer stated, or were due and are not shown."""
    missing = _missing(case, Price)
    yield from _vanished(case, set(_leaving(case)), missing)
    yield from _unpriced(case, missing)
    yield from _not_shown(case)
    yield from _cut_short(case)
    yield from _unnoted(case)


def withdrawals(case: Case) -> Iterator[Doubt]:
    """Yield doubts about plans, ends and hours that the page no longer states: two readings have to show that."""
    yield from _dropped(case)
    yield from _withdrawn(case)


def _missing(case: Case, kind: type[Fact]) -> list[Fact]:
    """Return the facts of a kind that are believed now and that the page does not state."""
    stated = {fact.key for fact in case.reading.by_kind[kind]}
    beliefs = {key: spans for key, spans in case.beliefs[kind].items() if key not in stated}
    return in_effect(kind, beliefs, case.moment)


def _leaving(case: Case) -> Iterator[str]:
    """Yield the names that the page retires; before their end only if a new name has come (2026-04-24)."""
    retirements = case.reading.by_kind[Retirement]
    known = {key[1] for key in case.beliefs[Price]} if retirements else ()
    renamed = any(fact.model not in known for fact in case.reading.by_kind[Price]) if retirements else False
    for fact in retirements:
        if fact.effective_from is None and fact.state not in STANDING:
            is_over = fact.retires_at is not None and fact.retires_at <= case.moment
            if renamed or is_over or fact.state in ("routed", "retired"):
                yield fact.model


def _vanished(case: Case, explained_names: set[str], missing: Sequence[Fact]) -> Iterator[Doubt]:
    """Yield models that left the page unexplained, if they are more than its source declares as usual."""
    versions = _missing(case, ModelVersion)
    if not missing and not versions:
        return
    still = {fact.model for fact in case.reading.by_kind[Price]} | explained_names
    named = described_models(case.reading.facts)
    leaving = {price.key[1] for price in missing} - still
    models = {key[1] for key, spans in case.beliefs[Price].items() if value_at(spans, case.moment) is not None}
    is_usual = len(leaving) <= case.rules.most_leaving * len(models)
    explained = explained_names | leaving if is_usual else explained_names
    for price in missing:
        if price.key[1] not in still | explained:
            model = price.key[1]
            gone = f"{model}: no price of it is stated any more" if model in named else f"{model} has vanished"
            yield Doubt(Price, price.key, None, f"{gone}, and the page does not say why")
    for version in versions:
        if version.key[1] not in explained:
            yield Doubt(
                ModelVersion, version.key, None, f"{version.key[1]} is named no more, and the page does not say why"
            )


def _unpriced(case: Case, missing: Sequence[Fact]) -> Iterator[Doubt]:
    """Yield a doubt for each price that is missing beside others of its model, unless new bands replace its own."""
    if not missing:
        return
    stated = [
        fact
        for fact in case.reading.by_kind[Price]
        if not fact.gone and (fact.effective_from or case.moment) <= case.moment
    ]
    models = {fact.model for fact in stated}
    bands: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for fact in stated:
        bands[fact.model, meter_text(fact), fact.currency].add(fact.band)
    for price in missing:
        if isinstance(price, Price) and price.model in models:
            now = bands[price.model, meter_text(price), price.currency]
            if not now or (price.band == "flat") == ("flat" in now):
                why = f"{price.model}: {meter_text(price)} {price.band} is not stated any more"
                yield Doubt(Price, price.key, None, why)


def _unnoted(case: Case) -> Iterator[Doubt]:
    """Yield a doubt if all notes of a pricing page are missing: the page may be cut off after its last price."""
    notes = list(in_effect(Notice, case.beliefs[Notice], case.moment))
    if len(notes) > 1 and case.reading.by_kind[Price] and not case.reading.by_kind[Notice]:
        yield Doubt(Notice, notes[0].key, None, f"none of its {len(notes)} notes stands on the page any more")


def _dropped(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each future promotion or retirement, and for hours of peak prices, no longer stated."""
    kinds = (Promotion, Retirement, PeakHours)
    stated_keys = {(kind, fact.key) for kind in kinds for fact in case.reading.by_kind[kind]}
    for kind in (Promotion, Retirement):
        for key, spans in case.beliefs[kind].items():
            value = value_at(spans, case.moment)
            ahead = _is_awaited(kind, value, case.moment) or any(span.start > case.moment for span in spans)
            if ahead and (kind, key) not in stated_keys:
                yield Doubt(kind, key, None, f"{key[1]}: the page is silent about its {kind.table}")
    for fact in case.reading.by_kind[Promotion]:
        endless = (fact.effective_from, fact.ends_at, fact.after_end) == (None, None, None)
        if endless and any(span.start > case.moment for span in case.beliefs[Promotion].get(fact.key, ())):
            yield doubt(fact, f"{fact.key[1]}: the page is silent about the end of its promotion")
    peaks = [fact for fact in case.reading.by_kind[Price] if fact.band == "peak" and not fact.gone]
    instants = {max(fact.effective_from or case.moment, case.moment) for fact in peaks}
    for key, spans in case.beliefs[PeakHours].items():
        if (PeakHours, key) not in stated_keys and any(value_at(spans, instant) for instant in instants):
            yield Doubt(PeakHours, key, None, "peak prices, and the page is silent about their hours")


def _is_awaited(kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """Return True if a retirement is announced without a date, or for a future instant."""
    if kind is not Retirement or value is None:
        return False
    return value[0] == "announced" or (value[0] in ("dated", "earliest") and is_ahead(value[1], moment))


def _withdrawn(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each announced price or peak hours no longer stated; with another instant the plan moved."""
    for kind in (Price, PeakHours):
        later = {key: spans for key, spans in case.beliefs[kind].items() if spans[-1].start > case.moment}
        ahead = {
            fact.key
            for fact in (case.reading.by_kind[kind] if later else ())
            if not fact.gone and fact.effective_from is not None and fact.effective_from > case.moment
        }
        for key, spans in later.items():
            if key not in ahead and any(span.start > case.moment and span.value is not None for span in spans):
                yield Doubt(kind, key, None, f"{kind.table} {key_words(kind, key)}: announced, and not said any more")


def _not_shown(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each announced change that fell due while the page still shows the former value."""
    for kind in (Price, PeakHours):
        later = {key: spans for key, spans in case.beliefs[kind].items() if spans[-1].start > case.previous}
        stated = [fact for fact in case.reading.by_kind[kind] if fact.key in later] if later else ()
        undated = {fact.key: fact for fact in stated if fact.effective_from is None}
        dated = {fact.key for fact in stated if fact.effective_from is not None}
        for key, spans in later.items():
            due = [span for span in spans if case.previous < span.start <= case.moment]
            fact = undated.get(key)
            value = fact and fact.value
            if due and key not in dated and value == value_at(spans, case.previous) != due[-1].value:
                yield Doubt(kind, key, value, f"{kind.table} {key_words(kind, key)}: announced, due, and not shown")


def _cut_short(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each text that lacks some words of a former one: half a note may mean the opposite."""
    believed = {key: value_at(spans, case.moment) for key, spans in case.beliefs[Notice].items()}
    stated = {fact.key: fact for fact in case.reading.by_kind[Notice]}
    missing = [value[0] for key, value in believed.items() if value is not None and key not in stated]
    for fact in (fact for key, fact in stated.items() if not believed.get(key)):
        if any(_is_part(fact.text or "", text) for text in missing):
            yield doubt(fact, f"a text without some of its words: {fact.text}"[:MOST_WORDS])


def _is_part(short: str, whole: str) -> bool:
    """Return True if the short text is the whole one without one piece."""
    begin = next((n for n, pair in enumerate(zip(short, whole, strict=False)) if pair[0] != pair[1]), len(short))
    return len(short) < len(whole) and whole.endswith(short[begin:])
