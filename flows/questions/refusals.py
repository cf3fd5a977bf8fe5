"""Says in one line why a question in SQL was not answered, and what to do."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from models.queries import names_in, without_texts

BEGINNINGS = ("select", "with", "values")
NO_TABLE = re.compile(r"no such table: (?:main\.)?(\S+)|relation \"(.+?)\" does not exist")
NO_COLUMN = re.compile(r"no such column: (\S+)|column \"?(.+?)\"? does not exist")
WRITING = re.compile(r"readonly database|read-only transaction|not authorized|must not contain data-modifying")
STOPPED = re.compile(r"^interrupted|statement timeout")
TOO_LARGE = re.compile(r"string or blob too big")
SECRET = re.compile(r"permission denied for \w+ (\S+)")


class QuestionRefused(Exception):
    """A question that is not answered: the reason in one line, with what to do."""


def expect_question(statement: str) -> None:
    """Raise QuestionRefused unless it is one statement that reads."""
    bare = without_texts(statement).strip().rstrip(";").strip()
    if not bare:
        raise QuestionRefused('there is no query: write one, as in "select * from price_now"')
    if ";" in bare:
        raise QuestionRefused("one statement at a time: ask each on its own, without a semicolon between")
    if re.search(r"\b[eE]'", statement):
        raise QuestionRefused("texts with escapes (E'…') are not allowed: write the character itself")
    first = bare.lstrip("( ").split(maxsplit=1)[0].lower()
    if first not in BEGINNINGS:
        raise QuestionRefused(f"{first}: only queries that read are allowed: begin with select or with")


def refusal(connection: Connection, statement: str, error: DBAPIError, seconds: float) -> QuestionRefused:
    """Return why a database has not answered, with names that are meant instead."""
    says = " ".join(str(error.orig).split("\n")[0].split())
    if STOPPED.search(says) or "statement timeout" in says:
        return QuestionRefused(f"no answer within {seconds:g} s: ask for less, or give it more time with --timeout 300")
    if WRITING.search(says):
        return QuestionRefused("only queries that read are allowed: this one would write, and nothing was written")
    if TOO_LARGE.search(says):
        return QuestionRefused("the answer has a value of more than 64 MB: ask for a part of it")
    if found := SECRET.search(says):
        return QuestionRefused(f"this role may not read {found[1]}: ask the views, which `almanac sql` lists")
    if found := NO_TABLE.search(says):
        name = found[1] or found[2]
        return QuestionRefused(
            f"there is no view {name}: {_meant(name, _views(connection), '`almanac sql` lists them')}"
        )
    if found := NO_COLUMN.search(says):
        name = (found[1] or found[2]).rpartition(".")[2]
        return QuestionRefused(f"there is no column {name}: {_meant(name, _columns(connection, statement))}")
    return QuestionRefused(says)


def _meant(name: str, known: Iterable[str], otherwise: str = "") -> str:
    names = sorted({*known})
    near = get_close_matches(name.lower(), names, n=3, cutoff=0.5)
    return f"did you mean {', '.join(near)}?" if near else otherwise or f"there are {', '.join(names)}"


def _views(connection: Connection) -> list[str]:
    found = inspect(connection)
    return [*found.get_view_names(), *found.get_table_names()]


def _columns(connection: Connection, statement: str) -> list[str]:
    """Return the columns of the views that a statement names."""
    found, named = inspect(connection), set(names_in(statement))
    asked = [view for view in _views(connection) if view in named]
    return [column["name"] for view in asked for column in found.get_columns(view)]
