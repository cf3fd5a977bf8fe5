"""The archive: source rows, each attempt as a snapshot row before its page is read, each body once."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from flows.database import Store
from flows.ingest.bodies import BodyLost, store_body, unpacked
from flows.ingest.bytes_lost import BytesLost
from flows.ingest.silent_pages import LastSnapshot, is_silent, record_repeat
from models.history import OutOfOrder, correction_instants
from models.kinds import GIVEN_BY_HAND, GOOD_OUTCOMES, SnapshotOutcome, is_by_hand
from models.schema import Decision, Snapshot, SourceRow, Watermark
from scrapers.page import Failed, NotModified, Page, Validators
from scrapers.source import Source

READ_WELL = (SnapshotOutcome.FACTS, SnapshotOutcome.SAME, SnapshotOutcome.HELD)


def archive(session: Session, attempt: Page | NotModified | Failed, stored_at: datetime) -> int:
    """Store an attempt as an unread snapshot; returns its id. Raises OutOfOrder if it is not the newest."""
    return archive_attempt(session, attempt, stored_at).id


def archive_attempt(
    session: Session, attempt: Page | NotModified | Failed, stored_at: datetime, source: Source | None = None
) -> Snapshot:
    """Store an attempt as an unread snapshot. Raises OutOfOrder if it is not the newest.

    With `source`, of which nothing awaits reading, a page that comes again and certainly records nothing is recorded.
    """
    last = _last_snapshot(session, attempt.source)
    if (newest := _recorded_past(session, attempt, last)) is not None:
        raise OutOfOrder(
            f"{attempt.source} was recorded up to {newest:%Y-%m-%dT%H:%M:%SZ}, and this one is of "
            f"{attempt.moment:%Y-%m-%dT%H:%M:%SZ}: history is recorded in order; nothing was changed"
        )
    snapshot = Snapshot(source=attempt.source, url=attempt.url, moment=attempt.moment, stored_at=stored_at)
    if isinstance(attempt, Page):
        like = (last and last.body_sha256) or body_before(session, attempt)
        snapshot.body_sha256 = store_body(session, attempt.body, like)
        snapshot.etag, snapshot.last_modified = attempt.validators.etag, attempt.validators.last_modified
        snapshot.reason = GIVEN_BY_HAND if attempt.is_by_hand else None
    if isinstance(attempt, Failed):
        snapshot.reason = attempt.reason
    elif source is not None and last is not None and _repeats(snapshot, last) and is_silent(source, snapshot, last):
        record_repeat(session, source, snapshot, last)
        snapshot.read_attempts = 1  # as every recorded snapshot has, read or not
    session.add(snapshot)
    session.flush()
    return snapshot


def _repeats(snapshot: Snapshot, last: LastSnapshot) -> bool:
    """Return True if a snapshot has the page of the last one, which was recorded and has bytes."""
    if last.outcome not in GOOD_OUTCOMES or last.body_sha256 is None or last.is_watermark_ahead:
        return False
    return snapshot.url == last.url and snapshot.body_sha256 in (None, last.body_sha256)


def recorded_past(session: Session, attempt: Page | NotModified | Failed) -> datetime | None:
    """The end of the record of a source, if it is not before an attempt; None if the attempt is newer.

    The record ends with the newest snapshot, or with a correction after it.
    """
    return _recorded_past(session, attempt, _last_snapshot(session, attempt.source))


def _last_snapshot(session: Session, source: str) -> LastSnapshot | None:
    row = session.connection().execute(_last_query(), {"source": source}).one_or_none()
    return None if row is None else LastSnapshot(*row)


@cache
def _last_query() -> Select[Any]:
    """The query of `_last_snapshot`, built once; `source` is a parameter."""
    of_source = Snapshot.source == bindparam("source")
    has_decisions = exists().where(Decision.source == bindparam("source"))
    is_ahead = exists().where(Watermark.source == bindparam("source"), Watermark.last_at > Snapshot.moment)
    names = ("moment", "url", "body_sha256", "outcome", "reader", "same_until")
    columns = [getattr(Snapshot, name) for name in names]
    query = select(*columns, has_decisions, is_ahead.correlate(Snapshot)).where(of_source)
    return query.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)


def _recorded_past(
    session: Session, attempt: Page | NotModified | Failed, last: LastSnapshot | None
) -> datetime | None:
    if last is None:
        return None
    corrections = correction_instants(session, attempt.source) if last.has_decisions else []
    newest = max([last.moment, *corrections])
    return None if attempt.moment > newest else newest


def body_before(session: Session, page: Page) -> str | None:
    """The hash of the last body of a source that is not newer than a page."""
    query = select(Snapshot.body_sha256).where(Snapshot.source == page.source, Snapshot.moment <= page.moment)
    query = query.where(Snapshot.body_sha256.is_not(None)).order_by(Snapshot.moment.desc(), Snapshot.id.desc())
    return session.scalar(query.limit(1))


def snapshot_at(session: Session, source: str, url: str, moment: datetime) -> Snapshot | None:
    """The snapshot of a page at a moment, if there is one."""
    same = select(Snapshot).where(Snapshot.source == source, Snapshot.url == url, Snapshot.moment == moment)
    return session.scalar(same)


def unread_snapshots(session: Session, source: str) -> Sequence[int]:
    """The ids of the unread snapshots of a source, in their order. A killed run leaves one."""
    query = select(Snapshot.id).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    return session.scalars(query.order_by(Snapshot.moment, Snapshot.id)).all()


def archived_attempt(session: Session, snapshot: Snapshot) -> Page | NotModified | Failed:
    """The attempt that a snapshot archives. Raises BytesLost."""
    if snapshot.body_sha256 is not None:
        return _page(session, snapshot)
    if snapshot.reason is not None:
        return Failed(snapshot.source, snapshot.url, snapshot.moment, snapshot.reason)
    return NotModified(snapshot.source, snapshot.url, snapshot.moment)


def page_of(session: Session, snapshot: Snapshot) -> Page | None:
    """The page of a snapshot; for "not modified" the page before. None if there is no page. Raises BytesLost."""
    attempt = archived_attempt(session, snapshot)
    if isinstance(attempt, Failed):
        return None
    return _page_not_modified(session, snapshot) if isinstance(attempt, NotModified) else attempt


def _page_not_modified(session: Session, snapshot: Snapshot) -> Page | None:
    """The page before a "not modified", with the moment of its snapshot; None if there is none."""
    last = body_snapshot(session, snapshot)
    if last is None:
        return None
    page = _page(session, last)
    return Page(page.source, page.url, page.body, snapshot.moment)


def body_snapshot(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The snapshot with the bytes of a snapshot's page: itself, or the one before a "not modified".

    "Not modified" refers to the page archived at that time, not to an older one that was inserted later.
    """
    if snapshot.body_sha256 is not None:
        return snapshot
    return _last_body(session, snapshot.source, snapshot.url, snapshot)


