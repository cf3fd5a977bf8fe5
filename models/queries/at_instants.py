"""Any query on the views of the present, asked for other instants of both clocks.

The query of each view that it names is put before it under the view's name, with the parameters `effective_at` and
`believed_at`.
"""

import re
from collections.abc import Iterator
from functools import cache

from migrations.views import view_query, views_of_the_present, views_read_by

WITH = re.compile(r"\s*with\s+(recursive\s+)?", re.IGNORECASE)
UNSPOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$", re.DOTALL)
"""Texts, quoted names and comments of a statement."""


class NothingOfThePresent(Exception):
    """A query names no view of the present: it would have the same answer at any instants."""


class ViewRedefined(Exception):
    """A query gives the name of a view of the present to a query of its own."""


def at_instants(query: str, dialect: str) -> str:
    """Return a query with the parameters `effective_at` and `believed_at`, which answers for these instants.

    Raises NothingOfThePresent, ViewRedefined.
    """
    named = set(names_in(query))
    own = set(re.findall(r"(\w+)\s+as\s+(?:not\s+)?(?:materialized\s+)?\(", without_texts(query), re.IGNORECASE))
    asked = [view for view in views_of_the_present(dialect) if view in named]
    if taken := own.intersection(asked):
        raise ViewRedefined(min(taken))
    if not asked:
        raise NothingOfThePresent(", ".join(views_of_the_present(dialect)))
    views = ",\n".join(_with(dialect, view) for view in _needed(dialect, asked))
    begun = WITH.match(query)
    if begun is None:
        return f"with {views}\n{query}"
    return f"with {begun[1] or ''}{views},\n{query[begun.end() :]}"


def names_in(query: str) -> Iterator[str]:
    """Yield the words of a query that are no text, comment or quoted name, in lower case."""
    yield from (word.lower() for word in re.findall(r"\w+", without_texts(query)))


def without_texts(query: str) -> str:
    """Return a query without its texts, quoted names and comments."""
    return UNSPOKEN.sub(" ", query)


def _needed(dialect: str, asked: list[str]) -> list[str]:
    """Return the views and those that they read, each after the ones that it reads."""
    found: set[str] = set()
    left = [*asked]
    while left:
        view = left.pop()
        if view not in found:
            found.add(view)
            left += views_read_by(dialect, view)
    return [view for view in views_of_the_present(dialect) if view in found]


@cache
def _with(dialect: str, view: str) -> str:
    # Who asks for one model, or for one category of a board, must pay for no other.
    kept = "not materialized " if view in ("price_now", "score_now", "place_now") else ""
    return f"{view} as {kept}(\n{view_query(dialect, view)})"
