"""Questions to the leaderboards: who stands where, now or at an instant, and how a contender's score went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.ask import as_of
from models.facts import Contender, Score
from models.intervals import places
from models.tables import HISTORY
from models.views import LEADERBOARD_NOW, SCORE_HISTORY

SCORES = HISTORY[Score]
Called = Mapping[tuple[str, str], tuple[str | None, str | None, str | None]]
"""By source and key, what a contender is called, whose it is, and which model."""


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


def boards(session: Session) -> Mapping[str, list[str]]:
    """The categories of every board that was ever read."""
    found: dict[str, list[str]] = {}
    query = select(SCORES.c.board, SCORES.c.category).distinct().order_by(SCORES.c.board, SCORES.c.category)
    for board, category in session.execute(query).tuples():
        found.setdefault(board, []).append(category)
    return found


def leaderboard(session: Session, board: str, category: str) -> list[Standing]:
    """One category as it stands now, the best first."""
    query = select(LEADERBOARD_NOW).where(LEADERBOARD_NOW.c.board == board, LEADERBOARD_NOW.c.category == category)
    columns = (LEADERBOARD_NOW.c.place, LEADERBOARD_NOW.c.contender_key)
    return [Standing(**dict(row._mapping)) for row in session.execute(query.order_by(*columns))]  # pyright: ignore[reportPrivateUsage]


def leaderboard_at(session: Session, board: str, category: str, at: datetime, believed: datetime) -> list[Standing]:
    """One category as it stood at an instant, as believed at another, the best first."""
    held = as_of(Score, at, believed).where(SCORES.c.board == board, SCORES.c.category == category)
    rows = session.execute(held).all()
    called = _called(session, {row.source for row in rows}, at, believed)
    by_source: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    return [standing for _, its in sorted(by_source.items()) for standing in _standings(its, called)]


def _called(session: Session, sources: set[str], at: datetime, believed: datetime) -> Called:
    contenders = HISTORY[Contender]
    query = as_of(Contender, at, believed).where(contenders.c.source.in_(sources))
    return {(row.source, row.contender_key): (row.name, row.organization, row.model) for row in session.execute(query)}


def _standings(rows: Sequence[Row[Any]], called: Called) -> list[Standing]:
    """Rows of one source's category, with their places."""
    facts = {
        row.contender_key: Score(**{name: getattr(row, name) for name in ("source", *SCORE_COLUMNS)}) for row in rows
    }
    spreads = places(facts.values())
    above = sorted((row.score for row in rows), reverse=True)
    found: list[Standing] = []
    for row in sorted(rows, key=lambda row: (-row.score, row.contender_key)):
        its = spreads[row.contender_key]
        name, organization, model = called.get((row.source, row.contender_key), (None, None, None))
        found.append(
            Standing(
                place=above.index(row.score) + 1,
                best_place=its.best,
                worst_place=its.worst,
                tied_with=its.worst - its.best,
                contender_name=name,
                organization=organization,
                model=model,
                **{name: getattr(row, name) for name in (*SCORE_COLUMNS, "effective_from", "source", "snapshot_id")},
            )
        )
    return found


SCORE_COLUMNS = (
    "board",
    "category",
    "contender_key",
    "score",
    "ci_low",
    "ci_high",
    "votes",
    "methodology",
)


def curves(session: Session, board: str, category: str, keys: Sequence[str]) -> list[Row[Any]]:
    """How the scores of some contenders went, as believed now, oldest first: rows of `score_history`."""
    query = select(SCORE_HISTORY).where(
        SCORE_HISTORY.c.board == board,
        SCORE_HISTORY.c.category == category,
        SCORE_HISTORY.c.contender_key.in_(keys),
        SCORE_HISTORY.c.recorded_to.is_(None),
    )
    return list(session.execute(query.order_by(SCORE_HISTORY.c.contender_key, SCORE_HISTORY.c.effective_from)))
