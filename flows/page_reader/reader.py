"""Reading a page in a child process, under limits of time and memory.

A limit in our own process would not do: a regular expression or a parser in C hears no exception that another thread
raises, a signal reaches the main thread alone (Prefect runs tasks in others), and where memory runs out, anything may
fail. A child is killed, in whatever it is stuck. It is started once and kept for the next page.

Read in our own process, without limits, is what cannot be sent to another: a dataset's whole history, whose facts are
made one by one while they are recorded, and readers that are no plain functions.
"""

import atexit
import logging
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from pickle import PicklingError

from flows.page_reader.child import READY, Answer, Limits, NotPortable, Order
from models.readings import Reading
from scrapers.page import Page, PageChanged, Tripped
from scrapers.source import Source

LOG = logging.getLogger("almanac.reader")
LIMITS = Limits(seconds=20, memory=4 << 30)
"""The largest known page takes 2 s. On SQLite nobody else can write meanwhile, and waits for 30 s."""
PATIENCE = 5
"""So many times its processor time may pass before a child that does not get the processor is given up."""
START_SECONDS = 60
START = "import sys; sys.path[:] = sys.argv[2:]; from flows.page_reader.child import main; main(int(sys.argv[1]))"
"""With our own path: the folder that a command is typed in may have a `flows` of its own."""


class Child:
    """A process that reads one page after the other."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own command line)
                [sys.executable, "-c", START, str(theirs.fileno()), *sys.path],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.is_up = False
        """It has begun to take orders."""

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, order: bytes, limits: Limits) -> Answer:
        """The answer; Tripped where the child came to no end, or to a bad one, NotPortable where it did not begin."""
        if not self.is_up and not self._has_begun():
            LOG.warning("no process could be started to read a page in: it is read here, without limits")
            return NotPortable()
        try:
            self._pipe.send_bytes(order)
            if not self._pipe.poll(limits.seconds * PATIENCE):
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


_IDLE: list[Child] = []


def read_page(source: Source, page: Page) -> Reading:
    """What a page of a source states. Raises PageChanged; Tripped where its reader fails, or comes to no end."""
    order = None if source.is_history(page.url) else _order(source, page)
    answer = NotPortable() if order is None else _answer(order)
    if isinstance(answer, NotPortable):
        return source.reading(page)
    if isinstance(answer, PageChanged):
        raise answer
    return answer


def close() -> None:
    """End the children that wait for pages."""
    while _IDLE:
        _IDLE.pop().kill()


def _order(source: Source, page: Page) -> bytes | None:
    """None for a reader that cannot be named to another process."""
    try:
        return pickle.dumps(Order(source.read, page, LIMITS))
    except (AttributeError, PicklingError, TypeError):
        return None


def _answer(order: bytes) -> Answer:
    child = _idle() or Child()
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


def _idle() -> Child | None:
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


atexit.register(close)
os.register_at_fork(after_in_child=_IDLE.clear)