@dataclass(frozen=True)
class LastPage:
    """The validators and the hash of the last body, to be sent with the next request."""

    validators: Validators = field(default_factory=Validators)
    sha256: str | None = None
    """Of the last body, in hex; None if its reading is held: the next fetch has to bring its bytes again."""


def last_page_read(session: Session, source: Source, url: str) -> LastPage:
    """The validators and the hash of the last body; empty unless today's reader release read it well."""
    last = _last_body(session, source.name, url)
    if last is None or last.outcome not in READ_WELL or last.reader != source.reader:
        return LastPage()
    return LastPage(
        Validators(last.etag, last.last_modified), None if last.outcome == SnapshotOutcome.HELD else last.body_sha256
    )


def _last_body(session: Session, source: str, url: str, before: Snapshot | None = None) -> Snapshot | None:
    query = select(Snapshot).where(Snapshot.source == source, Snapshot.url == url, Snapshot.body_sha256.is_not(None))
    if before is not None:
        query = query.where(Snapshot.moment < before.moment, Snapshot.id < before.id)
    return session.scalar(query.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1))


def _page(session: Session, snapshot: Snapshot) -> Page:
    given = Validators(snapshot.etag, snapshot.last_modified)
    try:
        content = unpacked(session, snapshot.body_sha256 or "")
    except BodyLost as problem:
        raise BytesLost(
            f"the bytes of snapshot {snapshot.id} {problem}; `almanac verify` finds every such page"
        ) from None
    return Page(
        snapshot.source,
        snapshot.url,
        content,
        snapshot.moment,
        given,
        bool(snapshot.reason) and is_by_hand(snapshot.reason),
    )


