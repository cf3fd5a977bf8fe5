"""What a file of Arena's dataset says, publish by publish: checked, and without an object for each row.

A name that stands twice in a category on one date is two contenders (see `contenders`).
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress, count, groupby
from operator import gt

from scrapers.arena.contenders import checked_name, numbered
from scrapers.arena.parquet import VOTES, Columns, columns_of
from scrapers.page import Page, PageChanged

CATEGORY = re.compile(r"[a-z][a-z0-9_-]*")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
OPENED = date(2023, 4, 1)
AHEAD = timedelta(days=2)
"""How far a publish date may lie ahead of the moment at which its file was fetched."""
SCALE = 10_000
"""No board's ratings are as far from 0."""
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
    lower: Sequence[float]
    upper: Sequence[float]
    votes: Sequence[float]
    places: Sequence[int]
    """In the file, from 0."""


def account(page: Page) -> Account:
    """All that a parquet file says. Raises PageChanged."""
    found = columns_of(page.body)
    categories, names = found.words["category"], [checked_name(name) for name in found.words["model_name"]]
    for category in categories:
        if not CATEGORY.fullmatch(category):
            raise PageChanged("not the name of a category", category)
    days = [_day(word, page.moment) for word in found.words["leaderboard_publish_date"]]
    _refuse_numbers(found)
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
    )


def _day(word: str, moment: datetime) -> datetime:
    try:
        day = date.fromisoformat(word) if DAY.fullmatch(word) else None
    except ValueError:
        day = None
    if day is None or not OPENED <= day <= (moment + AHEAD).date():
        raise PageChanged("not a publish date, or one to come", word)
    return datetime.combine(day, time(), UTC)


def _refuse_numbers(found: Columns) -> None:
    """Ratings on a board's scale and within their intervals, votes that are whole numbers."""
    low, rating, high = (found.ratings[name] for name in ("rating_lower", "rating", "rating_upper"))
    for name, column in found.ratings.items():
        _refuse_where(found, (not -SCALE < value < SCALE for value in column), f"{name} is no rating")
    _refuse_where(found, map(gt, low, rating), "the interval begins above the rating")
    _refuse_where(found, map(gt, rating, high), "the interval ends below the rating")
    _refuse_where(found, (not 0 <= votes <= MOST_VOTES or votes % 1 for votes in found.votes), f"{VOTES} is none")


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
            for row, name in enumerate(numbered(names[code] for code in its), publish.start):
                key[row] = places.setdefault(name, len(places))
    return list(places), key


def _refuse_doubles(found: Columns, publish: Publish) -> None:
    """Rows of one publish that are the same in everything are no two contenders."""
    seen: set[tuple[str | float, ...]] = set()
    for row in range(publish.start, publish.stop):
        shown = found.shown(row)
        if tuple(shown.values()) in seen:
            raise PageChanged(f"a row stands there twice: row {found.places[row]}", str(shown))
        seen.add(tuple(shown.values()))
