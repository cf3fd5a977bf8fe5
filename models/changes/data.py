"""What a change is about and its values before and after, as JSON for the change log. Pure.

Decimals are texts, digit for digit; instants are ISO 8601 in UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.facts import FACTS, Fact, columns, iso, key_columns, value_columns

ItemKey = Mapping[str, Any]
"""What of a source a change is about, by the names of key columns."""
ChangeValue = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""The facts that hold, each with its table and its columns; else whatever the kind of change has as its value."""
NOT_OF_THE_ITEM = ("source", "band")
"""Key columns that are no part of an item: people count all bands of a meter as one thing."""


def item_of(state: Sequence[Fact]) -> ItemKey | None:
    """The item that facts of one kind are about; of facts of several kinds their model."""
    if not state:
        return None
    first = state[0]
    if len({type(fact) for fact in state}) > 1:
        return {"model": str(first.key[1])}
    names = key_columns(type(first))
    return {name: _plain(part) for name, part in zip(names, first.key, strict=True) if name not in NOT_OF_THE_ITEM}


def table_of(state: Sequence[Fact]) -> str | None:
    """The table of facts of one kind; None where there are none, or of several kinds."""
    tables = {fact.table for fact in state}
    return tables.pop() if len(tables) == 1 else None


def value_of(state: Sequence[Fact]) -> ChangeValue | None:
    """Facts as JSON; None where nothing holds."""
    return [fact_value(fact) for fact in state] or None


def fact_value(fact: Fact) -> Mapping[str, Any]:
    """A fact as JSON: its table as `fact`, then its key and value columns."""
    names = (*key_columns(type(fact)), *value_columns(type(fact)))
    return {"fact": fact.table} | {name: _plain(getattr(fact, name)) for name in names}


def facts_in(value: ChangeValue | None) -> tuple[Fact, ...]:
    """The facts of a value that `value_of` made; none of another value."""
    if value is None or isinstance(value, Mapping):
        return ()
    kinds = {kind.table: kind for kind in FACTS}
    stated: Sequence[Any] = value
    return tuple(_fact(kinds[one["fact"]], one) for one in stated if "source" in one)


def _fact(kind: type[Fact], stated: Mapping[str, Any]) -> Fact:
    types = {name: python for name, (role, python, _) in columns(kind).items() if role != "aside"}
    values: dict[str, Any] = {name: _typed(stated[name], python) for name, python in types.items() if name in stated}
    return kind(**values)


def _typed(value: object, python: type) -> object:
    if value is None or python not in (Decimal, datetime):
        return value
    return Decimal(str(value)) if python is Decimal else datetime.fromisoformat(str(value))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return iso(value) if isinstance(value, datetime) else value
