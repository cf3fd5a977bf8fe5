"""Rows of Arena's dataset of which a text is odd: no category, no name of a contender, no publish date.

Such a row cannot be told apart, so it is left out and named; in a whole history it refuses the file.
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
"""How far a publish date may lie ahead of the moment at which its file was fetched."""
TextCheck = Callable[[str], object]


class InvalidText(NamedTuple):
    """A text that is not what its column holds."""

    column: str
    text: str
    category: str
    """Of its row; empty where that is odd."""


def without_invalid_texts(
    found: ParquetColumns, moment: datetime, strict: bool
) -> tuple[ParquetColumns, tuple[InvalidText, ...]]:
    """The rows whose texts are all right, and the odd texts of the others.

    Raises PageChanged for most rows, and where it is `strict` for one.
    """
    checks: dict[str, TextCheck] = {
        "category": _category,
        DAY: partial(publish_day, moment=moment),
        "model_name": checked_name,
    }
    wrong = {column: _wrong(found.words[column], check) for column, check in checks.items()}
    if not any(wrong.values()):
        return found, ()
    odd = dict[int, tuple[str, int]]()
    for column, problems in wrong.items():
        its = {row: (column, code) for row, code in enumerate(found.codes[column]) if code in problems}
        if twice := its.keys() & odd.keys():
            raise problems[its[min(twice)][1]]
        odd |= its
    if strict or len(odd) * 2 > len(found.places):
        column, code = odd[min(odd)]
        raise wrong[column][code]
    categories, codes = found.words["category"], found.codes["category"]
    named = (
        InvalidText(
            column, found.words[column][code], "" if codes[row] in wrong["category"] else categories[codes[row]]
        )
        for row, (column, code) in odd.items()
    )
    return _without(found, odd), tuple(dict.fromkeys(named))


def _wrong(words: Sequence[str], check: TextCheck) -> Mapping[int, PageChanged]:
    """By place, what is wrong with texts."""
    found = dict[int, PageChanged]()
    for code, word in enumerate(words):
        try:
            check(word)
        except PageChanged as problem:
            found[code] = problem
    return found


def _category(word: str) -> None:
    if not CATEGORY.fullmatch(word):
        raise PageChanged("not the name of a category", word)


def publish_day(word: str, moment: datetime) -> datetime:
    """A publish date at 00:00 UTC. Raises PageChanged for none, or one to come."""
    try:
        day = date.fromisoformat(word) if DATE.fullmatch(word) else None
    except ValueError:
        day = None
    if day is None or not OPENED <= day <= (moment + AHEAD).date():
        raise PageChanged("not a publish date, or one to come", word)
    return datetime.combine(day, time(), UTC)


def _without(found: ParquetColumns, rows: Container[int]) -> ParquetColumns:
    """The other rows. A text that only these rows have is gone with them."""
    kept = [row not in rows for row in range(len(found.places))]

    def those(kind: Literal["i", "d", "Q"], column: Sequence[float]) -> Sequence[float]:
        return array(kind, compress(column, kept))

    words, codes = dict[str, list[str]](), dict[str, Sequence[int]]()
    for name, column in found.codes.items():
        left = array("i", compress(column, kept))
        used = sorted(set(left))
        places = {code: place for place, code in enumerate(used)}
        words[name], codes[name] = [found.words[name][code] for code in used], array("i", map(places.__getitem__, left))
    return replace(
        found,
        words=words,
        codes=codes,
        ratings={name: those("d", column) for name, column in found.ratings.items()},
        votes=those("d", found.votes),
        places=array("Q", compress(found.places, kept)),
    )
