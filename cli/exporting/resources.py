"""The parts of an export: tables with typed columns, in an order that does not depend on the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Select, Table, Text, collate, or_, select
from sqlalchemy.orm import Session

from models.facts import FACTS, Fact, aside_columns, columns, key_columns, value_columns
from models.schema import CHANGE_LOG, CORRECTION_LOG, TABLES, Base, Instant, JsonValue, SourceRow

BATCH = 5_000
"""Rows that are in memory at a time."""
ExportRow = tuple[Any, ...]
"""The values of one row: None, text (also of decimals), int, bool, an aware datetime, or what JSON has."""


class FieldKind(StrEnum):
    """The kinds of columns."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INSTANT = "instant"
    JSON = "json"


@dataclass(frozen=True)
class Field:
    """A column of an export."""

    name: str
    kind: FieldKind
    is_required: bool = False


@dataclass(frozen=True)
class Resource:
    """A part of an export: its columns, its key, and the statement for its rows, in the order of the key."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    statement: Callable[[Session, datetime | None], Select[Any]]

    def rows(self, session: Session, since: datetime | None) -> Iterator[ExportRow]:
        """Yield the rows, or those seen since an instant; `BATCH` of them are in memory."""
        readers = [_READERS.get(field.kind) for field in self.fields]
        answer = session.execute(self.statement(session, since), execution_options={"yield_per": BATCH})
        for row in answer:
            yield tuple(
                value if value is None or read is None else read(value)
                for value, read in zip(row, readers, strict=True)
            )


def _decimal_text(value: Decimal) -> str:
    return f"{value:f}"


_READERS: Mapping[FieldKind, Callable[[Any], Any]] = {FieldKind.DECIMAL: _decimal_text, FieldKind.TEXT: str}
_KINDS: Mapping[type, FieldKind] = {
    str: FieldKind.TEXT,
    int: FieldKind.INTEGER,
    Decimal: FieldKind.DECIMAL,
    datetime: FieldKind.INSTANT,
    bool: FieldKind.BOOLEAN,
}
_COLUMN_KINDS: Mapping[type, FieldKind] = {
    JsonValue: FieldKind.JSON,
    Instant: FieldKind.INSTANT,
    Boolean: FieldKind.BOOLEAN,
    BigInteger: FieldKind.INTEGER,
}
CLOCKS = ("effective_from", "effective_to", "recorded_from", "recorded_to")
SNAPSHOT = ("id", "source", "url", "moment", "stored_at", "outcome", "reason", "reader", "body_sha256")
"""The columns of a snapshot that say where a fact comes from; others are the state of this installation."""
SCOPE = ("fact", "source", "division", "first_at", "last_at", "published_at", "reader")
"""The columns of what a source states completely; the views ask when it was first read."""
SOURCE = ("name", "vendor", "url", "cadence_minutes", "family", "trust", "checks")

_SCOPE_KEY = ("fact", "source", "division")
_WATERMARK = Base.metadata.tables["watermark"]


@cache
def resources() -> Mapping[str, Resource]:
    """Return every part by its name: what others refer to comes first."""
    listed = (
        Resource("source", _fields(Base.metadata.tables["source"], SOURCE, "name"), ("name",), _sources),
        Resource("watermark", _fields(_WATERMARK, SCOPE, *_SCOPE_KEY), _SCOPE_KEY, _scopes),
        Resource("snapshot", _fields(Base.metadata.tables["snapshot"], SNAPSHOT, "id"), ("id",), _snapshots),
        *(_history(fact) for fact in FACTS),
        Resource("change_log", _fields(CHANGE_LOG, CHANGE_LOG.c.keys(), "id"), ("id",), _changes),
        Resource("correction_log", _fields(CORRECTION_LOG, CORRECTION_LOG.c.keys(), "id"), ("id",), _corrections),
    )
    return {resource.name: resource for resource in listed}


def _fields(table: Table, names: Sequence[str], *key: str) -> tuple[Field, ...]:
    # A kind that is not divided has an empty division, which readers of CSV take for a missing one.
    return tuple(Field(name, _kind(table.c[name]), name in key and name != "division") for name in names)


def _kind(column: Column[Any]) -> FieldKind:
    return _COLUMN_KINDS.get(type(column.type), FieldKind.TEXT)


def _history(fact: type[Fact]) -> Resource:
    """The history of a kind of fact: the columns of its view, and the vendor of the source."""
    keys, typed = key_columns(fact), columns(fact)
    of_fact = (*((name, _KINDS[typed[name][1]]) for name in (*value_columns(fact), *aside_columns(fact))),)
    fields = (
        Field(keys[0], FieldKind.TEXT, True),
        Field("vendor", FieldKind.TEXT),
        *(Field(name, _KINDS[typed[name][1]], True) for name in keys[1:]),
        *(Field(name, FieldKind.INSTANT, name.endswith("from")) for name in CLOCKS),
        Field("gone", FieldKind.BOOLEAN, True),
        *(Field(name, kind) for name, kind in of_fact),
        Field("snapshot_id", FieldKind.INTEGER, True),
    )

    def statement(session: Session, since: datetime | None) -> Select[Any]:
        tables = TABLES[fact]
        rows = tables.rows if since is None else tables.rows_by_span
        vendor = select(SourceRow.vendor).where(SourceRow.name == rows.c.source).scalar_subquery().label("vendor")
        asked = select(*(vendor if field.name == "vendor" else rows.c[field.name] for field in fields))
        if since is not None:
            asked = asked.where(_seen(rows.c, since))
        order = (rows.c[name] for name in (*keys, "effective_from", "recorded_from"))
        return asked.order_by(*(_bytewise(session, column) for column in order))

    return Resource(fact.table, fields, (*keys, "effective_from", "recorded_from"), statement)


def _seen(of: Any, since: datetime) -> ColumnElement[bool]:  # noqa: ANN401 (columns of a table or a query)
    """The condition that a row was stated, or ceased to be believed, since an instant."""
    return or_(of.recorded_from >= since, of.recorded_to >= since)


def _bytewise(session: Session, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A text in the order of its bytes, as SQLite has it, and not in that of PostgreSQL's language."""
    is_text = isinstance(column.type, Text)
    return collate(column, "C") if is_text and session.get_bind().dialect.name == "postgresql" else column


