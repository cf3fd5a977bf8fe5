"""The rules of the two clocks for one key: how a reading amends its timeline, and which transitions follow.

One clock is the time for which a value holds, the other the time when it was read. The beliefs about a key are a
list of spans in the order of their starts. Each span holds from its `start` until the next span. The value None means
that the fact is gone. No function reads a database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from models.facts import Fact, FactKey, FactValue, key_columns, value_columns
from models.kinds import Movement

StatedValues = Mapping[datetime | None, FactValue]
"""The values that a reading states about one key, by instant; an undated statement has None."""


class Span(NamedTuple):
    """One span of a key's timeline: the value holds from `start` on. The source first stated it at `recorded_from`."""

    start: datetime
    value: FactValue
    recorded_from: datetime


@dataclass(frozen=True)
class Amendment:
    """The spans of a key that are no longer believed, and the starts and values of the new ones."""

    close: tuple[Span, ...] = ()
    insert: tuple[tuple[datetime, FactValue], ...] = ()


class Contradiction(Exception):
    """A page that contradicts itself, or what was read before."""


class ThirdValue(Contradiction):
    """A page whose undated value is neither the value that it states with a date nor the value before that date."""

    def __init__(self, undated: FactValue, dated: FactValue, before: FactValue, start: datetime) -> None:
        self.undated, self.dated, self.before, self.start = undated, dated, before, start
        super().__init__(
            f"undated {undated}, but {dated} is stated since {start:%Y-%m-%d %H:%M} UTC and {before} before"
        )


def value_at(spans: Sequence[Span], instant: datetime) -> FactValue:
    """The value that holds at an instant; None if there is none."""
    # Asked for every fact of a page, several times: a loop takes half the time of a generator.
    for span in reversed(spans):
        if span.start <= instant:
            return span.value
    return None


def values_at(beliefs: "Beliefs", instant: datetime) -> dict[FactKey, FactValue]:
    """The value of each key that holds at an instant."""
    return {key: value_at(spans, instant) for key, spans in beliefs.items()}


def value_before(spans: Sequence[Span], instant: datetime) -> FactValue:
    """The value that holds just before an instant; None if there is none."""
    return next((span.value for span in reversed(spans) if span.start < instant), None)


def amendment_from_page(
    believed: Sequence[Span],
    stated: StatedValues,
    moment: datetime,
    previous: datetime | None,
    *,
    settled: bool = False,
    first_seen: datetime | None = None,
) -> Amendment:
    """The amendment of one key by a page that is complete for its scope and was read at `moment`.

    `previous` is the moment of the scope's last recorded reading. `settled` means that the key's present value is an
    end state and that the page does not mention it. `first_seen` is the moment of an earlier reading that was
    put on hold and that this one confirms. Raises Contradiction.
    """
    if len(stated) == 1 and None in stated and not settled and not (believed and believed[-1].start > moment):
        # Most keys that a page moves: the rules below come to this.
        start, value = first_seen or moment, stated[None]
        return _retraction(believed, value, previous) or _replace_from(start, value, believed)
    past = [span for span in believed if span.start <= moment]
    future = [span for span in believed if span.start > moment]
    ahead = {start: value for start, value in stated.items() if start is not None and start > moment}
    withdrawn = [span for span in future if ahead.get(span.start, ()) != span.value]
    kept_starts = {span.start for span in future if span not in withdrawn}
    announced = [(start, value) for start, value in ahead.items() if start not in kept_starts]
    present = Amendment() if settled else _amend_present(past, stated, moment, previous, first_seen)
    return Amendment((*present.close, *withdrawn), (*present.insert, *announced))


def _amend_present(
    past: Sequence[Span],
    stated: StatedValues,
    moment: datetime,
    previous: datetime | None,
    first_seen: datetime | None,
) -> Amendment:
    """The amendment of the spans up to `moment`."""
    start = max((start for start in stated if start is not None and start <= moment), default=None)
    value = stated.get(start)
    _refuse_third_value(past, stated, start, previous)
    current = value_at(past, moment)
    is_new = start is not None and not any(span.start == start for span in past)
    if start is not None and is_new and not (value_at(past, start) == value == current):
        # A new statement about the past corrects what is believed, unless it states what was believed all along.
        return _replace_from(start, value, past)
    return _retraction(past, value, previous) or _replace_from(first_seen or moment, value, past)


def _refuse_third_value(
    past: Sequence[Span], stated: StatedValues, start: datetime | None, previous: datetime | None
) -> None:
    """Raise ThirdValue if the undated value is neither the dated one nor the value before its date.

    A dated statement whose date has passed outranks the undated value: the page may still show the old value, but no
    third one.
    """
    if start is None or None not in stated or previous is None:
        return
    if not any(span.start < start for span in past):
        # The first reading came after that date, so the value before it was never seen.
        return
    undated, dated, before = stated[None], stated[start], value_before(past, start)
    if undated not in (dated, before):
        raise ThirdValue(undated, dated, before, start)


def _retraction(past: Sequence[Span], value: FactValue, previous: datetime | None) -> Amendment | None:
    """The amendment that closes announcements which never took effect, if that makes `value` current.

    Such announcements fell due since the last reading, but the page does not show their value. The amendment is empty
    if `value` is believed already, and None if closing announcements does not lead to it.
    """
    count = len(past)
    while count and previous is not None and past[count - 1].start > previous and past[count - 1].value != value:
        count -= 1
    before = past[count - 1].value if count else None
    return Amendment(close=tuple(past[count:])) if before == value else None


