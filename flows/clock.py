"""The clock. Code that needs the time takes a `Clock` as a parameter."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


class ClockDoubt(Exception):
    """The clock of this machine is not to be trusted: nothing is recorded and nothing is sent by it."""


def utc_now() -> datetime:
    return datetime.now(UTC)
