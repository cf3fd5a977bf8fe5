"""What a file of Arena's dataset says, publish by publish: checked, and without an object for each row.

A name that stands twice in a category on one date is two contenders (see `contenders`).
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import compress, count, groupby
from math import isnan, nan
from operator import gt
from typing import NamedTuple

from models.unread import Unread
from scrapers.arena.board_columns import DAY, RATINGS, VOTES, BoardColumns, columns_of_board
from scrapers.arena.boards import board_of
from scrapers.arena.contenders import numbered_keys
from scrapers.arena.invalid_texts import InvalidText, publish_day, without_invalid_texts
from scrapers.arena.parquet import ParquetColumns, read_columns
from scrapers.page import Page, PageChanged

MOST_VOTES = 10**9


@dataclass(frozen=True)
class Publish:
    """One category on one publish date (at 00:00 UTC): rows `start` to `stop`."""

    category: str
    day: datetime
    start: int
    stop: int

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)


class InvalidNumber(NamedTuple):
    """What is wrong with a row's numbers."""

    column: str
    """By its name in the file."""
    value: float
    reason: str


@dataclass(frozen=True)
class DatasetRows:
    """The rows of a file, by category and publish date, the highest rated first. Texts are places in lists."""

    publishes: Sequence[Publish]
    """In the order of the rows: by category, then by day."""
    keys: Sequence[str]
    """Of contenders."""
    names: Sequence[str]
    """Of contenders, in the order of their keys."""
    organizations: Sequence[str | None]
    licenses: Sequence[str | None]
    key: Sequence[int]
    organization: Sequence[int]
    license: Sequence[int]
    rating: Sequence[float]
    """NaN where none is stated, as in the next three."""
    lower: Sequence[float]
    upper: Sequence[float]
    votes: Sequence[float]
    places: Sequence[int]
    """In the file, from 0."""
    odd: Mapping[int, InvalidNumber]
    """Rows of whose numbers none is stated here: one of them is none."""
    unread: tuple[Unread, ...] = ()
    odd_texts: tuple[InvalidText, ...] = ()
    """Of rows that are left out."""


def read_publishes(page: Page, strict: bool) -> DatasetRows:
    """All that a parquet file says. Raises PageChanged, and where it is `strict` for one odd value, too."""
    layout = columns_of_board(board_of(page.source))
    found, odd_texts = without_invalid_texts(read_columns(page.body, layout, strict), page.moment, strict)
    odd = _odd_rows(found, layout)
    found = _without_odd(found, odd, strict)
    categories, names = found.words["category"], found.words["model_name"]
    days = [publish_day(word, page.moment) for word in found.words[DAY]]
    publishes = list(_publishes(found, categories, days))
    keys, key = _keyed(found, publishes, names)
    return DatasetRows(
        publishes=publishes,
        keys=keys,
        names=[*names, *(key.rpartition(" #")[0] for key in keys[len(names) :])],
        organizations=[word or None for word in found.words["organization"]],
        licenses=[word or None for word in found.words["license"]],
        key=key,
        organization=found.codes["organization"],
        license=found.codes["license"],
        rating=found.ratings["rating"],
        lower=found.ratings["rating_lower"],
        upper=found.ratings["rating_upper"],
        votes=found.votes,
        places=found.places,
        odd=odd,
        unread=found.unread,
        odd_texts=odd_texts,
    )


def _odd_rows(found: ParquetColumns, layout: BoardColumns) -> dict[int, InvalidNumber]:
    """Rows with a rating off the board's scale or its own interval, or with votes that are no whole number.

    Nothing that is compared with NaN holds, so what is not stated passes.
    """
    rating, low, high = (found.ratings[name] for name in RATINGS)
    odd: dict[int, InvalidNumber] = {}

    def mark(name: str, column: Sequence[float], wrong: Iterable[bool], reason: str) -> None:
        its = layout.numbers[name]
        for row in compress(count(), wrong):
            odd.setdefault(row, InvalidNumber(its, column[row], reason.format(its)))

    for name, column in found.ratings.items():
        off = (abs(value) > layout.scale for value in column)
        mark(name, column, off, f"{{}} is outside -{layout.scale}…{layout.scale}")
    mark(RATINGS[1], low, map(gt, low, rating), "the interval begins above the rating")
    mark(RATINGS[2], high, map(gt, rating, high), "the interval ends below the rating")
    none = (votes < 0 or votes > MOST_VOTES or votes % 1 > 0 for votes in found.votes)
    mark(VOTES, found.votes, none, "{} is none")
    return odd


def _without_odd(found: ParquetColumns, odd: Mapping[int, InvalidNumber], strict: bool) -> ParquetColumns:
    """The columns without the numbers of odd rows. Raises PageChanged for most rows, where it is `strict` for one."""
    if odd and (strict or len(odd) * 2 > len(found.votes)):
        row = min(odd)
        raise PageChanged(f"{odd[row].reason}: row {found.places[row]}", str(found.shown(row)))
    ratings = {name: array("d", column) for name, column in found.ratings.items()}
    votes = array("d", found.votes)
    for row in odd:
        for column in (*ratings.values(), votes):
            column[row] = nan
    if all(map(isnan, ratings["rating"])):
        raise PageChanged("no row has a score", str(found.shown(0)))
    return replace(found, ratings=ratings, votes=votes) if odd else found


def _publishes(found: ParquetColumns, categories: Sequence[str], days: Sequence[datetime]) -> Iterator[Publish]:
    start, codes = 0, (found.codes["category"], found.codes[DAY])
    for (category, day), rows in groupby(zip(*codes, strict=True)):
        stop = start + sum(1 for _ in rows)
        yield Publish(categories[category], days[day], start, stop)
        start = stop


def _keyed(
    found: ParquetColumns, publishes: Iterable[Publish], names: Sequence[str]
) -> tuple[list[str], Sequence[int]]:
    """The keys of all contenders, and for each row the place of its own. Raises PageChanged for a doubled row."""
    key = array("i", found.codes["model_name"])
    places = {name: place for place, name in enumerate(names)}
    for publish in publishes:
        its = key[publish.rows]
        if len(set(its)) < len(its):
            _refuse_doubles(found, publish)
            _refuse_unrated_namesakes(found, publish, its)
            for row, name in enumerate(numbered_keys(names[code] for code in its), publish.start):
                key[row] = places.setdefault(name, len(places))
    return list(places), key


def _refuse_doubles(found: ParquetColumns, publish: Publish) -> None:
    """Rows of one publish that are the same in everything are no two contenders."""
    seen: set[tuple[str | float | None, ...]] = set()
    for row in range(publish.start, publish.stop):
        shown = found.shown(row)
        if tuple(shown.values()) in seen:
            raise PageChanged(f"a row stands there twice: row {found.places[row]}", str(shown))
        seen.add(tuple(shown.values()))


def _refuse_unrated_namesakes(found: ParquetColumns, publish: Publish, names: Sequence[int]) -> None:
    """Two contenders of one name are told apart by their ratings (see `numbered_keys`)."""
    times, rating = Counter(names), found.ratings["rating"]
    for row, name in enumerate(names, publish.start):
        if times[name] > 1 and isnan(rating[row]):
            raise PageChanged("a name stands there twice, once without a score", str(found.shown(row)))
