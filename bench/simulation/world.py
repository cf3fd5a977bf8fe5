"""The time of a simulation: the true one, that of the machine's clock, and that since the machine started.

Nobody sleeps: who waits moves the time on. The modules that ask for the time or wait get a clock of this world in place
of Python's; no other module on the road does so.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from random import Random
from typing import Any, Self
from unittest.mock import patch

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMED = (
    "scrapers.http.client",
    "scrapers.http.patience",
    "urllib3.util.retry",
    "flows.timekeeping.witnesses",
    "alerts.channels.webhook",
)
"""The modules that ask `time`."""
DATED = ("scrapers.http.patience", "alerts.channels.retry_after")
"""The modules that ask `datetime.now`."""
WAITING = "alerts.channels.retry_after"
"""The module that names `sleep` and `monotonic` themselves."""


def chance(seed: float) -> Random:
    """Return a source of chance that takes the same course every time."""
    return Random(seed)  # noqa: S311 (no secret)


class World:
    """The instants of a simulation; `home` has the file with the identity of this start of the machine."""

    CLOCK_BOOTTIME = CLOCK_MONOTONIC = 0

    def __init__(self, began: datetime, home: Path) -> None:
        self.now = began
        """The true instant."""
        self.ahead = timedelta()
        """The time by which the clock of the machine is ahead of the true one."""
        self.moves = 0
        """The number of times that the clock, as the machine can know it, was set."""
        self._boot_file, self._boots = home / "boot_id", 0
        self.boot()

    def boot(self) -> None:
        """Start the machine again; its clock stays as it is. If it is ahead, what told that is forgotten: it moves."""
        self.moves += bool(self.ahead)
        self._boots += 1
        self._booted = self.now
        self._boot_file.write_text(f"boot {self._boots}\n")

    def set_clock(self, ahead: timedelta) -> None:
        """Set the clock of the machine; it is ahead of the true time by so much."""
        self.moves += self.ahead != ahead
        self.ahead = ahead

    def machine(self) -> datetime:
        """Return the present instant by the clock of the machine."""
        return self.now + self.ahead

    # What follows has the names of Python's module `time`, in whose place it is.
    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def time(self) -> float:
        return self.machine().timestamp()

    def monotonic(self) -> float:
        return (self.now - self._booted).total_seconds()

    def clock_gettime(self, _clock: int) -> float:
        return self.monotonic()

    @contextmanager
    def ruling(self) -> Generator[None]:
        """Let every module on the road have this world's time."""
        world = self

        class Dated(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(world.time(), tz)

        with ExitStack() as stack:
            for name in TIMED:
                stack.enter_context(patch(f"{name}.time", self))
            for name in DATED:
                stack.enter_context(patch(f"{name}.datetime", Dated))
            stack.enter_context(patch(f"{WAITING}.sleep", self.sleep))
            stack.enter_context(patch(f"{WAITING}.monotonic", self.monotonic))
            stack.enter_context(patch("flows.timekeeping.witnesses.BOOT_ID", self._boot_file))
            yield


def in_thread(target: Any, args: tuple[Any, ...], **_named: object) -> "Direct":  # noqa: ANN401 (as Thread has it)
    """Return what stands for a thread and works when it is started: targets come one after the other."""
    return Direct(target, args)


class Direct:
    """A thread that works in the thread that starts it, so that a seed always takes the same course."""

    def __init__(self, target: Any, args: tuple[Any, ...]) -> None:  # noqa: ANN401 (as Thread has it)
        self._target, self._args = target, args

    def start(self) -> None:
        self._target(*self._args)

    def join(self) -> None:
        """It has ended already."""
