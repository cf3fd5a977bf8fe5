"""The runs that a fault befalls at one of their calls, and the state of the record afterwards.

Each run is a copy of this process, so that nothing is imported twice, on a fresh copy of a home.
"""

import json
import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bench.harness.faults.library import Call, arm, told_calls
from bench.simulation.checks import believed_lines, open_snapshots
from bench.simulation.simulation import Simulation, ruled
from cli.execute import FAULTS
from cli.faults import fault
from cli.main import main
from flows.audit import verify
from flows.clock import ClockDoubt
from flows.database import AlreadyRunning, Store
from flows.ingest import NotAsked
from flows.page_reader import copy_reader
from flows.pipeline import read_source
from flows.run import Run
from models.schema import Alert, ChangeRow, Delivery, Snapshot
from scrapers.registry import SOURCES

SOURCE, SEED = "zai_pricing", 11
LONGEST_SECONDS = 60
STATED = (*FAULTS, NotAsked, AlreadyRunning, ClockDoubt)


@dataclass
class TrialEnd:
    """The end of a run: its words, its exit code, and the messages that targets took."""

    said: str = ""
    code: int = 0
    traceback: str = ""
    taken: dict[str, int] = field(default_factory=dict[str, int])


class Homes:
    """A home before a page changes, of which every run gets a copy at the same place."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.home, self.kept, self.told = folder / "home", folder / "kept", folder / "told"
        self.home.mkdir(mode=0o700)
        self.made = Simulation(SEED, self.home, f"sqlite:///{self.home / 'almanac.db'}")
        stack.enter_context(ruled(self.made))
        for _ in range(2):
            self.made.calm_run(SOURCE)
            self.made.world.now += timedelta(hours=3)
        self.made.change_price(SOURCE)
        self.made.store.close()
        shutil.copytree(self.home, self.kept)

    def renew(self) -> None:
        """Let the home be as it was before the page changed."""
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home)

    def keep(self) -> None:
        """Let the home of later runs be as it is now."""
        shutil.rmtree(self.kept)
        shutil.copytree(self.home, self.kept)

    def run(self, work: Callable[["Homes"], str], number: int = 0, error: int = 0, lasts: int = 0) -> TrialEnd:
        """Do something in a copy of this process, with a fault; return how it ended."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            ended = TrialEnd()
            try:
                signal.alarm(LONGEST_SECONDS)
                self.made.inboxes_begin()
                copy_reader()
                arm(self.home, number, error, lasts, None if number else self.told)
                ended.said = work(self)
            except STATED as problem:
                ended.said = self._words(problem)
                ended.code = 1
            except BaseException as problem:  # noqa: BLE001 (that is what is looked for)
                ended.said, ended.traceback = repr(problem), traceback.format_exc()
            arm(self.home)
            ended.taken = dict(sum((inbox.accepted for inbox in self.made.inboxes.values()), Counter[str]()))
            os.write(writing, json.dumps(asdict(ended)).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            found = answer.read()
        _, status = os.waitpid(pid, 0)
        return TrialEnd(**json.loads(found)) if found else TrialEnd(f"died: {status}", -1, f"died: {status}")

    def _words(self, problem: Exception) -> str:
        if isinstance(problem, DBAPIError | OSError):
            return fault(problem, self.made.settings)
        return str(problem)

    def calls(self, work: Callable[["Homes"], str]) -> tuple[TrialEnd, Sequence[Call]]:
        """Run without a fault; return how it ended and its calls."""
        self.renew()
        self.told.unlink(missing_ok=True)
        ended = self.run(work)
        return ended, told_calls(self.told)


def track(homes: Homes) -> str:
    """One run on the source, as the flow `track` makes it."""
    made = homes.made
    made.store = Store(made.settings.database_url)
    clock = made.world.machine
    run = Run(made.store, SOURCES[SOURCE], clock, made.alerting, log=lambda _: None, checks_clock=True)
    said = str(read_source(run, made.settings, None, clock()))
    made.store.close()
    return said


def track_ahead(homes: Homes) -> str:
    """A run while the clock is four years ahead, right after a start, and no site tells the date."""
    world = homes.made.world
    world.boot()
    world.set_clock(timedelta(days=1461))
    homes.made.sites.tells_date = False
    return track(homes)


def fix_clock(homes: Homes) -> str:
    """`almanac doctor --fix-clock` when the clock is right again."""
    with patch("cli.installation.clock.utc_now", homes.made.world.machine):
        return command("doctor", "--fix-clock")(homes)


def command(*words: str) -> Callable[[Homes], str]:
    """A command as it is typed; its first words on stderr."""

    def typed(homes: Homes) -> str:
        out = homes.home.parent / "out"
        with (
            out.open("w", encoding="utf-8") as file,
            patch.object(sys, "stdout", file),
            patch.object(sys, "stderr", file),
        ):
            environ = {"ALMANAC_HOME": str(homes.home), "HOME": str(homes.home)}
            with patch.dict(os.environ, environ):
                code = main(["--config", str(homes.home / "almanac.toml"), *words])
        said = out.read_text(encoding="utf-8")
        if "Traceback" in said:
            raise AssertionError(said)
        return f"exit {code}: {said.strip().splitlines()[-1] if said.strip() else ''}"

    return typed


@dataclass(frozen=True)
class RecordedHome:
    """The record of a home."""

    problems: tuple[str, ...]
    lines: dict[Any, Any]
    snapshots: int
    changes: Counter[tuple[str, ...]]
    alerts: Counter[tuple[str, ...]]
    waiting: int


def recorded(homes: Homes) -> RecordedHome:
    """Look at a home: is the record whole, and what is in it?"""
    store = Store(homes.made.settings.database_url)
    try:
        found = list[str]()
        with store.reading() as session:
            whole = session.scalar(text("pragma integrity_check"))
            found += [] if whole == "ok" else [f"integrity: {whole}"]
            found += [f"unread: {number}" for number in open_snapshots(session)]
            changes = Counter(
                tuple(map(str, row))
                for row in session.execute(select(ChangeRow.kind, ChangeRow.subject, ChangeRow.said_after))
            )
            alerts = Counter(tuple(map(str, row)) for row in session.execute(select(Alert.kind, Alert.subject)))
            waits = select(func.count()).select_from(Delivery).where(Delivery.state.in_(("pending", "claimed")))
            waiting = session.scalar(waits) or 0
            lines = believed_lines(session, SOURCE)
            snapshots = session.scalar(select(func.count()).select_from(Snapshot)) or 0
        found += map(str, verify(store, [SOURCES[SOURCE]], lambda _line: None).discrepancies)
        values = {line: [value for _, value in spans] for line, spans in lines.items()}
        return RecordedHome(tuple(found), values, snapshots, changes, alerts, waiting)
    finally:
        store.close()
