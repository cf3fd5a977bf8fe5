"""Read a source from the web or from a saved page. A saved page that is not the newest is inserted by a replay."""

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from flows.clock import utc_now
from flows.ingest import expect_askable, recorded_past, snapshot_at, web_attempt
from flows.pipeline.attempts import RunResult, process_attempt, record_snapshot, run_hop
from flows.replay import insert_pages
from flows.run import Run
from flows.settings import Settings
from models.history import OutOfOrder
from scrapers.page import Page


def read_source(run: Run, settings: Settings, page: Path | None, at: datetime) -> RunResult:
    """Read a source once: from the web, or from a saved page as if it had been fetched at `at`.

    Raises OutOfOrder, AlreadyRunning, ClockDoubt, and NotAsked where the source is not to be fetched now.
    """
    if page is None:
        expect_askable(run, settings)
    with run.store.one_run(run.source.name):
        return _read_web(run, settings, at) if page is None else _read_file(run, settings, page, at)


def _read_web(run: Run, settings: Settings, at: datetime) -> RunResult:
    if run.checks_clock:
        from flows.pipeline.right_clock import read_by_right_clock  # the demo has a clock of its own

        return read_by_right_clock(run, settings, at)
    return process_attempt(run, web_attempt(run, settings, at), remind_at=at)


def _read_file(run: Run, settings: Settings, page: Path, at: datetime) -> RunResult:
    found = Page(run.source.name, run.source.url(settings.sites), page.read_bytes(), at, is_by_hand=True)
    with run.store.reading() as session:
        is_late = recorded_past(session, found) is not None
    if is_late:
        _expect_clock(run, settings)
        return insert_page(run, found)
    return process_attempt(run, lambda: found, remind_at=_sending_instant(run, settings))


def _expect_clock(run: Run, settings: Settings) -> None:
    """Raise ClockDoubt if the instant by which corrections would be dated is in doubt."""
    if run.checks_clock:
        from flows.timekeeping import expect_clock_for_corrections  # the demo has a clock of its own

        expect_clock_for_corrections(run.store, settings.home, utc_now())


def _sending_instant(run: Run, settings: Settings) -> datetime | None:
    """Return the present instant, at which reminders are due; None if the clock is in doubt."""
    now = utc_now()
    if run.checks_clock:
        from flows.timekeeping import clock_state  # the demo has a clock of its own

        return None if clock_state(settings.home, now).doubt else now
    return now


def insert_page(run: Run, page: Page) -> RunResult:
    """Insert a page that is not the newest by a replay, without alerts.

    Raises OutOfOrder where the source has another page of that moment.
    """
    replayed = run_hop(run, "replay", partial(insert_pages, run, [page]))
    with run.store.reading() as session:
        snapshot = snapshot_at(session, page.source, page.url, page.moment)
    if snapshot is None or snapshot.body_sha256 != sha256(page.body).hexdigest():
        raise OutOfOrder(f"{run.source.name} has another page of {page.moment:%Y-%m-%dT%H:%M:%SZ}; nothing was changed")
    if replayed is None:
        return run_hop(run, "record", partial(record_snapshot, run, snapshot.id))
    return RunResult(
        snapshot_id=snapshot.id,
        moment=snapshot.moment,
        outcome=snapshot.outcome or "",
        reason=snapshot.reason,
        rows=replayed.rows,
        changes=replayed.changes,
        corrections=replayed.corrections,
    )