def ensure_source_row(session: Session, source: Source, url: str) -> None:
    """Add the row of a source if it is missing, as for one that is not read on schedule."""
    if session.connection().scalar(_source_query(), {"name": source.name}) is None:
        session.add(source_row(source, url))
        session.flush()


@cache
def _source_query() -> Select[tuple[str]]:
    return select(SourceRow.name).where(SourceRow.name == bindparam("name"))


def source_row(source: Source, url: str) -> SourceRow:
    """The row of the table `source` for an entry of the registry."""
    return SourceRow(
        name=source.name,
        vendor=source.vendor,
        url=url,
        cadence_minutes=source.cadence_minutes,
        family=source.family,
        trust=source.trust,
        checks=source.checks,
    )


MOST_DEATHS = 3
DIED_REASON = "the reader tripped: three runs died while they read it"
"""The reason of a refused snapshot that killed `MOST_DEATHS` runs."""


@contextmanager
def counting_attempt(store: Store, source: str, snapshot_id: int) -> Generator[int]:
    """Count an attempt to read a snapshot while the block runs; yields how many runs died in the block before.

    The count is committed first and taken back on an exception, so only a killed run leaves it. The lock on the source
    keeps a run that waits from being counted.
    """
    with store.alone(source):
        deaths = _count_attempt(store, snapshot_id)
        try:
            yield deaths
        except BaseException:
            with suppress(SQLAlchemyError):
                _take_back_attempt(store, snapshot_id)
            raise


def _count_attempt(store: Store, snapshot_id: int) -> int:
    """Add one to the read attempts of an unread snapshot, up to MOST_DEATHS; returns the number before."""
    with store.writing() as session:
        begun = session.scalar(_more_attempts(), {"snapshot": snapshot_id, "more": 1})
        if begun is not None:
            return begun - 1
        query = select(Snapshot.read_attempts).where(*_awaits_reading())
        return session.scalar(query, {"snapshot": snapshot_id}) or 0


def _take_back_attempt(store: Store, snapshot_id: int) -> None:
    with store.writing() as session:
        session.execute(_more_attempts(), {"snapshot": snapshot_id, "more": -1})


@cache
def _more_attempts() -> ReturningUpdate[tuple[int]]:
    """The update that adds `more` to the attempts of `snapshot`, built once: it runs at every page."""
    counted = update(Snapshot).where(*_awaits_reading(), Snapshot.read_attempts < MOST_DEATHS)
    counted = counted.values(read_attempts=Snapshot.read_attempts + bindparam("more"))
    return counted.returning(Snapshot.read_attempts).execution_options(synchronize_session=False)


def _awaits_reading() -> tuple[ColumnElement[bool], ...]:
    """The conditions for the snapshot `snapshot` with a page to read: a failed attempt has none."""
    has_page = or_(Snapshot.body_sha256.is_not(None), Snapshot.reason.is_(None))
    return Snapshot.id == bindparam("snapshot"), Snapshot.outcome.is_(None), has_page
