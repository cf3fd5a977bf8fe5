"""Reads a page in a child process, with limits of time and memory.

Limits in this process would not work. A regular expression or a parser in C does not react to an exception from another
thread, a signal reaches only the main thread (Prefect runs tasks in others), and after memory runs out anything may
fail. A child can be killed at any point. It is started once and kept for the next page.

What cannot be pickled is read in this process without limits: a dataset's whole history, whose facts are made one by
one while they are recorded, and readers that are no plain functions.
"""

import atexit
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pickle import PicklingError
from typing import Protocol

from flows.page_reader.child import READY, Limits, NotPortable, ReadAnswer, ReadOrder
from flows.page_reader.copies import CopiedProcess
from models.readings import Reading
from scrapers.observed import PickledReading
from scrapers.page import Page, PageChanged, Tripped
from scrapers.source import Source

LOG = logging.getLogger("almanac.reader")
LIMITS = Limits(seconds=20, memory=4 << 30)
"""The largest known page takes 2 s. On SQLite other writers wait meanwhile, for at most 30 s."""
WALL_CLOCK_FACTOR = 5
"""A child without enough processor is given up after this many times its processor time."""
START_SECONDS = 60
START = """
import sys
sys.path[:] = sys.argv[2:]
from multiprocessing.connection import Connection
from flows.loading import loading
with loading():
    from flows.page_reader.child import main
main(Connection(int(sys.argv[1])))
"""
"""Sets sys.path of the parent, because the working directory may contain another package `flows`."""


class Startable(Protocol):
    """A process: the part of the interface of `Popen` that is used here."""

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...
    def kill(self) -> None: ...


def start_interpreter(orders: Connection) -> Startable:
    """Start a new interpreter that answers orders."""
    return subprocess.Popen(  # noqa: S603 (our own command line)
        [sys.executable, "-c", START, str(orders.fileno()), *sys.path],
        pass_fds=[orders.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class ReaderProcess:
    """A process that reads one page after the other."""

    def __init__(self, start: Callable[[Connection], Startable]) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = start(theirs)
        self.is_up = False
        """True after it has sent READY."""

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, order: bytes, limits: Limits) -> ReadAnswer:
        """Return the answer: Tripped if the child did not finish or died, NotPortable if it did not start."""
        if not self.is_up and not self._has_begun():
            LOG.warning("no process could be started to read a page in: it is read here, without limits")
            return NotPortable()
        try:
            self._pipe.send_bytes(order)
            if not self._pipe.poll(limits.seconds * WALL_CLOCK_FACTOR):
                return _out_of_time(limits)
            return pickle.loads(self._pipe.recv_bytes())  # noqa: S301 (of our own child)
        except (EOFError, ConnectionError):
            return _ended(self._process.wait(), limits)

    def _has_begun(self) -> bool:
        with suppress(EOFError, ConnectionError):
            self.is_up = self._pipe.poll(START_SECONDS) and self._pipe.recv_bytes() == READY
        return self.is_up

    def kill(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.wait()


_IDLE: list[ReaderProcess] = []


def copy_reader() -> None:
    """Begin the reader of the next page as a copy of this process, which has one thread and no page or settings yet."""
    with suppress(OSError):
        _IDLE.append(ReaderProcess(CopiedProcess))


def read_page(source: Source, page: Page) -> Reading:
    """Return the facts that a page of a source states. Raises PageChanged, and Tripped if its reader fails or does not
    finish.
    """
    order = None if source.is_history(page.url) else _order(source, page)
    answer = NotPortable() if order is None else _answer(order)
    if isinstance(answer, NotPortable):
        return source.reading(page)
    if isinstance(answer, PageChanged):
        raise answer
    if isinstance(answer, PickledReading):
        reading: Reading = pickle.loads(answer.pickled)  # noqa: S301 (of our own child)
        # Nobody else has it yet, and `replace` would check every fact once more.
        object.__setattr__(reading, "same_until", answer.same_until)
        return reading
    return answer


def close_readers() -> None:
    """End the idle children."""
    while _IDLE:
        _IDLE.pop().kill()


def _order(source: Source, page: Page) -> bytes | None:
    """Return a pickled order; None for a reader that cannot be pickled."""
    try:
        return pickle.dumps(ReadOrder(source.read, page, LIMITS))
    except (AttributeError, PicklingError, TypeError):
        return None


def _answer(order: bytes) -> ReadAnswer:
    child = _idle() or ReaderProcess(start_interpreter)
    try:
        answer = child.ask(order, LIMITS)
    except BaseException:
        child.kill()
        raise
    if isinstance(answer, Tripped) or not child.is_up:
        child.kill()
    else:
        _IDLE.append(child)
    return answer


def _idle() -> ReaderProcess | None:
    with suppress(IndexError):
        while not (child := _IDLE.pop()).is_alive:
            child.kill()
        return child
    return None


def _out_of_time(limits: Limits) -> Tripped:
    return Tripped("TimeLimit", f"it came to no end within {limits.seconds} s")


def _ended(code: int, limits: Limits) -> Tripped:
    if code == -signal.SIGXCPU:
        return _out_of_time(limits)
    return Tripped("Death", f"its process died: {signal.Signals(-code).name if code < 0 else f'exit code {code}'}")


atexit.register(close_readers)
os.register_at_fork(after_in_child=_IDLE.clear)
