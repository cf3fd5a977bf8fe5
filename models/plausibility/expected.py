"""What a page is expected to state of names, promotions and peak hours, and whether a reading leaves it out. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.bitemporal import Span
from models.facts import Fact, FactKey, FactValue, PeakHours, Promotion, Retirement
from models.plausibility.case import Case
from models.readings import end_instant, is_ahead, is_same_day_without_time

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Expected:
    """A believed value that a page is expected to state."""

    kind: type[Fact]
    key: FactKey
    value: tuple[Any, ...]
    said_at: datetime
    """When the source was first seen saying so."""
    ahead: Span | None = None
    """What is believed to follow."""
    over: bool = False
    """Its end has come since the last recorded reading."""
    due: bool = False
    """Its end has passed, and no reading has confirmed it."""

    def as_of(self, moment: datetime) -> datetime:
        """The instant as of which texts are compared with it: not after its end, so that they say the same for good."""
        end = end_instant(self.kind, self.value)
        return min(moment, end - INSTANT) if end is not None else moment


def expected(case: Case) -> Iterator[Expected]:
    """What holds, or is announced; and what has come to its end since the last recorded reading."""
    for kind in (Retirement, Promotion, PeakHours):
        for key, spans in case.of(kind).items() if kind not in case.reading.plain else ():
            if (one := _expected(case, kind, key, spans)) is not None:
                yield one


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
    return kind is not Retirement or value[0] in ("announced", "dated")


def has_come(case: Case) -> bool:
    """Whether the end of something has come since the last recorded reading."""
    return any(one.over for one in expected(case))


def is_omitted(case: Case, one: Expected) -> bool:
    """Whether the reading does not state it, or states it without its end."""
    stated = [fact for fact in case.reading.facts if type(fact) is one.kind and fact.key == one.key and not fact.gone]
    if not stated:
        return True
    if one.kind is PeakHours:
        return all(is_ahead(fact.effective_from, case.moment) for fact in stated)
    if one.kind is Promotion:
        endless = one.value[2] is None
        return not endless and all(isinstance(fact, Promotion) and _is_endless(fact, one.value) for fact in stated)
    now = [fact for fact in stated if isinstance(fact, Retirement) and fact.effective_from is None]
    return bool(now) and all(_is_vaguer(fact, one) or is_route(fact, one) for fact in now)


def _is_endless(fact: Promotion, value: FactValue) -> bool:
    """Whether a promotion of the same share is stated without its end; one that is for good has none."""
    return value is not None and fact.ends_at is None and fact.after_end is None and fact.percent_off == value[0]


def _is_vaguer(fact: Retirement, one: Expected) -> bool:
    """Whether a statement has only the day of the believed instant that is ahead, without its clock."""
    instant, said = end_instant(one.kind, one.value), fact.retires_at
    ahead = not (one.over or one.due)
    return ahead and instant is not None and said is not None and is_same_day_without_time(said, instant)


def is_route(fact: Fact, one: Expected) -> bool:
    """Whether a name is only said to answer as another model: that is silence about its end.

    After its end, what had been said before says nothing of it either.
    """
    if not isinstance(fact, Retirement) or (fact.state, fact.retires_at) != ("routed", None):
        return False
    return one.value[1] is not None and (not (one.over or one.due) or fact.replacement == one.value[2])
