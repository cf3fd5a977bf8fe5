"""Queries for leaderboards, now or at an instant."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Contender, Score, display_name
from models.leaderboards.board_list import boards
from models.leaderboards.intervals import Interval, PlaceRange, stated_interval
from models.leaderboards.places import Place, places
from models.queries import as_of, as_of_any_source, clocks
from models.schema import HISTORY, SCORE_NOW, SourceRow, vendor_column

SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]
SCORE_COLUMNS = ("source", "board", "category", "contender_key", "score", "ci_low", "ci_high", "votes", "methodology")
NamesByKey = Mapping[str, tuple[str | None, str | None, str | None]]
"""Name, organization and model of contenders, by key."""


@dataclass(frozen=True)
class LeaderboardRow:
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
    def places(self) -> PlaceRange:
        """The places that it shares with contenders whose intervals overlap its own."""
        return PlaceRange(self.best_place, self.worst_place)

    @property
    def interval(self) -> Interval | None:
        """The interval that its source states; None if it states none."""
        return stated_interval(self.ci_low, self.ci_high)

    @property
    def name(self) -> str:
        """The name that is shown."""
        return display_name(self.contender_key, self.contender_name)

    @property
    def names(self) -> tuple[str, ...]:
        """The key, name and model."""
        return tuple(name for name in (self.contender_key, self.contender_name, self.model) if name)


def leaderboard(session: Session, board: str, category: str | None = None) -> list[LeaderboardRow]:
    """Return the present rows of one category of a board, or of all of them, the best first, as `leaderboard_now` does.

    The places are computed for these rows alone.
    """
    query = select(SCORE_NOW).where(SCORE_NOW.c.board == board)
    if category is not None:
        query = query.where(SCORE_NOW.c.category == category)
    rows = session.execute(query.order_by(SCORE_NOW.c.category, SCORE_NOW.c.source)).all()
    rankings = [list(group) for _, group in groupby(rows, key=attrgetter("category", "source"))]
    ranked = zip(rankings, _places(session, *rankings), strict=True)
    return [row for group, placed in ranked for row in _standings(group, placed, _names(group, "contender_name"))]


def leaderboard_at(
    session: Session, board: str, category: str, at: datetime, believed: datetime, source: str | None = None
) -> list[LeaderboardRow]:
    """Return the rows of one category at an instant, as believed at another, the best first.

    The rows are those of the most trusted source that had been read, or of `source`. For an instant before the first
    reading of every source they are those of the most trusted one with such a past.
    """
    query = as_of(Score) if source is None else as_of_any_source(Score)
    sources = [source] if source else boards(session).get(board, {}).get(category, [])
    query = query.add_columns(vendor_column(SCORES.c.source))
    query = query.where(SCORES.c.source.in_(sources), SCORES.c.board == board, SCORES.c.category == category)
    rows = session.execute(query, clocks(at, believed)).all()
    order = select(SourceRow.name).where(SourceRow.name.in_({row.source for row in rows})).order_by(SourceRow.trust)
    best = session.scalar(order.limit(1))
    shown = [row for row in rows if best is None or row.source == best]
    contenders = as_of_any_source(Contender).where(CONTENDERS.c.source.in_({row.source for row in shown}))
    names = _names(session.execute(contenders, clocks(at, believed)), "name")
    (placed,) = _places(session, shown)
    return _standings(shown, placed, names)


def _names(rows: Iterable[Row[Any]], name: str) -> NamesByKey:
    return {row.contender_key: (getattr(row, name), row.organization, row.model) for row in rows}


def _places(session: Session, *rankings: Sequence[Row[Any]]) -> list[Mapping[str, Place]]:
    """Return the places in each of several categories, by contender key."""
    return places(
        session, [{row.contender_key: (row.score, row.ci_low, row.ci_high) for row in rows} for rows in rankings]
    )


def _standings(rows: Iterable[Row[Any]], placed: Mapping[str, Place], names: NamesByKey) -> list[LeaderboardRow]:
    """Return the rows of one category of a source with their places and names, the best first."""
    standings: list[LeaderboardRow] = []
    for row in sorted(rows, key=lambda row: (-row.score, row.contender_key)):
        place = placed[row.contender_key]
        name, organization, model = names.get(row.contender_key, (None, None, None))
        standings.append(
            LeaderboardRow(
                place=place.by_score,
                best_place=place.best,
                worst_place=place.worst,
                tied_with=place.tied_with,
                contender_name=name,
                organization=organization,
                model=model,
                **{name: getattr(row, name) for name in (*SCORE_COLUMNS, "vendor", "effective_from", "snapshot_id")},
            )
        )
    return standings


def last_moved(standings: Sequence[LeaderboardRow]) -> datetime:
    """Return the instant from which the latest of these scores holds. Raises ValueError without rows."""
    return max(standing.effective_from for standing in standings)


def methods(standings: Sequence[LeaderboardRow]) -> str | None:
    """Return the version of the method of these scores; None if none is stated."""
    return "/".join(sorted({standing.methodology for standing in standings if standing.methodology})) or None
