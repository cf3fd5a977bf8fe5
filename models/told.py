"""What people were told last of a contender: the interval that a new one is measured against, and its place."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.boards import ADDED, ENTERED, LEFT, MOVED, REBASED, REMOVED, REPLACED, SHARED
from models.fact import key_columns, value_columns
from models.facts import Contender, Score
from models.intervals import Interval, interval
from models.reading import Scope
from models.standings import Member
from models.steps import fact_of
from models.tables import HISTORY, ChangeRow, Recorded

SCORES, CONTENDERS = HISTORY[Score], HISTORY[Contender]


def told(session: Session, scope: Scope) -> Mapping[str, Interval]:
    """By contender key: as of the last change that told it, else as of its first score since the board is watched.

    A board is watched from its first reading on; when its method changes it is told anew.
    """
    since = _watched_since(session, scope)
    if since is None:
        return {}
    found = {score.contender_key: interval(score) for score in _first_since(session, scope, since)}
    for key, instant in _told_since(session, scope, since).items():
        if score := _at(session, scope, key, instant):
            found[key] = interval(score)
    return found


def _watched_since(session: Session, scope: Scope) -> datetime | None:
    rebased = select(func.max(ChangeRow.effective_at)).where(
        ChangeRow.source == scope.source, ChangeRow.kind == REBASED, ChangeRow.retracted.is_(False)
    )
    mark = session.get(Recorded, (Score.table, scope.source, scope.part))
    return mark and max(mark.first, session.scalar(rebased) or mark.first)


def _first_since(session: Session, scope: Scope, since: datetime) -> Iterator[Score]:
    """Each contender's score that held then, or its first one after it."""
    held = or_(SCORES.c.effective_to.is_(None), SCORES.c.effective_to > since)
    first = (
        select(SCORES.c.contender_key, func.min(SCORES.c.effective_from).label("start"))
        .where(*_believed(scope), held)
        .group_by(SCORES.c.contender_key)
        .subquery()
    )
    yield from _scores(
        session,
        *_believed(scope),
        SCORES.c.contender_key == first.c.contender_key,
        SCORES.c.effective_from == first.c.start,
    )


def _told_since(session: Session, scope: Scope, since: datetime) -> Mapping[str, datetime]:
    """By contender key, the instant of the last change that told its score in this category."""
    keys = {
        name: key
        for key, name in session.execute(
            select(CONTENDERS.c.contender_key, CONTENDERS.c.name).where(
                CONTENDERS.c.source == scope.source, CONTENDERS.c.name.is_not(None)
            )
        ).tuples()
    }
    rows = select(ChangeRow.subject, ChangeRow.after, ChangeRow.effective_at).where(
        ChangeRow.source == scope.source,
        ChangeRow.kind.in_((MOVED, REPLACED, ADDED)),
        ChangeRow.effective_at >= since,
        ChangeRow.retracted.is_(False),
    )
    found: dict[str, datetime] = {}
    for subject, after, instant in session.execute(rows.order_by(ChangeRow.id)).tuples():
        if instant is not None and _category(after) == scope.part:
            found[keys.get(subject, subject)] = instant
    return found


def in_top(session: Session, source: str) -> Mapping[Member, bool]:
    """Who was last known to be in the top, and who was told to have left it."""
    rows = select(ChangeRow.subject, ChangeRow.kind, ChangeRow.after).where(
        ChangeRow.source == source, ChangeRow.kind.in_((ENTERED, LEFT, SHARED)), ChangeRow.retracted.is_(False)
    )
    return {
        (subject, _category(after)): kind != LEFT
        for subject, kind, after in session.execute(rows.order_by(ChangeRow.id)).tuples()
    }


def known_contenders(session: Session, source: str, moment: datetime) -> frozenset[str]:
    """The keys of those that were on the board before a moment and have not been told to have left it."""
    before = select(CONTENDERS.c.contender_key, CONTENDERS.c.name).where(
        CONTENDERS.c.source == source, CONTENDERS.c.gone.is_(False), CONTENDERS.c.recorded_from < moment
    )
    rows = select(ChangeRow.subject, ChangeRow.kind).where(
        ChangeRow.source == source, ChangeRow.kind.in_((ADDED, REMOVED)), ChangeRow.retracted.is_(False)
    )
    last = dict(session.execute(rows.order_by(ChangeRow.id)).tuples().all())
    return frozenset(
        key for key, name in session.execute(before.distinct()).tuples() if last.get(name or key) != REMOVED
    )


def _category(after: str | None) -> str:
    """The words of such a change begin with its category."""
    return (after or "").split(":")[0]


def _at(session: Session, scope: Scope, key: str, instant: datetime) -> Score | None:
    start = (
        select(func.max(SCORES.c.effective_from))
        .where(*_believed(scope), SCORES.c.contender_key == key, SCORES.c.effective_from <= instant)
        .scalar_subquery()
    )
    return next(
        _scores(session, *_believed(scope), SCORES.c.contender_key == key, SCORES.c.effective_from == start), None
    )


def _believed(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        SCORES.c.source == scope.source,
        SCORES.c.category == scope.part,
        SCORES.c.recorded_to.is_(None),
        SCORES.c.gone.is_(False),
    )


def _scores(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Score]:
    names = (*key_columns(Score), *value_columns(Score))
    width = len(key_columns(Score))
    for row in session.execute(select(*(SCORES.c[name] for name in names)).where(*conditions)):
        stated = fact_of(Score, tuple(row[:width]), tuple(row[width:]))
        if isinstance(stated, Score):
            yield stated
