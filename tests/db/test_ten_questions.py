"""docs/ten-questions.md: the command, the query and the page in the browser have the words of the answer."""

import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.browsing.book import book
from cli.commands import MODULES
from flows.database import Store
from flows.settings.load import Settings
from tests.golden.query_book import NOW, recorded
from tests.support.recordings import Recordings, copy
from tests.support.typed import Almanac, typing

ROOT = Path(__file__).parents[2]


class Asked(NamedTuple):
    """A row of the page."""

    number: str
    question: str
    answer: str
    command: str
    query: str
    address: str


def questions() -> Iterator[Asked]:
    page = (ROOT / "docs" / "ten-questions.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (\d+ \|.*) \|$", page, re.MULTILINE):
        yield Asked(*(cell.strip().strip("`") for cell in row.split(" | ")))


TEN = [*questions()]


@pytest.fixture
def of_the_book(recordings: Recordings, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The record of the query book, asked on its last day."""
    copy(recorded(recordings), store)
    for name in MODULES:
        import_module(name)
    for module in [each for name, each in sys.modules.items() if name.startswith("cli.") and hasattr(each, "utc_now")]:
        monkeypatch.setattr(module, "utc_now", lambda: NOW)
    monkeypatch.chdir(ROOT)
    return settings


def test_there_are_ten() -> None:
    assert [each.number for each in TEN] == [f"{number}" for number in range(1, 11)]
    assert all(len(re.findall(r"\*\*", each.answer)) >= 1 for each in TEN)


def test_each_way_has_the_words_of_the_answer(of_the_book: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    almanac, missing = typing(capsys), list[str]()
    with closing(sqlite3.connect(of_the_book.database_url.removeprefix("sqlite:///"))) as database:
        for each in TEN:
            ways = {name: _typed(almanac, line) for name, line in (("shell", each.command), ("SQL", each.query))}
            ways["browser"] = _shown(database, each.address)
            missing += [
                f"{each.number} {way}: {word}"
                for word in re.findall(r"\*\*(.+?)\*\*", each.answer)
                for way, said in ways.items()
                if word not in said
            ]
    assert missing == []


def _typed(almanac: Almanac, line: str) -> str:
    done = almanac(*shlex.split(line)[1:])
    assert done.code in (0, 1), done.err
    return done.out


def _shown(database: sqlite3.Connection, address: str) -> str:
    """The rows of the page at an address, whose fields are empty."""
    page = book()[address.removeprefix("/almanac/")]
    rows = database.execute(page.sql, dict.fromkeys(page.defaults, "")).fetchall()
    return "\n".join(" ".join(map(str, row)) for row in rows)