def _replace_from(start: datetime, value: FactValue, past: Sequence[Span]) -> Amendment:
    """The amendment that makes a value hold from `start` on."""
    closed = tuple(span for span in past if span.start >= start)
    return Amendment(closed, () if value_before(past, start) == value else ((start, value),))


def amendment_from_history(
    believed: Sequence[Span], stated: Mapping[datetime, FactValue], since: datetime
) -> Amendment:
    """The amendment of one key by a dataset that states its whole history from `since` on.

    Equal values that follow one another become one span.
    """
    value = value_before(believed, since)
    wanted: dict[datetime, FactValue] = {}
    for start, stated_value in sorted(stated.items()) or [(since, None)]:
        if stated_value != value:
            wanted[start] = stated_value
        value = stated_value
    affected = [span for span in believed if span.start >= since]
    closed = [span for span in affected if wanted.get(span.start, ()) != span.value]
    kept_starts = {span.start for span in affected} - {span.start for span in closed}
    return Amendment(tuple(closed), tuple((start, v) for start, v in wanted.items() if start not in kept_starts))


Beliefs = Mapping[FactKey, Sequence[Span]]
"""The believed spans of each key."""


def amended(before: Beliefs, amendments: Mapping[FactKey, Amendment], moment: datetime) -> dict[FactKey, list[Span]]:
    """The spans of each amended key that are believed after a reading at `moment`."""
    after: dict[FactKey, list[Span]] = {}
    for key, amendment in amendments.items():
        closed = {span.start: span for span in amendment.close}
        kept = [span for span in before.get(key, ()) if closed.get(span.start) != span]
        new = [Span(start, value, moment) for start, value in amendment.insert]
        after[key] = sorted([*kept, *new], key=lambda span: span.start)
    return after


State = tuple[Fact, ...]
"""The facts that hold at one instant, in the order of their keys."""


class ItemBeliefs(NamedTuple):
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
        new = list[datetime]()
        for key, spans in self.after.items():
            before = self.before.get(key, ())
            for span in reversed(spans):
                if span.start <= moment and span not in before:
                    new.append(span.start)
                    break
        return max(new, default=moment)

    def rests(self, previous: datetime, moment: datetime) -> bool:
        """True if the reading at `moment` left its spans as they were, and none began since the one at `previous`."""
        for key, spans in self.after.items():
            if self.before.get(key) != spans:
                return False
            if spans and spans[-1].start > previous and any(previous < span.start <= moment for span in spans):
                return False
        return len(self.before) == len(self.after)


class Transition(NamedTuple):
    """One movement of an item: CHANGED, ANNOUNCED, MOVED, CANCELLED or IN_EFFECT."""

    movement: Movement
    before: State
    after: State
    effective_at: datetime


def fact_of(fact: type[Fact], key: FactKey, value: tuple[Any, ...]) -> Fact:
    """The fact with this key and this value."""
    names, others = _columns_of(fact)
    made = object.__new__(fact)
    # Of every change several facts are made, and `__init__` takes three times as long.
    columns = made.__dict__
    columns.update(others)
    columns.update(zip(names, key + value, strict=True))
    return made


@cache
def _columns_of(fact: type[Fact]) -> tuple[tuple[str, ...], Mapping[str, Any]]:
    """The key and value columns of a kind of fact, and its other fields with their default values."""
    names = (*key_columns(fact), *value_columns(fact))
    return names, {column.name: column.default for column in fields(fact) if column.name not in names}


def _state(fact: type[Fact], beliefs: Beliefs, instant: datetime) -> State:
    return _facts(fact, sorted(beliefs), _values(beliefs, sorted(beliefs), instant))


def _values(beliefs: Beliefs, keys: Sequence[FactKey], instant: datetime) -> list[FactValue]:
    """The value of each of these keys at an instant."""
    return [value_at(beliefs.get(key, ()), instant) for key in keys]


def _facts(fact: type[Fact], keys: Sequence[FactKey], values: Sequence[FactValue]) -> State:
    pairs = zip(keys, values, strict=True)
    return tuple([fact_of(fact, key, value) for key, value in pairs if value is not None])


def transitions(item: ItemBeliefs, previous: datetime, moment: datetime) -> list[Transition]:
    """The transitions of an item between the readings at `previous` and at `moment`: of its present, then ahead."""
    if item.rests(previous, moment):
        return []
    found = _of_present(item, previous, moment)
    return [*found, *_of_future(item, moment)] if _looks_ahead(item, moment) else found


def _looks_ahead(item: ItemBeliefs, moment: datetime) -> bool:
    # Asked for every item that moves, as is `_of_present`: loops and lists take half the time of generators.
    for beliefs in (item.before, item.after):
        for spans in beliefs.values():
            if spans and spans[-1].start > moment:
                return True
    return False


def _of_present(item: ItemBeliefs, previous: datetime, moment: datetime) -> list[Transition]:
    """At most one transition of the state that holds now."""
    before, after = item.before, item.after
    # Most items have one key.
    keys = [*after] if len(after) == 1 and before.keys() == after.keys() else sorted({*before, *after})
    current, expected = _values(after, keys, moment), _values(before, keys, moment)
    last = _values(before, keys, previous)
    if current == expected != last:
        movement, states, start = Movement.IN_EFFECT, (last, current), _latest_start(before, moment)
    elif current not in (expected, last):
        movement, states, start = Movement.CHANGED, (expected, current), item.latest_new_start(moment)
    elif current != expected:
        movement, states, start = Movement.CANCELLED, (current, expected), _latest_start(before, moment)
    else:
        return []
    return [Transition(movement, _facts(item.fact, keys, states[0]), _facts(item.fact, keys, states[1]), start)]


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
