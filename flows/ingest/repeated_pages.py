"""Pages that come again unchanged: they are not read while it is certain that they record nothing."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from flows.ingest.archive import body_snapshot
from models.history import BeliefReader, Repeat, silent_until
from models.leaderboards import EVERY_BOARD
from models.readings import Reading
from models.schema import Snapshot, Watermark
from scrapers.source import Source


def repeats_page(session: Session, source: Source, snapshot: Snapshot, before: Snapshot) -> bool:
    """Return True if a snapshot has the page of the last readable one, `before`, and today's reader read that.

    A page of a leaderboard counts as another one (`is_silent`). So does one after a page of another address at the same
    moment, which may have changed what is believed.
    """
    has_page = snapshot.body_sha256 is not None or snapshot.reason is None
    if source.boards is not EVERY_BOARD or (before.url, before.reader) != (snapshot.url, source.reader):
        return False
    stored, last = (body_snapshot(session, each) for each in (snapshot, before)) if has_page else (None, None)
    if stored is None or last is None or stored.body_sha256 != last.body_sha256:
        return False
    later = exists().where(Watermark.source == source.name, Watermark.last_at > before.moment)
    return not session.scalar(select(later))


def page_silent_until(
    source: Source, snapshot: Snapshot, before: Snapshot, reading: Reading, beliefs: BeliefReader
) -> datetime | None:
    """Return the instant until which the page of a snapshot records nothing; None if it is not known.

    It is asked before the reading is recorded.
    """
    previous = {scope: mark.last_at for scope, mark in beliefs.watermarks(reading.scopes).items()}
    if reading.same_until is None or previous.keys() != reading.scopes:
        return None
    repeat = Repeat(
        reading=reading,
        believed=beliefs.read(reading.scopes, beliefs.since(reading, snapshot.moment)),
        moment=snapshot.moment,
        previous=previous,
        gap=snapshot.moment - before.moment,
        cadence=timedelta(minutes=source.cadence_minutes),
        rules=source.plausibility,
    )
    silent = silent_until(repeat)
    return None if silent is None else min(silent, reading.same_until)
