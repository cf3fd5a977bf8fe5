"""Arena's boards as they were published: what the dataset and the pages are both rendered from.

`boards/arena.csv` has one row for each contender whose figures moved with a publish (no figures: it left the board);
they hold until its next row. `source` names the file that the figures are taken from, as `facts/leaderboards.csv` does;
`ours` is what no fact tells and the sites need: the fillers, the raw subset, the category `webdev`, the vision board,
who vanishes and returns, and the agent board (after two rows of its file of 2026-08-03). The page prints whole numbers:
where nothing more exact is known (`arena-ai-leaderboards data/<day>/<board>.json`), the two digits behind the point are
ours and round to what was printed; where a source gave no interval and no votes, these are ours, too. Not every publish
is here: a row has what was last known by that day. The hours of publishing are ours; the dataset followed about 03:00
UTC on the next day.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files

PUBLISHED_AT = time(16, tzinfo=UTC)
UPLOADED_AFTER = timedelta(hours=11)
LATE = {("text_style_control", "coding", date(2026, 9, 25))}
"""Categories that were not computed with a publish of their subset: `latest` then has two dates."""


@dataclass(frozen=True)
class Figures:
    """A row of the facts; `twin` tells two contenders of one name apart."""

    published: date
    subset: str
    category: str
    model: str
    twin: str
    rating: Decimal | None
    ci: Decimal
    votes: int
    source: str


@dataclass(frozen=True)
class Standing:
    """A contender's place in a category, on the scale of the category; `ci` is half of the 95% interval."""

    rank: int
    model: str
    twin: str
    rating: Decimal
    ci: Decimal
    votes: int

    @property
    def lower(self) -> Decimal:
        return self.rating - self.ci

    @property
    def upper(self) -> Decimal:
        return self.rating + self.ci


@cache
def figures() -> tuple[Figures, ...]:
    """As they stand in the file."""
    text = files("samples.boards").joinpath("arena.csv").read_text(encoding="utf-8")
    return tuple(
        Figures(
            published=date.fromisoformat(line["published"]),
            rating=Decimal(line["rating"]) if line["rating"] else None,
            ci=Decimal(line["ci"] or 0),
            votes=int(line["votes"] or 0),
            **{name: line[name] for name in ("subset", "category", "model", "twin", "source")},
        )
        for line in csv.DictReader(text.splitlines())
    )


@cache
def subsets() -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.subset for row in figures()))


@cache
def categories(subset: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.category for row in figures() if row.subset == subset))


@cache
def publishes(subset: str) -> tuple[date, ...]:
    """Every day on which a subset was published, the first one first."""
    return tuple(sorted({row.published for row in figures() if row.subset == subset}))


def computed(subset: str, category: str) -> tuple[date, ...]:
    """The publishes with which a category was computed."""
    return tuple(day for day in publishes(subset) if (subset, category, day) not in LATE)


def published(day: date) -> datetime:
    """The instant when the page shows a publish."""
    return datetime.combine(day, PUBLISHED_AT)


def uploaded(day: date) -> datetime:
    """The instant when the dataset has a publish."""
    return published(day) + UPLOADED_AFTER


@cache
def standings(subset: str, category: str, day: date) -> tuple[Standing, ...]:
    """A category as it was published, the best first; ranks are plain ordinals."""
    held: dict[tuple[str, str], Figures] = {}
    for row in figures():
        if (row.subset, row.category) == (subset, category) and row.published <= day:
            before = held.get((row.model, row.twin))
            held[row.model, row.twin] = row if before is None or before.published < row.published else before
    there = [(row.rating, row) for row in held.values() if row.rating is not None]
    there.sort(key=lambda pair: (-pair[0], pair[1].model, pair[1].twin))
    return tuple(
        Standing(rank, row.model, row.twin, rating, row.ci, row.votes) for rank, (rating, row) in enumerate(there, 1)
    )
