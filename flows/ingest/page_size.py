"""The size that a page may have: ten times what was read of its source before, and never more than its bound."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from flows.ingest.record_page import SMALL_PAGE
from models.kinds import GIVEN_BY_HAND, SnapshotOutcome
from models.schema import Body, Snapshot
from scrapers.page import Page, PageChanged
from scrapers.source import Source

TOO_LARGE = "too large to read"
"""The beginning of the reason of a page that is refused for its size."""
GROWTH = 10
"""A page may have so many times the bytes of the largest one of its source that was read well."""
COMPARED = 100
"""The number of pages of a source, the newest that were read well, among which the largest is looked for."""
READ_WELL = (SnapshotOutcome.FACTS, SnapshotOutcome.SAME)


def expect_size(session: Session, source: Source, snapshot: Snapshot, page: Page) -> None:
    """Raise PageChanged for a page that is too large to be parsed. A page that a person gave may have grown at once."""
    size = len(page.body)
    if size > source.body_bound:
        raise PageChanged(f"{TOO_LARGE}: {size:,} bytes, and a page of this source may have {source.body_bound:,}")
    largest = None if page.is_by_hand else _largest_read(session, snapshot)
    if largest is not None and size > max(GROWTH * largest, SMALL_PAGE):
        raise PageChanged(
            f"{TOO_LARGE}: {size:,} bytes, more than {GROWTH} times the largest page that was read before "
            f"({largest:,} bytes). If the page has really grown: `almanac snapshot {snapshot.id} --page FILE` saves "
            f"it, and `almanac track {source.name} --page FILE` reads it; later ones may be as large"
        )


def refused_for_size() -> ColumnElement[bool]:
    """The condition for a snapshot that was refused for its size."""
    reasons = (TOO_LARGE, f"{GIVEN_BY_HAND}: {TOO_LARGE}")
    starts = or_(*(Snapshot.reason.like(f"{reason}%") for reason in reasons))
    return (Snapshot.outcome == SnapshotOutcome.REFUSED) & starts


def _largest_read(session: Session, snapshot: Snapshot) -> int | None:
    """The size in bytes of the largest of the last pages that were read well before a snapshot; None without any."""
    earlier = select(Snapshot.body_sha256).where(Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment)
    good = earlier.where(Snapshot.outcome.in_(READ_WELL), Snapshot.body_sha256.is_not(None))
    last = good.order_by(Snapshot.moment.desc()).limit(COMPARED).subquery()
    return session.scalar(select(func.max(Body.size)).join(last, Body.sha256 == last.c.body_sha256))
