"""Which leaderboards there are, in which categories, and by which sources."""

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.facts import Score
from models.schema import HISTORY, Watermark

SCORES = HISTORY[Score]


def boards(session: Session) -> Mapping[str, Mapping[str, list[str]]]:
    """The categories of every board that was ever read, and the sources of each."""
    found: dict[str, dict[str, list[str]]] = {}
    marks = select(Watermark.source, Watermark.division).where(Watermark.fact == Score.table)
    for source, category in session.execute(marks.order_by(Watermark.division, Watermark.source)).tuples():
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
