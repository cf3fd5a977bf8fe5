"""Reading an archived snapshot and recording what it says: its outcome, the history rows, the changes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.archive import attempt_of, last_page
from models.amend import Sightings
from models.belief import Contradiction
from models.changes import Change
from models.doubt import Doubt
from models.plausible import doubts
from models.reading import Reading
from models.record import last_recorded, record
from models.rows import believed
from models.tables import GOOD, Snapshot
from scrapers.page import Failed, NotModified, Page, PageChanged
from scrapers.registry import Source

READABLE = (*GOOD, "held")
"""Outcomes of snapshots that state something."""
MOST_WORDS = 500


@dataclass(frozen=True)
class Filed:
    """How many history rows a snapshot wrote, and the changes that it logged."""

    rows: int = 0
    changes: list[Change] = field(default_factory=list[Change])


def file(session: Session, source: Source, snapshot: Snapshot, now: datetime) -> Filed:
    """Read a snapshot that awaits it, give it its outcome, and record what it states."""
    attempt = attempt_of(session, snapshot)
    if isinstance(attempt, Failed):
        snapshot.outcome = "failed"
        return Filed()
    page = _shown(session, snapshot)
    if page is None:
        snapshot.outcome, snapshot.reason = "failed", "HTTP 304, but nothing was read here before"
        return Filed()
    snapshot.reader, snapshot.reason = source.reader, None
    try:
        with session.begin_nested():
            return _file(session, source, snapshot, source.reading(page), now)
    except (PageChanged, Contradiction) as error:
        snapshot.outcome, snapshot.reason = "refused", str(error)
        return Filed()


def _shown(session: Session, snapshot: Snapshot) -> Page | None:
    """The page that a snapshot shows; of "not modified" the one before. None where there is none."""
    attempt = attempt_of(session, snapshot)
    if isinstance(attempt, Failed):
        return None
    return last_page(session, snapshot) if isinstance(attempt, NotModified) else attempt


def _file(session: Session, source: Source, snapshot: Snapshot, reading: Reading, now: datetime) -> Filed:
    found = _doubts(session, source, snapshot, reading)
    seen: Sightings | None = _sightings(session, source, snapshot, found) if found else {}
    if seen is None:
        why = "; ".join(sorted({doubt.why for doubt in found}))
        snapshot.outcome, snapshot.reason = "held", f"seen once: {why}"[:MOST_WORDS]
        return Filed()
    recorded = record(session, snapshot, reading, source.reader, now, seen)
    new = recorded.rows or recorded.changes
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = "not_modified" if not_modified else "facts" if new else "same"
    return Filed(recorded.rows, recorded.changes)


def _doubts(session: Session, source: Source, snapshot: Snapshot, reading: Reading) -> list[Doubt]:
    before = _readable_before(session, snapshot)
    gap = before is None or snapshot.moment - before.moment > 2 * timedelta(minutes=source.cadence_minutes)
    held = {scope: believed(session, scope) for scope in reading.scopes}
    previous = min((mark for scope in reading.scopes if (mark := last_recorded(session, scope))), default=None)
    return doubts(held, reading, snapshot.moment, previous, gap=gap)


def _sightings(session: Session, source: Source, snapshot: Snapshot, found: list[Doubt]) -> Sightings | None:
    """When each doubtful statement was seen first, if the last readable page said the same; None if it did not.

    Which pages are held is not kept: it follows from the snapshots, so that a replay comes to the same.
    """
    before = _readable_before(session, snapshot)
    if before is None or before.outcome != "held":
        return None
    page = _shown(session, before)
    try:
        earlier = _doubts(session, source, before, source.reading(page)) if page else []
    except PageChanged:
        return None
    if {doubt.statement for doubt in earlier} != {doubt.statement for doubt in found}:
        return None
    return {(doubt.fact, doubt.key): before.moment for doubt in found}


def _readable_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    query = select(Snapshot).where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.in_(READABLE)
    )
    return session.scalar(query.order_by(Snapshot.moment.desc()).limit(1))
