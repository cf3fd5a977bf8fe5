"""Checks of the clock: at a run on a source, before what is sent by the time alone, and for `almanac doctor`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.clock import Clock, ClockDoubt
from flows.database import Store
from flows.timekeeping.judgement import TOLERANCE, ClockReadings, ClockVerdict, judge
from flows.timekeeping.witnesses import REFRESHED, Anchor, ServerDates, boot_id, read_anchor, uptime, write_anchor
from models.schema import Snapshot

LONG = timedelta(days=1)
"""After a pause longer than this, nothing is sent by the time alone before a server has confirmed the clock."""
TICK = timedelta(microseconds=1)
SET_THE_CLOCK = "set the clock (`timedatectl set-ntp true`)"


def judged(store: Store, home: Path, clock: Clock, dates: ServerDates) -> ClockVerdict:
    """Judge the clock after a server has answered, and keep what was found."""
    now, server, anchor, newest = clock(), dates.now, read_anchor(home), newest_of(store)
    verdict = judge(replace(_evidence(now, anchor, newest), server=server, host=dates.host))
    is_server_right = server is not None and abs(server - now) <= TOLERANCE
    if server is not None and verdict.doubt:
        if not (anchor and anchor.is_agreed):
            write_anchor(home, server, dates.host, is_agreed=False)
    elif is_server_right:
        if not _holds(anchor, now):
            write_anchor(home, now, dates.host, is_agreed=True)
    elif not verdict.doubt and anchor is None and _is_soon(newest(), now):
        write_anchor(home, now, "", is_agreed=True)
    return verdict


def _holds(anchor: Anchor | None, now: datetime) -> bool:
    """Return True for an anchor that was agreed to, is recent, and agrees with an instant that is right."""
    if anchor is None or not anchor.is_agreed or not anchor.host:
        return False
    return abs(anchor.now() - now) <= TOLERANCE and uptime() - anchor.uptime <= REFRESHED


def _is_soon(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last <= LONG


def measured_moment(moment: datetime, clock: Clock, dates: ServerDates) -> datetime:
    """Return the moment of a run that began at `moment`, by a clock that is right now.

    It differs where the clock was set while the run went on.
    """
    measured = clock() - (uptime() - dates.started)
    return measured if abs(measured - moment) > TOLERANCE else moment


def expect_right_clock(store: Store, home: Path, now: datetime) -> None:
    """Raise ClockDoubt if nothing may be sent by the time alone: the clock is in doubt, or not confirmed yet."""
    anchor, newest = read_anchor(home), newest_of(store)
    verdict = judge(_evidence(now, anchor, newest))
    if verdict.doubt:
        raise ClockDoubt(f"{verdict.doubt}: nothing is sent by it; {SET_THE_CLOCK}")
    last = newest() if anchor is None and boot_id() else None
    if last is not None and not _is_soon(last, now):
        raise ClockDoubt(
            f"no server has confirmed the clock of this machine since it started ({now:%Y-%m-%d %H:%M}Z; the newest "
            f"page on record is of {last:%Y-%m-%d %H:%M}Z): reminders wait for the next run of a source"
        )


def expect_clock_for_corrections(store: Store, home: Path, now: datetime) -> None:
    """Raise ClockDoubt if another clock, or the record, contradicts the instant by which corrections would be dated."""
    if doubt := judge(_evidence(now, read_anchor(home), newest_of(store))).doubt:
        raise ClockDoubt(
            f"{doubt}; nothing was changed: {SET_THE_CLOCK}, or if it is right, type `almanac doctor --fix-clock`"
        )


def clock_state(home: Path, now: datetime) -> ClockVerdict:
    """Judge the clock by the last server that answered and the time since, without asking anybody."""
    return judge(_evidence(now, read_anchor(home), lambda: None))


def newest_of(store: Store) -> Callable[[], datetime | None]:
    """Return a function that asks for the newest moment on record."""

    def newest() -> datetime | None:
        with store.reading() as session:
            return session.scalar(select(func.max(Snapshot.moment)))

    return newest


def sources_ahead(session: Session, now: datetime) -> Sequence[tuple[str, int, datetime]]:
    """The sources with snapshots of the future: name, number of them, and the latest moment."""
    counted = select(Snapshot.source, func.count(), func.max(Snapshot.moment)).where(Snapshot.moment > now + TOLERANCE)
    return session.execute(counted.group_by(Snapshot.source).order_by(Snapshot.source)).tuples().all()


def _evidence(now: datetime, anchor: Anchor | None, newest: Callable[[], datetime | None]) -> ClockReadings:
    if anchor is None:
        return ClockReadings(now, newest=newest)
    return ClockReadings(
        now, expected=anchor.now(), expected_by=anchor.host, was_agreed=anchor.is_agreed, newest=newest
    )
