"""Held snapshots as stored, without reading their pages again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.ingest.readable import last_readable
from models.kinds import READABLE_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot


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


def held_since(session: Session, newest: Snapshot) -> datetime:
    """The moment of the first held snapshot since the last one that was recorded."""
    readable = select(Snapshot.moment).where(Snapshot.source == newest.source, Snapshot.outcome.in_(READABLE_OUTCOMES))
    good = session.scalar(
        readable.where(Snapshot.outcome != SnapshotOutcome.HELD).order_by(Snapshot.moment.desc()).limit(1)
    )
    held = readable.where(Snapshot.outcome == SnapshotOutcome.HELD).order_by(Snapshot.moment).limit(1)
    first = session.scalar(held if good is None else held.where(Snapshot.moment > good))
    return first or newest.moment
