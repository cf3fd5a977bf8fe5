"""Pages that are archived late: their bytes first, their snapshots at their own moments by a replay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from flows.ingest.archive import body_before, snapshot_at
from flows.ingest.bodies import store_body
from models.kinds import GIVEN_BY_HAND
from models.schema import Snapshot
from scrapers.page import Page, Validators


@dataclass(frozen=True)
class ArchivedPage:
    """A page whose bytes are in the archive and that has no snapshot yet."""

    source: str
    url: str
    moment: datetime
    sha256: str
    validators: Validators
    is_by_hand: bool = False


def archive_body(session: Session, page: Page, like: ArchivedPage | None = None) -> ArchivedPage:
    """Store the bytes of a page, without a snapshot; `like` is one stored before that may have most of it."""
    digest = store_body(session, page.body, body_before(session, page) if like is None else like.sha256)
    return ArchivedPage(page.source, page.url, page.moment, digest, page.validators, page.is_by_hand)


def archive_late(session: Session, page: ArchivedPage, stored_at: datetime) -> int | None:
    """Add the snapshot of a page that is not the newest; returns its id, or None if it exists. The caller replays."""
    if snapshot_at(session, page.source, page.url, page.moment) is not None:
        return None
    snapshot = Snapshot(source=page.source, url=page.url, moment=page.moment, stored_at=stored_at)
    snapshot.body_sha256 = page.sha256
    snapshot.etag, snapshot.last_modified = page.validators.etag, page.validators.last_modified
    snapshot.reason = GIVEN_BY_HAND if page.is_by_hand else None
    session.add(snapshot)
    session.flush()
    return snapshot.id
