"""The list of leaderboards, with their categories and sources."""

from collections.abc import Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.facts import Score
from models.schema import TABLES, Watermark

SERIES = TABLES[Score].series


def boards(session: Session) -> Mapping[str, Mapping[str, list[str]]]:
    """Return every board that was ever read, with its categories and the sources of each."""
    categories: dict[str, dict[str, list[str]]] = {}
    marks = select(Watermark.source, Watermark.division).where(Watermark.fact == Score.table)
    for source, category in session.execute(marks.order_by(Watermark.division, Watermark.source)).tuples():
        for board in _boards_of(session, source, category):
            categories.setdefault(board, {}).setdefault(category, []).append(source)
    return dict(sorted(categories.items()))


def _boards_of(session: Session, source: str, category: str) -> Iterator[str]:
    """Yield the boards in a category of a source, one query each: a scan of the whole history would be slow."""
    first = select(func.min(SERIES.c.board)).where(SERIES.c.source == source, SERIES.c.category == category)
    board = session.scalar(first)
    while board is not None:
        yield board
        board = session.scalar(first.where(SERIES.c.board > board))
