"""The query book for Datasette: each query with values for its parameters that count where a field is empty."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from models.query_book import is_of_the_present, query_book, sqlite_statement


class BookPage(NamedTuple):
    """A query of the book as a page."""

    title: str
    about: str
    sql: str
    defaults: Mapping[str, str]
    """The value of each parameter where none is given; empty is now."""


def book() -> dict[str, BookPage]:
    """Return every query of the book by its name, in the order of the book."""
    found: dict[str, BookPage] = {}
    for name, query in query_book().items():
        defaults = {each.name: each.default for each in query.parameters}
        kinds = {each.name: str(each.kind) for each in query.parameters}
        if is_of_the_present(query):
            instants = (("at", query.at), ("believed", query.believed))
            defaults |= {each: f"{instant:%Y-%m-%dT%H:%MZ}" if instant else "" for each, instant in instants}
        sql = with_defaults(sqlite_statement(query), defaults, kinds)
        found[name] = BookPage(query.title, query.about, sql, defaults)
    return found


def with_defaults(sql: str, defaults: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    """Return a statement whose parameters have these values where Datasette's fields are empty.

    Datasette's fields are texts, which SQLite would not compare with numbers.
    """

    def given(found: re.Match[str]) -> str:
        name = found[1]
        if not defaults.get(name):
            return found[0]
        default = defaults[name].replace("'", "''")
        value = f"coalesce(nullif(:{name}, ''), '{default}')"
        return f"cast({value} as real)" if kinds.get(name) == "number" else value

    return re.sub(r"(?<![:\w]):(\w+)", given, sql)
