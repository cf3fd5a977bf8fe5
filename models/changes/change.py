"""A change, its item, and its values before and after as JSON for the change log. Pure.

Decimals are texts, digit for digit; instants are ISO 8601 in UTC.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from models.bitemporal import State
from models.facts import FACTS, Fact, columns, iso, key_columns, value_columns
from models.kinds import ChangeKind, Severity
from models.readings import KeptFacts

ItemKey = Mapping[str, Any]
"""The item that a change is about: key columns of a source's facts by name."""
ChangeValue = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""A list of facts, each with its table and columns, or an object in the form of the kind of change."""
NOT_IN_ITEM = ("source", "band")
"""Key columns that are no part of an item: all bands of a meter are one item."""


class Data(NamedTuple):
    """The item and the values of a change, as they are stored."""

    fact: str | None = None
    """The table of its facts; None if it is about no facts, or about several kinds."""
    item: ItemKey | None = None
    value_before: ChangeValue | None = None
    value_after: ChangeValue | None = None


DATA_COLUMNS = Data._fields
"""The columns with the item and the values of a change."""


@dataclass(frozen=True)
class Change:
    """A row of the change log, with the facts before and after if it is about facts."""

    kind: ChangeKind
    source: str
    subject: str
    said_before: str | None
    """The state before, as text for people; so is `said_after`."""
    said_after: str | None
    effective_at: datetime | None
    facts_before: State = ()
    facts_after: State = ()
    since: datetime | None = None
    """The instant since which a value is stated, if the change reports that it still holds."""
    keeps: frozenset[KeptFacts] = frozenset()
    """The facts that stay as believed because a text that may state them is not understood."""
    vendor: str = ""
    """The vendor of its model, if it is not that of its source: of a contradiction by a source that checks several."""
    about: Data | None = field(default=None, compare=False)
    """Its item and values if these are not `facts_before` and `facts_after`."""

    @cached_property
    def data(self) -> Data:
        """The item and the values before and after."""
        if self.about is not None:
            return self.about
        facts = (*self.facts_after, *self.facts_before)
        return Data(_table_of(facts), item_of(facts), value_of(self.facts_before), value_of(self.facts_after))

    @cached_property
    def needs_decision(self) -> bool:
        """True if it reports a reading that is held until a person decides."""
        return self.kind is ChangeKind.SOURCE_HELD and bool(self._held_for.get("needs_decision"))

    @cached_property
    def severity(self) -> Severity:
        """The severity. A reading that waits for a person is a WARNING: nothing of its source is recorded meanwhile."""
        return Severity.WARNING if self.needs_decision else self.kind.severity

    @property
    def why_held(self) -> str:
        """The reason why a reading is held, without what will end the hold."""
        return str(self._held_for.get("why", ""))

    @property
    def _held_for(self) -> Mapping[str, Any]:
        value = self.data.value_after
        return value if isinstance(value, Mapping) else {}


SEVERITIES = tuple(Severity)
SAID_COLUMNS = ("kind", "source", "subject", "said_before", "said_after", "effective_at")
_SAID = attrgetter(*SAID_COLUMNS)


def logged_columns(changes: Iterable[Change]) -> list[tuple[Any, ...]]:
    """The columns of each change in the log without those of its snapshot: SAID_COLUMNS, then DATA_COLUMNS."""
    return [(*_SAID(change), *change.data) for change in changes]


def gravest(changes: Sequence[Change]) -> Change:
    """The change of the highest severity; of several, the one of the kind that matters most; else the first."""
    ranks = [(-SEVERITIES.index(change.severity), change.kind.rank) for change in changes]
    return changes[ranks.index(min(ranks))]


def gravest_of(groups: Iterable[Sequence[Change]]) -> list[Change]:
    """The gravest change of each group."""
    return [gravest(group) for group in groups]


def item_of(state: Sequence[Fact]) -> ItemKey | None:
    """The item of facts of one kind; the model if they are of several kinds."""
    if not state:
        return None
    first = state[0]
    if not _are_of_one_kind(state):
        return {"model": str(first.key[1])}
    names, read = _item_columns(type(first))
    return dict(zip(names, read(first), strict=True))


@cache
def _item_columns(kind: type[Fact]) -> tuple[tuple[str, ...], Callable[[Fact], tuple[Any, ...]]]:
    """The key columns that name an item, and the function that returns those of a fact."""
    places = [(place, name) for place, name in enumerate(key_columns(kind)) if name not in NOT_IN_ITEM]
    return tuple(name for _, name in places), lambda fact: tuple([fact.key[place] for place, _ in places])


def value_of(state: Sequence[Fact]) -> ChangeValue | None:
    """Facts as JSON; None if there are none."""
    return [fact_value(fact) for fact in state] or None


def fact_value(fact: Fact) -> Mapping[str, Any]:
    """A fact as JSON: its table as `fact`, then its key and value columns."""
    names, read, written = _json_columns(type(fact))
    parts = list(read(fact))
    for place in written:
        parts[place] = _json_value(parts[place])
    return dict(zip(names, (fact.table, *parts), strict=True))


@cache
def _json_columns(kind: type[Fact]) -> tuple[tuple[str, ...], Callable[[Fact], tuple[Any, ...]], tuple[int, ...]]:
    """The names in `fact_value`, the getter of the columns, and the places of those that JSON cannot hold."""
    names = (*key_columns(kind), *value_columns(kind))
    written = (place for place, name in enumerate(names) if columns(kind)[name][1] in (Decimal, datetime))
    return ("fact", *names), attrgetter(*names), tuple(written)


def facts_in(value: ChangeValue | None) -> tuple[Fact, ...]:
    """The facts of a value that `value_of` made; none of another value."""
    if value is None or isinstance(value, Mapping):
        return ()
    kinds = {kind.table: kind for kind in FACTS}
    stated: Sequence[Any] = value
    return tuple(_fact(kinds[one["fact"]], one) for one in stated if "source" in one)


def _table_of(state: Sequence[Fact]) -> str | None:
    """The table of facts of one kind; None if there are none, or several kinds."""
    return state[0].table if state and _are_of_one_kind(state) else None


def _are_of_one_kind(state: Sequence[Fact]) -> bool:
    return len({type(fact) for fact in state}) == 1


def _fact(kind: type[Fact], stated: Mapping[str, Any]) -> Fact:
    types = {name: python for name, (role, python, _) in columns(kind).items() if role != "aside"}
    values: dict[str, Any] = {name: _typed(stated[name], python) for name, python in types.items() if name in stated}
    return kind(**values)


def _typed(value: object, python: type) -> object:
    if value is None or python not in (Decimal, datetime):
        return value
    return Decimal(str(value)) if python is Decimal else datetime.fromisoformat(str(value))


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return iso(value) if isinstance(value, datetime) else value
