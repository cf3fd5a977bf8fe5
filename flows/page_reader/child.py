"""The process that reads pages: `flows.page_reader.reader` starts it and sends orders through a pipe.

It ends when the pipe is closed. It sets its own limits for each page, so a page cannot harm the process that ordered
it.
"""

import math
import pickle
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from pickle import PicklingError
from typing import Any

from models.readings import Reading
from scrapers.guarded import call_guarded, read_guarded
from scrapers.observed import ObservedReader, PickledReading, observe
from scrapers.page import OverLimit, Page, PageChanged, Tripped

READY = b"ready"
"""The first message of the child."""
OWN_MEMORY = 5
"""The column of `statm` with the memory that is a process's own, which RLIMIT_DATA limits."""
ADDRESS_SPACE = 4 << 30
"""Bytes that a process may reserve where the system does not say how much it has."""


@dataclass(frozen=True)
class Limits:
    """Limits for reading one page."""

    seconds: int
    """Processor time."""
    memory: int
    """Bytes beyond those that the process holds before; not every system enforces it (macOS does not)."""

    @property
    def out_of_time(self) -> OverLimit:
        return OverLimit(f"reading took longer than {self.seconds} s")

    @property
    def out_of_memory(self) -> OverLimit:
        return OverLimit(f"reading needed more memory than {self.memory >> 20} MB")


@dataclass(frozen=True)
class ReadOrder:
    """One page, its reader, and its limits."""

    read: Callable[[Page], Any]
    page: Page
    limits: Limits
    is_reader: bool = True
    """False for another function of a page, whose result is returned as it is."""
    wants_reading: bool = True
    """False if only its end within the limits is asked for: then the answer is NotPortable."""


@dataclass(frozen=True)
class NotPortable:
    """The answer if a reader (of a `__main__`) or a reading (with facts made later) cannot be pickled.

    A reading that cannot be was made within the limits.
    """


@dataclass(frozen=True)
class Returned:
    """The answer of a function that is no reader."""

    value: Any


ReadAnswer = Reading | PickledReading | PageChanged | NotPortable | Returned


def main(orders: Connection) -> None:
    """Answer orders until their pipe is closed, or the memory can no longer be trusted."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # These signals are meant for the parent. A page must not be refused because the parent is stopped.
        signal.signal(ignored, signal.SIG_IGN)
    with orders, suppress(EOFError, ConnectionError):
        orders.send_bytes(READY)
        is_sound = True
        while is_sound:
            answer = _answered(orders.recv_bytes())
            is_sound = not isinstance(answer, Tripped | OverLimit)
            orders.send_bytes(_pickled(answer))


def _answered(order: bytes) -> ReadAnswer:
    try:
        given: ReadOrder = pickle.loads(order)  # noqa: S301 (of our own parent)
    except (AttributeError, ImportError):
        return NotPortable()
    _limit(given.limits)
    try:
        answer = _read(given)
    except Tripped as tripped:
        return given.limits.out_of_memory if tripped.name == MemoryError.__name__ else tripped
    except PageChanged as refusal:
        return refusal
    return answer if given.wants_reading else NotPortable()


def _read(given: ReadOrder) -> ReadAnswer:
    if not given.is_reader:
        return Returned(call_guarded(given.read, given.page))
    if isinstance(given.read, ObservedReader):
        return observe(partial(read_guarded, given.read.read), given.page)
    return read_guarded(given.read, given.page)


def _pickled(answer: ReadAnswer) -> bytes:
    try:
        return pickle.dumps(answer)
    except (AttributeError, PicklingError, TypeError):
        return pickle.dumps(NotPortable())


def _own_bytes() -> int | None:
    """Return the bytes of memory that are this process's own; None where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[OWN_MEMORY]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return None


def _limit(limits: Limits) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime) + limits.seconds)
    limit_memory(limits.memory)


def limit_memory(more: int) -> None:
    """Let this process take so many bytes more than it has: beyond them is a MemoryError."""
    own = _own_bytes()
    if own is None:
        _lower(resource.RLIMIT_AS, ADDRESS_SPACE + more)
    else:
        # Not the address space: libraries reserve much of it and never fill it.
        _lower(resource.RLIMIT_DATA, own + more)


def _lower(what: int, soft: int) -> None:
    """Set a limit, as far as the system has it and allows it."""
    _, hard = resource.getrlimit(what)
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
