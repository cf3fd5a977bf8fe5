"""Prints facts: a table for people, JSON Lines for programs; defines the error that ends a command."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from alerts.texts import CONTROL, one_json
from cli.wrapping import padded, width, wrapped
from models.facts import iso, on_clock

WIDEST = 60
"""Maximum width of a table column; longer text continues in the next line."""
TERMINAL, NARROWEST, GAP = 80, 30, 2
"""Width of a terminal, minimum width of the widest column, and space between columns."""


ALL_COLUMNS = "JSON Lines, all columns of the view"
"""The help of `--json` of a command that prints rows of a view."""
DATED = ("promotion", "retirement", "replacement", "name ", "source ")
"""The beginnings of the facts and of the kinds of changes whose words have instants."""
SAID = ("said_before", "said_after")
"""Columns with words of the record; those about promotions and retirements have instants."""
IN_UTC = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?: UTC|Z)")
REFUSED = 3
"""The exit code of a refused page."""


ZONE: ContextVar[str] = ContextVar("ZONE", default="UTC")
"""The reader's time zone (the setting `time_zone`), in which instants are printed for people."""


class Problem(Exception):
    """An error message for the user, and the exit code: 1 failed, 2 usage, 3 page refused."""

    def __init__(self, message: str, code: int = 1) -> None:
        self.code = code
        super().__init__(message)


def when(instant: datetime) -> str:
    """Return an instant on the reader's clock, as every command prints it for people: `2026-08-16 18:00+02`."""
    return on_clock(instant, ZONE.get())


def day_when(instant: datetime) -> str:
    """Return the same with the day of the week before it: `Sun 2026-08-16 18:00+02`."""
    return f"{instant.astimezone(ZoneInfo(ZONE.get())):%a} {when(instant)}"


def own_words(text: str) -> str:
    """Return words of the record, or of a message, with their instants in UTC on the reader's clock. Not for quotes."""
    return text if ZONE.get() == "UTC" else IN_UTC.sub(lambda found: when(datetime.fromisoformat(f"{found[1]}Z")), text)


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hint(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def note(lines: Iterable[str], as_json: bool) -> None:
    """Print notes about an answer: after its table, or on stderr beside JSON Lines."""
    for text in lines:
        (hint if as_json else print_line)(text)


def rows(
    view_rows: Sequence[Row[Any]], as_json: bool, columns: Sequence[str] = (), nothing: str = "nothing found"
) -> None:
    """Print rows of a view: all columns as JSON Lines, or the named ones as a table."""
    if not view_rows:
        hint(nothing)
    elif as_json:
        for row in view_rows:
            print_line(json_line(mapping(row)))
    else:
        table([{name: _for_people(row, name) for name in columns} for row in view_rows])


def _for_people(row: Row[Any], name: str) -> object:
    """Return the value of a column; words that are the record's own have their instants on the reader's clock."""
    columns = mapping(row)
    value = columns[name]
    about = str(columns.get("fact") or columns.get("kind") or "")
    return own_words(value) if name in SAID and isinstance(value, str) and about.startswith(DATED) else value


def mapping(row: Row[Any]) -> dict[str, Any]:
    """Return the columns of a row by name."""
    # SQLAlchemy's public name for it; the underscore avoids conflicts with columns.
    mapping: Mapping[Any, Any] = row._mapping  # pyright: ignore[reportPrivateUsage]
    return dict(mapping)


def table(mappings: Sequence[Mapping[str, Any]]) -> None:
    """Print rows under their column names, at most as wide as a terminal if possible."""
    heads = list(mappings[0])
    rows = [[_shown(value) for value in row.values()] for row in mappings]
    widths = _widths(heads, rows)
    for cells in (heads, ["-" * columns for columns in widths], *rows):
        print_line(_row(cells, widths))


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column. The widest column gets the width that the others leave.

    A longer word widens its column. The last column has no space behind it.
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
    """Return the width that cells need, in lines of at most `most` columns or of one longer word."""
    return max(width(head) + GAP, *(width(line) for cell in cells for line in _lines(cell, most)))


def _lines(cell: str, columns: int) -> list[str]:
    """Return a cell in lines, without empty lines between them."""
    lines = (line for part in cell.splitlines() for line in wrapped(part, columns).split("\n"))
    return [line for line in lines if line.strip()] or [""]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a table row in as many lines as its longest cell."""
    parts = [_lines(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
    lines = zip_longest(*parts, fillvalue="")
    return "\n".join((" " * GAP).join(map(padded, line, widths)).rstrip() for line in lines)


def json_line(row: Mapping[str, Any]) -> str:
    """Return one JSON object: amounts as strings, instants ISO 8601 with Z."""
    return one_json({name: plain(value) for name, value in row.items()})


def plain(value: object) -> object:
    """Return a value as JSON has it: amounts and instants as texts."""
    if isinstance(value, datetime):
        return iso(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(plain(value)).translate(CONTROL)
