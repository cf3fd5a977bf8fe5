"""`almanac grant-reader`: a role of PostgreSQL that reads the views and can do nothing else."""

import os
from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from bench.harness.dates import day
from flows.database import WRITES, Store, alembic_config
from flows.questions.ask import SqlQuestion, ask
from models.query_book.book import query_book
from tests.golden.query_book import asked
from tests.support.typed import Almanac
from tests.support.views import VIEWS
from tests.support.walks import feed

ROLE = f"reporting_{os.getpid()}"


@pytest.fixture
def reader(store: Store, url: str, almanac: Almanac, administrator: Connection) -> Iterator[Store]:
    """The database as a role sees it that has been made a reader."""
    feed(store, day("2026-05-08"))
    answer = almanac("grant-reader", ROLE)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"{ROLE} reads the views of this database and writes nothing.\n")
    assert f"To do: give it a password: `\\password {ROLE}` in psql." in answer.out
    found = Store(make_url(url).set(username=ROLE).render_as_string(hide_password=False))
    yield found
    found.close()
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text(f"drop owned by {ROLE}"))
    administrator.execute(text(f"drop role {ROLE}"))


def refused(store: Store, statement: str) -> str:
    with store.engine.connect() as connection:
        # A role may turn its own setting off; its rights remain.
        connection.execute(text("set transaction read write"))
        with pytest.raises(DBAPIError) as error:
            connection.execute(text(statement))
    return str(error.value.orig)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.both_databases
def test_a_reader_reads_every_view_and_writes_nothing(reader: Store, almanac: Almanac) -> None:
    for view in VIEWS:
        ask(reader, SqlQuestion(f"select * from {view}"))  # noqa: S608 (ours)
    for query in query_book().values():
        ask(reader, asked(query))
    assert ask(reader, SqlQuestion("select * from price_as_of(now(), now())")).rows
    for table in ("body", "decision", "delivery", "alert", "silence", "budget"):
        assert "permission denied" in refused(reader, f"select * from {table}")  # noqa: S608 (ours)
    for statement in (
        "delete from price_span",
        "update source set trust = 0",
        "insert into watermark select * from watermark",
        "drop view price_now",
        "create table own (n int)",
        "create view own as select 1",
    ):
        says = refused(reader, statement)
        assert "permission denied" in says or "must be owner" in says, statement
    with reader.engine.connect() as connection:
        assert connection.scalar(text("show default_transaction_read_only")) == "on"
        assert connection.scalar(text("show statement_timeout")) == "1min"
    assert almanac("grant-reader", ROLE).out == f"{ROLE} reads the views of this database and writes nothing.\n"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.both_databases
def test_a_reader_still_reads_after_the_views_were_made_again(store: Store, reader: Store) -> None:
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0031")
    store.migrate()
    assert ask(reader, SqlQuestion("select * from price_now")).rows


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.both_databases
def test_a_role_that_could_write_is_refused(almanac: Almanac, url: str) -> None:
    name = make_url(url).username
    answer = almanac("grant-reader", str(name))
    assert (answer.code, answer.out) == (1, "")
    assert "can write: name another role" in answer.err


def test_of_sqlite_it_says_who_reads_the_file(almanac: Almanac) -> None:
    answer = almanac("grant-reader", "reporting")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert answer.err.startswith("almanac: only PostgreSQL has roles.")


def test_a_name_that_is_none_of_a_role_is_exit_2(almanac: Almanac) -> None:
    answer = almanac("grant-reader", "x; drop role y")
    assert (answer.code, "is not a role name" in answer.err) == (2, True)
