"""The facts that a page is expected to state: retirements, promotions, peak hours, and announced prices. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from models.bitemporal import Span
from models.facts import Fact, FactKey, FactValue, PeakHours, Price, Promotion, Retirement
from models.plausibility.case import Case, Doubt
from models.readings import (
    Mention,
    end_instant,
    instants_ahead,
    is_ahead,
    is_same_day_without_time,
    names_model,
    states_instant,
)

INSTANT = timedelta(microseconds=1)
"""The smallest distance of two instants."""
OTHERS = {"promotion", "retirement"}
"""Topics of sentences that are not about announced prices."""


@dataclass(frozen=True)
class Expected:
    """A believed value that a page is expected to state."""

    kind: type[Fact]
    key: FactKey
    value: tuple[Any, ...]
    said_at: datetime
    """The moment at which the source was first seen stating it."""
    ahead: Span | None = None
    """The value that is believed to follow."""
    over: bool = False
    """True if its end has come since the last recorded reading."""
    due: bool = False
    """True if its end has passed and no reading has confirmed it."""

    def as_of(self, moment: datetime) -> datetime:
        """Return the instant for comparisons with texts: never after the end, so that results stay the same."""
        end = end_instant(self.kind, self.value)
        return min(moment, end - INSTANT) if end is not None else moment


@dataclass(frozen=True)
class Plan:
    """An announced price that no table states, and the text that still mentions it."""

    key: FactKey
    value: FactValue
    """The announced value; None if a band is to end."""
    text: str
    has_amounts: bool = False
    """True if the text has the amount, too."""
    contrary: str = ""
    """The reason why the text may contradict it; "" if it does not."""


def expected(case: Case) -> Iterator[Expected]:
    """Yield the values in effect or announced, and those that ended since the last recorded reading."""
    for kind in (Retirement, Promotion, PeakHours):
        for key, spans in case.beliefs[kind].items() if kind not in case.reading.listed_kinds else ():
            if (awaited := _expected(case, kind, key, spans)) is not None:
                yield awaited


def has_come(case: Case) -> bool:
    """Return True if the end of an expected value has come since the last recorded reading."""
    return any(awaited.over for awaited in expected(case))


def is_omitted(case: Case, awaited: Expected) -> bool:
    """Return True if the reading does not state a value, or states it without its end."""
    stated = [
        fact for fact in case.reading.facts if type(fact) is awaited.kind and fact.key == awaited.key and not fact.gone
    ]
    if not stated:
        return True
    if awaited.kind is PeakHours:
        return all(is_ahead(fact.effective_from, case.moment) for fact in stated)
    if awaited.kind is Promotion:
        endless = awaited.value[2] is None
        return not endless and all(isinstance(fact, Promotion) and _is_endless(fact, awaited.value) for fact in stated)
    now = [fact for fact in stated if isinstance(fact, Retirement) and fact.effective_from is None]
    return bool(now) and all(_is_vaguer(fact, awaited) or is_route(fact, awaited) for fact in now)


def is_route(fact: Fact, awaited: Expected) -> bool:
    """Return True if a statement only says that a name answers as another model, which says nothing about its end.

    After the end this applies only to the replacement that was stated before.
    """
    if not isinstance(fact, Retirement) or (fact.state, fact.retires_at) != ("routed", None):
        return False
    return awaited.value[1] is not None and (not (awaited.over or awaited.due) or fact.replacement == awaited.value[2])


def omitted_plans(case: Case) -> Iterator[Plan]:
    """Yield each announced price that is not stated, but whose instant or amount is still on the page.

    If the prices of a model are kept, so is the announced end of its former bands.
    """
    omitted = _omitted(case)
    found: dict[tuple[str, datetime], Plan] = {}
    for key, ahead in omitted.items():
        if plan := _plan(case, key, [span for span in ahead if span.value is not None]):
            found |= {(key[1], span.start): plan for span in ahead}
            yield plan
    for key, ahead in omitted.items():
        ends = all(span.value is None for span in ahead)
        if ends and all((key[1], span.start) in found for span in ahead):
            yield replace(found[key[1], ahead[0].start], key=key, value=None)


def unconfirmed_plans(case: Case) -> Iterator[Doubt]:
    """Yield a doubt for each table that an unclear sentence may announce and that is not the known announcement.

    If one of two tables is not understood, it is unknown which of them is in effect, and neither is believed.
    """
    for mention in case.reading.mentions:
        odd = [fact for fact in mention.plan if not _is_known(case, mention, fact)]
        if odd:
            why = f"which table of prices holds now, and which from when, is not understood: {mention.text}"
            yield Doubt(Price, odd[0].key, None, f"{odd[0].key[1]}: {why}", lasting=True)


def _expected(case: Case, kind: type[Fact], key: FactKey, spans: Sequence[Span]) -> Expected | None:
    now, ahead = _at(spans, case.moment), next((span for span in spans if span.start > case.moment), None)
    if now is not None and now.value is not None and _is_open(kind, now.value):
        end = end_instant(kind, now.value)
        due = end is not None and not is_ahead(end, case.moment)
        return Expected(kind, key, now.value, now.recorded_from, ahead, due=due)
    before = _at(spans, case.previous)
    if before is not None and before.value is not None and kind is not PeakHours and _is_open(kind, before.value):
        return Expected(kind, key, before.value, before.recorded_from, now, over=True)
    coming = next((span for span in spans if span.start > case.moment and span.value is not None), None)
    if kind is Retirement or coming is None or coming.value is None or (now is not None and now.value is not None):
        return None
    return Expected(kind, key, coming.value, coming.recorded_from, ahead)


def _at(spans: Sequence[Span], instant: datetime) -> Span | None:
    return next((span for span in reversed(spans) if span.start <= instant), None)


def _is_open(kind: type[Fact], value: tuple[Any, ...]) -> bool:
    return kind is not Retirement or value[0] in ("announced", "dated", "earliest")


def _is_endless(fact: Promotion, value: FactValue) -> bool:
    """Return True if a promotion of the same share is stated without its end; a permanent one has none."""
    return value is not None and fact.ends_at is None and fact.after_end is None and fact.percent_off == value[0]


def _is_vaguer(fact: Retirement, awaited: Expected) -> bool:
    """Return True if a statement has the day of the believed future instant, but not its time."""
    instant, said = end_instant(awaited.kind, awaited.value), fact.retires_at
    ahead = not (awaited.over or awaited.due)
    return ahead and instant is not None and said is not None and is_same_day_without_time(said, instant)


def _is_known(case: Case, mention: Mention, fact: Fact) -> bool:
    """Return True if a price is believed from an instant that a sentence states."""
    spans = case.beliefs[Price].get(fact.key, ())
    return any(
        span.start > case.moment and span.value == fact.value and states_instant(mention, span.start) for span in spans
    )


def _omitted(case: Case) -> Mapping[FactKey, Sequence[Span]]:
    later = {key: spans for key, spans in case.beliefs[Price].items() if spans[-1].start > case.moment}
    prices = case.reading.by_kind[Price] if later else ()
    stated = {(fact.key, fact.effective_from) for fact in prices if fact.effective_from is not None}
    ahead = {
        key: [span for span in spans if span.start > case.moment and (key, span.start) not in stated]
        for key, spans in later.items()
    }
    return {key: spans for key, spans in ahead.items() if spans}


def _plan(case: Case, key: FactKey, ahead: Sequence[Span]) -> Plan | None:
    """Return the announced price of a key with the text that mentions it; None if there is no such text."""
    if not ahead:
        return None
    value, mentions = ahead[0].value, case.reading.mentions
    stating = [mention for mention in mentions if all(states_instant(mention, span.start) for span in ahead)]
    if stating:
        under = next((mention for mention in stating if mention.plan), None)
        return Plan(key, value, (under or stating[0]).text, has_amounts=under is not None)
    if other := next((mention for mention in mentions if _announces(mention, key[1], case.moment)), None):
        why = f"what stands there about its announced prices is not understood: {other.text}"
        return Plan(key, value, other.text, contrary=why)
    unread = (part.text for part in case.reading.unread if names_model(part.text, key[1]))
    text = next((text for text in unread if all(_has_amount(text, span.value) for span in ahead)), None)
    return Plan(key, value, text, has_amounts=True) if text else None


def _announces(mention: Mention, model: str, moment: datetime) -> bool:
    """Return True if a sentence may state when other prices take effect."""
    about_prices = bool(mention.plan) or ("price" in mention.about and mention.about.isdisjoint(OTHERS))
    dated = mention.looks_dated or bool(instants_ahead(mention, moment))
    return about_prices and dated and (not mention.models or model in mention.models)


def _has_amount(text: str, value: FactValue) -> bool:
    return value is not None and re.search(rf"(?<![0-9.]){re.escape(str(value[0]))}(?![0-9.])", text) is not None
