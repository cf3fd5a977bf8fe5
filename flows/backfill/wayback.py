"""Loads a page from a web archive: each capture passes the normal pipeline at its own date.

A capture can be checked under `<archive>/web/<moment>/<page>`, the moment in 14 digits: a snapshot has its moment and
the page's address.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from sqlalchemy import select

from flows.backfill.captures import Capture, Served, fetch_capture, list_captures
from flows.database import Store
from flows.ingest import fetch_manners
from flows.progress import Print
from flows.replay import ReplayResult, insert_pages
from flows.run import Run
from flows.settings import Settings
from models.schema import Snapshot
from scrapers.http import NotNow, PoliteClient, Refusal, polite_client
from scrapers.page import Page

MOST_CAPTURES = 200
"""Maximum number of captures per call; the next call continues."""
MOST_FAILURES = 5
"""Number of consecutive failures after which the call ends."""


@dataclass(frozen=True)
class Wanted:
    """A request to the archive: a source's page, from `since` to `until`, both included."""

    archive: str
    source: str
    url: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Filled:
    """Numbers of captures: new, already stored, failed, and left for another call."""

    new: int
    known: int
    failed: int
    left: int
    replayed: ReplayResult | None

    def __str__(self) -> str:
        counts = f"{self.new} new, {self.known} here already, {self.failed} not available, {self.left} left"
        return f"{counts}; read again: {self.replayed}" if self.replayed else counts


def backfill_wayback(run: Run, settings: Settings, since: datetime, until: datetime) -> Filled:
    """Archive up to MOST_CAPTURES captures of a source's page and record them, without alerts. Raises NoIndex."""
    source, say = run.source, run.log
    url = source.url(settings.sites)
    wanted = Wanted(settings.values.wayback_url, source.name, url, since, min(until, run.clock()))
    stored, counts = _moments(run.store, wanted), Counter[str]()
    # It may take hours, and a person may stop it: only each wait is limited.
    manners = replace(fetch_manners(settings, settings.values.wayback_url), all_waits_seconds=inf, run_seconds=inf)
    with polite_client(manners) as visit:
        captures = list_captures(visit, wanted.archive, url, wanted.since, wanted.until)
        new = [capture for capture in captures if capture.moment not in stored]
        say(f"{source.name}: {len(captures)} captures in the archive's index, {len(captures) - len(new)} here already")
        replayed = insert_pages(run, _pages(visit, wanted, new[:MOST_CAPTURES], stored, counts, say))
    here = len(captures) - len(new) + counts["known"]
    return Filled(counts["new"], here, counts["failed"], len(new) - counts.total(), replayed)


def _moments(store: Store, wanted: Wanted) -> set[datetime]:
    query = select(Snapshot.moment).where(Snapshot.source == wanted.source, Snapshot.url == wanted.url)
    with store.reading() as session:
        return set(session.scalars(query))


def _pages(
    visit: PoliteClient,
    wanted: Wanted,
    captures: Sequence[Capture],
    stored: set[datetime],
    counts: Counter[str],
    say: Print,
) -> Iterator[Page]:
    """Yield captures as pages, each fetched on demand; count and print the results."""
    in_a_row = 0
    for number, capture in enumerate(captures, 1):
        place = f"[{number}/{len(captures)}] {_stamp(capture.moment)}"
        try:
            served = _expect_in_range(wanted, fetch_capture(visit, wanted.archive, capture))
        except Refusal as refusal:
            counts["failed"] += 1
            in_a_row += 1
            say(f"{place}  not available: {refusal}")
            if isinstance(refusal, NotNow) or in_a_row == MOST_FAILURES:
                say("No further requests for now; run it again to continue from here.")
                return
            continue
        except KeyboardInterrupt:
            say("Stopped: the fetched captures are recorded; run it again to continue from here.")
            return
        in_a_row = 0
        note = "" if served.moment == capture.moment else f"the archive serves that of {_stamp(served.moment)}, "
        counts["known" if served.moment in stored else "new"] += 1
        say(f"{place}  {note}{'here already' if served.moment in stored else f'{len(served.body):,} bytes'}")
        if served.moment not in stored:
            stored.add(served.moment)
            yield Page(wanted.source, wanted.url, served.body, served.moment)


def _expect_in_range(wanted: Wanted, served: Served) -> Served:
    if not wanted.since <= served.moment <= wanted.until:
        raise Refusal(f"the archive serves that of {_stamp(served.moment)}, which was not asked for")
    return served


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"
