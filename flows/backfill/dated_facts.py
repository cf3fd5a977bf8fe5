"""Loads the dated facts about DeepSeek since 2024 as a source: one page for each instant of an announcement.

If the last archived page differs from what this release knows about its time (a fact was found later), all facts are
archived again as of now. So a correction is recorded at its own time, and what was believed on a day does not change.
"""

from collections.abc import Iterator
from datetime import datetime

from flows.backfill.accounts import add_source, is_record_behind, newest_account
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.progress import Print
from flows.replay import ReplayResult, insert_pages, replay_recorded
from flows.run import Run
from scrapers.deepseek import account, announced
from scrapers.page import Page
from scrapers.registry import BACKFILLS

FACTS = BACKFILLS["deepseek_facts"]


def backfill_deepseek(store: Store, say: Print, clock: Clock = utc_now) -> ReplayResult | None:
    """Load the facts announced by now, without alerts; None if neither facts nor reader are new."""
    run, now = Run(store, FACTS, clock, log=say), clock()
    add_source(store, FACTS)
    pages = list(_pages(newest_account(store, FACTS), now))
    if not pages:
        say(f"{FACTS.name}: nothing new")
        return replay_recorded(run) if is_record_behind(store, FACTS) else None
    say(f"{FACTS.name}: {len(pages)} account{'' if len(pages) == 1 else 's'} to file")
    return insert_pages(run, pages)


def _pages(newest: Page | None, now: datetime) -> Iterator[Page]:
    due = [instant for instant in announced() if instant <= now]
    if newest is None:
        yield from map(_page, due)
    elif account(newest.moment).encode() != newest.body:
        yield _page(now)
    else:
        yield from (_page(instant) for instant in due if instant > newest.moment)


def _page(moment: datetime) -> Page:
    return Page(FACTS.name, FACTS.url({}), account(moment).encode(), moment)
