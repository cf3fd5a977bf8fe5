"""Pages that come again unchanged: they are not read while it is certain that they record nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from flows.ingest.archive import body_snapshot
from models.history import BeliefReader, Repeat, expect_all_read, silent_until
from models.kinds import SnapshotOutcome
from models.leaderboards import EVERY_BOARD
from models.plausibility import is_on_time
from models.readings import Reading
from models.schema import Snapshot, Watermark
from scrapers.observed import ObservedReading, read_observed
from scrapers.source import Source


def repeats_page(session: Session, source: Source, snapshot: Snapshot, before: Snapshot) -> bool:
    """Return True if a snapshot has the page of the last readable one, `before`, and today's reader read that.

    A page of a leaderboard counts as another one: what it changes depends on the log, too (`silent_until`). So does one
    after a page of another address at the same moment, which may have changed what is believed. A stricter rule of
    plausibility needs a new reader release, as all rules do, and then every page is read again.
    """
    has_page = snapshot.body_sha256 is not None or snapshot.reason is None
    if source.boards is not EVERY_BOARD or (before.url, before.reader) != (snapshot.url, source.reader):
        return False
    if session.scalar(select(exists().where(Watermark.source == source.name, Watermark.last_at > before.moment))):
        return False
    stored, last = (body_snapshot(session, each) for each in (snapshot, before)) if has_page else (None, None)
    return stored is not None and last is not None and stored.body_sha256 == last.body_sha256


def is_silent(source: Source, snapshot: Snapshot, before: Snapshot) -> bool:
    """Return True if the page of the last readable snapshot certainly records nothing at the moment of a snapshot."""
    is_known = before.same_until is not None and snapshot.moment < before.same_until
    return is_known and is_on_time(snapshot.moment - before.moment, _cadence(source))


def record_repeat(session: Session, source: Source, snapshot: Snapshot, before: Snapshot) -> None:
    """Record a page that changes nothing, without reading it. Raises OutOfOrder."""
    expect_all_read(session, snapshot)
    recorded = update(Watermark).where(Watermark.source == source.name, Watermark.last_at == before.moment)
    session.execute(recorded.values(last_at=snapshot.moment))
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = SnapshotOutcome.NOT_MODIFIED if not_modified else SnapshotOutcome.SAME
    snapshot.reader, snapshot.reason, snapshot.held_for = source.reader, None, None
    snapshot.same_until = before.same_until


def observing(source: Source) -> Source:
    """The source with a reader that notes how the reading of its page depends on the moment."""
    return replace(source, read=partial(read_observed, source.read))


def page_silent_until(
    source: Source, snapshot: Snapshot, before: Snapshot, reading: Reading, beliefs: BeliefReader
) -> datetime | None:
    """Return the instant until which the page of a snapshot records nothing; None if it is not known.

    It is asked before the reading is recorded.
    """
    previous = {scope: mark.last_at for scope, mark in beliefs.watermarks(reading.scopes).items()}
    if not isinstance(reading, ObservedReading) or reading.same_until is None or previous.keys() != reading.scopes:
        return None
    repeat = Repeat(
        reading=reading,
        believed=beliefs.read(reading.scopes, beliefs.since(reading, snapshot.moment)),
        moment=snapshot.moment,
        previous=previous,
        gap=snapshot.moment - before.moment,
        cadence=_cadence(source),
        rules=source.plausibility,
    )
    silent = silent_until(repeat)
    return None if silent is None else min(silent, reading.same_until)


def _cadence(source: Source) -> timedelta:
    return timedelta(minutes=source.cadence_minutes)
