"""Twenty thousand cycles of one installation: memory, open files and files stay as they are, and nothing is locked out.

A cycle is half an hour of virtual time: three pages are read (each 50th time one has changed), and what is due is sent
to a target on loopback. Meanwhile another process runs the maintenance cycle on the same database, and a third one asks
for prices. `python -m bench.soak 2000` runs fewer cycles. Exit code 1 where something grew that is no fact, where a
process met an error, or where an alert came twice.
"""

import json
import logging
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import count
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

import psutil
from sqlalchemy import func, select

from bench.harness.arguments import arguments
from bench.harness.dates import day
from bench.harness.inbox import Many, closed
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline import open_store, process_attempt, run_cycle
from flows.questions.ask import SqlQuestion, ask
from flows.run import Run, alert_settings
from flows.settings import Settings, load
from models.kinds import SnapshotOutcome
from models.schema import Snapshot
from scrapers.page import Page
from scrapers.registry import SOURCES

CYCLES, SAMPLES = 20_000, 40
FIRST, APART = day("2026-10-31"), timedelta(minutes=30)
READ = ("deepseek_pricing", "deepseek_updates", "openrouter")
CHANGED = ("deepseek_pricing", 50)
"""The source whose page changes, and after how many cycles it does."""
MOST_GROWTH = 1.05
"""Memory at the end beside that at the middle."""
STANDING = ("memory", "open_files", "threads", "children", "files")
"""Figures that must not grow with the number of cycles."""
LOG = logging.getLogger("bench.soak")


@dataclass(frozen=True)
class Footprint:
    """Memory, files and rows of the installation after a number of cycles; memory and sizes in KB."""

    cycle: int
    memory: int
    open_files: int
    threads: int
    children: int
    files: int
    database: int
    snapshots: int
    changes: int


class Errors(logging.Handler):
    """Keeps the warnings and errors that a process logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # The target `log` is one of the alerts' targets.
        if record.name != "almanac.alerts":
            self.lines.append(record.getMessage())


class Installation:
    """A home with its database, its pages, and the clock of its cycles."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._store, self._at = settings, open_store(settings), FIRST
        self._bodies = {name: page_of(name, FIRST) for name in READ}
        self._process = psutil.Process()
        self._changes = 0

    def run(self, number: int) -> None:
        """Make a cycle."""
        self._at += APART
        for name in READ:
            self._track(name, self._body(name, number))
        run_cycle(self._store, self._settings, lambda: self._at)

    def _body(self, name: str, number: int) -> bytes:
        source, apart = CHANGED
        if name != source:
            return self._bodies[name]
        # The output price of a model at peak hours goes up and down again.
        return self._bodies[name].replace(b"$3.96", b"$3.97") if number // apart % 2 else self._bodies[name]

    def _track(self, name: str, body: bytes) -> None:
        source, at = SOURCES[name], self._at
        run = Run(self._store, source, lambda: at, alert_settings(self._settings), log=LOG.debug)
        process_attempt(run, lambda: Page(name, source.url({}), body, at), remind_at=at)

    def sample(self, cycle: int) -> Footprint:
        below = self._process.children(recursive=True)
        with self._store.reading() as session:
            rows = select(func.count()).select_from(Snapshot)
            snapshots = session.scalar(rows) or 0
            changes = session.scalar(rows.where(Snapshot.outcome == SnapshotOutcome.FACTS)) or 0
        home = self._settings.home
        return Footprint(
            cycle,
            memory=sum(each.memory_info().rss for each in (self._process, *below)) >> 10,
            open_files=self._process.num_fds(),
            threads=self._process.num_threads(),
            children=len(below),
            files=sum(1 for file in home.rglob("*") if file.is_file()),
            database=sum(file.stat().st_size for file in home.glob("almanac.db*") if file.is_file()) >> 10,
            snapshots=snapshots,
            changes=changes,
        )

    def close(self) -> None:
        self._store.close()


