"""Loads the rows of an export into an empty database, which then answers every view as the first one did."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from cli.exporting.resources import BATCH, CLOCKS, ExportRow, Resource, resources
from models.facts import FACTS, Fact, aside_columns, key_columns, value_columns
from models.schema import TABLES, Base, Exact

LOGS = {"change_log": "change", "correction_log": "correction"}
OTHERS = ("alert", "silence", "alert_change", "delivery", "decision")
"""The tables of this installation, which an export for others leaves out."""
EMPTY_BODY = b""
"""In place of a page: an export has its hash alone."""


def load(session: Session, name: str, rows: Iterable[ExportRow]) -> None:
    """Insert the rows of a part, which come in the order of an export; what they refer to was loaded before."""
    resource = resources()[name]
    facts = {fact.table: fact for fact in FACTS}
    if name in facts:
        _load_history(session, resource, facts[name], rows)
    elif name == "snapshot":
        _load_snapshots(session, resource, rows)
    else:
        table = Base.metadata.tables[LOGS.get(name, name)]
        _insert(session, table, (_of_table(table, record) for record in _records(resource, rows)))


def copy_others(asked: Session, session: Session) -> None:
    """Copy the tables of an installation, its alerts and what people decided, behind those of an export."""
    for name in OTHERS:
        table = Base.metadata.tables[name]
        rows = asked.execute(select(table), execution_options={"yield_per": BATCH}).mappings()
        _insert(session, table, (dict(row) for row in rows))


def _records(resource: Resource, rows: Iterable[ExportRow]) -> Iterator[dict[str, Any]]:
    names = [field.name for field in resource.fields]
    return (dict(zip(names, row, strict=True)) for row in rows)


def _of_table(table: Table, record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name in table.c}


def _load_snapshots(session: Session, resource: Resource, rows: Iterable[ExportRow]) -> None:
    """Insert snapshots; each body that they name is there without its bytes."""
    snapshots, bodies, known = Base.metadata.tables["snapshot"], Base.metadata.tables["body"], set[str]()
    records = _records(resource, rows)
    while batch := list(islice(records, BATCH)):
        new = {record["body_sha256"] for record in batch if record["body_sha256"]} - known
        known |= new
        _insert(session, bodies, ({"sha256": each, "size": 0, "zstd": EMPTY_BODY} for each in sorted(new)))
        _insert(session, snapshots, batch)


def _load_history(session: Session, resource: Resource, fact: type[Fact], rows: Iterable[ExportRow]) -> None:
    """Insert a history. A series is the rows of one key, which follow one another."""
    tables, keys = TABLES[fact], key_columns(fact)
    of_span = (*CLOCKS, "gone", *value_columns(fact), *aside_columns(fact), "snapshot_id")
    records, number, last = _records(resource, rows), 0, None
    while batch := list(islice(records, BATCH)):
        series, spans = list[dict[str, Any]](), list[dict[str, Any]]()
        for record in batch:
            key = tuple(record[name] for name in keys)
            if key != last:
                number, last = number + 1, key
                series.append({"id": number, **dict(zip(keys, key, strict=True))})
            spans.append({"series_id": number, **{name: _typed(tables.spans, name, record[name]) for name in of_span}})
        _insert(session, tables.series, series)
        _insert(session, tables.spans, spans)


def _typed(table: Table, name: str, value: object) -> object:
    """Return a value as the column takes it: a decimal is text in an export."""
    return Decimal(str(value)) if value is not None and isinstance(table.c[name].type, Exact) else value


def _insert(session: Session, table: Table, records: Iterable[dict[str, Any]]) -> None:
    records = iter(records)
    while batch := list(islice(records, BATCH)):
        session.execute(insert(table), batch)
