"""Pages that come again and certainly record nothing: they are recorded without being read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Update, bindparam, update
from sqlalchemy.orm import Session

from models.kinds import SnapshotOutcome
from models.leaderboards import EVERY_BOARD
from models.plausibility import is_on_time
from models.schema import Snapshot, Watermark
from scrapers.source import Source


@dataclass(frozen=True)
class LastSnapshot:
    """The newest snapshot of a source, and whether people have decided about any of its snapshots."""

    moment: datetime
    url: str
    body_sha256: str | None
    outcome: SnapshotOutcome | None
    reader: int | None
    same_until: datetime | None
    has_decisions: bool
    is_watermark_ahead: bool
    """True if something of the source is recorded as of a later moment."""


def is_silent(source: Source, snapshot: Snapshot, before: Snapshot | LastSnapshot) -> bool:
    """Return True if the page of the last readable snapshot certainly records nothing at the moment of a snapshot.

    A page of a leaderboard does not count: what it changes depends on the log, too (`silent_until`). A stricter rule of
    plausibility needs a new reader release, as all rules do, and then every page is read again.
    """
    if source.boards is not EVERY_BOARD or before.reader != source.reader or before.same_until is None:
        return False
    cadence = timedelta(minutes=source.cadence_minutes)
    return snapshot.moment < before.same_until and is_on_time(snapshot.moment - before.moment, cadence)


def record_repeat(session: Session, source: Source, snapshot: Snapshot, before: Snapshot | LastSnapshot) -> None:
    """Record a page that changes nothing, without reading it."""
    moments = {"of_source": source.name, "of_moment": before.moment, "now": snapshot.moment}
    session.connection().execute(_advance(), moments)
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = SnapshotOutcome.NOT_MODIFIED if not_modified else SnapshotOutcome.SAME
    snapshot.reader, snapshot.reason, snapshot.held_for = source.reader, None, None
    snapshot.same_until = before.same_until


@cache
def _advance() -> Update:
    """The statement that moves the watermarks of `of_source` from `of_moment` to `now`."""
    recorded = (Watermark.source == bindparam("of_source"), Watermark.last_at == bindparam("of_moment"))
    return update(Watermark).where(*recorded).values(last_at=bindparam("now"))
