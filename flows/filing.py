"""Reading an archived snapshot and recording what it says: its outcome, the history rows, the changes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.archive import attempt_of, shown
from flows.reader import read_page
from flows.refusal import NOT_OF_THE_PAGE, refusal
from flows.sparing import seldom_collecting
from models.amend import Sightings
from models.changes import Change
from models.doubt import Doubt
from models.plausible import doubts
from models.reading import Reading
from models.record import last_recorded, record
from models.rows import believed
from models.tables import GOOD, Snapshot
from scrapers.page import Failed, PageChanged
from scrapers.source import Source

READABLE = (*GOOD, "held")
"""Outcomes of snapshots that state something."""
MOST_WORDS = 500


@dataclass(frozen=True)
class Filed:
    """How many history rows a snapshot wrote, and the changes that it logged."""

    rows: int = 0
    changes: list[Change] = field(default_factory=list[Change])


def file(session: Session, source: Source, snapshot: Snapshot, now: datetime) -> Filed:
    """Read a snapshot that awaits it, give it its outcome, and record what it states.

    Whatever goes wrong with a page, its outcome is `refused`; what goes wrong with the database is raised.
    """
    try:
        with session.begin_nested(), seldom_collecting():
            return _read(session, source, snapshot, now)
    except NOT_OF_THE_PAGE:
        raise
    except Exception as error:  # noqa: BLE001 (an outcome for every page, or it stops its source for good)
        reason = refusal(source.name, error)
    refuse(snapshot, source, reason)
    return Filed()


def refuse(snapshot: Snapshot, source: Source, reason: str) -> None:
    """Settle a snapshot as one that cannot be read."""
    snapshot.outcome, snapshot.reason, snapshot.reader = "refused", reason, source.reader


def _read(session: Session, source: Source, snapshot: Snapshot, now: datetime) -> Filed:
    attempt = attempt_of(session, snapshot)
    if isinstance(attempt, Failed):
        snapshot.outcome = "failed"
        return Filed()
    page = shown(session, snapshot)
    if page is None:
        snapshot.outcome, snapshot.reason = "failed", "HTTP 304, but nothing was read here before"
        return Filed()
    snapshot.reader, snapshot.reason = source.reader, None
    return _file(session, source, snapshot, read_page(source, page), now)


def _file(session: Session, source: Source, snapshot: Snapshot, reading: Reading, now: datetime) -> Filed:
    seen = _sightings(session, source, snapshot, reading)
    found = [] if seen else _doubts(session, snapshot, reading, gap=_gap(session, source, snapshot))
    if found:
        why = "; ".join(sorted({doubt.why for doubt in found}))
        snapshot.outcome, snapshot.reason = "held", f"seen once: {why}"[:MOST_WORDS]
        return Filed()
    recorded = record(session, snapshot, reading, source.reader, now, seen)
    new = recorded.rows or recorded.changes
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = "not_modified" if not_modified else "facts" if new else "same"
    return Filed(recorded.rows, recorded.changes)


def _doubts(session: Session, snapshot: Snapshot, reading: Reading, *, gap: bool) -> list[Doubt]:
    held = {
        scope: believed(session, scope, reading.since.get(scope)) for scope in reading.scopes - reading.later.keys()
    }
    previous = min((mark for scope in reading.scopes if (mark := last_recorded(session, scope))), default=None)
    return doubts(held, reading, snapshot.moment, previous, gap=gap)


def _sightings(session: Session, source: Source, snapshot: Snapshot, reading: Reading) -> Sightings:
    """When each doubtful statement was seen first, if the last readable page was held for the same; else nothing.

    However long ago that was: pages that cannot be read neither confirm nor refute. Which pages are held is not kept:
    it follows from the snapshots, so that a replay comes to the same.
    """
    before = _readable_before(session, snapshot)
    if before is None or before.outcome != "held":
        return {}
    page, gap = shown(session, before), _gap(session, source, before)
    try:
        earlier = _doubts(session, before, read_page(source, page), gap=gap) if page else []
    except PageChanged:
        return {}
    found = _doubts(session, snapshot, reading, gap=gap)
    same = {doubt.statement for doubt in earlier} == {doubt.statement for doubt in found}
    return {(doubt.fact, doubt.key): before.moment for doubt in found} if same else {}


def _gap(session: Session, source: Source, snapshot: Snapshot) -> bool:
    """Whether the source stayed unread for longer than twice its cadence at a time since it was last recorded."""
    before = (Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment)
    recorded = session.scalar(select(func.max(Snapshot.moment)).where(*before, Snapshot.outcome.in_(GOOD)))
    if recorded is None:
        return True
    held = select(Snapshot.moment).where(*before, Snapshot.moment > recorded, Snapshot.outcome == "held")
    moments = [recorded, *session.scalars(held.order_by(Snapshot.moment)), snapshot.moment]
    longest = 2 * timedelta(minutes=source.cadence_minutes)
    return any(later - earlier > longest for earlier, later in pairwise(moments))


def _readable_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    query = select(Snapshot).where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.in_(READABLE)
    )
    return session.scalar(query.order_by(Snapshot.moment.desc()).limit(1))
