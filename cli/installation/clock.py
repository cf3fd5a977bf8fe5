"""The line of `doctor` about the clock of this machine, and `doctor --fix-clock`."""

from collections import ChainMap
from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from cli.alerting import DoctorCheck
from cli.printing import Problem, print_line, when
from flows.clock import utc_now
from flows.database import NoHistory, Store, WrongShape
from flows.settings import Settings
from flows.timekeeping import SET_THE_CLOCK, clock_state, sources_ahead
from scrapers.registry import FETCHED, FORMER

FIX = "almanac doctor --fix-clock"


def checked_clock(settings: Settings, store: Store) -> Iterator[DoctorCheck]:
    """Yield what other clocks say of this machine's, and the sources with snapshots of the future."""
    now = utc_now()
    # Another line reports problems of the database.
    with suppress(NoHistory, WrongShape, DBAPIError):
        state = clock_state(settings.home, now)
        if state.doubt:
            yield "clock", "bad", f"{state.doubt}; nothing is recorded and no reminder is sent: {SET_THE_CLOCK}"
            return
        with store.reading() as session:
            ahead = sources_ahead(session, now)
        for name, count, newest in ahead:
            pages = "1 snapshot is" if count == 1 else f"{count} snapshots are"
            yield (
                f"{name} clock",
                "bad",
                f"{pages} of the future, up to {when(newest)}; it is {when(now)} by this machine. If that "
                f"is right, the next run of the source files them where they belong, and so does `{FIX}`",
            )
        if not ahead:
            agrees = ", and a server agreed since the machine started" if state.is_confirmed else ""
            yield "clock", "ok", f"no page on record is of the future{agrees}"


def fix_clock(settings: Settings) -> None:
    """File the snapshots of the future where they belong. Raises Problem if the clock is in doubt."""
    from flows.pipeline import open_store  # most people only look
    from flows.replay import date_anew
    from flows.run import Run

    store, registered = open_store(settings), ChainMap(FETCHED, FORMER)
    try:
        now = utc_now()
        if doubt := clock_state(settings.home, now).doubt:
            raise Problem(f"{doubt}: {SET_THE_CLOCK} first, then type `{FIX}` again")
        with store.reading() as session:
            ahead = sources_ahead(session, now)
        for name, _, _ in ahead:
            for line in date_anew(Run(store, registered[name], utc_now)).lines():
                print_line(f"{name}: {line}")
    finally:
        store.close()
    if not ahead:
        print_line(f"no page on record is of the future; it is {when(now)} by this machine")
    else:
        print_line("`almanac corrections` lists what is believed otherwise; `almanac verify` checks the rest.")
