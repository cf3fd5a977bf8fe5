"""Kills real processes on the road, starts them again, and compares what was told with the undisturbed run."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import IO

from alerts.outbox import LEASE
from bench.harness.databases import EMPTY, Databases
from bench.harness.dates import day
from bench.harness.inbox import Exchange, Posted, React, Receiver, receiving
from bench.harness.kill.child import Order
from bench.harness.kill.points import KillPoint, read
from bench.harness.kill.verdict import Death, Heard, KillVerdict, StoredAlerts, judge, told
from flows.database import Store
from samples.site import Site

ROOT = Path(__file__).parents[3]
BASE = day("2026-08-10 04:07")
STORY = (day("2026-08-13 08:07"), day("2026-08-16 18:07"))
"""Prices and peak hours are announced; they come into effect."""
AGAIN = 2 * LEASE
"""So much later the next run starts, after one that died."""
REHEARSED = (BASE, *chain.from_iterable((at, at + AGAIN) for at in STORY))
PATIENT = {"timeout_seconds": 60}
TARGETS: Mapping[str, Mapping[str, object]] = {
    "team": PATIENT,
    "pager": PATIENT | {"kinds": ["peak hours*", "notice*"]},
}
"""One hears all, the other what passes its filters."""
PHASES = ("has read it", "is answering", "has answered")
"""Kills the sender of a message at a point of the exchange."""


@dataclass(frozen=True)
class Kill:
    """One death in the run of a chapter of the story: at a point, by a target, or some seconds after its start."""

    chapter: int
    point: KillPoint | None = None
    by: tuple[str, int, str] | None = None
    """The target, at its so-many-th message, in a phase."""
    after: float | None = None

    @property
    def hop(self) -> str:
        return self.point.hop if self.point else "by a target"

    def __str__(self) -> str:
        where = self.point or (f"{self.by[0]} {self.by[2]}, message {self.by[1]}" if self.by else f"{self.after} s")
        return f"chapter {self.chapter}: {where}"


NOT_KILLED = "was not killed"
"""The problem of a run that did not pass the point at which it was to be killed."""
MORE_TRIES = 5


@dataclass(frozen=True)
class Ended:
    """The end of a run: 0 or the number of the signal that killed it, and the points that it passed."""

    status: int
    passed: list[KillPoint]
    seconds: float


@dataclass
class Harness:
    """A story that can be told again and again, on one kind of database."""

    databases: Databases
    folder: Path
    site: Site
    receivers: dict[str, Receiver]
    zygote: subprocess.Popen[str]
    undisturbed: list[StoredAlerts] = field(default_factory=list[StoredAlerts])
    runs: list[Ended] = field(default_factory=list[Ended])
    """The run of each chapter, when nothing kills it."""
    _store: Store = field(init=False)
    _child: Future[int] = field(default_factory=Future[int])

    def __post_init__(self) -> None:
        self._store = Store(self.databases.url)

    def prepare(self) -> None:
        """Rehearse the story, and tell it undisturbed."""
        self.databases.copy(EMPTY)
        for at in REHEARSED:
            self.site.at = at
            self._say(self._order(at).line())
            self._out.readline()
        self.databases.copy(EMPTY)
        self._tell(BASE)
        for chapter, at in enumerate(STORY):
            self.databases.keep(f"chapter_{chapter}")
            self.runs.append(self._tell(at))
            self.undisturbed.append(told(self._store, at))

    def points(self, broken: str | None = None) -> list[list[KillPoint]]:
        """Every point of every chapter, of a broken program too."""
        if broken is None:
            return [run.passed for run in self.runs]
        found = list[list[KillPoint]]()
        for chapter in range(len(STORY)):
            found.append(self._run(self._open(chapter), broken=broken).passed)
        return found

    def kills(self) -> Iterator[Kill]:
        """Every death but the random ones."""
        for chapter, points in enumerate(self.points()):
            yield from (Kill(chapter, point) for point in points)
            for target in TARGETS:
                count = len(self.undisturbed[chapter].order[target])
                yield from (Kill(chapter, by=(target, n, phase)) for n in range(1, count + 1) for phase in PHASES)

    def die(self, *kills: Kill, broken: str | None = None) -> KillVerdict:
        """Be killed, and again while starting again, then go on, and see what was told.

        A later death may not come: a run that goes on passes other points than one that begins. The first one is tried
        again if it does not come: on a busy machine a run may pass fewer statements.
        """
        verdict = self._die_once(*kills, broken=broken)
        for _ in range(MORE_TRIES):
            if NOT_KILLED not in verdict.problems:
                break
            verdict = self._die_once(*kills, broken=broken)
        return verdict

    def _die_once(self, *kills: Kill, broken: str | None) -> KillVerdict:
        at, deaths = self._open(kills[0].chapter), list[Death]()
        problems = list[str]()
        for number, kill in enumerate(kills):
            if kill.by is not None:
                target, message, phase = kill.by
                self.receivers[target].react = self._killing(message, phase)
            ended = self._run(at + number * AGAIN, kill, broken)
            if ended.status not in (0, signal.SIGKILL):
                problems.append(f"failed: {ended.status}")
            if ended.status == signal.SIGKILL:
                deaths.append(Death(self._heard(), told(self._store, at).noted))
            elif number == 0 and kill.after is None:
                problems.append(NOT_KILLED)
        if self._run(at + len(kills) * AGAIN, broken=broken).status:
            problems.append("the last run failed")
        verdict = judge(self.undisturbed[kills[0].chapter], told(self._store, at), deaths, self._heard())
        verdict.problems += problems
        return verdict

    def _open(self, chapter: int) -> datetime:
        """Everything as it was before that chapter; its instant."""
        self.databases.copy(f"chapter_{chapter}")
        self.site.at = STORY[chapter]
        self._log.unlink(missing_ok=True)
        for receiver in self.receivers.values():
            receiver.react = Exchange.take
            receiver.accepted.clear()
        return self.site.at

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _heard(self) -> Heard:
        """The messages that every target has accepted so far."""
        posted = {name: list(receiver.accepted) for name, receiver in self.receivers.items()}
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return Heard(posted, [json.loads(line) for line in lines])

    def _tell(self, at: datetime) -> Ended:
        self.site.at = at
        ended = self._run(at)
        if ended.status:
            raise RuntimeError(f"the undisturbed run of {at} failed")
        return ended

    def _order(self, at: datetime, point: KillPoint | None = None, broken: str | None = None) -> Order:
        targets = {name: {"webhook": its.url, **TARGETS[name]} for name, its in self.receivers.items()}
        return Order(
            self.databases.url, self.site.url, at.isoformat(), targets, str(self._log), point and point.place, broken
        )

    def _run(self, at: datetime, kill: Kill | None = None, broken: str | None = None) -> Ended:
        """One run, until it ends or is killed, and until what it sent is dealt with."""
        self._child = Future()
        point, after = (kill.point, kill.after) if kill else (None, None)
        began = time.perf_counter()
        self._say(self._order(at, point, broken).line())
        self._child.set_result(json.loads(self._out.readline()))
        if after is not None:
            time.sleep(after)
            self._kill()
        ended = json.loads(self._out.readline())
        took = time.perf_counter() - began
        for receiver in self.receivers.values():
            receiver.settle()
        self.databases.settle()
        self._say("\n")
        return Ended(ended["status"], read(ended["passed"]), took)

    def _killing(self, number: int, phase: str) -> React:
        """Reacts to one message by killing its sender, to the others by taking them."""
        left = iter(range(1, 1000))

        def react(exchange: Exchange, posted: Posted) -> None:
            if next(left) != number:
                exchange.take(posted)
            elif phase == "has answered":
                exchange.take(posted)
                self._kill()
            else:
                exchange.receiver.accepted.append(posted)
                if phase == "is answering":
                    exchange.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Len")
                self._kill()

        return react

    def _kill(self) -> None:
        """Its number is its own until the zygote hears of us."""
        os.kill(self._child.result(), signal.SIGKILL)

    @property
    def _out(self) -> IO[str]:
        if self.zygote.stdout is None:
            raise RuntimeError("the zygote has no output")
        return self.zygote.stdout

    def _say(self, line: str) -> None:
        if self.zygote.stdin is None:
            raise RuntimeError("the zygote has no input")
        self.zygote.stdin.write(line)
        self.zygote.stdin.flush()


@contextmanager
def harness(databases: Databases, folder: Path) -> Generator[Harness]:
    """A story, told undisturbed and ready to be disturbed."""
    with ExitStack() as stack:
        site = stack.enter_context(Site(BASE).serving())
        receivers = {name: stack.enter_context(receiving()) for name in TARGETS}
        zygote = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "bench.harness.kill.child", str(len(REHEARSED))],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        made = Harness(databases, folder, site, receivers, zygote)
        made.prepare()
        yield made


def spread(found: list[Kill], count: int) -> list[Kill]:
    """So many of them, evenly."""
    return [found[int((number + 0.5) * len(found) / count)] for number in range(count)]
