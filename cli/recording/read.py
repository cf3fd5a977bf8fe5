"""The command `read`: prints the facts of a saved page, without a database."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import REFUSED, Problem, hint, json_line, print_line, table
from flows.clock import utc_now
from flows.page_reader import NoReaderProcess, read_page
from flows.settings import Settings
from models.facts import FACTS, STANDARD, Fact, Notice, Score, aside_columns, key_columns, value_columns
from models.readings import BadReading, Reading, Unread
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Source

UNSHOWN = {"fact", "vendor", "source", "sha256", "unread"}
DEFAULTS = {"effective_from": None, "gone": False, "mode": STANDARD, "above": 0}
"""Default values of columns; a table shows such a column only if a row has another value."""
FactRow = dict[str, Any]


def add(commands: Commands) -> None:
    parser = listing(
        commands, "read", read, DESCRIPTIONS["read"], "JSON Lines, one object a fact, then what was not understood"
    )
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("file", type=Path, metavar="FILE")


def read(_settings: Settings, asked: Namespace) -> None:
    expect_name(asked.source, SOURCES, "source")
    if not asked.file.is_file():
        raise Problem(f"no file {asked.file}", 2)
    reading, facts = _read(SOURCES[asked.source], asked)
    for kind in FACTS:
        # An unread text is printed as `unread`, and not as the notice that stores it.
        rows = [_columns(fact) for fact in facts if isinstance(fact, kind) and not _is_unread(fact)]
        _print(kind.table, rows, asked.json)
    for name, is_out_of_scope in (("unread", False), ("out_of_scope", True)):
        parts = [part for part in reading.unread if part.is_out_of_scope is is_out_of_scope]
        _print(name, [_unread(name, part) for part in parts], asked.json)


def _read(source: Source, asked: Namespace) -> tuple[Reading, list[Fact]]:
    """Return the reading and all its facts; exit 3 if the page is refused."""
    try:
        reading = read_page(source, Page(source.name, str(asked.file), asked.file.read_bytes(), utc_now()))
        return reading, list(reading.every())
    except BadReading as problem:
        refusal = PageChanged("the page contradicts itself", str(problem))
    except PageChanged as problem:
        refusal = problem
    except NoReaderProcess as problem:
        raise Problem(str(problem)) from None
    if asked.json:
        hint(json_line({"error": "page_changed", "reason": refusal.reason, "text": refusal.text}))
        raise Problem("", REFUSED)
    raise Problem(f"the page is refused: {refusal}", REFUSED)


def _is_unread(fact: Fact) -> bool:
    return isinstance(fact, Notice) and fact.unread is not None


def _unread(name: str, part: Unread) -> FactRow:
    return {"fact": name, "where": part.where, "text": part.text, "count": part.count}


def _columns(fact: Fact) -> FactRow:
    names = (*key_columns(type(fact)), *value_columns(type(fact)), "effective_from", "gone", *aside_columns(type(fact)))
    row = {
        "fact": fact.table,
        "vendor": SOURCES[fact.key[0]].vendor,
        **{name: getattr(fact, name) for name in names if name != "unread"},
    }
    return row | ({"contender_name": fact.contender_name} if isinstance(fact, Score) else {})


def _print(name: str, rows: Sequence[FactRow], as_json: bool) -> None:
    if as_json:
        for row in rows:
            print_line(json_line(row))
    elif rows:
        print_line(f"{name}: {len(rows)}")
        table(_shown(rows))


def _shown(rows: Sequence[FactRow]) -> list[FactRow]:
    hidden = UNSHOWN | {
        name for name, default in DEFAULTS.items() if all(row.get(name, default) == default for row in rows)
    }
    return [{name: value for name, value in row.items() if name not in hidden} for row in rows]
