"""Whether a source is well: when it counts as broken, and when as recovered."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes import Change
from models.tables import BAD, GOOD, ChangeRow, Snapshot

BROKEN, HELD, RECOVERED = "source broken", "source held", "source recovered"
STANDING = (BROKEN, HELD, RECOVERED)
PATIENCE = 3
"""So many attempts in a row have to fail; a page that cannot be read any more is told at once."""


def standing(session: Session, snapshot: Snapshot) -> Change | None:
    """The change that this snapshot, its outcome set, makes in how its source stands.

    A snapshot that is read again by a newer reader has said so already, under the key of its alert: the next one does.
    """
    found = _standing(session, snapshot)
    return None if found is None or _spoke(session, snapshot) else found


def _spoke(session: Session, snapshot: Snapshot) -> bool:
    said = select(ChangeRow.id).where(ChangeRow.snapshot_id == snapshot.id, ChangeRow.kind.in_(STANDING)).limit(1)
    return session.scalar(said) is not None


def _standing(session: Session, snapshot: Snapshot) -> Change | None:
    told = _told(session, snapshot.source)
    if snapshot.outcome == "held":
        return _change(HELD, snapshot, None, snapshot.reason) if told != HELD else None
    if snapshot.outcome not in BAD:
        well = told in (None, RECOVERED)
        return None if well else _change(RECOVERED, snapshot, str(told).removeprefix("source "), snapshot.outcome)
    if told == BROKEN or not (snapshot.outcome == "refused" or _keeps_failing(session, snapshot.source)):
        return None
    good = _last_good(session, snapshot.source)
    before = f"last good reading {good:%Y-%m-%d %H:%M} UTC" if good else "no good reading yet"
    return _change(BROKEN, snapshot, before, snapshot.reason)


def _change(kind: str, snapshot: Snapshot, before: str | None, after: str | None) -> Change:
    return Change(kind, snapshot.source, snapshot.source, before, after, None)


def _told(session: Session, source: str) -> str | None:
    """What was last said of how it stands."""
    said = select(ChangeRow.kind).where(ChangeRow.source == source, ChangeRow.kind.in_(STANDING))
    return session.scalar(said.order_by(ChangeRow.id.desc()).limit(1))


def _keeps_failing(session: Session, source: str) -> bool:
    """The last attempts, this one included, brought nothing that reads."""
    last = select(Snapshot.outcome).where(Snapshot.source == source).order_by(Snapshot.moment.desc()).limit(PATIENCE)
    outcomes = session.scalars(last).all()
    return len(outcomes) == PATIENCE and set(outcomes) <= set(BAD)


def _last_good(session: Session, source: str) -> datetime | None:
    good = select(Snapshot.moment).where(Snapshot.source == source, Snapshot.outcome.in_(GOOD))
    return session.scalar(good.order_by(Snapshot.moment.desc()).limit(1))
