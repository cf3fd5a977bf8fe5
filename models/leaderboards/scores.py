"""Questions to the leaderboards: who stands where, now or at an instant, and how a contender's score went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Contender, Score
from models.leaderboards.board import called
from models.leaderboards.board_list import boards
from models.leaderboards.intervals import Interval, Places, places, stated
from models.queries import as_of, as_of_any_source
from models.schema import HISTORY, SCORE_NOW, Source, vendor_column

SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]
SCORE_COLUMNS = ("source", "board", "category", "contender_key", "score", "ci_low", "ci_high", "votes", "methodology")
Called = Mapping[str, tuple[str | None, str | None, str | None]]
"""By key, what a contender is called, whose it is, and which model."""


@dataclass(frozen=True)
class Standing:
    """A row of `leaderboard_now`, as of any instant."""

    board: str
    category: str
    place: int
    best_place: int
    worst_place: int
    tied_with: int
    contender_key: str
    contender_name: str | None
    organization: str | None
    model: str | None
    score: Decimal
    ci_low: Decimal | None
    ci_high: Decimal | None
    votes: int | None
    methodology: str | None
    effective_from: datetime
    source: str
    vendor: str
    snapshot_id: int

    @property
    def places(self) -> Places:
        """Those that it shares with the contenders whose intervals overlap its own."""
        return Places(self.best_place, self.worst_place)

    @property
    def interval(self) -> Interval | None:
        """As its source states it."""
        low, high = self.ci_low, self.ci_high
        return None if low is None or high is None else Interval(low, high)

    @property
    def name(self) -> str:
        """What people call it."""
        return called(self.contender_key, self.contender_name)

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return tuple(name for name in (self.contender_key, self.contender_name, self.model) if name)


def leaderboard(session: Session, board: str, category: str | None = None) -> list[Standing]:
    """One category of a board as it stands now, or each of them, the best first: what `leaderboard_now` shows.

    The places are computed here: the view makes those of all boards whenever it is asked (4 s with Arena's whole past).
    """
    query = select(SCORE_NOW).where(SCORE_NOW.c.board == board)
    if category is not None:
        query = query.where(SCORE_NOW.c.category == category)
    rows = session.execute(query.order_by(SCORE_NOW.c.category)).all()
    by_category = [list(its) for _, its in groupby(rows, key=attrgetter("category"))]
    return [standing for its in by_category for standing in _standings(its, _names(its, "contender_name"))]


def leaderboard_at(
    session: Session, board: str, category: str, at: datetime, believed: datetime, source: str | None = None
) -> list[Standing]:
    """One category as it stood at an instant, as believed at another, the best first.

    By the source that was trusted most of those that had been read; of what all of them date back, by the one that is
    trusted most. `source` asks another one.
    """
    query = as_of(Score, at, believed) if source is None else as_of_any_source(Score, at, believed)
    sources = [source] if source else boards(session).get(board, {}).get(category, [])
    query = query.add_columns(vendor_column(SCORES.c.source))
    its = query.where(SCORES.c.source.in_(sources), SCORES.c.board == board, SCORES.c.category == category)
    rows = session.execute(its).all()
    order = select(Source.name).where(Source.name.in_({row.source for row in rows})).order_by(Source.trust)
    best = session.scalar(order.limit(1))
    shown = [row for row in rows if best is None or row.source == best]
    contenders = as_of_any_source(Contender, at, believed).where(CONTENDERS.c.source.in_({row.source for row in shown}))
    return _standings(shown, _names(session.execute(contenders), "name"))


def _names(rows: Iterable[Row[Any]], name: str) -> Called:
    return {row.contender_key: (getattr(row, name), row.organization, row.model) for row in rows}


def _standings(rows: Sequence[Row[Any]], names: Called) -> list[Standing]:
    """Rows of one source's category, with their places and what they are called."""
    facts = [Score(**{name: getattr(row, name) for name in SCORE_COLUMNS}) for row in rows]
    spreads = places({fact.contender_key: stated(fact) for fact in facts})
    above = sorted((row.score for row in rows), reverse=True)
    found: list[Standing] = []
    for row in sorted(rows, key=lambda row: (-row.score, row.contender_key)):
        its = spreads[row.contender_key]
        name, organization, model = names.get(row.contender_key, (None, None, None))
        found.append(
            Standing(
                place=above.index(row.score) + 1,
                best_place=its.best,
                worst_place=its.worst,
                tied_with=its.worst - its.best,
                contender_name=name,
                organization=organization,
                model=model,
                **{name: getattr(row, name) for name in (*SCORE_COLUMNS, "vendor", "effective_from", "snapshot_id")},
            )
        )
    return found


def last_moved(standings: Sequence[Standing]) -> datetime:
    """When the last of these scores came to be what it is: of a dataset its publish date. Raises ValueError of none."""
    return max(standing.effective_from for standing in standings)


def methods(standings: Sequence[Standing]) -> str | None:
    """The version of the method behind these scores, where one is stated."""
    return "/".join(sorted({standing.methodology for standing in standings if standing.methodology})) or None