def _sources(session: Session, _since: datetime | None) -> Select[Any]:
    table = Base.metadata.tables["source"]
    return select(*(table.c[name] for name in SOURCE)).order_by(_bytewise(session, table.c.name))


def _scopes(session: Session, _since: datetime | None) -> Select[Any]:
    order = (_bytewise(session, _WATERMARK.c[name]) for name in _SCOPE_KEY)
    return select(*(_WATERMARK.c[name] for name in SCOPE)).order_by(*order)


def _snapshots(_session: Session, since: datetime | None) -> Select[Any]:
    """The snapshots seen since an instant, and the older ones that a row of that time refers to."""
    table = Base.metadata.tables["snapshot"]
    asked = select(*(table.c[name] for name in SNAPSHOT)).order_by(table.c.id)
    if since is None:
        return asked
    spans = (TABLES[fact].spans.c for fact in FACTS)
    cited = [table.c.id.in_(select(of.snapshot_id).where(_seen(of, since))) for of in spans]
    logs = ((CHANGE_LOG.c, CHANGE_LOG.c.seen_at), (CORRECTION_LOG.c, CORRECTION_LOG.c.stored_at))
    cited += [table.c.id.in_(select(of.snapshot_id).where(seen >= since)) for of, seen in logs]
    return asked.where(or_(table.c.moment >= since, *cited))


def _changes(_session: Session, since: datetime | None) -> Select[Any]:
    asked = select(*CHANGE_LOG.c).order_by(CHANGE_LOG.c.id)
    return asked if since is None else asked.where(CHANGE_LOG.c.seen_at >= since)


def _corrections(_session: Session, since: datetime | None) -> Select[Any]:
    asked = select(*CORRECTION_LOG.c).order_by(CORRECTION_LOG.c.id)
    return asked if since is None else asked.where(CORRECTION_LOG.c.stored_at >= since)
