"""Contradictions within a page: between its facts and new sentences that were not understood, and of prices. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from models.bitemporal import value_at
from models.facts import Fact, FactKey, FactValue, Notice, PeakHours, Price, Promotion, Retirement, describe, meter_text
from models.plausibility.case import Case, Doubt, doubt
from models.plausibility.rules import Plausibility
from models.readings import (
    Mention,
    agrees_on_days,
    end_instant,
    fact_label,
    instants_ahead,
    is_ahead,
    is_instant_or_its_day,
    names_model,
    states_instant,
)

OPEN = ("announced", "dated", "cancelled", "kept", "earliest")
"""The states of a name that still works."""
Offer = tuple[str, str, str, int]
"""Model, currency, mode and tier of a price."""
SENTENCE = re.compile(r"(?<=[.!?;]) |(?<=[。！？；])")
MOST_WORDS = 200


def contradictions(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each stated fact that a new sentence may contradict; a person has to read both."""
    for fact in case.reading.facts if case.reading.mentions else ():
        if _is_open(fact, case.moment):
            kind, key = type(fact), fact.key
            values = [other.value for other in case.reading.facts if _is_of(other, kind, key)]
            old = _was_not_believed(case, fact)
            if (mention := contradicting(case, kind, key, values, old=old)) is not None:
                yield contradiction_doubt(kind, key, _text_of(case, fact), mention)


def contradicting(
    case: Case, kind: type[Fact], key: FactKey, values: Sequence[FactValue], *, old: bool = False
) -> Mention | None:
    """Return the first new sentence, with `old` the first of any age, about a fact that has none of these values."""
    known = [value for value in values if value is not None]
    about = [mention for mention in case.reading.mentions if _speaks_of(case, mention, kind, key)]
    others = [mention for mention in about if _says_another(case, mention, kind, key, known)]
    return next((mention for mention in others if old or _is_new(case, mention)), None)


def contradiction_doubt(kind: type[Fact], key: FactKey, stated: str, mention: Mention) -> Doubt:
    """Return the doubt about a fact of which a page may state two values."""
    why = f"{subject(kind, key)}: the page may say two things about its {fact_label(kind)}: {stated} / {mention.text}"
    return Doubt(kind, key, None, why, lasting=True)


def subject(kind: type[Fact], key: FactKey) -> str:
    """Return the subject of a fact, as a sentence names it."""
    return "the tariff" if kind is PeakHours else str(key[1])


def _is_open(fact: Fact, moment: datetime) -> bool:
    if fact.gone:
        return False
    if isinstance(fact, Retirement):
        return fact.effective_from is None and fact.state in OPEN
    if isinstance(fact, Promotion):
        return fact.ends_at is None or is_ahead(fact.ends_at, moment)
    return isinstance(fact, PeakHours)


def _is_of(fact: Fact, kind: type[Fact], key: FactKey) -> bool:
    return type(fact) is kind and fact.key == key and not fact.gone


def _was_not_believed(case: Case, fact: Fact) -> bool:
    """Return True if a person rejected a fact that an older text of the page states."""
    texts = [notice for notice in case.reading.facts if isinstance(notice, Notice) and notice.locator == fact.locator]
    known = bool(texts) and all(value_at(case.beliefs[Notice].get(notice.key, ()), case.moment) for notice in texts)
    value = value_at(case.beliefs[type(fact)].get(fact.key, ()), fact.effective_from or case.moment)
    return known and value != fact.value


def _is_new(case: Case, mention: Mention) -> bool:
    """Return True if a sentence is in a text of the page and was in none before."""
    text = _squeezed(mention.text)
    stated = (fact.text or "" for fact in case.reading.facts if isinstance(fact, Notice))
    return any(text in _squeezed(notice) for notice in stated) and not was_on_page(case, mention, case.moment)


def was_on_page(case: Case, mention: Mention, moment: datetime) -> bool:
    """Return True if a sentence was in a text that was believed to be on the page at a moment."""
    text = _squeezed(mention.text)
    believed = (value_at(spans, moment) for spans in case.beliefs[Notice].values())
    return any(text in _squeezed(str(value[0])) for value in believed if value is not None)


def _squeezed(text: str) -> str:
    """A text by which it is found again: in a sentence some marks are put otherwise than in its note."""
    return re.sub(r"\W+", "", text)


def _speaks_of(case: Case, mention: Mention, kind: type[Fact], key: FactKey) -> bool:
    """Return True if the words of a sentence are about a fact."""
    if kind is PeakHours:
        return "peak_hours" in mention.about
    if key[1] not in mention.models or kind.table not in mention.about:
        return False
    # What ends may be a promotion, and "off" may be about a name that goes.
    return kind is Promotion or "promotion" not in mention.about or not _is_reduced(case, key)


def _is_reduced(case: Case, key: FactKey) -> bool:
    """Return True if a promotion of the model of a key is stated or believed."""
    stated = any(isinstance(fact, Promotion) and fact.key == key for fact in case.reading.facts)
    return stated or value_at(case.beliefs[Promotion].get(key, ()), case.moment) is not None


