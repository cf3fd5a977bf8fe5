"""The queries of the book as statements that stand alone: to copy, and for tools that fill in parameters themselves."""

import re
from collections.abc import Mapping
from datetime import datetime

from models.queries import NothingOfThePresent, at_instants
from models.query_book.book import BookQuery, ParameterKind, QueryParameter
from models.schema import instant_text

NORMAL = "(strftime('%Y-%m-%dT%H:%M:%f', coalesce(nullif({0}, ''), 'now')) || '000Z')"
"""On SQLite the text of fixed width of a day, or of an instant with its zone; of an empty text the present time."""


def literal_sql(query: BookQuery, values: Mapping[str, str] | None = None) -> str:
    """Return a query with values in place of its parameters, as it can be copied; both databases read them."""
    given = {each.name: each.default for each in query.parameters} | dict(values or {})
    texts = {each.name: _literal(each, given[each.name]) for each in query.parameters}
    return re.sub(r"(?<![:\w]):(\w+)", lambda found: texts.get(found[1], found[0]), query.sql)


def is_of_the_present(query: BookQuery) -> bool:
    """Return True if a query names a view of the present, and may be asked for other instants."""
    try:
        return bool(at_instants(query.sql, "sqlite"))
    except NothingOfThePresent:
        return False


def sqlite_statement(query: BookQuery) -> str:
    """Return a query for a tool on SQLite that fills in the parameters as people type them: days or instants.

    A query on views of the present has two more, `at` and `believed`; an empty one is now.
    """
    statement = at_instants(query.sql, "sqlite") if is_of_the_present(query) else query.sql
    instants = {each.name: each.name for each in query.parameters if each.kind is ParameterKind.INSTANT}
    instants |= {"effective_at": "at", "believed_at": "believed"}

    def normal(found: re.Match[str]) -> str:
        return NORMAL.format(f":{instants[found[1]]}") if found[1] in instants else found[0]

    return re.sub(r"(?<![:\w]):(\w+)", normal, statement)


def _literal(parameter: QueryParameter, text: str) -> str:
    value = parameter.value(text)
    if parameter.kind is ParameterKind.NUMBER:
        return text
    shown = instant_text(value) if isinstance(value, datetime) else text
    return "'" + shown.replace("'", "''") + "'"
