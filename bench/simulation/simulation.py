"""One simulation: what happens when, drawn from one number; the real code runs each step, and checks follow."""

import gc
import hashlib
import logging
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bench.simulation.checks import Broken, Checks, expect, open_snapshots
from bench.simulation.faults import Faults, Killed, Plan, drawn
from bench.simulation.hosts import Inbox, Sites, Visit, site_weather, target_weather
from bench.simulation.vendors import PriceList, vendors
from bench.simulation.wire import network
from bench.simulation.world import EPOCH, World, in_thread
from flows.audit import verify
from flows.database import Store
from flows.ingest import NotAsked
from flows.notify import publish_feeds, remind
from flows.pipeline import deliver_due, open_store, read_source, run_cycle
from flows.run import Run, alert_settings
from flows.settings import Settings, load
from flows.timekeeping import ClockDoubt, expect_right_clock
from models.history import OutOfOrder
from models.kinds import GOOD_OUTCOMES
from models.schema import Delivery, Snapshot
from scrapers.registry import SOURCES

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PORT, TARGETS = 8001, {"team": 8002, "pager": 8003}
CALM = timedelta(days=5)
"""From one calm time to the next: then all faults end, and all that waits has to come to its end."""


@dataclass(frozen=True)
class Outcome:
    """What a simulation came to."""

    seed: int
    days: float
    steps: int
    trace: str
    """The hash of all that happened."""
    faults: Counter[str]
    problem: str = ""
    """What does not hold; empty if all does."""
    lines: tuple[str, ...] = ()
    """The steps."""


