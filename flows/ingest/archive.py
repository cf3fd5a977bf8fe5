"""The archive: every attempt as a snapshot row before anybody reads it, every body once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import zstandard
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.history import OutOfOrder, correction_instants
from models.schema import Body, Snapshot
from scrapers.page import Failed, NotModified, Page, Validators
from scrapers.source import Source

HELD = "held"
READ_WELL = ("facts", "same", HELD)


def archive(session: Session, attempt: Page | NotModified | Failed, stored_at: datetime) -> int:
    """File an attempt, to await reading; its snapshot's id. Raises OutOfOrder for one that is not the newest."""
    if (newest := came_before(session, attempt)) is not None:
        raise OutOfOrder(
            f"{attempt.source} was recorded up to {newest:%Y-%m-%dT%H:%M:%SZ}, and this one is of "
            f"{attempt.moment:%Y-%m-%dT%H:%M:%SZ}: history is recorded in order; nothing was changed"
        )
    snapshot = Snapshot(source=attempt.source, url=attempt.url, moment=attempt.moment, stored_at=stored_at)
    if isinstance(attempt, Page):
        snapshot.body_sha256 = _keep(session, attempt.body)
        snapshot.etag, snapshot.last_modified = attempt.validators.etag, attempt.validators.last_modified
    if isinstance(attempt, Failed):
        snapshot.reason = attempt.reason
    session.add(snapshot)
    session.flush()
    return snapshot.id


def came_before(session: Session, attempt: Page | NotModified | Failed) -> datetime | None:
    """The end of the source's record, where the attempt is not later: its newest snapshot, or a decision after it."""
    read = session.scalar(select(func.max(Snapshot.moment)).where(Snapshot.source == attempt.source))
    newest = max(filter(None, [read, *correction_instants(session, attempt.source)]), default=None)
    return None if newest is None or attempt.moment > newest else newest


@dataclass(frozen=True)
class Kept:
    """A page whose bytes are in the archive, while no snapshot speaks of it yet."""

    source: str
    url: str
    moment: datetime
    sha256: str
    validators: Validators


def keep(session: Session, page: Page) -> Kept:
    """Put the bytes of a page into the archive, and nothing else."""
    return Kept(page.source, page.url, page.moment, _keep(session, page.body), page.validators)


def archive_late(session: Session, kept: Kept, stored_at: datetime) -> int | None:
    """File a page at its own moment, whatever is newest; the caller replays. None for one that is there already."""
    if filed_at(session, kept.source, kept.url, kept.moment) is not None:
        return None
    snapshot = Snapshot(source=kept.source, url=kept.url, moment=kept.moment, stored_at=stored_at)
    snapshot.body_sha256 = kept.sha256
    snapshot.etag, snapshot.last_modified = kept.validators.etag, kept.validators.last_modified
    session.add(snapshot)
    session.flush()
    return snapshot.id


def filed_at(session: Session, source: str, url: str, moment: datetime) -> Snapshot | None:
    """The snapshot of one page at one moment."""
    same = select(Snapshot).where(Snapshot.source == source, Snapshot.url == url, Snapshot.moment == moment)
    return session.scalar(same)


def _keep(session: Session, body: bytes) -> str:
    digest = sha256(body).hexdigest()
    if session.get(Body, digest) is None:
        session.add(Body(sha256=digest, size=len(body), zstd=zstandard.compress(body, 10)))
        session.flush()
    return digest


def awaiting(session: Session, source: str) -> Sequence[int]:
    """The ids of a source's snapshots that nobody has read yet, in their order: a killed run leaves one."""
    query = select(Snapshot.id).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    return session.scalars(query.order_by(Snapshot.moment)).all()


def attempt_of(session: Session, snapshot: Snapshot) -> Page | NotModified | Failed:
    """What a snapshot brought, as it was archived."""
    if snapshot.body_sha256 is not None:
        return _page(session, snapshot)
    if snapshot.reason is not None:
        return Failed(snapshot.source, snapshot.url, snapshot.moment, snapshot.reason)
    return NotModified(snapshot.source, snapshot.url, snapshot.moment)


def shown(session: Session, snapshot: Snapshot) -> Page | None:
    """The page that a snapshot shows; of "not modified" the one before. None where there is none."""
    attempt = attempt_of(session, snapshot)
    if isinstance(attempt, Failed):
        return None
    return last_page(session, snapshot) if isinstance(attempt, NotModified) else attempt


def last_page(session: Session, snapshot: Snapshot) -> Page | None:
    """The page that "not modified" speaks of, seen again at the snapshot's moment; None where there is none."""
    last = bearer(session, snapshot)
    if last is None:
        return None
    page = _page(session, last)
    return Page(page.source, page.url, page.body, snapshot.moment)


def bearer(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The snapshot that has the bytes which this one shows: itself, or the one that "not modified" speaks of.

    The server spoke of what we had then: not of an older page that was filed later.
    """
    if snapshot.body_sha256 is not None:
        return snapshot
    return _last_body(session, snapshot.source, snapshot.url, snapshot)


@dataclass(frozen=True)
class Had:
    """What a source is asked again with."""

    validators: Validators = field(default_factory=Validators)
    sha256: str | None = None
    """Of the last body, in hex; None where that is held: its bytes are asked for once more, and decide."""


def last_read(session: Session, source: Source, url: str) -> Had:
    """What the last body came with: only if it read well, by the reader's present release."""
    last = _last_body(session, source.name, url)
    if last is None or last.outcome not in READ_WELL or last.reader != source.reader:
        return Had()
    return Had(Validators(last.etag, last.last_modified), None if last.outcome == HELD else last.body_sha256)


def _last_body(session: Session, source: str, url: str, before: Snapshot | None = None) -> Snapshot | None:
    query = select(Snapshot).where(Snapshot.source == source, Snapshot.url == url, Snapshot.body_sha256.is_not(None))
    if before is not None:
        query = query.where(Snapshot.moment < before.moment, Snapshot.id < before.id)
    return session.scalar(query.order_by(Snapshot.moment.desc()).limit(1))


def _page(session: Session, snapshot: Snapshot) -> Page:
    body = session.get_one(Body, snapshot.body_sha256)
    given = Validators(snapshot.etag, snapshot.last_modified)
    return Page(snapshot.source, snapshot.url, zstandard.decompress(body.zstd), snapshot.moment, given)
