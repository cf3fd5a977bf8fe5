"""Points at which a process can be killed: around every SQL statement, commit, reading and socket call, by thread."""

import os
import signal
import socket
from collections import Counter, defaultdict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from threading import current_thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

PointValue = TypeVar("PointValue")
MAIN = "MainThread"


@dataclass(frozen=True)
class KillPoint:
    """A place in the run: the so-many-th of a thread. A thread's own places are the same in every run."""

    thread: str
    number: int
    hop: str = ""
    label: str = ""

    @property
    def place(self) -> tuple[str, int]:
        return self.thread, self.number

    def __str__(self) -> str:
        return f"{self.thread} {self.number}: {self.hop}: {self.label}"


LINE: ContextVar[str | None] = ContextVar("LINE", default=None)
"""The thread whose work this is, if another thread does it."""


def line() -> str:
    return LINE.get() or current_thread().name


class Points:
    """Tells every place that this process passes, and kills it at one of them."""

    def __init__(self, told: int, fatal: tuple[str, int] | None = None) -> None:
        """`told` is the file descriptor that a line per place goes to."""
        self._told, self._fatal = told, fatal
        self._passed: Counter[str] = Counter()
        self._hops: dict[str, str] = defaultdict(lambda: "claim", {MAIN: "fetch"})

    def pass_by(self, label: str) -> None:
        thread = line()
        self._passed[thread] += 1
        place = (thread, self._passed[thread])
        told = "\t".join([*map(str, place), self._hops[thread], " ".join(label.split())[:60]])
        os.write(self._told, f"{told}\n".encode())
        if place == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def begin(self, hop: str) -> None:
        """Count the work of this thread to a hop from now on."""
        self._hops[line()] = hop

    def within(self, hop: str, call: Callable[..., PointValue]) -> Callable[..., PointValue]:
        """The same call, as a hop of its own with a place before and after it."""

        @wraps(call)
        def going(*given: Any, **named: Any) -> PointValue:  # noqa: ANN401 (whatever the call takes)
            before = self._hops[line()]
            self.begin(hop)
            result = self.around(hop, call)(*given, **named)
            self.begin(before)
            return result

        return going

    def in_line(self, call: Callable[..., PointValue]) -> Callable[..., PointValue]:
        """The same call; whatever threads do it, its places are those of the thread that calls."""

        @wraps(call)
        def going(*given: Any, **named: Any) -> PointValue:  # noqa: ANN401 (whatever the call takes)
            token = LINE.set(line())
            result = call(*given, **named)
            LINE.reset(token)
            return result

        return going

    def then(self, hop: str, call: Callable[..., PointValue]) -> Callable[..., PointValue]:
        """The same call; what the thread does after it is this hop."""

        @wraps(call)
        def going(*given: Any, **named: Any) -> PointValue:  # noqa: ANN401 (whatever the call takes)
            result = call(*given, **named)
            self.begin(hop)
            return result

        return going

    def committing(self, _connection: Connection) -> None:
        self.pass_by("before commit")

    def committed(self, _session: Session) -> None:
        self.pass_by("after commit")
        if self._hops[line()] == "mark":
            self.begin("claim")

    def around(self, label: str, call: Callable[..., PointValue]) -> Callable[..., PointValue]:
        """The same call with a place before and after it."""

        @wraps(call)
        def passing(*given: Any, **named: Any) -> PointValue:  # noqa: ANN401 (whatever the call takes)
            self.pass_by(f"before {label}")
            result = call(*given, **named)
            self.pass_by(f"after {label}")
            return result

        return passing


def watch(points: Points) -> None:
    """Hook into SQLAlchemy and into the sockets of this process, for ever."""
    event.listen(Engine, "before_cursor_execute", lambda *given: points.pass_by(f"before {given[2]}"))
    event.listen(Engine, "after_cursor_execute", lambda *given: points.pass_by(f"after {given[2]}"))
    event.listen(Engine, "commit", points.committing)
    event.listen(Session, "after_commit", points.committed)
    for name in ("connect", "sendall", "recv_into"):
        setattr(socket.socket, name, points.around(name, getattr(socket.socket, name)))


def read(told: str) -> list[KillPoint]:
    """The places that a run passed, by what it told."""
    rows = [line.split("\t") for line in told.splitlines()]
    return [KillPoint(thread, int(number), hop, label) for thread, number, hop, label in rows]
