"""The last readable snapshot of a source, and the one that is held, as stored: their pages are not read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.kinds import READABLE_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot, SourceRow

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
    names = list(sources)
    newest = LAST_READABLE.with_only_columns(Snapshot.id).where(Snapshot.source == SourceRow.name)
    each = select(newest.correlate(SourceRow).scalar_subquery()).where(SourceRow.name.in_(names))
    held = session.scalars(select(Snapshot).where(Snapshot.id.in_(each), Snapshot.outcome == SnapshotOutcome.HELD))
    by_source = {snapshot.source: snapshot for snapshot in held}
    for source in (name for name in names if name in by_source):
        snapshot = by_source[source]
        held_for = snapshot.held_for or {}
        reason = held_for.get("why") or snapshot.reason or ""
        needs_decision = bool(held_for.get("needs_decision"))
        yield HeldSnapshot(snapshot.id, source, held_since(session, snapshot), reason, needs_decision)


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
