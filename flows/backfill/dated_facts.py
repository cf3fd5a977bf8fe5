"""Loads the dated facts about DeepSeek since 2024 as a source: one page for each instant of an announcement.

If the last archived page differs from what this release knows about its time (a fact was found later), all facts are
archived again as of now. So a correction is recorded at its own time, and what was believed on a day does not change.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from flows.clock import Clock, utc_now
from flows.database import Store
from flows.ingest import source_row
from flows.progress import Print
from flows.replay import ReplayResult, insert_pages, is_behind, replay_recorded
from flows.run import Run
from models.schema import Snapshot
from scrapers.deepseek import account, announced
from scrapers.page import Page
from scrapers.registry import BACKFILLS

FACTS = BACKFILLS["deepseek_facts"]


def backfill_deepseek(store: Store, say: Print, clock: Clock = utc_now) -> ReplayResult | None:
    """Load the facts announced by now, without alerts; None if neither facts nor reader are new."""
    run, now = Run(store, FACTS, clock, log=say), clock()
    _add_source(store)
    pages = list(_pages(_newest(store), now))
    if not pages:
        say(f"{FACTS.name}: nothing new")
        return replay_recorded(run) if _behind(store) else None
    say(f"{FACTS.name}: {len(pages)} account{'' if len(pages) == 1 else 's'} to file")
    return insert_pages(run, pages)


def _add_source(store: Store) -> None:
    """Add the source to its table first, because the views need its rank."""
    with store.writing() as session:
        session.merge(source_row(FACTS, FACTS.url({})))


def _behind(store: Store) -> bool:
    with store.reading() as session:
        return is_behind(session, FACTS)


def _newest(store: Store) -> tuple[datetime, str | None] | None:
    """Return the moment and the SHA-256 of the last archived page."""
    query = select(Snapshot.moment, Snapshot.body_sha256).where(Snapshot.source == FACTS.name)
    with store.reading() as session:
        row = session.execute(query.order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)).first()
    return None if row is None else (row[0], row[1])


def _pages(newest: tuple[datetime, str | None] | None, now: datetime) -> Iterator[Page]:
    due = [instant for instant in announced() if instant <= now]
    if newest is None:
        yield from map(_page, due)
        return
    moment, sha256_filed = newest
    if sha256(account(moment).encode()).hexdigest() != sha256_filed:
        yield _page(now)
    else:
        yield from (_page(instant) for instant in due if instant > moment)


def _page(moment: datetime) -> Page:
    return Page(FACTS.name, FACTS.url({}), account(moment).encode(), moment)
