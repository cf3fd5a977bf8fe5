"""The history of facts in two tables for each kind, made from its class: series and spans.

A series is the history of one key. Its key columns (source, model, meter …) are stored once, in `price_series`. Each of
its spans (`price_span`) has a value, the two clocks and the snapshot. The view `price` has both in one row, so has
`HISTORY`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Subquery,
    Table,
    Text,
    UnaryExpression,
    UniqueConstraint,
    select,
)
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import TypeEngine

from models.facts import Fact, aside_columns, columns, key_columns, value_columns
from models.schema.dialects import ROW_ID, Exact, InstantNumber, one_of, partial_index
from models.schema.pages import Base

COLUMN_TYPES: dict[type, type[TypeEngine[Any]]] = {
    str: Text,
    int: BigInteger,
    Decimal: Exact,
    datetime: InstantNumber,
}
BY_NAME = {"score": ("board", "category", "contender_key")}
"""Key columns by which queries find series without their source."""


@dataclass(frozen=True)
class HistoryTables:
    """The tables of a kind of fact."""

    series: Table
    """The key columns, under an `id`."""
    spans: Table
    """The values of each series, with clocks and snapshots."""
    rows: Subquery
    """Both as one: each span with the key columns of its series. The database looks for series first."""
    rows_by_span: Subquery
    """The same rows. The database looks for spans first: by their instants or snapshots."""


def history_tables(fact: type[Fact], metadata: MetaData) -> HistoryTables:
    """Make the tables of a kind of fact (design section 2, "What a row says")."""
    series, spans = _series(fact, metadata), _spans(fact, metadata)
    clocks = ("effective_from", "effective_to", "recorded_from", "recorded_to", "gone")
    of_span = (*clocks, *value_columns(fact), "snapshot_id", *aside_columns(fact))
    names, values = (series.c[name] for name in key_columns(fact)), (spans.c[name] for name in of_span)
    row = select(*names, *values, series.c.id.label("series_id"))
    # A sign before the id keeps the database from looking for the series of each span.
    by_series = row.join_from(
        series, spans, spans.c.series_id == UnaryExpression(series.c.id, operator=custom_op[Any]("+"))
    )
    by_span = row.join_from(spans, series, spans.c.series_id == series.c.id)
    return HistoryTables(series, spans, by_series.subquery(fact.table), by_span.subquery(fact.table))


def _series(fact: type[Fact], metadata: MetaData) -> Table:
    keys = key_columns(fact)
    table = Table(
        f"{fact.table}_series",
        metadata,
        Column("id", Integer, primary_key=True),
        *(_column(fact, name, *_foreign_keys(name), nullable=False) for name in keys),
        UniqueConstraint(*keys, name=f"uq_{fact.table}_series"),
        *(one_of(name, values) for name, values in fact.choices.items() if name in keys),
    )
    if named := BY_NAME.get(fact.table):
        Index(f"ix_{fact.table}_series_{'_'.join(named)}", *(table.c[name] for name in named))
    return table


def _spans(fact: type[Fact], metadata: MetaData) -> Table:
    table = Table(
        f"{fact.table}_span",
        metadata,
        Column("series_id", Integer, ForeignKey(f"{fact.table}_series.id"), primary_key=True),
        Column("effective_from", InstantNumber, primary_key=True),
        Column("effective_to", InstantNumber),
        Column("recorded_from", InstantNumber, primary_key=True),
        Column("recorded_to", InstantNumber),
        Column("gone", Boolean, nullable=False),
        *(_column(fact, name) for name in value_columns(fact)),
        Column("snapshot_id", ROW_ID, ForeignKey("snapshot.id"), nullable=False, index=True),
        *(_column(fact, name) for name in aside_columns(fact)),
        *(one_of(name, choices) for name, choices in fact.choices.items() if name in value_columns(fact)),
    )
    believed = table.c.recorded_to.is_(None)
    starts = (table.c.series_id, table.c.effective_from)
    partial_index(f"ix_{table.name}_believed", *starts, unique=True, where=believed)
    if fact.found_by:
        Index(f"ix_{table.name}_{'_'.join(fact.found_by)}", *(table.c[name] for name in fact.found_by))
    return table


def _column(fact: type[Fact], name: str, *constraints: ForeignKey, nullable: bool = True) -> Column[Any]:
    _, python_type, _ = columns(fact)[name]
    return Column(name, COLUMN_TYPES[python_type], *constraints, nullable=nullable)


def _foreign_keys(column: str) -> tuple[ForeignKey, ...]:
    """The foreign key of a column: `source` is the name of a source."""
    return (ForeignKey("source.name"),) if column == "source" else ()


class _TablesByKind(dict[type[Fact], HistoryTables]):
    """The tables of each kind of fact, made when they are first asked for: most commands need two or three kinds."""

    def __missing__(self, fact: type[Fact]) -> HistoryTables:
        return self.setdefault(fact, history_tables(fact, Base.metadata))


class _HistoryByKind(dict[type[Fact], Subquery]):
    """The whole history of each kind of fact, to be read."""

    def __missing__(self, fact: type[Fact]) -> Subquery:
        return self.setdefault(fact, TABLES[fact].rows)


TABLES: Mapping[type[Fact], HistoryTables] = _TablesByKind()
HISTORY: Mapping[type[Fact], Subquery] = _HistoryByKind()
"""Both have the kinds alone that were asked for: go through `FACTS`, not through them."""
