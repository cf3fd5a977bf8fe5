"""The readable snapshots of a source: the last one, the one before another, and the longest gap between them."""

from datetime import timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.kinds import GOOD_OUTCOMES, READABLE_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot


def longest_gap(session: Session, snapshot: Snapshot, readable: Snapshot | None) -> timedelta:
    """The longest time without a readable page since the source was last recorded; endless if it never was.

    `readable` is the last readable snapshot before this one.
    """
    if readable is None:
        return timedelta.max
    if readable.outcome in GOOD_OUTCOMES:
        return snapshot.moment - readable.moment
    before = (Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment)
    recorded = session.scalar(select(func.max(Snapshot.moment)).where(*before, Snapshot.outcome.in_(GOOD_OUTCOMES)))
    if recorded is None:
        return timedelta.max
    held = select(Snapshot.moment).where(*before, Snapshot.moment > recorded, Snapshot.outcome == SnapshotOutcome.HELD)
    moments = [recorded, *session.scalars(held.order_by(Snapshot.moment)), snapshot.moment]
    return max(later - earlier for earlier, later in pairwise(moments))


def readable_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The last readable snapshot of a source of an earlier moment."""
    return _last_readable(session, snapshot.source, Snapshot.moment < snapshot.moment)


def last_readable(session: Session, source: str) -> Snapshot | None:
    """The last readable snapshot of a source."""
    return _last_readable(session, source)


def _last_readable(session: Session, source: str, *conditions: ColumnElement[bool]) -> Snapshot | None:
    """Of several snapshots of one moment the recorded one, else the last one that was held."""
    query = select(Snapshot).where(Snapshot.source == source, Snapshot.outcome.in_(READABLE_OUTCOMES), *conditions)
    is_held = Snapshot.outcome == SnapshotOutcome.HELD
    return session.scalar(query.order_by(Snapshot.moment.desc(), is_held, Snapshot.id.desc()).limit(1))
