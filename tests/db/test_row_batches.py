"""Rows that are written by one prepared statement are those that SQLAlchemy's own insert writes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session

from flows.database import Store
from models.history.rows import INTO_LOG, LOGGED
from models.kinds.changes import ChangeKind
from models.schema.dialects import execute_rows
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
