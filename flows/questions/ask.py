"""Asks a question in SQL: one statement that only reads, for now or any instants, within a time and some rows."""

import json
import re
import sqlite3
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from flows.clock import utc_now
from flows.database import Store
from flows.questions.refusals import QuestionRefused, expect_question, refusal
from models.queries import NothingOfThePresent, ViewRedefined, at_instants
from models.schema import Instant

FIXED_WIDTH = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
TRUTHS = ("gone", "stale", "retracted", "in_force", "took_effect", "is_mention")
"""The columns of views that are true or false, for which SQLite has 1 and 0."""
OBJECTS = ("item", "value_before", "value_after")
"""The columns of views that are JSON, which SQLite has as texts."""
STEPS = 10_000
"""The steps of SQLite's machine after which it looks at the clock."""


MOST_BYTES = 64 << 20
"""The longest value that SQLite makes: a page is shorter, and `randomblob(1000000000)` would take all memory."""


@dataclass(frozen=True)
class SqlQuestion:
    """A statement with the values of its parameters, and the instants that views of the present are asked for."""

    statement: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    at: datetime | None = None
    believed: datetime | None = None
    most: int | None = None
    """The most rows; None for all."""
    seconds: float = 30
    """The time after which it is given up."""


@dataclass(frozen=True)
class SqlAnswer:
    """The rows of an answer, the same on both databases.

    Instants, truth values and JSON are as Python has them; exact amounts are decimals on PostgreSQL, texts on SQLite.
    Bytes are hexadecimal digits, and numbers without end `inf`, which JSON has no form for.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    has_more: bool
    """True if rows were left out."""

    @property
    def mappings(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(store: Store, question: SqlQuestion) -> SqlAnswer:
    """Ask a question. `store` is one that is open to read only. Raises QuestionRefused, NoHistory, WrongShape."""
    expect_question(question.statement)
    store.expect_shape()
    with store.engine.connect() as connection:
        statement, values = _bound(question, connection.dialect.name)
        try:
            with _within(connection, question.seconds):
                # PostgreSQL would send all rows at once.
                found = connection.execute(statement.execution_options(stream_results=True), values)
                columns = tuple(_different(found.keys()))
                fetched: Sequence[Any] = found.all() if question.most is None else found.fetchmany(question.most + 1)
                found.close()
        except DBAPIError as error:
            # What is found about the error is asked in a transaction of its own.
            connection.rollback()
            raise refusal(connection, question.statement, error, question.seconds) from None
        except SQLAlchemyError as error:
            raise QuestionRefused(" ".join(str(error).split("\n")[0].split())) from None
    shown = fetched if question.most is None else fetched[: question.most]
    is_text = connection.dialect.name == "sqlite"
    rows = [tuple(_plain(name, value, is_text) for name, value in zip(columns, row, strict=True)) for row in shown]
    return SqlAnswer(columns, rows, len(fetched) > len(shown))


def _bound(question: SqlQuestion, dialect: str) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement with the values of its parameters. Raises QuestionRefused if one has none."""
    statement, values, now = question.statement.rstrip().rstrip(";"), dict(question.values), utc_now()
    if question.at is not None or question.believed is not None:
        try:
            statement = at_instants(statement, dialect)
        except NothingOfThePresent as error:
            raise QuestionRefused(
                f"--at and --believed are for the views of the present, and the query names none: {error}. A history "
                "has both clocks as columns"
            ) from None
        except ViewRedefined as error:
            raise QuestionRefused(f"{error} is a view: give your own query another name") from None
        values |= {"effective_at": question.at or now, "believed_at": question.believed or now}
    clause = text(statement)
    named = set(clause.compile().params)
    if missing := sorted(named - values.keys()):
        raise QuestionRefused(f"the query has the parameter {missing[0]}: give it with --set {missing[0]}=VALUE")
    instants = [name for name in named if isinstance(values[name], datetime)]
    return clause.bindparams(*(bindparam(name, type_=Instant()) for name in instants)), {
        name: values[name] for name in named
    }


@contextmanager
def _within(connection: Connection, seconds: float) -> Generator[None]:
    """Give up what takes longer."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"set local statement_timeout = {int(seconds * 1000)}")
        yield
        return
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + seconds
    driver.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    longest = driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    try:
        yield
    finally:
        driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
        driver.set_progress_handler(None, 0)


def _different(names: Iterable[str]) -> Iterable[str]:
    """Yield names of columns that are all different: `model`, `model_2`."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}_{seen[name]}"


def _plain(name: str, value: object, is_text: bool) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if is_text and isinstance(value, str):
        # A column of one's own may have such a name, and a text of one's own may look like an instant.
        with suppress(ValueError, RecursionError):
            if FIXED_WIDTH.fullmatch(value):
                return datetime.fromisoformat(value)
            return json.loads(value) if name in OBJECTS else value
        return value
    return bool(value) if is_text and name in TRUTHS and value is not None else value
