"""How facts are printed: a table for people, JSON Lines for programs; errors that say what to do."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row
from tabulate import tabulate

from alerts.escapes import CONTROL, one_json
from models.moments import iso

WIDEST = 60
"""Characters of a column; longer text goes on in the next line."""


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
    lines = [[_shown(value) for value in row.values()] for row in found]
    widths = [WIDEST] * len(found[0])
    say(tabulate(lines, headers=list(found[0]), disable_numparse=True, maxcolwidths=widths))


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
