"""The rules of the two clocks for one key: what a new reading makes of what was believed. Pure.

Design section 2. A belief is the key's believed spans in the order of their starts: from `start` on this is the value,
until the next span. `None` as a value is gone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.facts import FactValue

Stated = Mapping[datetime | None, FactValue]
"""What a reading says of one key: instant → value; None as instant is the undated statement."""


@dataclass(frozen=True)
class Span:
    """A believed row: from `start` on this is the value; the source was first seen saying so at `recorded`."""

    start: datetime
    value: FactValue
    recorded: datetime


@dataclass(frozen=True)
class Amendment:
    """What to write: the spans that are no longer believed, and the starts that are new."""

    close: tuple[Span, ...] = ()
    insert: tuple[tuple[datetime, FactValue], ...] = ()


class Contradiction(Exception):
    """A page whose undated value is neither its own dated statement nor the value before that."""


def value_at(spans: Sequence[Span], instant: datetime) -> FactValue:
    """The value that holds at an instant; None where there is none."""
    return next((span.value for span in reversed(spans) if span.start <= instant), None)


def value_before(spans: Sequence[Span], instant: datetime) -> FactValue:
    return next((span.value for span in reversed(spans) if span.start < instant), None)


def by_page(
    believed: Sequence[Span],
    stated: Stated,
    moment: datetime,
    previous: datetime | None,
    *,
    settled: bool = False,
    first_seen: datetime | None = None,
) -> Amendment:
    """What a page, complete for its scope, changes for one key.

    `previous` is the moment of the scope's last recorded reading. `settled` says that the key's present value is an
    end state and the page is silent about it. `first_seen` is the held sighting that this reading confirms.
    Raises Contradiction.
    """
    past = [span for span in believed if span.start <= moment]
    future = [span for span in believed if span.start > moment]
    ahead = {start: value for start, value in stated.items() if start is not None and start > moment}
    withdrawn = [span for span in future if ahead.get(span.start, ()) != span.value]
    kept = {span.start for span in future if span not in withdrawn}
    announced = [(start, value) for start, value in ahead.items() if start not in kept]
    present = Amendment() if settled else _present(past, stated, moment, previous, first_seen)
    return Amendment((*present.close, *withdrawn), (*present.insert, *announced))


def _present(
    past: Sequence[Span], stated: Stated, moment: datetime, previous: datetime | None, first_seen: datetime | None
) -> Amendment:
    since = max((start for start in stated if start is not None and start <= moment), default=None)
    value = stated.get(since)
    _refuse_third_value(past, stated, since, previous)
    current = value_at(past, moment)
    is_new = since is not None and not any(span.start == since for span in past)
    if since is not None and is_new and not (value_at(past, since) == value == current):
        # A new statement about the past corrects it, unless it says what was believed all along.
        return _from(since, value, past)
    return _retraction(past, value, previous) or _from(first_seen or moment, value, past)


def _refuse_third_value(
    past: Sequence[Span], stated: Stated, since: datetime | None, previous: datetime | None
) -> None:
    """A stated instant outranks the undated table once it has passed, so that a page may lag; it may not say more."""
    if since is None or None not in stated or previous is None:
        return
    if not any(span.start < since for span in past):
        # Whoever began to read after that instant never saw what was before it.
        return
    undated, dated, before = stated[None], stated[since], value_before(past, since)
    if undated not in (dated, before):
        raise Contradiction(
            f"undated {undated}, but {dated} is stated since {since:%Y-%m-%d %H:%M} UTC and {before} before"
        )


def _retraction(past: Sequence[Span], value: FactValue, previous: datetime | None) -> Amendment | None:
    """Announcements that fell due since the last reading and led away from what the page shows never took effect.

    None of them, where the page shows what is believed; None, where it shows what never was.
    """
    kept = len(past)
    while kept and previous is not None and past[kept - 1].start > previous and past[kept - 1].value != value:
        kept -= 1
    before = past[kept - 1].value if kept else None
    return Amendment(close=tuple(past[kept:])) if before == value else None


def _from(start: datetime, value: FactValue, past: Sequence[Span]) -> Amendment:
    closed = tuple(span for span in past if span.start >= start)
    return Amendment(closed, () if value_before(past, start) == value else ((start, value),))


def by_account(believed: Sequence[Span], stated: Mapping[datetime, FactValue], since: datetime) -> Amendment:
    """What a dataset's whole account from `since` on changes for one key; equal neighbours collapse."""
    value = value_before(believed, since)
    wanted: dict[datetime, FactValue] = {}
    for start, stated_value in sorted(stated.items()) or [(since, None)]:
        if stated_value != value:
            wanted[start] = stated_value
        value = stated_value
    reached = [span for span in believed if span.start >= since]
    closed = [span for span in reached if wanted.get(span.start, ()) != span.value]
    kept = {span.start for span in reached} - {span.start for span in closed}
    return Amendment(tuple(closed), tuple((start, v) for start, v in wanted.items() if start not in kept))
