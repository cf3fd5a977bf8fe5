"""The dated facts about DeepSeek since 2024 as a source of their own: an account for each instant that one was said at.

Where an account that is filed is not what this release knows of its time, as when a fact was found later, the whole is
filed as of now: a correction is recorded when it was made, and what was believed on a day stays.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from flows.clock import Clock, utc_now
from flows.database import Store
from flows.ingest import source_row
from flows.progress import Say
from flows.replay import ReplayResult, insert_pages, is_behind, replay_recorded
from flows.run import Run
from models.schema import Snapshot
from scrapers.deepseek import account, announced
from scrapers.page import Page
from scrapers.registry import BACKFILLS

FACTS = BACKFILLS["deepseek_facts"]


def backfill_deepseek(store: Store, say: Say, clock: Clock = utc_now) -> ReplayResult | None:
    """Load what has been announced by now; None where nothing is new, nor this release's reader. Tells nobody."""
    run, now = Run(store, FACTS, clock, log=say), clock()
    _know(store)
    pages = list(_pages(_newest(store), now))
    if not pages:
        say(f"{FACTS.name}: nothing new")
        return replay_recorded(run) if _behind(store) else None
    say(f"{FACTS.name}: {len(pages)} account{'' if len(pages) == 1 else 's'} to file")
    return insert_pages(run, pages)


def _know(store: Store) -> None:
    """The views rank a source once it is in this table, so it comes first."""
    with store.writing() as session:
        session.merge(source_row(FACTS, FACTS.url({})))


def _behind(store: Store) -> bool:
    with store.reading() as session:
        return is_behind(session, FACTS)


def _newest(store: Store) -> tuple[datetime, str | None] | None:
    """The moment and the SHA-256 of the last account that is filed."""
    query = select(Snapshot.moment, Snapshot.body_sha256).where(Snapshot.source == FACTS.name)
    with store.reading() as session:
        row = session.execute(query.order_by(Snapshot.moment.desc()).limit(1)).first()
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
