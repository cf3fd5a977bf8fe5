"""A source's whole history from a page of its own: it goes the road as any other page, and nobody is told.

A kill leaves the download whole or not at all, and what it says recorded or not at all: the next call goes on from
there.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import archive, awaiting, know, live
from flows.notify import telling
from flows.pipeline import Settled, keep_up, settle
from flows.progress import Say, now_and_then
from flows.replay import is_behind
from flows.settings import Settings
from models.facts import Fact
from models.readings import LazyFacts, Reading, Scope
from models.schema import Snapshot
from scrapers.page import Failed, NotModified, Page
from scrapers.source import Source


def backfill_whole(
    store: Store, settings: Settings, source: Source, say: Say, clock: Clock = utc_now
) -> Settled | Failed | None:
    """Load all that a source has ever told; None where that is here already.

    What an earlier call downloaded and did not record is recorded, and nothing is downloaded then.
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
    found = _asked(store, settings, source, say, clock)
    if not isinstance(found, Page):
        return None if isinstance(found, NotModified) else found
    with store.writing() as session:
        one_at_a_time(session, source.name)
        archive(session, found, clock())
    return _record(store, settings, source, say, clock)


def _record(store: Store, settings: Settings, source: Source, say: Say, clock: Clock) -> Settled | None:
    """Record what awaits it, as a run would; what became of a whole history, if there was one."""
    told = replace(source, read=partial(_telling, source, say))
    found: Settled | None = None
    with store.reading() as session:
        waiting = [session.get_one(Snapshot, each) for each in awaiting(session, source.name)]
    for snapshot in waiting:
        settled = settle(store, told, snapshot.id, clock, telling(settings))
        found = settled if source.is_history(snapshot.url) else found
    return found


def _asked(store: Store, settings: Settings, source: Source, say: Say, clock: Clock) -> Page | NotModified | Failed:
    whole, maybe = source.as_history(), now_and_then(say)
    say(f"{source.name}: asking for {whole.url(settings.sites())}")
    found = live(
        store, settings, whole, clock(), clock, lambda came: maybe(f"{source.name}: {came / 1e6:,.1f} MB have come")
    )()
    if isinstance(found, Page):
        say(f"{source.name}: {len(found.body):,} bytes")
    return found


def _telling(source: Source, say: Say, page: Page) -> Reading:
    """What a page states, said part by part as it is asked for."""
    reading = source.read(page)
    scopes = sorted(reading.later, key=lambda scope: (scope.fact.table, scope.part))
    told: dict[Scope, LazyFacts] = {
        scope: partial(_counted, reading.later[scope], f"{source.name}: part {at} of {len(scopes)}: {scope.part}", say)
        for at, scope in enumerate(scopes, start=1)
    }
    return replace(reading, later=told)


def _counted(later: LazyFacts, words: str, say: Say) -> Iterator[Fact]:
    count = 0
    for count, fact in enumerate(later(), start=1):  # noqa: B007 (it is said at the end)
        yield fact
    say(f"{words}, {count:,} rows")
