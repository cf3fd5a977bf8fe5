"""Rows of history that a test writes itself, and the tables of a whole database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import FromClause, insert, select
from sqlalchemy.orm import Session

from models.facts import FACTS, Fact, key_columns
from models.schema import TABLES, Base

OF_HISTORY = {table for fact in FACTS for table in (TABLES[fact].series, TABLES[fact].spans)}


def insert_row(session: Session, fact: type[Fact], row: Mapping[str, Any]) -> None:
    """Insert a row of a kind of fact, by the names of its columns; a key without a series gets one."""
    tables, names = TABLES[fact], key_columns(fact)
    key = {name: row[name] for name in names}
    series = select(tables.series.c.id).where(*(tables.series.c[name] == part for name, part in key.items()))
    if (number := session.scalar(series)) is None:
        session.execute(insert(tables.series), [key])
        number = session.scalar(series)
    span = {name: value for name, value in row.items() if name not in {*key, "series_id"}}
    session.execute(insert(tables.spans), [{**span, "series_id": number}])


def whole_record() -> dict[str, FromClause]:
    """By name everything that a database has to read; series by their names, as their numbers depend on the order."""
    tables: dict[str, FromClause] = {
        table.name: table for table in Base.metadata.sorted_tables if table not in OF_HISTORY
    }
    for fact in FACTS:
        rows = TABLES[fact].rows
        tables[fact.table] = select(*(column for column in rows.c if column.name != "series_id")).subquery(fact.table)
    return tables
