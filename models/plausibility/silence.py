"""What a page said and says no more, and is hard to believe to be over. Pure."""

from collections import defaultdict
from collections.abc import Iterator
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
from models.plausibility.case import Case, Doubt, doubt, in_force
from models.readings import described_models, is_ahead

MOST_WORDS = 200


def silences(case: Case) -> Iterator[Doubt]:
    """What was said an hour ago and is not said now, or was due and is not shown."""
    said = {(type(fact), fact.key) for fact in case.reading.facts}
    told = set(_leaving(case))
    yield from _vanished(case, told, said)
    yield from _unpriced(case, said)
    yield from _not_shown(case)
    yield from _cut_short(case)
    yield from _unnoted(case)


def withdrawals(case: Case) -> Iterator[Doubt]:
    """Plans, ends and hours of which the page says nothing more: they are over only when that is seen twice."""
    yield from _dropped(case, {(type(fact), fact.key) for fact in case.reading.facts})
    yield from _withdrawn(case)


def _leaving(case: Case) -> Iterator[str]:
    """Names of which the page says that they go: before their time only where another name has come (2026-04-24)."""
    known = {key[1] for key in case.of(Price)}
    renamed = any(isinstance(fact, Price) and fact.model not in known for fact in case.reading.facts)
    for fact in case.reading.facts:
        if isinstance(fact, Retirement) and fact.effective_from is None and fact.state != "cancelled":
            is_over = fact.retires_at is not None and fact.retires_at <= case.moment
            if renamed or is_over or fact.state in ("routed", "retired"):
                yield fact.model


def _vanished(case: Case, told: set[str], said: set[tuple[type[Fact], tuple[str, ...]]]) -> Iterator[Doubt]:
    """Yield models that left the page unexplained, if they are more than its source declares as usual."""
    still = {fact.model for fact in case.reading.facts if isinstance(fact, Price)} | told
    named = described_models(case.reading.facts)
    prices = list(in_force(Price, case.of(Price), case.moment))
    models = {price.key[1] for price in prices}
    leaving = models - still
    is_usual = len(leaving) <= case.rules.most_leaving * len(models)
    explained = told | leaving if is_usual else told
    for price in prices:
        if price.key[1] not in still | explained:
            model = price.key[1]
            gone = f"{model}: no price of it is stated any more" if model in named else f"{model} has vanished"
            yield Doubt(Price, price.key, None, f"{gone}, and the page does not say why")
    for version in in_force(ModelVersion, case.of(ModelVersion), case.moment):
        if version.key[1] not in explained and (ModelVersion, version.key) not in said:
            yield Doubt(
                ModelVersion, version.key, None, f"{version.key[1]} is named no more, and the page does not say why"
            )


def _unpriced(case: Case, said: set[tuple[type[Fact], tuple[str, ...]]]) -> Iterator[Doubt]:
    """Prices that are not stated any more, of a model that has others; new bands instead of old ones are no such."""
    stated = [
        fact
        for fact in case.reading.facts
        if isinstance(fact, Price) and not fact.gone and (fact.effective_from or case.moment) <= case.moment
    ]
    models = {fact.model for fact in stated}
    bands: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for fact in stated:
        bands[fact.model, meter_text(fact), fact.currency].add(fact.band)
    for price in in_force(Price, case.of(Price), case.moment):
        if isinstance(price, Price) and price.model in models and (Price, price.key) not in said:
            now = bands[price.model, meter_text(price), price.currency]
            if not now or (price.band == "flat") == ("flat" in now):
                why = f"{price.model}: {meter_text(price)} {price.band} is not stated any more"
                yield Doubt(Price, price.key, None, why)


def _unnoted(case: Case) -> Iterator[Doubt]:
    """All notes of a page of prices at once: one that is cut off in its last price, its tags closed, looks so."""
    notes = list(in_force(Notice, case.of(Notice), case.moment))
    stated = {type(fact) for fact in case.reading.facts}
    if len(notes) > 1 and Price in stated and Notice not in stated:
        yield Doubt(Notice, notes[0].key, None, f"none of its {len(notes)} notes stands on the page any more")


