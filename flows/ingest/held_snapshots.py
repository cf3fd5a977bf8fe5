"""The last readable snapshot of a source, and the one that is held, as stored: their pages are not read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kinds import READABLE_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot

LAST_READABLE = (
    select(Snapshot)
    .where(Snapshot.outcome.in_(READABLE_OUTCOMES))
    .order_by(Snapshot.moment.desc(), Snapshot.outcome == SnapshotOutcome.HELD, Snapshot.id.desc())
    .limit(1)
)
"""The last readable snapshot. Of several snapshots of one moment the recorded one, else the last one that was held."""


@dataclass(frozen=True)
class HeldSnapshot:
    """The held snapshot of a source, as stored; its page is not read again."""

    snapshot_id: int
    source: str
    since: datetime
    reason: str
    needs_decision: bool


def held_snapshots(session: Session, sources: Iterable[str]) -> Iterator[HeldSnapshot]:
    """The newest snapshot of each source, if it is held."""
    for source in sources:
        newest = last_readable(session, source)
        if newest is not None and newest.outcome == SnapshotOutcome.HELD:
            held_for = newest.held_for or {}
            reason = held_for.get("why") or newest.reason or ""
            needs_decision = bool(held_for.get("needs_decision"))
            yield HeldSnapshot(newest.id, source, held_since(session, newest), reason, needs_decision)


def last_readable(session: Session, source: str) -> Snapshot | None:
    """The last readable snapshot of a source."""
    return session.scalar(LAST_READABLE.where(Snapshot.source == source))


def held_since(session: Session, newest: Snapshot) -> datetime:
    """The moment of the first held snapshot since the last one that was recorded."""
    readable = select(Snapshot.moment).where(Snapshot.source == newest.source, Snapshot.outcome.in_(READABLE_OUTCOMES))
    good = session.scalar(
        readable.where(Snapshot.outcome != SnapshotOutcome.HELD).order_by(Snapshot.moment.desc()).limit(1)
    )
    held = readable.where(Snapshot.outcome == SnapshotOutcome.HELD).order_by(Snapshot.moment).limit(1)
    first = session.scalar(held if good is None else held.where(Snapshot.moment > good))
    return first or newest.moment
