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
            pages = "1 snapshot is dated" if count == 1 else f"{count} snapshots are dated"
            yield (
                f"{name} clock",
                "bad",
                f"{pages} in the future, up to {when(newest)}; the clock of this machine says {when(now)}. If this "
                f"clock is right, the next run of the source corrects the dates, and so does `{FIX}`",
            )
        if not ahead:
            agrees = ", and a server has confirmed the clock since the machine started" if state.is_confirmed else ""
            yield "clock", "ok", f"no recorded page is dated in the future{agrees}"


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
        print_line(f"no recorded page is dated in the future; the clock of this machine says {when(now)}")
    else:
        print_line("`almanac corrections` lists the values that changed; `almanac verify` checks the rest.")
