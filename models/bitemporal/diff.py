"""The difference that a reading makes to one item: transitions between what was believed before and after it. Pure.

They are found by comparing states at instants, never by looking at the rows that were written.
"""

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
"""The facts that hold at one instant, in the order of their keys."""


@dataclass(frozen=True)
class ItemBeliefs:
    """The keys that people count as one item, such as all bands of a price, as believed before and after a reading."""

    fact: type[Fact]
    before: Beliefs
    after: Beliefs

    def state_before(self, instant: datetime) -> State:
        """The state at an instant, as believed before the reading."""
        return _state(self.fact, self.before, instant)

    def state_after(self, instant: datetime) -> State:
        """The state at an instant, as believed after the reading."""
        return _state(self.fact, self.after, instant)

    def latest_new_start(self, moment: datetime) -> datetime:
        """The latest start up to `moment` of the spans that the reading brought; `moment` if it brought none."""
        new = [s.start for key, spans in self.after.items() for s in spans if s not in self.before.get(key, ())]
        return max((start for start in new if start <= moment), default=moment)


@dataclass(frozen=True)
class Transition:
    """One movement of an item: CHANGED, ANNOUNCED, MOVED, CANCELLED or IN_EFFECT."""

    movement: Movement
    before: State
    after: State
    effective_at: datetime


def fact_of(fact: type[Fact], key: FactKey, value: tuple[Any, ...]) -> Fact:
    """The fact with this key and this value."""
    names = (*key_columns(fact), *value_columns(fact))
    columns: dict[str, Any] = dict(zip(names, (*key, *value), strict=True))
    return fact(**columns)


def _state(fact: type[Fact], beliefs: Beliefs, instant: datetime) -> State:
    values = ((key, value_at(spans, instant)) for key, spans in sorted(beliefs.items()))
    return tuple(fact_of(fact, key, value) for key, value in values if value is not None)


def transitions(item: ItemBeliefs, previous: datetime, moment: datetime) -> Iterator[Transition]:
    """The transitions of an item between the readings at `previous` and at `moment`: of its present, then ahead."""
    yield from _of_present(item, previous, moment)
    yield from _of_future(item, moment)


def _of_present(item: ItemBeliefs, previous: datetime, moment: datetime) -> Iterator[Transition]:
    """At most one transition of the state that holds now."""
    last, expected, current = item.state_before(previous), item.state_before(moment), item.state_after(moment)
    if current == expected != last:
        yield Transition(Movement.IN_EFFECT, last, current, _latest_start(item.before, moment))
    elif current not in (expected, last):
        yield Transition(Movement.CHANGED, expected, current, item.latest_new_start(moment))
    elif current != expected:
        yield Transition(Movement.CANCELLED, current, expected, _latest_start(item.before, moment))


def _of_future(item: ItemBeliefs, moment: datetime) -> Iterator[Transition]:
    """Announcements that are new, were cancelled, or moved to another instant with the same content."""
    before = {start: item.state_before(start) for start in _starts(item.before) if start > moment}
    after = {start: item.state_after(start) for start in _starts(item.after) if start > moment}
    dropped = {start: state for start, state in before.items() if after.get(start) != state}
    for start, state in sorted(after.items()):
        if before.get(start) == state:
            continue
        moved_from = next((old for old, old_state in dropped.items() if old_state == state), None)
        if moved_from is None:
            yield Transition(Movement.ANNOUNCED, item.state_after(moment), state, start)
        else:
            del dropped[moved_from]
            yield Transition(Movement.MOVED, item.state_after(moment), state, start)
    for start, state in dropped.items():
        if start not in after:
            yield Transition(Movement.CANCELLED, item.state_after(moment), state, start)


def _starts(beliefs: Beliefs) -> set[datetime]:
    return {span.start for spans in beliefs.values() for span in spans}


def _latest_start(beliefs: Beliefs, moment: datetime) -> datetime:
    return max(start for start in _starts(beliefs) if start <= moment)
