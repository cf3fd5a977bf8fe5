"""Reads a page in a child process, with limits of time and memory.

Limits in this process would not work. A regular expression or a parser in C does not react to an exception from another
thread, a signal reaches only the main thread (Prefect runs tasks in others), and after memory runs out anything may
fail. A child can be killed at any point. It is started once and kept for the next page.

A reading that cannot be pickled is made once more in this process, after the child has made it within the limits: that
of a dataset's whole history, whose facts are made one by one while they are recorded. Only a reader that cannot be
pickled itself is called here, without limits; no registered one is like that.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from pickle import PicklingError
from resource import getpagesize
from typing import Any, Protocol

from flows.page_reader.child import READY, Limits, NotPortable, ReadAnswer, ReadOrder, Returned
from flows.page_reader.copies import CopiedProcess
from models.readings import Reading
from scrapers.observed import PickledReading
from scrapers.page import OverLimit, Page, PageChanged, Tripped
from scrapers.source import Source

LIMITS = Limits(seconds=10, memory=300 << 20)
"""The largest known page takes 2 s. On SQLite other writers wait meanwhile, for at most 30 s."""
HISTORY_LIMITS = Limits(seconds=120, memory=2 << 30)
"""For a dataset's whole history, which a person loads; the largest known one takes 10 s."""
PEEK_SECONDS = 0.05
"""The time between two looks at the memory of a child."""
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


class NoReaderProcess(OSError):
    """No process could be started to read a page in: the page stays unread, and the next run reads it."""


class Startable(Protocol):
    """A process: the part of the interface of `Popen` that is used here."""

    @property
    def pid(self) -> int: ...
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
        """Return the answer: OverLimit if the child did not finish within the limits, Tripped if it died.

        Raises NoReaderProcess if it did not start.
        """
        if not self.is_up and not self._has_begun():
            raise NoReaderProcess("no process could be started to read the page in: the next run reads it")
        try:
            held = held_bytes(self._process.pid)
            self._pipe.send_bytes(order)
            over = self._wait(limits, held)
            return over or pickle.loads(self._pipe.recv_bytes())  # noqa: S301 (of our own child)
        except (EOFError, ConnectionError):
            return _ended(self._process.wait(), limits)

    def _wait(self, limits: Limits, held: int) -> OverLimit | None:
        """Wait for an answer; the limit that the child, which held so many bytes before, is over; else None."""
        until = time.monotonic() + limits.seconds * WALL_CLOCK_FACTOR
        while not self._pipe.poll(min(PEEK_SECONDS, limits.seconds)):
            if time.monotonic() > until:
                return limits.out_of_time
            # A library may have reserved memory before the limit was set: only this sees that it is filled.
            if held_bytes(self._process.pid) - held > limits.memory:
                return limits.out_of_memory
        return None

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
    """Return the facts that a page of a source states.

    Raises PageChanged: OverLimit beyond the limits, Tripped if its reader fails; and NoReaderProcess.
    """
    if source.is_history(page.url):
        answer = _answer(ReadOrder(source.read, page, HISTORY_LIMITS, wants_reading=False))
    else:
        answer = _answer(ReadOrder(source.read, page, LIMITS))
    if isinstance(answer, NotPortable):
        return source.reading(page)
    if isinstance(answer, PageChanged):
        raise answer
    if isinstance(answer, PickledReading):
        reading: Reading = pickle.loads(answer.pickled)  # noqa: S301 (of our own child)
        # Nobody else has it yet, and `replace` would check every fact once more.
        object.__setattr__(reading, "same_until", answer.same_until)
        return reading
    assert isinstance(answer, Reading)  # noqa: S101 (a reader returns no other)
    return answer


def call_limited(function: Callable[[Page], Any], page: Page) -> Any:  # noqa: ANN401 (whatever it returns)
    """Return what a function says of a page, called in a child with limits. Raises as `read_page` does."""
    answer = _answer(ReadOrder(function, page, LIMITS, is_reader=False))
    if isinstance(answer, PageChanged):
        raise answer
    if isinstance(answer, Returned):
        return answer.value
    from scrapers.guarded import call_guarded  # no function of a registered source is called here

    return call_guarded(function, page)


def close_readers() -> None:
    """End the idle children."""
    while _IDLE:
        _IDLE.pop().kill()


def _answer(order: ReadOrder) -> ReadAnswer:
    """Return the answer of a child; NotPortable for a reader that cannot be pickled."""
    try:
        pickled = pickle.dumps(order)
    except (AttributeError, PicklingError, TypeError):
        return NotPortable()
    child = _idle() or _started()
    try:
        answer = child.ask(pickled, order.limits)
    except BaseException:
        child.kill()
        raise
    if isinstance(answer, Tripped | OverLimit):
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


def held_bytes(pid: int) -> int:
    """Return the bytes of memory that a process has filled; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _started() -> ReaderProcess:
    try:
        return ReaderProcess(start_interpreter)
    except OSError as error:
        raise NoReaderProcess(f"no process could be started to read the page in: {error.strerror or error}") from error


def _ended(code: int, limits: Limits) -> PageChanged:
    if code == -signal.SIGXCPU:
        return limits.out_of_time
    return Tripped("Death", f"its process died: {signal.Signals(-code).name if code < 0 else f'exit code {code}'}")


atexit.register(close_readers)
os.register_at_fork(after_in_child=_IDLE.clear)
