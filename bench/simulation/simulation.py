"""One simulation: what happens when, drawn from one number; the real code runs each step, and checks follow."""

import logging
import shutil
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import select

from bench.simulation.checks import Broken, expect, open_snapshots
from bench.simulation.faults import FaultPlan, drawn
from bench.simulation.hosts import site_weather, target_weather
from bench.simulation.runs import PORT, TARGETS, Machine
from bench.simulation.wire import network
from bench.simulation.world import EPOCH, chance, in_thread
from flows.audit import verify
from models.kinds import GOOD_OUTCOMES, UNSENT_STATES, WAITING_STATES
from models.schema import Delivery, Snapshot
from scrapers.registry import SOURCES

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALM = timedelta(days=5)
"""From one calm time to the next: then all faults end, and all that waits has to come to its end."""
WHOLE_DAYS = 3
"""In a shorter simulation what is rare happens as much sooner, so that it happens at all."""
PRICED = ("moonshot_pricing", "zai_pricing")
"""The pages on which any amount may change at any time."""
OVERDUE = 3 * HOUR
"""A delivery is late when it was due so long ago, in calm hours."""


@dataclass(frozen=True)
class Simulated:
    """The result of a simulation."""

    seed: int
    days: float
    steps: int
    trace: str
    """The hash of all that happened."""
    faults: Counter[str]
    problem: str = ""
    """The first thing that does not hold; empty if all does."""
    lines: tuple[str, ...] = ()
    """The steps."""


