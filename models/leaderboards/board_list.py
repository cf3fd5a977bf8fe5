"""The list of leaderboards, with their categories and sources."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.facts import Score
from models.schema import TABLES, Watermark

SERIES = TABLES[Score].series


def boards(session: Session) -> Mapping[str, Mapping[str, list[str]]]:
    """Return every board that was ever read, with its categories and the sources of each."""
    categories: dict[str, dict[str, list[str]]] = {}
    for source, category, board in session.execute(_query()).tuples():
        categories.setdefault(board, {}).setdefault(category, []).append(source)
    return dict(sorted(categories.items()))


@cache
def _query() -> Select[Any]:
    """Each category of a source and its boards, one looked up after the other: a scan of all series would be slow."""
    mark, series = Watermark.__table__.c, SERIES.c
    next_board = select(func.min(series.board)).where
    first = next_board(series.source == mark.source, series.category == mark.division).scalar_subquery()
    marks = select(mark.source, mark.division, first.label("board")).where(mark.fact == Score.table)
    found = marks.cte("found", recursive=True)
    following = next_board(
        series.source == found.c.source, series.category == found.c.division, series.board > found.c.board
    ).scalar_subquery()
    found = found.union_all(select(found.c.source, found.c.division, following).where(found.c.board.is_not(None)))
    return select(found).where(found.c.board.is_not(None)).order_by(found.c.division, found.c.source)
