"""The clocks beside that of the machine: the dates of servers, and the time since the machine started."""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from flows.clock import Clock

FILE = "clock.json"
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
REFRESHED = timedelta(hours=6)
"""An anchor is written again when it is older."""


def boot_id() -> str | None:
    """Return the identity of this start of the machine; None where the system does not tell it."""
    with suppress(OSError):
        return BOOT_ID.read_text(encoding="ascii").strip()
    return None


def uptime() -> timedelta:
    """Return the time since the machine started, sleep included; nobody can set this clock."""
    return timedelta(seconds=time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)))


class ServerDates:
    """The dates of the answers of one run, as the differences from the clock of this machine."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.started = uptime()
        """The start of the run, by the monotonic clock."""
        self.ahead: timedelta | None = None
        """The time by which the latest date was ahead of this machine; None if no answer had one."""
        self._uptime = timedelta()
        self.host = ""

    def note(self, host: str, headers: Mapping[str, str]) -> None:
        """Note the `Date` of an answer; that of a cache is older by its `Age`."""
        date = _date(headers)
        if date is None:
            return
        ahead = date - self._clock()
        # Of several dates the latest counts: a cache that does not tell the age of its answer dates it too early.
        if self.ahead is None or ahead > self.ahead:
            self.ahead, self.host = ahead, host
            self._at, self._uptime = date, uptime()

    @property
    def now(self) -> datetime | None:
        """The present instant by the server's date and the time since."""
        return None if self.ahead is None else self._at + (uptime() - self._uptime)


def _date(headers: Mapping[str, str]) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        date = parsedate_to_datetime(headers["Date"]) if "Date" in headers else None
        age = headers.get("Age", "0").strip()
        if date is not None and date.tzinfo is not None:
            return date.astimezone(UTC) + timedelta(seconds=int(age) if age.isdecimal() else 0)
    return None


@dataclass(frozen=True)
class Anchor:
    """An instant that was found by a date of a server or this machine's clock, beside the monotonic clock."""

    boot: str
    uptime: timedelta
    at: datetime
    host: str
    """The host whose date it was; empty if it was the machine's clock alone."""
    is_agreed: bool
    """True if the clock of the machine agreed."""

    def now(self) -> datetime:
        """Return the present instant by the time that has passed since."""
        return self.at + (uptime() - self.uptime)


def read_anchor(home: Path) -> Anchor | None:
    """Return the anchor of this start of the machine, or None."""
    with suppress(OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        found = json.loads((home / FILE).read_text(encoding="utf-8"))
        at, passed = datetime.fromisoformat(found["at"]), timedelta(seconds=float(found["uptime_seconds"]))
        if found["boot"] == boot_id() and at.tzinfo is not None:
            return Anchor(found["boot"], passed, at, str(found["host"]), bool(found["is_agreed"]))
    return None


def write_anchor(home: Path, at: datetime, host: str, is_agreed: bool) -> None:
    """Keep an instant, found now. Where the home cannot be written to, or the system has no identity, nothing is."""
    boot = boot_id()
    if boot is None:
        return
    row = {
        "boot": boot,
        "uptime_seconds": uptime().total_seconds(),
        "at": at.isoformat(),
        "host": host,
        "is_agreed": is_agreed,
    }
    with suppress(OSError):
        partly = home / f"{FILE}.new"
        partly.write_text(json.dumps(row), encoding="utf-8")
        partly.replace(home / FILE)
