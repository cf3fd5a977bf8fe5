"""A file of Arena's dataset by publish: checked columns, without an object for each row.

A name that is listed twice in a category on one date is two contenders (see `contenders`).
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

from models.facts import numbered_keys, without_number
from models.readings import Unread
from scrapers.arena.board_columns import DAY, RATINGS, VOTES, BoardColumns, columns_of_board
from scrapers.arena.boards import board_of
from scrapers.arena.invalid_texts import InvalidText, publish_day, without_invalid_texts
from scrapers.arena.parquet import ParquetColumns, read_columns
from scrapers.page import Page, PageChanged

MOST_VOTES = 10**9


@dataclass(frozen=True)
class Publish:
    """One category on one publish date (00:00 UTC): rows `start` to `stop`."""

    category: str
    day: datetime
    start: int
    stop: int

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)


class InvalidNumber(NamedTuple):
    """The problem of a row's numbers."""

    column: str
    """The column by its name in the file."""
    value: float
    reason: str


@dataclass(frozen=True)
class DatasetRows:
    """The rows of a file, by category and publish date, highest rated first. Texts are indexes into lists."""

    publishes: Sequence[Publish]
    """In the order of the rows: by category, then by day."""
    keys: Sequence[str]
    """Keys of contenders."""
    names: Sequence[str]
    """Names of contenders, in the order of their keys."""
    organizations: Sequence[str | None]
    licenses: Sequence[str | None]
    key: Sequence[int]
    organization: Sequence[int]
    license: Sequence[int]
    rating: Sequence[float]
    """NaN if none is stated, as in the next three."""
    lower: Sequence[float]
    upper: Sequence[float]
    votes: Sequence[float]
    places: Sequence[int]
    """Row numbers in the file, from 0."""
    odd: Mapping[int, InvalidNumber]
    """Rows with an invalid number; none of their numbers is stated here."""
    unread: tuple[Unread, ...] = ()
    odd_texts: tuple[InvalidText, ...] = ()
    """Invalid texts of rows that are left out."""


def read_publishes(page: Page, strict: bool) -> DatasetRows:
    """Read a parquet file. Raises PageChanged; if `strict`, for a single invalid value, too."""
    layout = columns_of_board(board_of(page.source))
    columns, odd_texts = without_invalid_texts(read_columns(page.body, layout, strict), page.moment, strict)
    odd = _odd_rows(columns, layout)
    columns = _without_odd(columns, odd, strict)
    categories, names = columns.words["category"], columns.words["model_name"]
    days = [publish_day(word, page.moment) for word in columns.words[DAY]]
    publishes = list(_publishes(columns, categories, days))
    keys, key = _keyed(columns, publishes, names)
    return DatasetRows(
        publishes=publishes,
        keys=keys,
        names=[*names, *(without_number(key) for key in keys[len(names) :])],
        organizations=[word or None for word in columns.words["organization"]],
        licenses=[word or None for word in columns.words["license"]],
        key=key,
        organization=columns.codes["organization"],
        license=columns.codes["license"],
        rating=columns.ratings["rating"],
        lower=columns.ratings["rating_lower"],
        upper=columns.ratings["rating_upper"],
        votes=columns.votes,
        places=columns.places,
        odd=odd,
        unread=columns.unread,
        odd_texts=odd_texts,
    )


def _odd_rows(columns: ParquetColumns, layout: BoardColumns) -> dict[int, InvalidNumber]:
    """Return rows with a rating off the scale or outside its interval, or with votes that are no whole number.

    Comparisons with NaN are false, so a value that is not stated passes.
    """
    rating, low, high = (columns.ratings[name] for name in RATINGS)
    odd: dict[int, InvalidNumber] = {}

    def mark(name: str, column: Sequence[float], wrong: Iterable[bool], reason: str) -> None:
        column_name = layout.numbers[name]
        for row in compress(count(), wrong):
            odd.setdefault(row, InvalidNumber(column_name, column[row], reason.format(column_name)))

    for name, column in columns.ratings.items():
        off = (abs(value) > layout.scale for value in column)
        mark(name, column, off, f"{{}} is outside -{layout.scale}…{layout.scale}")
    mark(RATINGS[1], low, map(gt, low, rating), "the interval begins above the rating")
    mark(RATINGS[2], high, map(gt, rating, high), "the interval ends below the rating")
    none = (votes < 0 or votes > MOST_VOTES or votes % 1 > 0 for votes in columns.votes)
    mark(VOTES, columns.votes, none, "{} is none")
    return odd


def _without_odd(columns: ParquetColumns, odd: Mapping[int, InvalidNumber], strict: bool) -> ParquetColumns:
    """Return the columns without numbers of invalid rows. Raises PageChanged for most rows; if `strict`, for one."""
    if odd and (strict or len(odd) * 2 > len(columns.votes)):
        row = min(odd)
        raise PageChanged(f"{odd[row].reason}: row {columns.places[row]}", str(columns.shown(row)))
    known = columns
    if odd:
        ratings = {name: array("d", column) for name, column in columns.ratings.items()}
        votes = array("d", columns.votes)
        for row in odd:
            for column in (*ratings.values(), votes):
                column[row] = nan
        known = replace(columns, ratings=ratings, votes=votes)
    if all(map(isnan, known.ratings["rating"])):
        raise PageChanged("no row has a score", str(columns.shown(0)))
    return known


def _publishes(columns: ParquetColumns, categories: Sequence[str], days: Sequence[datetime]) -> Iterator[Publish]:
    start, codes = 0, (columns.codes["category"], columns.codes[DAY])
    for (category, day), rows in groupby(zip(*codes, strict=True)):
        stop = start + sum(1 for _ in rows)
        yield Publish(categories[category], days[day], start, stop)
        start = stop


def _keyed(
    columns: ParquetColumns, publishes: Iterable[Publish], names: Sequence[str]
) -> tuple[list[str], Sequence[int]]:
    """Return the keys of all contenders, and each row's index among them. Raises PageChanged for a doubled row."""
    key = array("i", columns.codes["model_name"])
    places = {name: place for place, name in enumerate(names)}
    for publish in publishes:
        codes = key[publish.rows]
        if len(set(codes)) < len(codes):
            _refuse_doubles(columns, publish)
            _refuse_unrated_namesakes(columns, publish, codes)
            for row, name in enumerate(numbered_keys(names[code] for code in codes), publish.start):
                key[row] = places.setdefault(name, len(places))
    return list(places), key


def _refuse_doubles(columns: ParquetColumns, publish: Publish) -> None:
    """Raise PageChanged for identical rows in one publish."""
    seen: set[tuple[str | float | None, ...]] = set()
    for row in range(publish.start, publish.stop):
        shown = columns.shown(row)
        if tuple(shown.values()) in seen:
            raise PageChanged(f"a row stands there twice: row {columns.places[row]}", str(shown))
        seen.add(tuple(shown.values()))


def _refuse_unrated_namesakes(columns: ParquetColumns, publish: Publish, names: Sequence[int]) -> None:
    """Raise PageChanged for two contenders of one name if one has no rating (see `numbered_keys`)."""
    times, rating = Counter(names), columns.ratings["rating"]
    for row, name in enumerate(names, publish.start):
        if times[name] > 1 and isnan(rating[row]):
            raise PageChanged("a name stands there twice, once without a score", str(columns.shown(row)))
