"""Pages that come again unchanged: they are not read while it is certain that they record nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import BindParameter, Select, Update, bindparam, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from flows.ingest.archive import body_snapshot
from models.history import LONGEST, BeliefReader, Repeat, correction_instants, expect_all_read, silent_until
from models.kinds import GOOD_OUTCOMES, SnapshotOutcome
from models.leaderboards import EVERY_BOARD
from models.plausibility import is_on_time
from models.readings import Reading
from models.schema import Decision, Snapshot, Watermark
from scrapers.observed import ObservedReader
from scrapers.page import Failed, NotModified, Page, Validators
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
    stored, last = (body_snapshot(session, each) for each in (snapshot, before)) if has_page else (None, None)
    if stored is None or last is None or stored.body_sha256 != last.body_sha256:
        return False
    later = exists().where(Watermark.source == source.name, Watermark.last_at > before.moment)
    return not session.scalar(select(later))


def is_silent(source: Source, snapshot: Snapshot, before: Snapshot) -> bool:
    """Return True if the page of the last readable snapshot certainly records nothing at the moment of a snapshot."""
    return _is_silent(source, snapshot.moment, before.moment, before.same_until)


def _is_silent(source: Source, moment: datetime, before: datetime, same_until: datetime | None) -> bool:
    is_known = same_until is not None and moment < same_until
    return is_known and is_on_time(moment - before, _cadence(source))


def record_repeat(session: Session, source: Source, snapshot: Snapshot, before: Snapshot) -> None:
    """Record a page that changes nothing, without reading it. Raises OutOfOrder."""
    expect_all_read(session, snapshot)
    moved = {"of_source": source.name, "of_moment": before.moment, "now": snapshot.moment}
    session.connection().execute(_advance(), moved)
    not_modified = snapshot.body_sha256 is None
    snapshot.outcome = SnapshotOutcome.NOT_MODIFIED if not_modified else SnapshotOutcome.SAME
    snapshot.reader, snapshot.reason, snapshot.held_for = source.reader, None, None
    snapshot.same_until = before.same_until


def archive_repeat(
    session: Session, source: Source, attempt: Page | NotModified | Failed, stored_at: datetime
) -> int | None:
    """Archive and record an attempt that brings the page before and certainly records nothing; returns its snapshot id.

    None, and nothing is done, if that is not certain or takes more to find out, which is left to `archive` and
    `read_and_record`: where a snapshot awaits reading, another reader release or address was before, or the snapshot
    before has no bytes.
    """
    if isinstance(attempt, Failed) or source.boards is not EVERY_BOARD:
        return None
    connection, asked = session.connection(), {"of_source": source.name, "release": source.reader}
    row = connection.execute(_before_query(), asked).one_or_none()
    if row is None or row.stays_out or row.outcome not in GOOD_OUTCOMES or row.body_sha256 is None:
        return None
    if row.is_decided and any(at >= attempt.moment for at in correction_instants(session, source.name)):
        return None
    is_next = row.moment < attempt.moment and (row.url, row.reader) == (attempt.url, source.reader)
    if not is_next or not _is_silent(source, attempt.moment, row.moment, row.same_until):
        return None
    validators = attempt.validators if isinstance(attempt, Page) else Validators()
    digest = sha256(attempt.body).hexdigest() if isinstance(attempt, Page) else None
    if digest not in (None, row.body_sha256):
        return None
    values = {
        "source": source.name,
        "url": attempt.url,
        "moment": attempt.moment,
        "stored_at": stored_at,
        "outcome": SnapshotOutcome.NOT_MODIFIED if digest is None else SnapshotOutcome.SAME,
        "reader": source.reader,
        "body_sha256": digest,
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "same_until": row.same_until,
        "read_attempts": 1,  # the record is that of pages that are all read
    }
    connection.execute(_advance(), {"of_source": source.name, "of_moment": row.moment, "now": attempt.moment})
    (snapshot_id,) = connection.execute(insert(Snapshot), values).inserted_primary_key or (0,)
    return snapshot_id


@cache
def _before_query() -> Select[Any]:
    """The newest snapshot of the source `of_source`, and whether `archive_repeat` stays out; `release` is its reader's.

    A watermark after the snapshot is of another page of its moment.
    """
    of_source: BindParameter[str] = bindparam("of_source")
    awaiting = aliased(Snapshot)
    later = (Watermark.last_at > Snapshot.moment, Watermark.reader < bindparam("release"))
    is_decided = exists().where(Decision.source == of_source)
    stays_out = or_(
        exists().where(Watermark.source == of_source, or_(*later)),
        exists().where(awaiting.source == of_source, awaiting.outcome.is_(None)),
    )
    names = ("moment", "outcome", "url", "reader", "body_sha256", "same_until")
    columns = [getattr(Snapshot, name) for name in names]
    query = select(*columns, is_decided.label("is_decided"), stays_out.label("stays_out"))
    return query.where(Snapshot.source == of_source).order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)


@cache
def _advance() -> Update:
    """The statement that moves the watermarks of `of_source` from `of_moment` to `now`."""
    recorded = (Watermark.source == bindparam("of_source"), Watermark.last_at == bindparam("of_moment"))
    return update(Watermark).where(*recorded).values(last_at=bindparam("now"))


def observing(source: Source) -> Source:
    """The source with a reader that notes how the reading of its page depends on the moment."""
    return replace(source, read=ObservedReader(source.read))


def settled_until(snapshot: Snapshot, reading: Reading) -> datetime | None:
    """Return the instant until which a page that is settled records nothing; None if it is not known."""
    return None if reading.same_until is None else min(reading.same_until, snapshot.moment + LONGEST)


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
        cadence=_cadence(source),
        rules=source.plausibility,
    )
    silent = silent_until(repeat)
    return None if silent is None else min(silent, reading.same_until)


def _cadence(source: Source) -> timedelta:
    return timedelta(minutes=source.cadence_minutes)
