"""The command `read`: a saved page and the facts that it states, without a database."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli.command import Commands, listing
from cli.facts import expect
from cli.run import REFUSED
from cli.show import Problem, hint, line, say, table
from flows.clock import utc_now
from flows.settings import Settings
from models.facts import FACTS, STANDARD, Fact, Notice, Score, aside_columns, key_columns, value_columns
from models.readings import Reading, Unread
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Source

UNSHOWN = {"fact", "source", "sha256", "unread"}
DULL = {"effective_from": None, "gone": False, "mode": STANDARD, "above": 0}
"""Columns that a table shows where one of its rows has another value than this."""
Row = dict[str, Any]


def add(commands: Commands) -> None:
    words = "parse a saved page and print the facts; needs no database"
    parser = listing(commands, "read", read, words, "JSON Lines, one object a fact, then what was not understood")
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("file", type=Path, metavar="FILE")


def read(_settings: Settings, asked: Namespace) -> None:
    expect(asked.source, list(SOURCES), "source")
    if not asked.file.is_file():
        raise Problem(f"no file {asked.file}", 2)
    reading, facts = _read(SOURCES[asked.source], asked)
    for kind in FACTS:
        # An unread text is printed as such, and not as the notice that keeps it.
        rows = [_columns(fact) for fact in facts if isinstance(fact, kind) and not _is_unread(fact)]
        _print(kind.table, rows, asked.json)
    _print("unread", [_unread(part) for part in reading.unread], asked.json)


def _read(source: Source, asked: Namespace) -> tuple[Reading, list[Fact]]:
    """The reading and all its facts; a refusal ends the command."""
    try:
        reading = source.reading(Page(source.name, str(asked.file), asked.file.read_bytes(), utc_now()))
        return reading, list(reading.every())
    except PageChanged as problem:
        if asked.json:
            hint(line({"error": "page_changed", "reason": problem.reason, "text": problem.text}))
            raise Problem("", REFUSED) from None
        raise Problem(f"the page is refused: {problem}", REFUSED) from None


def _is_unread(fact: Fact) -> bool:
    return isinstance(fact, Notice) and fact.unread is not None


def _unread(part: Unread) -> Row:
    return {"fact": "unread", "where": part.where, "text": part.text, "count": part.count}


def _columns(fact: Fact) -> Row:
    names = (*key_columns(type(fact)), *value_columns(type(fact)), "effective_from", "gone", *aside_columns(type(fact)))
    row = {"fact": fact.table, **{name: getattr(fact, name) for name in names if name != "unread"}}
    return row | ({"contender_name": fact.contender_name} if isinstance(fact, Score) else {})


def _print(name: str, rows: Sequence[Row], as_json: bool) -> None:
    if as_json:
        for row in rows:
            say(line(row))
    elif rows:
        say(f"{name}: {len(rows)}")
        table(_shown(rows))


def _shown(rows: Sequence[Row]) -> list[Row]:
    hidden = UNSHOWN | {name for name, dull in DULL.items() if all(row.get(name, dull) == dull for row in rows)}
    return [{name: value for name, value in row.items() if name not in hidden} for row in rows]
