"""Rows that are written and read by one prepared statement are those that SQLAlchemy itself writes and reads."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, event, insert, select, update
from sqlalchemy.orm import Session

from flows.database import Store
from models.facts import FACTS
from models.facts.base import Fact, columns, key_columns, value_columns
from models.history.rows import INTO_LOG, LOGGED
from models.kinds.changes import ChangeKind
from models.schema.history import HISTORY, TABLES
from models.schema.row_batches import execute_rows, fetch_columns
from models.schema.tables import ChangeRow, Snapshot, SourceRow
from tests.support.facts import START

VALUES: list[Any] = [None, {"a": "ä", "b": [1, None, True]}, [{"amount": "1.50"}]]
MOMENT = datetime(2026, 8, 1, 2, 3, 4, 5, tzinfo=UTC)


def rows(snapshot_id: int) -> list[tuple[Any, ...]]:
    """Each value of JSON in each place, twice in a row, with instants and texts that may be null."""
    data = [(first, second) for first in VALUES for second in (VALUES[1], *VALUES)]
    return [
        (
            *(snapshot_id, MOMENT + number * timedelta(hours=1), MOMENT, bool(number % 2), "v"),
            *(ChangeKind.PRICE_CHANGED if number % 3 else ChangeKind.MODEL_ADDED, "s", f"m{number}", None, "é", None),
            *("price", first, second, first),
        )
        for number, (first, second) in enumerate(data)
    ]


def filled(session: Session) -> int:
    session.add(SourceRow(name="s", vendor="v", url="u", cadence_minutes=1, family="f", trust=1))
    session.flush()
    snapshot = Snapshot(source="s", url="u", moment=START, stored_at=START)
    session.add(snapshot)
    session.flush()
    return snapshot.id


def logged(session: Session) -> list[tuple[Any, ...]]:
    columns = [getattr(ChangeRow, name) for name in LOGGED]
    return [tuple(row) for row in session.execute(select(*columns).order_by(ChangeRow.id))]


@pytest.mark.both_databases
def test_rows_of_a_prepared_statement_are_those_of_an_ordinary_one(store: Store) -> None:
    with store.writing() as session:
        wanted = rows(filled(session))
        session.connection().execute(insert(ChangeRow), [dict(zip(LOGGED, row, strict=True)) for row in wanted])
        ordinary = logged(session)
        session.execute(delete(ChangeRow))
        execute_rows(session.connection(), INTO_LOG, LOGGED, wanted)
        assert logged(session) == ordinary == wanted


@pytest.mark.both_databases
def test_nothing_is_executed_without_rows(store: Store) -> None:
    statements = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401
        statements.append(statement)

    with store.writing() as session:
        event.listen(store.engine, "before_cursor_execute", note)
        execute_rows(session.connection(), update(ChangeRow).values(retracted=True), (), [])
        event.remove(store.engine, "before_cursor_execute", note)
    assert statements == []


@pytest.mark.both_databases
@pytest.mark.parametrize("fetched", [4, 1_000])
def test_columns_of_a_prepared_query_are_those_of_an_ordinary_one(
    store: Store, monkeypatch: pytest.MonkeyPatch, fetched: int
) -> None:
    """Parameters of our own, of the query itself, and both; the rows come in several batches, or in one."""
    monkeypatch.setattr("models.schema.row_batches.FETCHED", fetched)
    selected = [getattr(ChangeRow.__table__.c, name) for name in LOGGED]
    seen = ChangeRow.__table__.c.seen_at
    query = select(*selected).where(seen >= bindparam("since"), ChangeRow.__table__.c.vendor == "v").order_by(seen)
    with store.writing() as session:
        execute_rows(session.connection(), INTO_LOG, LOGGED, rows(filled(session)))
        for since in (MOMENT, MOMENT + timedelta(hours=3), MOMENT + timedelta(days=9)):
            ordinary = [tuple(row) for row in session.execute(query, {"since": since})]
            batches = list(fetch_columns(session.connection(), query, {"since": since}))
            assert [row for batch in batches for row in zip(*batch, strict=True)] == ordinary
            assert len(batches) == -(-len(ordinary) // fetched)
        assert len(ordinary) == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.table)
def test_every_kind_of_fact_is_read_as_it_is_by_an_ordinary_query(store: Store, kind: type[Fact]) -> None:
    """With each column once with a value and, where it may be empty, once without."""
    spans = TABLES[kind].spans
    with store.writing() as session:
        snapshot_id = filled(session)
        series = {name: value_of(kind, name) for name in key_columns(kind)}
        session.execute(insert(TABLES[kind].series).values(series | {"id": 1, "source": "s"}))
        clocks = {"series_id": 1, "recorded_from": MOMENT, "snapshot_id": snapshot_id}
        stated = {name: value_of(kind, name) for name in value_columns(kind)}
        row = {**clocks, "effective_from": MOMENT, "gone": False}
        session.execute(insert(spans).values(row | stated))
        session.execute(insert(spans).values(row | {"effective_from": MOMENT + timedelta(hours=1), "gone": True}))
        query = select(HISTORY[kind]).order_by(HISTORY[kind].c.effective_from)
        ordinary = [tuple(found) for found in session.execute(query)]
        (batch,) = fetch_columns(session.connection(), query, {})
        read = list(zip(*batch, strict=True))
        assert read == ordinary
        assert [list(map(type, row)) for row in read] == [list(map(type, row)) for row in ordinary]
        assert len(read) == 2


def value_of(kind: type[Fact], name: str) -> object:
    """A value that a column takes."""
    choices = {"band": "flat", "state": "dated", "gated": "no"}
    made = {str: choices.get(name, "é"), int: 7, Decimal: Decimal("1.50"), datetime: MOMENT}
    return made[columns(kind)[name][1]]
