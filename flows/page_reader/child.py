"""The process in which pages are read: `flows.page_reader.reader` starts it and sends orders by a pipe.

It ends when the pipe is closed.

It lives under limits that it sets itself, page by page: whatever a page does to it, whoever ordered it goes on.
"""

import math
import pickle
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pickle import PicklingError

from models.readings import Reading
from scrapers.guarded import read_guarded
from scrapers.page import Page, PageChanged, Tripped

READY = b"ready"
"""What it says first."""


@dataclass(frozen=True)
class Limits:
    """What the reading of one page may take."""

    seconds: int
    """Of processor time."""
    memory: int
    """Bytes of address space; not every system keeps to it (macOS does not)."""


@dataclass(frozen=True)
class Order:
    """One page, its reader, and what that may take."""

    read: Callable[[Page], Reading]
    page: Page
    limits: Limits


@dataclass(frozen=True)
class NotPortable:
    """The answer where a reader (of a `__main__`) or a reading (with facts made later) cannot leave its process."""


Answer = Reading | PageChanged | NotPortable


def main(pipe: int) -> None:
    """Answer orders until the pipe is closed, or the memory can no longer be trusted."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # They are meant for the process that gave the order; a page must not be refused because people stop that.
        signal.signal(ignored, signal.SIG_IGN)
    with Connection(pipe) as orders, suppress(EOFError, ConnectionError):
        orders.send_bytes(READY)
        tripped = False
        while not tripped:
            answer = _answered(orders.recv_bytes())
            tripped = isinstance(answer, Tripped)
            orders.send_bytes(_pickled(answer))


def _answered(order: bytes) -> Answer:
    try:
        given: Order = pickle.loads(order)  # noqa: S301 (of our own parent)
    except (AttributeError, ImportError):
        return NotPortable()
    _limit(given.limits)
    try:
        return read_guarded(given.read, given.page)
    except PageChanged as refusal:
        return refusal


def _pickled(answer: Answer) -> bytes:
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