def _dropped(case: Case, said: set[tuple[type[Fact], tuple[str, ...]]]) -> Iterator[Doubt]:
    """A promotion or a retirement ahead, or the peak hours of peak prices, about which nothing is said any more."""
    for kind in (Promotion, Retirement):
        for key, spans in case.of(kind).items():
            value = value_at(spans, case.moment)
            ahead = _is_awaited(kind, value, case.moment) or any(span.start > case.moment for span in spans)
            if ahead and (kind, key) not in said:
                yield Doubt(kind, key, None, f"{key[1]}: the page is silent about its {kind.table}")
    for fact in case.reading.facts:
        endless = isinstance(fact, Promotion) and (fact.effective_from, fact.ends_at, fact.after_end) == (
            None,
            None,
            None,
        )
        if endless and any(span.start > case.moment for span in case.of(Promotion).get(fact.key, ())):
            yield doubt(fact, f"{fact.key[1]}: the page is silent about the end of its promotion")
    peaks = [fact for fact in case.reading.facts if isinstance(fact, Price) and fact.band == "peak" and not fact.gone]
    instants = {max(fact.effective_from or case.moment, case.moment) for fact in peaks}
    for key, spans in case.of(PeakHours).items():
        if (PeakHours, key) not in said and any(value_at(spans, instant) for instant in instants):
            yield Doubt(PeakHours, key, None, "peak prices, and the page is silent about their hours")


def _is_awaited(kind: type[Fact], value: FactValue, moment: datetime) -> bool:
    """Whether a retirement is announced without a date, or for an instant that is ahead."""
    if kind is not Retirement or value is None:
        return False
    return value[0] == "announced" or (value[0] == "dated" and is_ahead(value[1], moment))


def _withdrawn(case: Case) -> Iterator[Doubt]:
    """Announced prices and peak hours of which the page says nothing more; another instant is a plan that moved."""
    ahead = {
        (type(fact), fact.key)
        for fact in case.reading.facts
        if not fact.gone and fact.effective_from is not None and fact.effective_from > case.moment
    }
    for kind in (Price, PeakHours):
        for key, spans in case.of(kind).items():
            plans = any(span.start > case.moment and span.value is not None for span in spans)
            if plans and (kind, key) not in ahead:
                yield Doubt(kind, key, None, f"{kind.table} {key_words(kind, key)}: announced, and not said any more")


def _not_shown(case: Case) -> Iterator[Doubt]:
    """Announced changes that fell due, and the page shows what was before them."""
    undated = {(type(fact), fact.key): fact for fact in case.reading.facts if fact.effective_from is None}
    dated = {(type(fact), fact.key) for fact in case.reading.facts if fact.effective_from is not None}
    for kind in (Price, PeakHours):
        for key, spans in case.of(kind).items():
            due = [span for span in spans if case.previous < span.start <= case.moment]
            fact = undated.get((kind, key))
            value = fact and fact.value
            if due and (kind, key) not in dated and value == value_at(spans, case.previous) != due[-1].value:
                yield Doubt(kind, key, value, f"{kind.table} {key_words(kind, key)}: announced, due, and not shown")


def _cut_short(case: Case) -> Iterator[Doubt]:
    """A text that is what another one was, without some of its words: half of a note may say the contrary."""
    believed = {key: value_at(spans, case.moment) for key, spans in case.of(Notice).items()}
    stated = {fact.key: fact for fact in case.reading.facts if isinstance(fact, Notice)}
    missing = [value[0] for key, value in believed.items() if value is not None and key not in stated]
    for fact in (fact for key, fact in stated.items() if not believed.get(key)):
        if any(_is_part(fact.text or "", text) for text in missing):
            yield doubt(fact, f"a text without some of its words: {fact.text}"[:MOST_WORDS])


def _is_part(short: str, whole: str) -> bool:
    """Whether one piece taken out of the whole text leaves the short one."""
    begin = next((n for n, pair in enumerate(zip(short, whole, strict=False)) if pair[0] != pair[1]), len(short))
    return len(short) < len(whole) and whole.endswith(short[begin:])
