"""Prints lines for people and JSON Lines for programs; defines the error that ends a command."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from alerts.texts import CONTROL, one_json
from cli.printing.wrapping import text_width, wrapped
from models.facts import iso, on_clock

ALL_COLUMNS = "JSON Lines, all columns of the view"
"""The help of `--json` of a command that prints rows of a view."""
DATED = ("promotion", "retirement", "replacement", "name ", "source ")
"""The beginnings of the facts and of the kinds of changes whose words have instants."""
IN_UTC = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?: UTC|Z)")
STYLES = {"bold": "1", "bold red": "1;31", "yellow": "33"}
"""The numbers by which a terminal knows each style (ECMA-48, "select graphic rendition")."""
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
    """Print a line; control characters, which a page may have, are replaced."""
    print_drawn(line.translate(CONTROL))


def print_drawn(line: str) -> None:
    """Print a line that has colours of ours, and no control characters else."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def print_utf8() -> None:
    """Print UTF-8 from here on, whatever the locale: what programs read is never replaced."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="strict")


def hint(line: str) -> None:
    """Print a line on stderr; control characters, which a page may have, are replaced."""
    sys.stderr.write(f"{line.translate(CONTROL)}\n")
    sys.stderr.flush()


def note(lines: Iterable[str], as_json: bool) -> None:
    """Print notes about an answer: after its table, in lines of text, or on stderr beside JSON Lines."""
    for text in lines:
        if as_json:
            hint(text)
        else:
            for line in text.split("\n"):
                print_line(wrapped(line, text_width(), line[: len(line) - len(line.lstrip())], "  "))


def is_for_programs(asked: Namespace) -> bool:
    """Return True if the answer is JSON Lines or CSV: notes go to stderr then."""
    return bool(asked.json or asked.csv)


def record_words(row: Row[Any], name: str) -> str | None:
    """Return words of the record in a column; the record's own ones, no quotes, have instants on the reader's clock."""
    columns = mapping(row)
    about = str(columns.get("fact") or columns.get("kind") or "")
    value: str | None = columns[name]
    return own_words(value) if value is not None and about.startswith(DATED) else value


def styled(text: str, style: str) -> str:
    """Return a text in a style of `STYLES`, if it is printed to a terminal and NO_COLOR is not set."""
    if not style or not text or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def mapping(row: Row[Any]) -> dict[str, Any]:
    """Return the columns of a row by name."""
    # SQLAlchemy's public name for it; the underscore avoids conflicts with columns.
    mapping: Mapping[Any, Any] = row._mapping  # pyright: ignore[reportPrivateUsage]
    return dict(mapping)


def json_line(row: Mapping[str, Any]) -> str:
    """Return one JSON object: amounts as strings, instants ISO 8601 with Z."""
    return one_json({name: plain(value) for name, value in row.items()})


def plain(value: object) -> object:
    """Return a value as JSON has it: amounts and instants as texts."""
    if isinstance(value, datetime):
        return iso(value)
    return f"{value:f}" if isinstance(value, Decimal) else value
