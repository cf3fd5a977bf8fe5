"""Loads a source's whole history from one page through the normal pipeline, without alerts.

A download is stored completely or not at all, and each page is recorded completely or not at all. After a kill, the
next call continues there.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flows.database import one_at_a_time
from flows.ingest import archive, ensure_source_row, unread_snapshots, web_attempt
from flows.pipeline import RunResult, record_snapshot, replay_outdated
from flows.progress import Print, rate_limited
from flows.replay import is_behind
from flows.run import LOG, Run, alert_settings
from flows.settings import Settings
from models.facts import Fact
from models.readings import LazyFacts, Reading, Scope
from models.schema import Snapshot
from scrapers.page import Failed, NotModified, Page
from scrapers.source import Source


def backfill_whole(run: Run, settings: Settings) -> RunResult | Failed | None:
    """Load everything that a source has ever stated; None if it is loaded already.

    A page that an earlier call downloaded and did not record is recorded, without another download.
    """
    run = replace(run, alerting=alert_settings(settings))
    with run.store.writing() as session:
        ensure_source_row(session, run.source, run.source.url(settings.sites))
    with run.store.reading() as session:
        behind = is_behind(session, run.source)
    if behind:
        replay_outdated(replace(run, log=LOG.info))
    result = _record(run)
    if result is not None:
        return result
    fetched = _fetch(run, settings)
    if not isinstance(fetched, Page):
        return None if isinstance(fetched, NotModified) else fetched
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        archive(session, fetched, run.clock())
    return _record(run)


def _record(run: Run) -> RunResult | None:
    """Record the snapshots that await reading, as a run would; return the result of the whole history, if
    there was one.
    """
    source, history_result = run.source, None
    logged = replace(run, source=replace(source, read=partial(_with_progress, source, run.log)))
    with run.store.reading() as session:
        unread = [session.get_one(Snapshot, each) for each in unread_snapshots(session, source.name)]
    for snapshot in unread:
        result = record_snapshot(logged, snapshot.id)
        history_result = result if source.is_history(snapshot.url) else history_result
    return history_result


def _fetch(run: Run, settings: Settings) -> Page | NotModified | Failed:
    source, log_now_and_then = run.source, rate_limited(run.log)
    whole = source.as_history()
    run.log(f"{source.name}: asking for {whole.url(settings.sites)}")

    def on_progress(size: int) -> None:
        log_now_and_then(f"{source.name}: {size / 1e6:,.1f} MB have come")

    fetched = web_attempt(replace(run, source=whole), settings, run.clock(), on_progress)()
    if isinstance(fetched, Page):
        run.log(f"{source.name}: {len(fetched.body):,} bytes")
    return fetched


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
