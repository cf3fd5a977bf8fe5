"""The machine of a simulation and its runs: the real code on the simulated world, and what has to hold after each."""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bench.simulation.checks import Broken, Checks, expect
from bench.simulation.faults import FaultPlan, Faults, Killed
from bench.simulation.hosts import Inbox, Sites, SiteVisit, Wait
from bench.simulation.price_list import PricePage
from bench.simulation.vendors import vendors
from bench.simulation.world import World, chance
from flows.clock import ClockDoubt
from flows.database import Store
from flows.ingest import NotAsked
from flows.notify import publish_feeds, remind
from flows.pipeline import deliver_due, open_store, read_source, run_cycle
from flows.run import Run, alert_settings
from flows.settings import Settings, load
from flows.timekeeping import expect_right_clock
from models.history import OutOfOrder
from models.kinds import DeliveryState, Severity, SilenceAction, SnapshotOutcome
from models.schema import Alert, Delivery, Silence, Snapshot
from scrapers.registry import SOURCES

PORT, TARGETS = 8001, {"team": 8002, "pager": 8003}
RECORDED = tuple(SnapshotOutcome)
STATED = (NotAsked, ClockDoubt, OutOfOrder)
"""Ways in which a run may end without a record; that of an order never befalls one here."""
InboxesBefore = Mapping[str, tuple[Counter[str], Wait | None]]
"""By target, what it had accepted before a run, and the pause for which it had asked."""