@dataclass
class Simulation:
    """The state of a simulation."""

    seed: int
    home: Path
    url: str
    random: Random = field(init=False)
    steps: int = 0
    lines: list[str] = field(default_factory=list[str])
    faults: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        began = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=self.random.randint(0, 120 * 24))
        self.world = World(began, self.home)
        self.vendors = {vendor.source: vendor for vendor in vendors(Random(self.random.random()))}
        self.sites = Sites(self.world, self.vendors)
        self.inboxes = {name: Inbox(self.world, name) for name in TARGETS}
        self.checks = Checks(self.sites, self.inboxes, Random(self.random.random()))
        self.breaker, self.hash = Faults(), hashlib.sha256()
        self.settings = self._settings()
        self.alerting = alert_settings(self.settings)
        self.began, self.store = began, open_store(self.settings)

    def _settings(self) -> Settings:
        sites = {f"{SOURCES[name].site.name}_url" for name in self.vendors}
        lines = [f'sources = {sorted(self.vendors)}', 'watch = ["*"]', f'database_url = "{self.url}"']
        lines += [f'{setting} = "http://127.0.0.1:{PORT}"' for setting in sorted(sites)]
        for name, port in TARGETS.items():
            lines += [f"[targets.{name}]", f'webhook = "http://127.0.0.1:{port}/"', 'severity = "info"']
        file = self.home / "almanac.toml"
        file.write_text("\n".join(lines), encoding="utf-8")
        return load(file, {"ALMANAC_HOME": str(self.home)})

    @property
    def elapsed(self) -> timedelta:
        return self.world.now - self.began

    def go_on(self, days: float) -> None:
        """Let so many days pass. Raises Broken."""
        events: dict[str, datetime] = {}
        for name in self.vendors:
            events[f"visit {name}"] = self.world.now + self._within(2)
            events[f"change {name}"] = self.world.now + self._within(30)
            events[f"weather {name}"] = self.world.now + self._within(20)
        for name in TARGETS:
            events[f"mood {name}"] = self.world.now + self._within(10)
        events |= {"cycle": self.world.now + HOUR, "clock": self.world.now + self._within(100)}
        events |= {"dates": self.world.now + self._within(60)}
        events |= {"boot": self.world.now + self._within(200), "calm": self.world.now + CALM}
        end = self.world.now + timedelta(days=days)
        while True:
            what, at = min(events.items(), key=lambda event: (event[1], event[0]))
            if at >= end:
                break
            self.world.now = max(self.world.now, at)
            kind, _, name = what.partition(" ")
            events[what] = self.world.now + getattr(self, f"_{kind}")(name)
        self._calm("")

    def _within(self, hours: float) -> timedelta:
        return timedelta(seconds=round(self.random.uniform(0.1, hours) * 3600))

    def _note(self, line: str) -> None:
        self.steps += 1
        line = f"{self.steps} {self.world.now:%Y-%m-%d %H:%M:%S} {line}"
        self.lines.append(line)
        self.hash.update(f"{line}\n".encode())

    # What happens; each returns the time until it happens again.
    def _visit(self, name: str) -> timedelta:
        self.track(name, drawn(self.random, 0.07))
        return self._within(10)

    def _change(self, name: str) -> timedelta:
        self._note(f"{name} changes: {self.vendors[name].change(self.world.now)}")
        return self._within(40)

    def _weather(self, name: str) -> timedelta:
        self.sites.weathers[name] = site_weather(self.random)
        self._note(f"{name} is {self.sites.weathers[name] or 'well'}")
        return self._within(16)

    def _mood(self, name: str) -> timedelta:
        self.inboxes[name].weather = target_weather(self.random)
        self._note(f"{name} is {self.inboxes[name].weather or 'well'}")
        return self._within(16)

    def _cycle(self, _name: str) -> timedelta:
        self.cycle(drawn(self.random, 0.03))
        return HOUR

    def _clock(self, _name: str) -> timedelta:
        if self.world.ahead:
            self.world.set_clock(timedelta())
            self._note("the clock is right again")
            return self._within(150)
        jump = self.random.choice((DAY, -DAY, 4 * 365 * DAY, 3 * HOUR, -3 * HOUR, timedelta(minutes=5)))
        self.world.set_clock(jump)
        self.faults["clock set wrong"] += 1
        self._note(f"the clock is set by {jump}")
        return self._within(20)

    def _dates(self, _name: str) -> timedelta:
        """Sites tell the date, or do not for some hours."""
        self.sites.tells_date = not self.sites.tells_date
        self._note(f"sites {'tell' if self.sites.tells_date else 'do not tell'} the date")
        return self._within(100 if self.sites.tells_date else 20)

    def _boot(self, _name: str) -> timedelta:
        self.world.boot()
        if self.random.random() < 0.4:
            self.world.set_clock(EPOCH - self.world.now)
            self.faults["1970 at boot"] += 1
        self.reopen()
        self._note(f"the machine starts again, {self.world.machine():%Y-%m-%d %H:%M}")
        return self._within(300)

    def _calm(self, _name: str) -> timedelta:
        """All faults end; then all that waits comes to its end."""
        self._note("calm")
        tells_date, self.sites.tells_date = self.sites.tells_date, True
        weathers = dict(self.sites.weathers), {name: inbox.weather for name, inbox in self.inboxes.items()}
        self.sites.weathers.clear()
        for inbox in self.inboxes.values():
            inbox.weather = ""
        self.world.set_clock(timedelta())
        for _ in range(3):
            for name in self.vendors:
                self.track(name, Plan())
                self.world.now += timedelta(minutes=2)
            self.cycle(Plan())
            self.world.now += 3 * HOUR
        for _ in range(2):
            self.cycle(Plan())
            self.world.now += HOUR
        self._expect_settled()
        self.sites.weathers.update(weathers[0])
        self.sites.tells_date = tells_date
        for name, weather in weathers[1].items():
            self.inboxes[name].weather = weather
        return CALM

    def _expect_settled(self) -> None:
        with self.store.reading() as session:
            expect(not open_snapshots(session), f"unread: {open_snapshots(session)}")
            waits = session.scalars(select(Delivery.id).where(Delivery.state.in_(("pending", "claimed")))).all()
            expect(not waits, f"deliveries {waits} wait although all is well")
            self.checks.told_once(session)
            for name in self.vendors:
                last = session.scalars(
                    select(Snapshot).where(Snapshot.source == name).order_by(Snapshot.moment.desc()).limit(1)
                ).one()
                expect(last.outcome in GOOD_OUTCOMES, f"{name} ends {last.outcome}: {last.reason}")
                late = self.world.now - last.moment
                expect(timedelta() <= late < 2 * DAY, f"{name} was last recorded {last.moment}")
        sources = [SOURCES[name] for name in self.vendors]
        found = verify(self.store, sources, lambda *_: None)
        expect(not found.discrepancies, f"verify: {found.discrepancies[:3]}")

    def reopen(self) -> None:
        """Open all anew from the disk."""
        compiled = self.store.engine._compiled_cache  # noqa: SLF001 (statements are compiled once, whatever dies)
        self.store.close()
        gc.collect()  # what a dead process had open is closed
        store = Store(self.settings.database_url)
        store.engine._compiled_cache = compiled  # noqa: SLF001
        store.close()
        with patch("flows.pipeline.attempts.Store", lambda _: store):
            self.store = open_store(self.settings)

    def track(self, name: str, plan: Plan) -> None:
        """Make one run on a source, as the flow `track` does."""
        self.sites.visit = Visit()
        before = self._count(name)
        asked = self.world.now

        def run() -> str:
            machine = self.world.machine
            one = Run(self.store, SOURCES[name], machine, self.alerting, log=lambda _: None, checks_clock=True)
            return str(read_source(one, self.settings, None, machine()))

        said = self._run(run, plan)
        rows = self._count(name) - before
        self._note(f"track {name}: {said}; {rows} rows")
        is_whole = said.partition(":")[0] in ("facts", "same", "not_modified", "failed", "refused", "held")
        least = 1 if is_whole else 0
        expect(least <= rows <= 1, f"{rows} rows for one fetch: {said}")
        expect(not said.startswith("OutOfOrder"), said)
        self._after(name)
        if is_whole and self.sites.visit.dated:
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

    def cycle(self, plan: Plan) -> None:
        """Make one cycle of maintenance and one round of sending, as the flows `remind` and `deliver` do."""

        def run() -> str:
            machine, store = self.world.machine, self.store
            expect_right_clock(store, self.settings.home, machine())
            said = str(run_cycle(store, self.settings, machine))
            remind(store, self.alerting, machine())
            sent = deliver_due(store, self.alerting, machine)
            publish_feeds(store, self.settings.feeds, machine)
            return f"{said}; {sent}"

        self._note(f"cycle: {self._run(run, plan)}")
        self._after(None)

    def calm_run(self, source: str) -> None:
        """Make a run that nothing befalls."""
        self.track(source, Plan())

    def inboxes_begin(self) -> None:
        """Forget what targets have taken."""
        for inbox in self.inboxes.values():
            inbox.accepted.clear()

    def change_price(self, source: str) -> None:
        """Let the page of a source say another amount."""
        listed = self.vendors[source]
        assert isinstance(listed, PriceList)  # noqa: S101 (the caller's choice)
        listed.move(next(iter(listed.models)))

    def _run(self, work: Callable[[], str], plan: Plan) -> str:
        """Run a step with what befalls it; return how it ended."""
        before = {name: inbox.accepted.copy() for name, inbox in self.inboxes.items()}
        self.breaker.begin(plan)
        try:
            said = work()
        except Killed:
            self.faults["killed"] += 1
            said = f"killed at {self.breaker.points}"
        except DBAPIError as problem:
            said = f"{type(problem).__name__}: {problem.orig}"
            expect(self.breaker.has_failed, said)
        except (NotAsked, ClockDoubt, OutOfOrder) as problem:
            said = f"{type(problem).__name__}: {problem}"
        is_hurt = self.breaker.is_dead or self.breaker.has_failed
        self.faults["disk"] += self.breaker.has_failed
        self.breaker.begin(Plan())
        if is_hurt:
            self._doubt(before)
            self.reopen()
        return said

    def _doubt(self, before: dict[str, Counter[str]]) -> None:
        """What targets accepted in a run that was hurt may not have been noted."""
        with self.store.reading() as session:
            from models.schema import Alert

            rows = session.execute(select(Delivery.target, Alert.alert_key, Delivery.state).join(Alert)).tuples()
            noted = {(target, key) for target, key, state in rows if state == "delivered"}
        for name, inbox in self.inboxes.items():
            for key in inbox.accepted - before[name]:
                if (name, key) not in noted:
                    inbox.in_doubt[key] += 1

    def _after(self, source: str | None) -> None:
        self.checks.after_step(self.store, source)


