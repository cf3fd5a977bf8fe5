"""What a file of Arena's dataset says, publish by publish: checked, and without an object for each row.

A name that stands twice in a category on one date is two contenders (see `contenders`).
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress, count, groupby
from math import isnan
from operator import gt

from models.unread import Unread
from scrapers.arena.boards import board_of
from scrapers.arena.contenders import checked_name, numbered
from scrapers.arena.layout import RATINGS, VOTES, Layout, layout_of
from scrapers.arena.parquet import Columns, columns_of
from scrapers.page import Page, PageChanged

CATEGORY = re.compile(r"[a-z][a-z0-9_-]*")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
OPENED = date(2023, 4, 1)
AHEAD = timedelta(days=2)
"""How far a publish date may lie ahead of the moment at which its file was fetched."""
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


@dataclass(frozen=True)
class Account:
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
    unread: tuple[Unread, ...] = ()


def account(page: Page) -> Account:
    """All that a parquet file says. Raises PageChanged."""
    layout = layout_of(board_of(page.source))
    found = columns_of(page.body, layout)
    categories, names = found.words["category"], [checked_name(name) for name in found.words["model_name"]]
    for category in categories:
        if not CATEGORY.fullmatch(category):
            raise PageChanged("not the name of a category", category)
    days = [_day(word, page.moment) for word in found.words["leaderboard_publish_date"]]
    _refuse_numbers(found, layout)
    publishes = list(_publishes(found, categories, days))
    keys, key = _keyed(found, publishes, names)
    return Account(
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
        unread=found.unread,
    )


def _day(word: str, moment: datetime) -> datetime:
    try:
        day = date.fromisoformat(word) if DAY.fullmatch(word) else None
    except ValueError:
        day = None
    if day is None or not OPENED <= day <= (moment + AHEAD).date():
        raise PageChanged("not a publish date, or one to come", word)
    return datetime.combine(day, time(), UTC)


def _refuse_numbers(found: Columns, layout: Layout) -> None:
    """Ratings on the board's scale and within their intervals, votes that are whole numbers; each where it is stated.

    Nothing that is compared with NaN holds, so what is not stated passes.
    """
    rating, low, high = (found.ratings[name] for name in RATINGS)
    if all(map(isnan, rating)):
        raise PageChanged("no row has a score", str(found.shown(0)))
    for name, column in found.ratings.items():
        off = (abs(value) > layout.scale for value in column)
        _refuse_where(found, off, f"{layout.numbers[name]} is outside -{layout.scale}…{layout.scale}")
    _refuse_where(found, map(gt, low, rating), "the interval begins above the rating")
    _refuse_where(found, map(gt, rating, high), "the interval ends below the rating")
    none = (votes < 0 or votes > MOST_VOTES or votes % 1 > 0 for votes in found.votes)
    _refuse_where(found, none, f"{layout.numbers[VOTES]} is none")


def _refuse_where(found: Columns, wrong: Iterable[bool | float], reason: str) -> None:
    row = next(compress(count(), wrong), None)
    if row is not None:
        raise PageChanged(f"{reason}: row {found.places[row]}", str(found.shown(row)))


def _publishes(found: Columns, categories: Sequence[str], days: Sequence[datetime]) -> Iterator[Publish]:
    start, codes = 0, (found.codes["category"], found.codes["leaderboard_publish_date"])
    for (category, day), rows in groupby(zip(*codes, strict=True)):
        stop = start + sum(1 for _ in rows)
        yield Publish(categories[category], days[day], start, stop)
        start = stop


def _keyed(found: Columns, publishes: Iterable[Publish], names: Sequence[str]) -> tuple[list[str], Sequence[int]]:
    """The keys of all contenders, and for each row the place of its own. Raises PageChanged for a doubled row."""
    key = array("i", found.codes["model_name"])
    places = {name: place for place, name in enumerate(names)}
    for publish in publishes:
        its = key[publish.rows]
        if len(set(its)) < len(its):
            _refuse_doubles(found, publish)
            _refuse_unrated_namesakes(found, publish, its)
            for row, name in enumerate(numbered(names[code] for code in its), publish.start):
                key[row] = places.setdefault(name, len(places))
    return list(places), key


def _refuse_doubles(found: Columns, publish: Publish) -> None:
    """Rows of one publish that are the same in everything are no two contenders."""
    seen: set[tuple[str | float | None, ...]] = set()
    for row in range(publish.start, publish.stop):
        shown = found.shown(row)
        if tuple(shown.values()) in seen:
            raise PageChanged(f"a row stands there twice: row {found.places[row]}", str(shown))
        seen.add(tuple(shown.values()))


def _refuse_unrated_namesakes(found: Columns, publish: Publish, names: Sequence[int]) -> None:
    """Two contenders of one name are told apart by their ratings (see `numbered`)."""
    times, rating = Counter(names), found.ratings["rating"]
    for row, name in enumerate(names, publish.start):
        if times[name] > 1 and isnan(rating[row]):
            raise PageChanged("a name stands there twice, once without a score", str(found.shown(row)))
