"""How a page enters: from the web, or from a file; a saved page that is not the newest finds its place by a replay."""

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from flows.clock import Clock, utc_now
from flows.database import Store
from flows.ingest import came_before, expect_askable, filed_at, live
from flows.notify import telling
from flows.pipeline.page_run import LOG, Settled, Step, plainly, settle, travel
from flows.replay import file_late
from flows.settings import Settings
from models.history import OutOfOrder
from scrapers.page import Page
from scrapers.source import Source


def run(
    store: Store, settings: Settings, source: Source, page: Path | None, at: datetime, step: Step = plainly
) -> Settled:
    """One run for a source: of the web, or of a saved page as if it had been fetched then.

    Raises OutOfOrder, and NotAsked where nothing is wrong but the web is not asked now.
    """
    if page is None:
        expect_askable(store, settings, source)
        return travel(store, live(store, settings, source, at), source, step, telling=telling(settings), at=at)
    found = Page(source.name, source.url(settings.sites()), page.read_bytes(), at)
    with store.reading() as session:
        late = came_before(session, found) is not None
    if late:
        return insert(store, found, source, step)
    return travel(store, lambda: found, source, step, telling=telling(settings), at=utc_now())


def insert(store: Store, page: Page, source: Source, step: Step = plainly, clock: Clock = utc_now) -> Settled:
    """File a page that is not the newest by a replay, which alerts nobody. Raises OutOfOrder where another is there."""
    replayed = step("replay", partial(file_late, store, source, [page], LOG.info, clock))
    with store.reading() as session:
        snapshot = filed_at(session, page.source, page.url, page.moment)
    if snapshot is None or snapshot.body_sha256 != sha256(page.body).hexdigest():
        raise OutOfOrder(f"{source.name} has another page of {page.moment:%Y-%m-%dT%H:%M:%SZ}; nothing was changed")
    if replayed is None:
        return step("record", partial(settle, store, source, snapshot.id, clock))
    return Settled(
        snapshot_id=snapshot.id,
        moment=snapshot.moment,
        outcome=snapshot.outcome or "",
        reason=snapshot.reason,
        rows=replayed.rows,
        changes=replayed.changes,
        alerts=0,
        corrections=replayed.corrections,
    )