class Simulation(Machine):
    """A machine to which things happen."""

    def go_on(self, days: float) -> None:
        """Let so many days pass. Raises Broken."""
        self.pace = min(1.0, days / WHOLE_DAYS)
        waits = {"cycle": HOUR, "calm": CALM}
        for name in self.vendors:
            waits |= {f"visit {name}": self.within(2), f"change {name}": self.seldom(30)}
            waits[f"weather {name}"] = self.within(20)
        waits |= {f"mood {name}": self.within(10) for name in TARGETS}
        waits |= {"clock": self.seldom(100), "dates": self.seldom(60), "boot": self.seldom(200)}
        waits |= {"unknowing": self.seldom(200), "snooze": self.seldom(40)}
        events = {what: self.world.now + wait for what, wait in waits.items()}
        end = self.world.now + timedelta(days=days)
        while True:
            what, at = min(events.items(), key=lambda event: (event[1], event[0]))
            if at >= end:
                break
            self.world.now = max(self.world.now, at)
            kind, _, name = what.partition(" ")
            events[what] = self.world.now + getattr(self, f"_{kind}")(name)
        self._calm("")

    def _visit(self, name: str) -> timedelta:
        self.track(name, drawn(self.random, 0.07))
        return self.within(10)

    def _change(self, name: str) -> timedelta:
        self.note(f"{name} changes: {self.vendors[name].change(self.world.now)}")
        return self.seldom(40)

    def _weather(self, name: str) -> timedelta:
        self.sites.weathers[name] = site_weather(self.random)
        self.note(f"{name} is {self.sites.weathers[name] or 'well'}")
        return self.within(16)

    def _mood(self, name: str) -> timedelta:
        self.inboxes[name].weather = target_weather(self.random)
        self.note(f"{name} is {self.inboxes[name].weather or 'well'}")
        return self.within(16)

    def _cycle(self, _name: str) -> timedelta:
        self.cycle(drawn(self.random, 0.03))
        return HOUR

    def _clock(self, _name: str) -> timedelta:
        if self.world.ahead:
            self.world.set_clock(timedelta())
            self.note("the clock is right again")
            return self.seldom(150)
        jump = self.random.choice((DAY, -DAY, 4 * 365 * DAY, 3 * HOUR, -3 * HOUR, timedelta(minutes=5)))
        self.world.set_clock(jump)
        self.faults["clock set wrong"] += 1
        self.note(f"the clock is set by {jump}")
        return self.within(20)

    def _dates(self, _name: str) -> timedelta:
        """Sites tell the date, or do not for some hours."""
        self.sites.tells_date = not self.sites.tells_date
        self.note(f"sites {'tell' if self.sites.tells_date else 'do not tell'} the date")
        return self.seldom(100) if self.sites.tells_date else self.within(20)

    def _boot(self, _name: str) -> timedelta:
        self.world.boot()
        if self.random.random() < 0.4:
            self.world.set_clock(EPOCH - self.world.now)
            self.faults["1970 at boot"] += 1
        if self.world.ahead > timedelta() and not self.sites.tells_date:
            self.is_unknowing = True  # what contradicted the clock was known to the last start of the machine
        self.reopen()
        self.note(f"the machine starts again, {self.world.machine():%Y-%m-%d %H:%M}")
        return self.seldom(300)

    def _unknowing(self, _name: str) -> timedelta:
        """The machine starts with its clock ahead, and no site tells the date: nothing contradicts the clock."""
        self.world.set_clock(self.random.choice((3 * HOUR, DAY, 4 * 365 * DAY)))
        self.world.boot()
        self.reopen()
        self.sites.tells_date, self.is_unknowing = False, True
        self.faults["ahead at boot"] += 1
        self.note(f"the machine starts again without a clock, {self.world.machine():%Y-%m-%d %H:%M}")
        return self.seldom(300)

    def _snooze(self, _name: str) -> timedelta:
        """A person snoozes a source; it changes, and so does another one while a target asks to be left alone."""
        if not self.world.ahead:
            until = self.world.now + self.within(1.5)
            target, pages = self.random.choice(list(TARGETS)), self.random.sample(PRICED, 2)
            self.snooze(pages[0], until)
            self.note(f"{pages[0]} is snoozed until {until:%H:%M}, {target} is 429 for hours")
            self.inboxes[target].weather = "429 for hours"
            for page in pages:
                self.change_price(page)
                self.track(page, drawn(self.random, 0.07))
        return self.seldom(40)

    def _calm(self, _name: str) -> timedelta:
        """All faults end; then all that waits comes to its end."""
        self.note("calm")
        tells_date, self.sites.tells_date = self.sites.tells_date, True
        weathers = dict(self.sites.weathers), {name: inbox.weather for name, inbox in self.inboxes.items()}
        self.sites.weathers.clear()
        for inbox in self.inboxes.values():
            inbox.weather = ""
        self.world.set_clock(timedelta())
        for _ in range(3):
            for name in self.vendors:
                self.track(name, FaultPlan())
                self.world.now += timedelta(minutes=2)
            self.cycle(FaultPlan())
            self.world.now += 3 * HOUR
        for _ in range(2):
            self.cycle(FaultPlan())
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
            waits = session.scalars(select(Delivery.id).where(Delivery.state.in_(WAITING_STATES))).all()
            expect(not waits, f"deliveries {waits} wait although all is well")
            overdue = (Delivery.state.in_(UNSENT_STATES), Delivery.due_at < self.world.now - OVERDUE)
            late_ones = session.scalars(select(Delivery.id).where(*overdue)).all()
            expect(not late_ones, f"deliveries {late_ones} are kept back beyond their time")
            self.checks.told_once(session)
            for name in self.vendors:
                last = session.scalars(
                    select(Snapshot).where(Snapshot.source == name).order_by(Snapshot.moment.desc()).limit(1)
                ).one()
                expect(last.outcome in GOOD_OUTCOMES, f"{name} ends {last.outcome}: {last.reason}")
                late = self.world.now - last.moment
                expect(timedelta() <= late < 2 * DAY, f"{name} was last recorded {last.moment}")
        sources = [SOURCES[name] for name in self.vendors]
        found = verify(self.store, sources, lambda _line: None)
        expect(not found.discrepancies, f"verify: {found.discrepancies[:3]}")


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
def ruled(made: Machine) -> Generator[None]:
    """Let the modules on the road have the time, the network and the faults of a simulation."""
    hosts = {PORT: made.sites, **{port: made.inboxes[name] for name, port in TARGETS.items()}}
    with (
        _quiet(),
        made.world.ruling(),
        patch("alerts.outbox.Thread", in_thread),
        patch("urllib3.util.retry.random", chance(made.seed)),  # of the pauses between two tries
        network(hosts, made.breaker.pass_by),
        made.breaker.watching(),
    ):
        yield


def simulate(seed: int, days: float, folder: Path, url: str | None = None) -> Simulated:
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
    return Simulated(seed, made.elapsed / DAY, made.steps, trace, faults, problem, tuple(made.lines))
