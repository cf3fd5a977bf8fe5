"""A run on the web by the clock of this machine, which is compared with other clocks before anything is recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flows.clock import ClockDoubt, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import archive, ensure_source_row, recorded_past, web_attempt
from flows.pipeline.attempts import LOG, RunResult, deliver_due, open_store, process_attempt
from flows.run import Run
from flows.settings import Settings
from flows.timekeeping import (
    SET_THE_CLOCK,
    TICK,
    TOLERANCE,
    ClockVerdict,
    ServerDates,
    expect_clock_for_corrections,
    judged,
    measured_moment,
)
from models.history import OutOfOrder
from scrapers.page import Attempt, Page


def open_to_correct(settings: Settings) -> Store:
    """Open the database for a replay, a backfill or a decision, which are dated by the present instant.

    Raises ClockDoubt if that instant is in doubt.
    """
    store = open_store(settings)
    try:
        expect_clock_for_corrections(store, settings.home, utc_now())
    except ClockDoubt:
        store.close()
        raise
    return store


def read_by_right_clock(run: Run, settings: Settings, at: datetime) -> RunResult:
    """Read a source from the web. Raises ClockDoubt, after the page was kept, and OutOfOrder."""
    dates, fetched = ServerDates(run.clock), list[Attempt]()
    fetch = web_attempt(run, settings, at, on_answer=dates.note)

    def attempt() -> Attempt:
        found = fetch()
        verdict = judged(run.store, settings.home, run.clock, dates)
        if verdict.doubt:
            raise ClockDoubt(_doubted(run, found, verdict))
        fetched.append(replace(found, moment=measured_moment(at, run.clock, dates)))
        return fetched[-1]

    try:
        return process_attempt(run, attempt, remind_at=at)
    except OutOfOrder:
        if not fetched:
            raise
    return process_attempt(run, _after_the_record(run, settings, fetched[-1], dates), remind_at=run.clock())


def _doubted(run: Run, found: Attempt, verdict: ClockVerdict) -> str:
    """Keep the page of a run whose clock is in doubt, alert, and return what is to be said."""
    is_kept = isinstance(found, Page) and verdict.best is not None and _keep(run, found, verdict.best)
    becomes = "the page is kept and recorded later" if is_kept else "nothing was recorded"
    said = f"{verdict.doubt}; {becomes}: {SET_THE_CLOCK}, then `almanac track {run.source.name}`"
    LOG.warning("%s: %s", run.source.name, said)
    if verdict.best is not None:
        from flows.notify import alert_clock  # few clocks are ever wrong

        present = verdict.best
        alert_clock(run.store, run.source, verdict.doubt, run.alerting, present)
        deliver_due(run.store, run.alerting, lambda: present)
    return said


def _keep(run: Run, page: Page, best: datetime) -> bool:
    """Archive a page unread, at the instant that is known in spite of the clock; the next run reads it first."""
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        ensure_source_row(session, run.source, page.url)
        last = recorded_past(session, replace(page, moment=best))
        if last is not None and last - best > TOLERANCE:
            return False
        moment = best if last is None else last + TICK
        archive(session, replace(page, moment=moment), moment)
    return True


def _after_the_record(run: Run, settings: Settings, found: Attempt, dates: ServerDates) -> Callable[[], Attempt]:
    """Return an attempt at a moment after the record, which ends later than this clock says. Raises ClockDoubt.

    Where another clock agrees with this one, snapshots of the future are dated anew first.
    """
    with run.store.reading() as session:
        last = recorded_past(session, found)
    if last is not None and last - found.moment > TOLERANCE:
        if not judged(run.store, settings.home, run.clock, dates).is_confirmed:
            raise ClockDoubt(
                f"{run.source.name} was recorded up to {last:%Y-%m-%d %H:%M}Z, and the clock of this machine says "
                f"{found.moment:%Y-%m-%d %H:%M}Z; nothing was recorded: {SET_THE_CLOCK}, or if it is right, "
                "type `almanac doctor --fix-clock`"
            )
        from flows.replay import date_anew  # only after a clock that was ahead

        for line in date_anew(run).lines():
            LOG.warning("%s: %s", run.source.name, line)
        with run.store.reading() as session:
            last = recorded_past(session, found)
    moment = found.moment if last is None else last + TICK
    return lambda: replace(found, moment=moment)
