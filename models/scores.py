"""Questions to the leaderboards: who stands where, now or at an instant, and how a contender's score went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from models.ask import as_of, held
from models.facts import Contender, Score
from models.intervals import Interval, Places, places, stated
from models.tables import HISTORY, Recorded, Source
from models.views import LEADERBOARD_NOW

SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]
MAIN = ("overall", "intelligence_index")
"""What a board is about, where no category is asked for."""
SCORE_COLUMNS = ("source", "board", "category", "contender_key", "score", "ci_low", "ci_high", "votes", "methodology")


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
        return self.contender_name or self.contender_key

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return tuple(name for name in (self.contender_key, self.contender_name, self.model) if name)


def boards(session: Session) -> Mapping[str, Mapping[str, list[str]]]:
    """The categories of every board that was ever read, and the sources of each."""
    found: dict[str, dict[str, list[str]]] = {}
    marks = select(Recorded.source, Recorded.part).where(Recorded.fact == Score.table)
    for source, category in session.execute(marks.order_by(Recorded.part, Recorded.source)).tuples():
        for board in _boards_of(session, source, category):
            found.setdefault(board, {}).setdefault(category, []).append(source)
    return dict(sorted(found.items()))


def _boards_of(session: Session, source: str, category: str) -> Iterator[str]:
    """From one to the next along the key: a history is too large to look at each row."""
    its = select(func.min(SCORES.c.board)).where(SCORES.c.source == source, SCORES.c.category == category)
    board = session.scalar(its)
    while board is not None:
        yield board
        board = session.scalar(its.where(SCORES.c.board > board))


def main_category(categories: Mapping[str, object]) -> str:
    """The one that a board is about; the first where nobody has said."""
    return next((name for name in MAIN if name in categories), min(categories))


def leaderboard(session: Session, board: str, category: str | None = None) -> list[Standing]:
    """One category of a board as it stands now, or each of them, the best first."""
    query = select(LEADERBOARD_NOW).where(LEADERBOARD_NOW.c.board == board)
    if category is not None:
        query = query.where(LEADERBOARD_NOW.c.category == category)
    columns = (LEADERBOARD_NOW.c.category, LEADERBOARD_NOW.c.place, LEADERBOARD_NOW.c.contender_key)
    return [Standing(**dict(row)) for row in session.execute(query.order_by(*columns)).mappings()]


def leaderboard_at(
    session: Session, board: str, category: str, at: datetime, believed: datetime, source: str | None = None
) -> list[Standing]:
    """One category as it stood at an instant, as believed at another, the best first.

    By the source that was trusted most of those that had been read; of what all of them date back, by the one that is
    trusted most. `source` asks another one.
    """
    query = as_of(Score, at, believed) if source is None else held(Score, at, believed)
    sources = [source] if source else boards(session).get(board, {}).get(category, [])
    its = query.where(SCORES.c.source.in_(sources), SCORES.c.board == board, SCORES.c.category == category)
    rows = session.execute(its).all()
    order = select(Source.name).where(Source.name.in_({row.source for row in rows})).order_by(Source.trust)
    best = session.scalar(order.limit(1))
    return _standings(session, [row for row in rows if best is None or row.source == best], at, believed)


def _standings(session: Session, rows: Sequence[Row[Any]], at: datetime, believed: datetime) -> list[Standing]:
    """Rows of one source's category, with their places and what they were called."""
    query = held(Contender, at, believed).where(CONTENDERS.c.source.in_({row.source for row in rows}))
    called = {row.contender_key: row for row in session.execute(query)}
    facts = [Score(**{name: getattr(row, name) for name in SCORE_COLUMNS}) for row in rows]
    spreads = places({fact.contender_key: stated(fact) for fact in facts})
    above = sorted((row.score for row in rows), reverse=True)
    return [
        Standing(
            place=above.index(row.score) + 1,
            best_place=spreads[row.contender_key].best,
            worst_place=spreads[row.contender_key].worst,
            tied_with=spreads[row.contender_key].worst - spreads[row.contender_key].best,
            contender_name=getattr(called.get(row.contender_key), "name", None),
            organization=getattr(called.get(row.contender_key), "organization", None),
            model=getattr(called.get(row.contender_key), "model", None),
            **{name: getattr(row, name) for name in (*SCORE_COLUMNS, "effective_from", "snapshot_id")},
        )
        for row in sorted(rows, key=lambda row: (-row.score, row.contender_key))
    ]


def last_moved(standings: Sequence[Standing]) -> datetime:
    """When the last of these scores came to be what it is: of a dataset its publish date. Raises ValueError of none."""
    return max(standing.effective_from for standing in standings)


def methods(standings: Sequence[Standing]) -> str | None:
    """The version of the method behind these scores, where one is stated."""
    return "/".join(sorted({standing.methodology for standing in standings if standing.methodology})) or None
