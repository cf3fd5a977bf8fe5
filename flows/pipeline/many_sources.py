"""Many sources in one run: those of the user's own file that are due, the longest overdue first, host by host.

Nothing queues. Each run looks what is due now, so a run that takes long makes the next one larger and not more. Sources
of one host are read one after the other, with the pause of a visit in between; several hosts at a time.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.texts import one_line
from flows.clock import ClockDoubt
from flows.database import AlreadyRunning
from flows.ingest import NotAsked, fetch_manners
from flows.pipeline.attempts import deliver_and_publish
from flows.pipeline.entry import read_source
from flows.run import HopValue, Run
from flows.settings import Settings
from models.history import OutOfOrder
from models.schema import Snapshot, SourceRow
from scrapers.source import Source

LOG = logging.getLogger("almanac.road")
HOSTS_AT_A_TIME = 4
"""So many hosts are asked at the same time: most of a visit is waiting."""
LONGEST_SECONDS = 900.0
"""A run begins no further source after this time; the next one does."""
DELIVER_SECONDS = 20.0
"""Alerts wait for so long at most for the reading of other sources."""
SLACK = timedelta(minutes=1)
"""A source is due so much before its cadence is over: runs come at whole minutes."""


@dataclass(frozen=True)
class Lateness:
    """The sources that are due by their cadences, and those that are late."""

    due: tuple[Source, ...]
    """Those that are due, the longest overdue first."""
    never: int
    """The number of those that were never tried."""
    late: Mapping[str, timedelta]
    """By source, the time since it fell due, of those that are late by more than their cadence."""


def lateness(session: Session, sources: Collection[Source], now: datetime) -> Lateness:
    """Return which sources are due, by the moments of their last attempts; one statement."""
    newest = select(func.max(Snapshot.moment)).where(Snapshot.source == SourceRow.name).scalar_subquery()
    asked = select(SourceRow.name, newest).where(newest.is_not(None))
    tried = dict(session.execute(asked).tuples().all())
    since = {
        source.name: tried[source.name] + timedelta(minutes=source.cadence_minutes)
        for source in sources
        if source.name in tried
    }
    new = [source for source in sources if source.name not in since]
    due = [source for source in sources if source.name in since and since[source.name] - SLACK <= now]
    due.sort(key=lambda source: since[source.name])
    late = {
        source.name: now - since[source.name]
        for source in due
        if now - since[source.name] > timedelta(minutes=source.cadence_minutes)
    }
    return Lateness((*new, *due), len(new), late)


@dataclass
class ManyRead:
    """The outcomes of the sources of a run."""

    outcomes: dict[str, str] = field(default_factory=dict[str, str])
    """By source, how its attempt ended: an outcome, `not asked`, or `error`."""
    left: int = 0
    """The number of sources that are due, for which this run has no time left."""

    def __str__(self) -> str:
        counts = sorted(Counter(self.outcomes.values()).items())
        said = [f"{count} {outcome.replace('_', ' ')}" for outcome, count in counts]
        waiting = f"; {self.left} wait for the next run" if self.left else ""
        return f"{len(self.outcomes)} sources: {', '.join(said) or 'none is due'}{waiting}"


Begin = Callable[[Source], Run]
"""A function that begins a run of a source; the steps of such a run are no tasks of Prefect's."""
TakeTurn = Callable[[Source], AbstractContextManager[None]]
"""A function that waits for the turn at the host of a source."""


@dataclass
class _Visits:
    """The visits of a run: what is still to be read, host by host."""

    begin: Begin
    settings: Settings
    turn: TakeTurn
    ends: float
    clock: Callable[[], float]
    read: ManyRead = field(default_factory=ManyRead)
    lock: Lock = field(default_factory=Lock)
    delivered_at: float = 0.0

    def host(self, sources: Sequence[Source]) -> None:
        """Read the sources of one host, one after the other."""
        waiting = deque(sources)
        while waiting and self.clock() < self.ends:
            source = waiting.popleft()
            outcome = self._visit(source)
            with self.lock:
                self.read.outcomes[source.name] = outcome
            self._deliver(source)
            if waiting:
                time.sleep(fetch_manners(self.settings, source.url(self.settings.sites)).pause_seconds)
        with self.lock:
            self.read.left += len(waiting)

    def _visit(self, source: Source) -> str:
        run = self.begin(source)
        try:
            with self.turn(source):
                return read_source(run, self.settings, None, run.clock()).outcome
        except (NotAsked, AlreadyRunning) as reason:
            LOG.info("%s", reason)
            return "not asked"
        except (OutOfOrder, ClockDoubt) as problem:
            LOG.warning("%s: %s", source.name, one_line(str(problem)))
        except Exception:
            # One source must not end the run of all others.
            LOG.exception("%s: its run failed", source.name)
        return "error"

    def _deliver(self, source: Source) -> None:
        """Send what is due, unless that was done just now."""
        with self.lock:
            if self.clock() < self.delivered_at + DELIVER_SECONDS:
                return
            self.delivered_at = self.clock()
        _deliver(self.begin(source))


def _deliver(run: Run) -> None:
    deliver_and_publish(run, run.clock())


def read_many(
    begin: Begin,
    settings: Settings,
    due: Iterable[Source],
    turn: TakeTurn = lambda _source: nullcontext(),
    longest_seconds: float = LONGEST_SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> ManyRead:
    """Read these sources, and then send what is due. A source that fails is logged, and the others are read."""
    hosts = dict[str, list[Source]]()
    for source in due:
        hosts.setdefault(urlsplit(source.url(settings.sites)).hostname or "", []).append(source)
    visits = _Visits(lambda source: _without_delivery(begin(source)), settings, turn, clock() + longest_seconds, clock)
    visits.delivered_at = clock()
    with ThreadPoolExecutor(HOSTS_AT_A_TIME) as threads:
        for done in [threads.submit(visits.host, sources) for sources in hosts.values()]:
            done.result()
    for first, *_ in [*hosts.values()][:1]:
        _deliver(begin(first))
    return visits.read


def _without_delivery(run: Run) -> Run:
    """Return a run that leaves the delivery to the run of all sources."""

    def hop(name: str, step: Callable[[], HopValue]) -> HopValue:
        return step() if name != "deliver" else None  # pyright: ignore[reportReturnType]

    return replace(run, hop=hop)