@contextmanager
def _quiet() -> Generator[None]:
    logger = logging.getLogger("almanac")
    handler, level = logging.NullHandler(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.CRITICAL)
    propagates, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.propagate = propagates
        logger.setLevel(level)
        logger.removeHandler(handler)


@contextmanager
def ruled(made: Simulation) -> Generator[None]:
    """Let the modules on the road have the time, the network and the faults of a simulation."""
    hosts = {PORT: made.sites, **{port: made.inboxes[name] for name, port in TARGETS.items()}}
    with (
        _quiet(),
        made.world.ruling(),
        patch("alerts.outbox.Thread", in_thread),
        patch("urllib3.util.retry.random", Random(made.seed)),  # of the pauses between two tries
        network(hosts, made.breaker.pass_by),
        made.breaker.watching(),
    ):
        yield


def simulate(seed: int, days: float, folder: Path, url: str | None = None) -> Outcome:
    """Run one simulation in a folder, on a database that is migrated and empty; SQLite's is made there."""
    home = folder / f"seed{seed}"
    home.mkdir(mode=0o700)
    problem = ""
    try:
        made = Simulation(seed, home, url or f"sqlite:///{home / 'almanac.db'}")
        with ruled(made):
            try:
                made.go_on(days)
            except Broken as broken:
                problem = f"step {made.steps}: {broken}"
        made.store.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    faults = sum((inbox.faults for inbox in made.inboxes.values()), made.faults + made.sites.faults)
    trace = made.hash.hexdigest()[:16]
    return Outcome(seed, made.elapsed / DAY, made.steps, trace, faults, problem, tuple(made.lines))
