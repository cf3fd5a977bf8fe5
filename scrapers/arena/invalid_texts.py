"""Rows of Arena's dataset with an invalid text: no category, no contender name, no publish date.

Such a row cannot be identified, so it is left out and reported; in a whole history it refuses the file.
"""

import re
from array import array
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import compress
from typing import Literal, NamedTuple

from scrapers.arena.board_columns import DAY
from scrapers.arena.contenders import checked_name
from scrapers.arena.parquet import ParquetColumns
from scrapers.page import PageChanged

CATEGORY = re.compile(r"[a-z][a-z0-9_-]*")
DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
OPENED = date(2023, 4, 1)
AHEAD = timedelta(days=2)
"""Days that a publish date may lie after the fetch."""
TextCheck = Callable[[str], object]


class InvalidText(NamedTuple):
    """A text that its column cannot hold."""

    column: str
    text: str
    category: str
    """The category of its row; empty if that is the invalid text."""


def without_invalid_texts(
    columns: ParquetColumns, moment: datetime, strict: bool
) -> tuple[ParquetColumns, tuple[InvalidText, ...]]:
    """Return the valid rows, and the invalid texts of the others.

    Raises PageChanged if most rows are invalid; if `strict`, for a single one.
    """
    checks: dict[str, TextCheck] = {
        "category": _category,
        DAY: partial(publish_day, moment=moment),
        "model_name": checked_name,
    }
    wrong = {column: _wrong(columns.words[column], check) for column, check in checks.items()}
    if not any(wrong.values()):
        return columns, ()
    odd = dict[int, tuple[str, int]]()
    for column, problems in wrong.items():
        invalid_rows = {row: (column, code) for row, code in enumerate(columns.codes[column]) if code in problems}
        if twice := invalid_rows.keys() & odd.keys():
            raise problems[invalid_rows[min(twice)][1]]
        odd |= invalid_rows
    if strict or len(odd) * 2 > len(columns.places):
        column, code = odd[min(odd)]
        raise wrong[column][code]
    categories, codes = columns.words["category"], columns.codes["category"]
    named = (
        InvalidText(
            column, columns.words[column][code], "" if codes[row] in wrong["category"] else categories[codes[row]]
        )
        for row, (column, code) in odd.items()
    )
    return _without(columns, odd), tuple(dict.fromkeys(named))


def _wrong(texts: Sequence[str], check: TextCheck) -> Mapping[int, PageChanged]:
    """Return the problems of texts, by their place."""
    problems = dict[int, PageChanged]()
    for code, word in enumerate(texts):
        try:
            check(word)
        except PageChanged as problem:
            problems[code] = problem
    return problems


def _category(word: str) -> None:
    if not CATEGORY.fullmatch(word):
        raise PageChanged("not the name of a category", word)


def publish_day(word: str, moment: datetime) -> datetime:
    """Return a publish date as 00:00 UTC. Raises PageChanged for an invalid or future one."""
    try:
        day = date.fromisoformat(word) if DATE.fullmatch(word) else None
    except ValueError:
        day = None
    if day is None or not OPENED <= day <= (moment + AHEAD).date():
        raise PageChanged("not a publish date, or one to come", word)
    return datetime.combine(day, time(), UTC)


def _without(columns: ParquetColumns, rows: Container[int]) -> ParquetColumns:
    """Return the other rows. Texts that only the removed rows use are removed, too."""
    kept = [row not in rows for row in range(len(columns.places))]

    def those(kind: Literal["i", "d", "Q"], column: Sequence[float]) -> Sequence[float]:
        return array(kind, compress(column, kept))

    texts, codes = dict[str, list[str]](), dict[str, Sequence[int]]()
    for name, column in columns.codes.items():
        left = array("i", compress(column, kept))
        used = sorted(set(left))
        places = {code: place for place, code in enumerate(used)}
        texts[name], codes[name] = (
            [columns.words[name][code] for code in used],
            array("i", map(places.__getitem__, left)),
        )
    return replace(
        columns,
        words=texts,
        codes=codes,
        ratings={name: those("d", column) for name, column in columns.ratings.items()},
        votes=those("d", columns.votes),
        places=array("Q", compress(columns.places, kept)),
    )
