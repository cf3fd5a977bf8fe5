"""The command `sql`: asks a question in SQL, one's own or one of the query book, for now or for any instants."""

from argparse import ArgumentTypeError, Namespace
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.printing import (
    ZONE,
    Problem,
    csv_rows,
    hint,
    is_for_programs,
    json_line,
    print_line,
    table,
    text_width,
    when,
    wrapped,
)
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.questions import SqlAnswer
    from models.query_book import BookQuery

MOST = 1000
"""The most rows that are printed, unless another number is given."""
SECONDS = 30.0
"""The time after which a question is given up, unless another one is given."""


def add(commands: Commands) -> None:
    parser = listing(
        commands,
        "sql",
        sql,
        DESCRIPTIONS["sql"],
        has_csv=True,
        about="Without a query, it lists the query book and the views. It never writes.",
    )
    parser.add_argument("statement", nargs="?", metavar="SQL", help='one statement: "select * from price_now"')
    parser.add_argument("--query", metavar="QUERY", help="a query of the query book")
    parser.add_argument("--set", action="append", type=_setting, metavar="NAME=VALUE", help="the value of a parameter")
    parser.add_argument(
        "--at", type=instant, metavar="T", help="show the views of the present as of this date or instant"
    )
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument(
        "--limit", type=_count, metavar="N", default=MOST, help=f"at most N rows, 0: all; default: {MOST}"
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        metavar="S",
        default=SECONDS,
        help=f"stop the query after S seconds; default: {SECONDS:g}",
    )
    parser.add_argument("--list", action="store_true", help="list the query book and the views")
    parser.add_argument("--show", action="store_true", help="print the SQL of the query instead of running it")


def sql(settings: Settings, asked: Namespace) -> None:
    if asked.statement is not None and asked.query is not None:
        raise Problem("both a statement and --query: give one of them", 2)
    if asked.list or (asked.statement is None and asked.query is None):
        _list(asked)
        return
    query = _of_book(asked.query) if asked.query is not None else None
    values = _values(query, dict(asked.set or ()))
    if asked.show:
        _show(query, asked)
        return
    at, believed = asked.at, asked.believed
    if query is not None and at is believed is None:
        at, believed = query.at, query.believed
    statement = query.sql if query else str(asked.statement)
    answer, age = _ask(settings, statement, values, at, believed, asked)
    _print(answer, asked)
    _say_instants(at, believed)
    for line in age:
        hint(wrapped(line, text_width(), rest="  "))


def _of_book(name: str) -> "BookQuery":
    from cli.names import expect_name
    from models.query_book import query_book

    expect_name(name, [*query_book()], "query")
    return query_book()[name]


def _values(query: "BookQuery | None", given: dict[str, str]) -> dict[str, Any]:
    """Return the value of each parameter. Exit 2 for one that the query does not have, or a text that it cannot be."""
    if query is None and not given:
        return {}
    from cli.names import expect_name
    from models.query_book import parameter

    known = {each.name: each for each in (query.parameters if query else ())}
    if query is not None:
        for name in given:
            if not known:
                raise Problem(f"{query.name} has no parameters: leave out --set", 2)
            expect_name(name, [*known], f"parameter of {query.name}")
    else:
        known = {name: parameter(name, text) for name, text in given.items()}
    try:
        return {name: each.value(given.get(name, each.default)) for name, each in known.items()}
    except ValueError as error:
        raise Problem(str(error), 2) from None


def _ask(
    settings: Settings,
    statement: str,
    values: dict[str, Any],
    at: datetime | None,
    believed: datetime | None,
    asked: Namespace,
) -> "tuple[SqlAnswer, list[str]]":
    """Return the answer, and a line that says how old the record is if a source was not read when it was due."""
    from sqlalchemy.exc import DBAPIError

    from flows.clock import utc_now
    from flows.database import Store
    from flows.notify import record_age
    from flows.questions import QuestionRefused, SqlQuestion, ask

    store = Store(settings.database_url, read_only=True)
    try:
        answer = ask(store, SqlQuestion(statement, values, at, believed, asked.limit or None, asked.timeout))
        now, age = utc_now(), list[str]()
        # A role of PostgreSQL that may read the views and nothing else is not told it.
        with suppress(DBAPIError), store.reading() as session:
            age = record_age(session, min(at or now, believed or now, now), now, ZONE.get())
        return answer, age
    except QuestionRefused as refused:
        raise Problem(str(refused), 2) from None
    finally:
        store.close()


def _print(answer: "SqlAnswer", asked: Namespace) -> None:
    if not answer.rows:
        hint("no row")
    elif asked.csv:
        csv_rows(answer.mappings)
    elif asked.json:
        for row in answer.mappings:
            print_line(json_line(row))
    else:
        left_out = table(answer.mappings, optional=answer.columns[1:])
        if left_out:
            said = f"Columns that do not fit: {', '.join(left_out)}. A wider terminal, --csv or --json has them."
            hint(wrapped(said, text_width(), rest="  "))
    if answer.has_more:
        hint(f"These are the first {asked.limit} rows: --limit 0 prints all.")


def _say_instants(at: datetime | None, believed: datetime | None) -> None:
    if at is not None or believed is not None:
        by = "believed now" if believed is None else f"believed {when(believed)}"
        hint(f"As of {'now' if at is None else when(at)}, as {by}.")


def _show(query: "BookQuery | None", asked: Namespace) -> None:
    from models.query_book import literal_sql

    for line in (literal_sql(query, dict(asked.set or ())) if query else asked.statement).splitlines():
        print_line(line)


def _list(asked: Namespace) -> None:
    from models.query_book import query_book, views

    if is_for_programs(asked):
        listed = [_as_json(query) for query in query_book().values()]
        if asked.csv:
            csv_rows(listed)
        for row in () if asked.csv else listed:
            print_line(json_line(row))
        return
    table(
        [
            {"query": each.name, "question": each.title, "parameters": " ".join(one.name for one in each.parameters)}
            for each in query_book().values()
        ],
        optional=("parameters",),
    )
    print_line("")
    print_line(wrapped(f"Views: {', '.join(views())}", text_width(), rest="  "))
    print_line("Ask: almanac sql --query price-at --set model=deepseek-v4-pro --at 2026-07-15")


def _as_json(query: "BookQuery") -> dict[str, Any]:
    return {
        "query": query.name,
        "question": query.title,
        "about": query.about,
        "sql": query.sql,
        "parameters": {each.name: each.default for each in query.parameters},
        "at": query.at,
        "believed": query.believed,
    }


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise ArgumentTypeError(f"{text!r} does not set a parameter: write NAME=VALUE, as in model=deepseek-v4-pro")
    return name, value


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > len("1000000000"):
        raise ArgumentTypeError(f"{text!r} is not a number of rows: write one, such as 50, or 0 for all")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds up to a day: write one, such as 60")
    return seconds
