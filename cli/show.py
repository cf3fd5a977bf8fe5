"""How facts are printed: a table for people, JSON Lines for programs; errors that say what to do."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from sqlalchemy import Row

from alerts.texts import CONTROL, one_json
from cli.wrapping import padded, width, wrapped
from models.facts import iso

WIDEST = 60
"""Columns of a terminal that a column of a table takes; longer text goes on in the next line."""
TERMINAL, NARROWEST, GAP = 80, 30, 2
"""How wide a terminal is, how narrow the widest column may become for it, and what lies between columns."""


class Problem(Exception):
    """What went wrong, for a person, and the exit code: 1 failed, 2 usage, 3 page refused."""

    def __init__(self, message: str, code: int = 1) -> None:
        self.code = code
        super().__init__(message)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hint(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def note(lines: Iterable[str], as_json: bool) -> None:
    """Print what has to be known of an answer: after its table, or on stderr beside JSON Lines."""
    for words in lines:
        (hint if as_json else say)(words)


def rows(found: Sequence[Row[Any]], as_json: bool, columns: Sequence[str] = (), nothing: str = "nothing found") -> None:
    """Print rows of a view: all columns as JSON Lines, or the named ones as a table."""
    if not found:
        hint(nothing)
    elif as_json:
        for row in found:
            say(line(_mapping(row)))
    else:
        table([{name: _mapping(row)[name] for name in columns} for row in found])


def _mapping(row: Row[Any]) -> dict[str, Any]:
    # SQLAlchemy's public name for it; the underscore keeps it apart from columns.
    mapping: Mapping[Any, Any] = row._mapping  # pyright: ignore[reportPrivateUsage]
    return dict(mapping)


def table(found: Sequence[Mapping[str, Any]]) -> None:
    """Print rows under the names of their columns, as narrow as a terminal where that can be."""
    heads = list(found[0])
    rows = [[_shown(value) for value in row.values()] for row in found]
    widths = _widths(heads, rows)
    for cells in (heads, ["-" * columns for columns in widths], *rows):
        say(_row(cells, widths))


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is: as its widest cell, the widest column what is left of a terminal.

    A word that is longer widens its column; in the last one nothing stands behind it.
    """
    columns = list(zip(heads, zip(*rows, strict=True), strict=True))
    widths = [_needed(head, cells, WIDEST) for head, cells in columns]
    widths[-1] = max(width(heads[-1]) + GAP, min(widths[-1], WIDEST))
    widest, last = max(range(len(heads)), key=widths.__getitem__), len(heads) - 1
    left = TERMINAL - sum(widths) - GAP * last + widths[widest]
    if NARROWEST <= left < widths[widest]:
        widths[widest] = left if widest == last else _needed(*columns[widest], left)
    return widths


def _needed(head: str, cells: Sequence[str], most: int) -> int:
    """How many columns cells need in lines of so many, or of one longer word."""
    return max(width(head) + GAP, *(width(line) for cell in cells for line in _lines(cell, most)))


def _lines(cell: str, columns: int) -> list[str]:
    """A cell in lines, without empty ones between them."""
    lines = (line for part in cell.splitlines() for line in wrapped(part, columns).split("\n"))
    return [line for line in lines if line.strip()] or [""]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A row of a table in as many lines as its longest cell."""
    parts = [_lines(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    lines = zip_longest(*parts, fillvalue="")
    return "\n".join((" " * GAP).join(map(padded, line, widths)).rstrip() for line in lines)


def line(row: Mapping[str, Any]) -> str:
    """One JSON object: amounts as strings, instants ISO 8601 with Z."""
    return one_json({name: _plain(value) for name, value in row.items()})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}Z"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(_plain(value)).translate(CONTROL)