@dataclass
class Machine:
    """The machine of a simulation: its home, its record and its runs."""

    seed: int
    home: Path
    url: str
    random: Random = field(init=False)
    pace: float = 1
    """The share of its usual time after which something rare happens."""
    is_unknowing: bool = False
    """True once it started with a clock that nothing could contradict: what it then records supports that clock."""
    steps: int = 0
    lines: list[str] = field(default_factory=list[str])
    faults: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.random = chance(self.seed)
        began = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=self.random.randint(0, 120 * 24))
        self.world = World(began, self.home)
        self.vendors = {vendor.source: vendor for vendor in vendors(chance(self.random.random()))}
        self.sites = Sites(self.world, self.vendors)
        self.inboxes = {name: Inbox(self.world, name) for name in TARGETS}
        self.checks = Checks(self.sites, self.inboxes, chance(self.random.random()))
        self.breaker, self.hash = Faults(), hashlib.sha256()
        self.settings = self._settings()
        self.alerting = alert_settings(self.settings)
        self.began, self.store = began, open_store(self.settings)

    def _settings(self) -> Settings:
        sites = {f"{SOURCES[name].site.name}_url" for name in self.vendors}
        lines = [f"sources = {sorted(self.vendors)}", 'watch = ["*"]', f'database_url = "{self.url}"']
        lines += [f'{setting} = "http://127.0.0.1:{PORT}"' for setting in sorted(sites)]
        for name, port in TARGETS.items():
            lines += [f"[targets.{name}]", f'webhook = "http://127.0.0.1:{port}/"', 'severity = "info"']
        file = self.home / "almanac.toml"
        file.write_text("\n".join(lines), encoding="utf-8")
        return load(file, {"ALMANAC_HOME": str(self.home)})

    @property
    def elapsed(self) -> timedelta:
        return self.world.now - self.began

    def within(self, hours: float) -> timedelta:
        return timedelta(seconds=round(self.random.uniform(0.1, hours) * 3600))

    def seldom(self, hours: float) -> timedelta:
        """Return the time until something rare happens."""
        return self.within(max(hours * self.pace, 0.2))

    def note(self, line: str) -> None:
        self.steps += 1
        line = f"{self.steps} {self.world.now:%Y-%m-%d %H:%M:%S} {line}"
        self.lines.append(line)
        self.hash.update(f"{line}\n".encode())

    # What happens; each returns the time until it happens again.

    def reopen(self) -> None:
        """Open all anew from the disk."""
        engine: Any = self.store.engine
        self.store.close()
        gc.collect()  # what a dead process had open is closed
        store = Store(self.settings.database_url)
        fresh: Any = store.engine
        # Statements are compiled once, whatever dies.
        fresh._compiled_cache = engine._compiled_cache
        with patch("flows.pipeline.attempts.Store", return_value=store):
            self.store = open_store(self.settings)

    def track(self, name: str, plan: FaultPlan) -> None:
        """Make one run on a source, as the flow `track` does."""
        self.sites.visit = SiteVisit()
        before = self._count(name)
        asked = self.world.now

        def run() -> str:
            machine = self.world.machine
            one = Run(self.store, SOURCES[name], machine, self.alerting, log=lambda _: None, checks_clock=True)
            return str(read_source(one, self.settings, None, machine()))

        said = self._run(run, plan)
        rows = self._count(name) - before
        self.note(f"track {name}: {said}; {rows} rows")
        is_whole = said.partition(":")[0] in RECORDED
        least = 1 if is_whole else 0
        expect(least <= rows <= 1, f"{rows} rows for one fetch: {said}")
        expect(not said.startswith("OutOfOrder"), said)
        self._after(name)
        if is_whole and self.sites.visit.dated and not (self.is_unknowing and self.world.ahead):
            self._expect_true_moment(name, asked)

    def _expect_true_moment(self, name: str, asked: datetime) -> None:
        with self.store.reading() as session:
            newest = select(Snapshot.moment).where(Snapshot.source == name).order_by(Snapshot.id.desc()).limit(1)
            moment = session.scalars(newest).one()
        off = abs(moment - asked)
        expect(off <= timedelta(minutes=20), f"{name} was asked at {asked} and is recorded at {moment}")

    def _count(self, name: str) -> int:
        with self.store.reading() as session:
            return len(session.scalars(select(Snapshot.id).where(Snapshot.source == name)).all())

    def cycle(self, plan: FaultPlan) -> None:
        """Make one cycle of maintenance and one round of sending, as the flows `remind` and `deliver` do."""

        def run() -> str:
            machine, store = self.world.machine, self.store
            expect_right_clock(store, self.settings.home, machine())
            said = str(run_cycle(store, self.settings, machine))
            remind(store, self.alerting, machine())
            sent = deliver_due(store, self.alerting, machine)
            publish_feeds(store, self.settings.feeds, machine)
            return f"{said}; {sent}"

        self.note(f"cycle: {self._run(run, plan)}")
        self._after(None)

    def snooze(self, source: str, until: datetime) -> None:
        """Hold back what comes of a source, as `almanac alerts snooze` does."""
        with self.store.writing() as session:
            snoozed = {"action": SilenceAction.SNOOZE, "source_pattern": source, "severity": Severity.CRITICAL}
            session.add(Silence(**snoozed, until=until, created_at=self.world.now))

    def calm_run(self, source: str) -> None:
        """Make a run that nothing befalls."""
        self.track(source, FaultPlan())

    def inboxes_begin(self) -> None:
        """Forget what targets have taken."""
        for inbox in self.inboxes.values():
            inbox.accepted.clear()

    def change_price(self, source: str) -> None:
        """Let the page of a source say another amount."""
        listed = self.vendors[source]
        assert isinstance(listed, PricePage)  # noqa: S101 (the caller's choice)
        listed.move(next(iter(listed.models)))

    def _run(self, work: Callable[[], str], plan: FaultPlan) -> str:
        """Run a step with what befalls it; return how it ended."""
        before = {name: (inbox.accepted.copy(), inbox.wait_until) for name, inbox in self.inboxes.items()}
        self.breaker.begin(plan)
        try:
            said = work()
        except Killed:
            self.faults["killed"] += 1
            said = f"killed at {self.breaker.points}"
        except DBAPIError as problem:
            said = f"{type(problem).__name__}: {problem.orig}"
            expect(self.breaker.has_failed, said)
        except STATED as problem:
            said = f"{type(problem).__name__}: {problem}"
            if isinstance(problem, ClockDoubt):
                # It sends by an instant that it reckons, a wrong one where the clock was ahead at the start.
                self._forget_waits(before)
        except Broken:
            raise
        except Exception as problem:
            raise Broken(f"a run ended with {type(problem).__name__}: {problem}") from problem
        is_hurt = self.breaker.is_dead or self.breaker.has_failed
        self.faults["disk"] += self.breaker.has_failed
        self.breaker.begin(FaultPlan())
        if is_hurt:
            self._doubt(before)
            self.reopen()
        return said

    def _doubt(self, before: InboxesBefore) -> None:
        """Note that what targets answered in a run that was hurt may not have been kept."""
        with self.store.reading() as session:
            rows = session.execute(select(Delivery.target, Alert.alert_key, Delivery.state).join(Alert)).tuples()
            noted = {(target, key) for target, key, state in rows if state == DeliveryState.DELIVERED}
        for name, inbox in self.inboxes.items():
            for key in inbox.accepted - before[name][0]:
                if (name, key) not in noted:
                    inbox.in_doubt[key] += 1
        self._forget_waits(before)

    def _forget_waits(self, before: InboxesBefore) -> None:
        """Do not expect that the pauses are kept for which targets asked in this run."""
        for name, inbox in self.inboxes.items():
            if inbox.wait_until != before[name][1]:
                inbox.wait_until = None

    def _after(self, source: str | None) -> None:
        self.checks.after_step(self.store, source)
