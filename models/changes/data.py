"""The item of a change and its values before and after, as JSON for the change log. Pure.

Decimals are texts, digit for digit; instants are ISO 8601 in UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.facts import Fact, iso, key_columns, value_columns

ItemKey = Mapping[str, Any]
"""The item that a change is about: key columns of a source's facts by name."""
ChangeValue = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""A list of facts, each with its table and columns, or an object in the form of the kind of change."""
NOT_IN_ITEM = ("source", "band")
"""Key columns that are no part of an item: all bands of a meter are one item."""


def item_of(state: Sequence[Fact]) -> ItemKey | None:
    """The item of facts of one kind; the model if they are of several kinds."""
    if not state:
        return None
    first = state[0]
    if len({type(fact) for fact in state}) > 1:
        return {"model": str(first.key[1])}
    names = key_columns(type(first))
    return {name: _json_value(part) for name, part in zip(names, first.key, strict=True) if name not in NOT_IN_ITEM}


def table_of(state: Sequence[Fact]) -> str | None:
    """The table of facts of one kind; None if there are none, or several kinds."""
    tables = {fact.table for fact in state}
    return tables.pop() if len(tables) == 1 else None


def value_of(state: Sequence[Fact]) -> ChangeValue | None:
    """Facts as JSON; None if there are none."""
    return [fact_value(fact) for fact in state] or None


def fact_value(fact: Fact) -> Mapping[str, Any]:
    """A fact as JSON: its table as `fact`, then its key and value columns."""
    names = (*key_columns(type(fact)), *value_columns(type(fact)))
    return {"fact": fact.table} | {name: _json_value(getattr(fact, name)) for name in names}


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return iso(value) if isinstance(value, datetime) else value