def main(cycles: int = CYCLES) -> int:
    errors = Errors()
    logging.getLogger("almanac").addHandler(errors)
    with (
        tempfile.TemporaryDirectory() as folder,
        closed(kind=Many) as target,
    ):
        target.open()
        settings = _settings(Path(folder), target.url)
        installation = Installation(settings)
        with _beside(_maintain, settings) as maintaining, _beside(_ask, settings) as asking:
            samples = list(_samples(installation, cycles))
        installation.close()
        twice = sum(times - 1 for times in Counter(target.keys).values())
        delivered = len(target.keys)
    grown = _grown(samples)
    told = {
        "cycles": cycles,
        "maintenance_cycles": maintaining.done,
        "questions": asking.done,
        "deliveries": delivered,
        "twice": twice,
        "grown": grown,
        "errors": dict(Counter(errors.lines + maintaining.errors + asking.errors)),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    return 1 if grown or twice or told["errors"] or not (maintaining.done and asking.done) else 0


def _settings(folder: Path, target: str) -> Settings:
    home = folder / "home"
    home.mkdir(mode=0o700)
    file = home / "almanac.toml"
    file.write_text(f'sources = {json.dumps(READ)}\n[targets.team]\nwebhook = "{target}"\n')
    file.chmod(0o600)
    return load(environ={"ALMANAC_HOME": str(home)})


def _samples(installation: Installation, cycles: int) -> Iterator[Footprint]:
    for number in range(1, cycles + 1):
        installation.run(number)
        if number % (cycles // SAMPLES) == 0:
            sample = installation.sample(number)
            sys.stdout.write(json.dumps(asdict(sample)) + "\n")
            sys.stdout.flush()
            yield sample


def _grown(samples: list[Footprint]) -> dict[str, tuple[float, float]]:
    """Return the figures that are higher in the last quarter than in the second one, with both medians."""
    quarter = len(samples) // 4
    found: dict[str, tuple[float, float]] = {}
    for name in STANDING:
        before, after = (
            median(getattr(sample, name) for sample in part)
            for part in (samples[quarter : 2 * quarter], samples[-quarter:])
        )
        if after > before * MOST_GROWTH:
            found[name] = (before, after)
    return found


@dataclass
class Beside:
    """The rounds of another process, and the errors that it met."""

    done: int
    errors: list[str]


@contextmanager
def _beside(work: Callable[[Store, Settings, int], object], settings: Settings) -> Generator[Beside]:
    """Let another process do this again and again."""
    context = multiprocessing.get_context("spawn")
    end = context.Event()
    results: Queue[tuple[int, list[str]]] = context.Queue()
    process = context.Process(target=_again, args=(work, settings, end, results), daemon=True)
    process.start()
    found = Beside(0, [])
    try:
        yield found
    finally:
        end.set()
        found.done, found.errors = results.get(timeout=120)
        process.join(30)


def _again(
    work: Callable[[Store, Settings, int], object],
    settings: Settings,
    end: Event,
    results: "Queue[tuple[int, list[str]]]",
) -> None:
    errors, store, done = Errors(), Store(settings.database_url), 0
    logging.getLogger("almanac").addHandler(errors)
    for number in count():
        # Waits between two rounds, and ends at once when it is told to.
        if end.wait(0.2):
            break
        try:
            work(store, settings, number)
            done += 1
        except Exception as problem:  # noqa: BLE001 (any error is what is looked for)
            errors.lines.append(f"{type(problem).__name__}: {problem}")
    store.close()
    results.put((done, errors.lines))


def _maintain(store: Store, settings: Settings, _number: int) -> None:
    """Remind and deliver as the deployment `remind` does, at the instant of the last page."""
    with store.reading() as session:
        last: datetime | None = session.scalar(select(func.max(Snapshot.moment)))
    if last:
        run_cycle(store, settings, lambda: last)


def _ask(store: Store, _settings: Settings, _number: int) -> None:
    """Ask what `almanac prices` and `almanac sql` ask."""
    for view in ("price_now", "price_resolved", "deadline", "leaderboard_now"):
        ask(store, SqlQuestion(f"select * from {view}"))  # noqa: S608 (names of ours)


if __name__ == "__main__":
    sys.exit(main(*map(int, arguments()[:1])))