def _says_another(
    case: Case, mention: Mention, kind: type[Fact], key: FactKey, values: Sequence[tuple[object, ...]]
) -> bool:
    if "withdrawn" in mention.denies and _has_one(mention, kind, values):
        return True
    if kind is PeakHours:
        return not any(_are_its_hours(mention, value) for value in values)
    if kind is Promotion and any(value[2] is None for value in values):
        instants: list[datetime] = []
    else:
        instants = [at for at in instants_ahead(mention, case.moment) if not _is_known(case, mention, at, key)]
    shares = {value[0] for value in values if isinstance(value[0], Decimal)} if kind is Promotion else set[object]()
    vague = mention.looks_dated and not mention.instants and bool(values) and kind is Retirement
    other_share = bool(shares and mention.percents - shares) and not mention.elsewhere
    return bool(instants) or vague or other_share


def _has_one(mention: Mention, kind: type[Fact], values: Sequence[tuple[object, ...]]) -> bool:
    """Return True if a sentence has one of these hours or ends."""
    if kind is PeakHours:
        return bool(mention.windows)
    return any((end := end_instant(kind, value)) is not None and states_instant(mention, end) for value in values)


def _are_its_hours(mention: Mention, value: tuple[object, ...]) -> bool:
    """Return True if all hours and days that a sentence names are among those of a value."""
    return set(mention.windows.split()) <= set(str(value[2]).split()) and agrees_on_days(mention, value)


def _is_known(case: Case, mention: Mention, instant: datetime, key: FactKey) -> bool:
    """Return True if an instant, or its day, is stated or believed of a model that the sentence names."""
    return any(is_instant_or_its_day(instant, known) for known in _ends(case, mention.models | {key[1]}))


def _ends(case: Case, models: frozenset[str]) -> Iterator[datetime]:
    """Yield each stated or believed end of these models or of their promotions."""
    for kind, column in ((Retirement, 1), (Promotion, 2)):
        stated = [fact.value for fact in case.reading.facts if type(fact) is kind and fact.key[1] in models]
        believed = [span.value for key, spans in case.beliefs[kind].items() if key[1] in models for span in spans]
        yield from (value[column] for value in (*stated, *believed) if value is not None and value[column] is not None)


def _text_of(case: Case, fact: Fact) -> str:
    """Return the sentence at the place of a fact; else the fact in words."""
    if isinstance(fact, PeakHours) and fact.text:
        return fact.text
    texts = (
        notice.text or ""
        for notice in case.reading.facts
        if isinstance(notice, Notice) and notice.locator == fact.locator
    )
    sentences = [part for text in texts for part in SENTENCE.split(text)]
    naming = [part for part in sentences if names_model(part, str(fact.key[1]))]
    dated = [part for part in naming if re.search("[0-9]", part)]
    return next(iter((*dated, *naming, *sentences)), describe((fact,)) or "")[:MOST_WORDS]


def disorder(prices: Sequence[Price], rules: Plausibility, offers: Collection[Offer]) -> Iterator[Doubt]:
    """Yield a doubt for each price of these offers that breaks the order of meters and bands of its source."""
    meters, bands = rules.cheapest_first[:-1], rules.bands_cheapest_first[:-1]
    if not any(price.meter in meters or price.band in bands for price in prices):
        return
    by_instant, models = dict[datetime | None, list[Price]](), {offer[0] for offer in offers}
    for price in prices:
        if not price.gone:
            stated = by_instant.setdefault(price.effective_from, [])
            if price.model in models and offer_of(price) in offers:
                stated.append(price)
    for stated in by_instant.values():
        for cheap, dear in _pairs(stated, rules):
            if (cheap.amount or 0) > (dear.amount or 0):
                low, high = (f"{meter_text(price)} {price.band} {price.amount}" for price in (cheap, dear))
                yield from (doubt(price, f"{price.model}: {low} is above {high}") for price in (cheap, dear))


def _pairs(prices: Iterable[Price], rules: Plausibility) -> Iterator[tuple[Price, Price]]:
    """Yield pairs of prices of which the first should not cost more than the second."""
    stated = list(prices)
    by_place = {(offer_of(price), price.band, price.meter): price for price in stated}
    for price in stated:
        dearer = [(price.band, meter) for meter in _later(rules.cheapest_first, price.meter)]
        peaks = [(band, price.meter) for band in _later(rules.bands_cheapest_first, price.band)]
        for places in (dearer, peaks):
            others = (by_place.get((offer_of(price), *place)) for place in places)
            if (other := next(filter(None, others), None)) is not None:
                yield price, other


def offer_of(price: Price) -> Offer:
    """Return the model, currency, mode and tier of a price."""
    return price.model, price.currency, price.mode, price.above


def _later(order: Sequence[str], name: str) -> Sequence[str]:
    """Return the names after a name in an order; none if it is not in it."""
    return order[order.index(name) + 1 :] if name in order else ()
