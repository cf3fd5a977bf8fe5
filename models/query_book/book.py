"""Reads the query book from its files: `sql/<number>-<name>.sql`.

A file begins with comments: the title; after an empty one what there is to know; `:model = deepseek-v4-pro` for a
parameter with the value that it has unless another one is given; `@at = 2026-07-15` and `@believed = …` for the
instants that the views of the present are asked for.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

from models.facts import FACTS

PARAMETER = re.compile(r"([:@])(\w+) = (.*)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.+)?")


class ParameterKind(StrEnum):
    """The kinds of values that parameters take."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"


@dataclass(frozen=True)
class QueryParameter:
    """A parameter of a query, and its value unless another one is given."""

    name: str
    kind: ParameterKind
    default: str

    def value(self, text: str) -> str | float | datetime:
        """Return what a text means. Raises ValueError, which says what the parameter takes."""
        if self.kind is ParameterKind.TEXT:
            return text
        try:
            return float(text) if self.kind is ParameterKind.NUMBER else _instant(text)
        except ValueError:
            takes = (
                "a number, as in 0.435" if self.kind is ParameterKind.NUMBER else "a date, or an instant with its zone"
            )
            raise ValueError(f"{self.name} takes {takes}: not {text!r}") from None


@dataclass(frozen=True)
class BookQuery:
    """A question, its SQL and its parameters."""

    name: str
    title: str
    about: str
    """More about it, in Markdown; empty if there is nothing."""
    sql: str
    """With its parameters as `:name`."""
    parameters: tuple[QueryParameter, ...]
    at: datetime | None
    """The instant that the views of the present are asked for; None for now."""
    believed: datetime | None
    """The instant by which it was believed; None for now."""


@cache
def query_book() -> dict[str, BookQuery]:
    """Return every query by its name, in the order of the book."""
    folder = files("models.query_book").joinpath("sql")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    queries = (_query(name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)
    return {query.name: query for query in queries}


def parameter(name: str, text: str) -> QueryParameter:
    """Return the parameter that a text is a value of, by what the text looks like."""
    return QueryParameter(name, _kind(text), text)


def views() -> list[str]:
    """Return the names of the views, those of each kind of fact first."""
    from migrations.views import NEWEST, statements  # few ask for it

    names = [name for name in statements("sqlite", NEWEST) if name not in {fact.table for fact in FACTS}]
    return sorted(names, key=lambda name: (not name.endswith(("_now", "_history")), name))


def _query(file: str, text: str) -> BookQuery:
    lines = text.splitlines()
    head = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    stated = [found.groups() for line in head if (found := PARAMETER.fullmatch(line))]
    instants = {name: _instant(value) for sign, name, value in stated if sign == "@"}
    return BookQuery(
        name=file.partition("-")[2].removesuffix(".sql"),
        title=head[0],
        about="\n".join(line for line in head[1:] if line and not PARAMETER.fullmatch(line)),
        sql="\n".join(line for line in lines if not line.startswith("--")).strip(),
        parameters=tuple(parameter(name, value) for sign, name, value in stated if sign == ":"),
        at=instants.get("at"),
        believed=instants.get("believed"),
    )


def _kind(value: str) -> ParameterKind:
    if DAY.fullmatch(value):
        return ParameterKind.INSTANT
    return ParameterKind.NUMBER if re.fullmatch(r"\d+(?:\.\d+)?", value) else ParameterKind.TEXT


def _instant(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None and len(text) > len("2026-08-16"):
        raise ValueError(f"{text!r} has no time zone")
    return parsed.replace(tzinfo=parsed.tzinfo or UTC).astimezone(UTC)
