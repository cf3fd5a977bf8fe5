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
from pickle import PicklingError

from models.readings import Reading
from scrapers.guarded import read_guarded
from scrapers.observed import ObservedReader, PickledReading, observe
from scrapers.page import Page, PageChanged, Tripped

READY = b"ready"
"""The first message of the child."""


@dataclass(frozen=True)
class Limits:
    """Limits for reading one page."""

    seconds: int
    """Processor time."""
    memory: int
    """Bytes of address space; not every system enforces it (macOS does not)."""


@dataclass(frozen=True)
class ReadOrder:
    """One page, its reader, and its limits."""

    read: Callable[[Page], Reading]
    page: Page
    limits: Limits


@dataclass(frozen=True)
class NotPortable:
    """The answer if a reader (of a `__main__`) or a reading (with facts made later) cannot be pickled."""


ReadAnswer = Reading | PickledReading | PageChanged | NotPortable


def main(orders: Connection) -> None:
    """Answer orders until their pipe is closed, or the memory can no longer be trusted."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # These signals are meant for the parent. A page must not be refused because the parent is stopped.
        signal.signal(ignored, signal.SIG_IGN)
    with orders, suppress(EOFError, ConnectionError):
        orders.send_bytes(READY)
        tripped = False
        while not tripped:
            answer = _answered(orders.recv_bytes())
            tripped = isinstance(answer, Tripped)
            orders.send_bytes(_pickled(answer))


def _answered(order: bytes) -> ReadAnswer:
    try:
        given: ReadOrder = pickle.loads(order)  # noqa: S301 (of our own parent)
    except (AttributeError, ImportError):
        return NotPortable()
    _limit(given.limits)
    try:
        if isinstance(given.read, ObservedReader):
            return observe(partial(read_guarded, given.read.read), given.page)
        return read_guarded(given.read, given.page)
    except PageChanged as refusal:
        return refusal


def _pickled(answer: ReadAnswer) -> bytes:
    try:
        return pickle.dumps(answer)
    except (AttributeError, PicklingError, TypeError):
        return pickle.dumps(NotPortable())


def _limit(limits: Limits) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime) + limits.seconds)
    _lower(resource.RLIMIT_AS, limits.memory)


def _lower(what: int, soft: int) -> None:
    """Set a limit, as far as the system has it and allows it."""
    _, hard = resource.getrlimit(what)
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
