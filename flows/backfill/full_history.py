"""Loads a source's whole history from one page through the normal pipeline, without alerts.

A download is stored completely or not at all, and each page is recorded completely or not at all. After a kill, the
next call continues there.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import archive, awaiting, know, live
from flows.notify import telling
from flows.pipeline import Settled, keep_up, settle
from flows.progress import Print, rate_limited
from flows.replay import is_behind
from flows.settings import Settings
from models.facts import Fact
from models.readings import LazyFacts, Reading, Scope
from models.schema import Snapshot
from scrapers.page import Failed, NotModified, Page
from scrapers.source import Source


def backfill_whole(
    store: Store, settings: Settings, source: Source, say: Print, clock: Clock = utc_now
) -> Settled | Failed | None:
    """Load everything that a source has ever stated; None if it is loaded already.

    A page that an earlier call downloaded and did not record is recorded, without another download.
    """
    with store.writing() as session:
        know(session, source, source.url(settings.sites()))
    with store.reading() as session:
        behind = is_behind(session, source)
    if behind:
        keep_up(store, source, clock)
    settled = _record(store, settings, source, say, clock)
    if settled is not None:
        return settled
    found = _downloaded(store, settings, source, say, clock)
    if not isinstance(found, Page):
        return None if isinstance(found, NotModified) else found
    with store.writing() as session:
        one_at_a_time(session, source.name)
        archive(session, found, clock())
    return _record(store, settings, source, say, clock)


def _record(store: Store, settings: Settings, source: Source, say: Print, clock: Clock) -> Settled | None:
    """Record the snapshots that await reading, as a run would; return the result of the whole history, if
    there was one.
    """
    reporting = replace(source, read=partial(_with_progress, source, say))
    history_result: Settled | None = None
    with store.reading() as session:
        waiting = [session.get_one(Snapshot, each) for each in awaiting(session, source.name)]
    for snapshot in waiting:
        settled = settle(store, reporting, snapshot.id, clock, telling(settings))
        history_result = settled if source.is_history(snapshot.url) else history_result
    return history_result


def _downloaded(
    store: Store, settings: Settings, source: Source, say: Print, clock: Clock
) -> Page | NotModified | Failed:
    history_source, print_rarely = source.as_history(), rate_limited(say)
    say(f"{source.name}: asking for {history_source.url(settings.sites())}")
    result = live(
        store,
        settings,
        history_source,
        clock(),
        clock,
        lambda count: print_rarely(f"{source.name}: {count / 1e6:,.1f} MB have come"),
    )()
    if isinstance(result, Page):
        say(f"{source.name}: {len(result.body):,} bytes")
    return result


def _with_progress(source: Source, say: Print, page: Page) -> Reading:
    """Return the reading of a page, with a progress line for each part."""
    reading = source.read(page)
    scopes = sorted(reading.later, key=lambda scope: (scope.fact.table, scope.part))
    counted_parts: dict[Scope, LazyFacts] = {
        scope: partial(_counted, reading.later[scope], f"{source.name}: part {at} of {len(scopes)}: {scope.part}", say)
        for at, scope in enumerate(scopes, start=1)
    }
    return replace(reading, later=counted_parts)


def _counted(later: LazyFacts, label: str, say: Print) -> Iterator[Fact]:
    count = 0
    for count, fact in enumerate(later(), start=1):  # noqa: B007 (it is said at the end)
        yield fact
    say(f"{label}, {count:,} rows")
