"""How one item moved between two readings: belief before against belief after, never row operations. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.bitemporal.belief import Span, value_at
from models.facts import Fact, FactKey, key_columns, value_columns
from models.kinds import Movement

Beliefs = Mapping[FactKey, Sequence[Span]]
"""The believed spans of each key."""

State = tuple[Fact, ...]
"""What holds at one instant: the facts that are not gone, in the order of their keys."""


@dataclass(frozen=True)
class Item:
    """The keys that people count as one thing, as believed before and after a reading."""

    fact: type[Fact]
    before: Beliefs
    after: Beliefs

    def was(self, instant: datetime) -> State:
        return _state(self.fact, self.before, instant)

    def now(self, instant: datetime) -> State:
        return _state(self.fact, self.after, instant)

    def news(self, moment: datetime) -> datetime:
        """The latest start up to `moment` that the reading brought; `moment` itself where it brought none."""
        brought = [s.start for key, spans in self.after.items() for s in spans if s not in self.before.get(key, ())]
        return max((start for start in brought if start <= moment), default=moment)


@dataclass(frozen=True)
class Step:
    """One movement of an item: CHANGED, ANNOUNCED, MOVED, CANCELLED or IN_EFFECT."""

    how: Movement
    was: State
    now: State
    effective_at: datetime


def fact_of(fact: type[Fact], key: FactKey, value: tuple[Any, ...]) -> Fact:
    names = (*key_columns(fact), *value_columns(fact))
    stated: dict[str, Any] = dict(zip(names, (*key, *value), strict=True))
    return fact(**stated)


def _state(fact: type[Fact], beliefs: Beliefs, instant: datetime) -> State:
    held = ((key, value_at(spans, instant)) for key, spans in sorted(beliefs.items()))
    return tuple(fact_of(fact, key, value) for key, value in held if value is not None)


def steps(item: Item, previous: datetime, moment: datetime) -> Iterator[Step]:
    """The movements of an item between the readings at `previous` and at `moment`: the present first, then futures."""
    yield from _present(item, previous, moment)
    yield from _futures(item, moment)


def _present(item: Item, previous: datetime, moment: datetime) -> Iterator[Step]:
    told, expected, now = item.was(previous), item.was(moment), item.now(moment)
    if now == expected != told:
        yield Step(Movement.IN_EFFECT, told, now, _latest_start(item.before, moment))
    elif now not in (expected, told):
        yield Step(Movement.CHANGED, expected, now, item.news(moment))
    elif now != expected:
        yield Step(Movement.CANCELLED, now, expected, _latest_start(item.before, moment))


def _futures(item: Item, moment: datetime) -> Iterator[Step]:
    """Announcements that came, went, or went to another instant with the same content."""
    was = {start: item.was(start) for start in _starts(item.before) if start > moment}
    now = {start: item.now(start) for start in _starts(item.after) if start > moment}
    gone = {start: state for start, state in was.items() if now.get(start) != state}
    for start, state in sorted(now.items()):
        if was.get(start) == state:
            continue
        source = next((old for old, old_state in gone.items() if old_state == state), None)
        if source is None:
            yield Step(Movement.ANNOUNCED, item.now(moment), state, start)
        else:
            del gone[source]
            yield Step(Movement.MOVED, item.now(moment), state, start)
    for start, state in gone.items():
        if start not in now:
            yield Step(Movement.CANCELLED, item.now(moment), state, start)


def _starts(beliefs: Beliefs) -> set[datetime]:
    return {span.start for spans in beliefs.values() for span in spans}


def _latest_start(beliefs: Beliefs, moment: datetime) -> datetime:
    return max(start for start in _starts(beliefs) if start <= moment)
