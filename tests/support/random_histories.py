"""Histories of one source by chance: pages of several addresses and moments, holds, decisions, undone ones, replays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from flows.database import Store
from flows.ingest.held_readings import NotHeld, held_readings
from flows.notify.reminders import remind
from flows.pipeline.attempts import process_attempt
from flows.pipeline.decisions import Reversal, decide, undo
from flows.pipeline.maintenance import alert_repeats, alert_stale
from flows.replay.replays import insert_pages, replay
from flows.run import DEFAULT_ALERTS, Run
from models.facts.base import Fact
from models.facts.kinds import Notice
from models.history.decisions import NewDecision
from models.kinds.decisions import Verdict
from models.readings.reading import Reading
from models.schema.tables import Decision, Snapshot
from scrapers.page import Failed, Page, PageChanged
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.support.vendor import CONTRARY, ENDS, NAME, OTHER, SCOPES, START, ends, price, promoted

HOUR = timedelta(hours=1)
URLS = ("u", "v", "w")
PAUSES = (*(HOUR / 4, HOUR, HOUR, 3 * HOUR, 30 * HOUR) * 6, 400 * HOUR)
"""Between two things that happen; after a long one little is held."""


@dataclass
class History:
    """A source whose pages and whose people do something by chance, at an hour that only goes on."""

    store: Store
    random: Random
    at: datetime = START
    reader: int = 1
    readings: dict[bytes, Reading] = field(default_factory=dict[bytes, Reading])
    done: list[str] = field(default_factory=list[str])

    @property
    def source(self) -> Source:
        return replace(SOURCES[NAME], read=self._read, reader=self.reader)

    @property
    def run(self) -> Run:
        return Run(self.store, self.source, clock=lambda: self.at, log=lambda _: None)

    def _read(self, page: Page) -> Reading:
        if page.body.endswith(b"broken"):
            raise PageChanged("another page", "broken")
        return self.readings[page.body]

    def goes_on(self, steps: int) -> None:
        """Do so many things by chance."""
        self.brings()
        names = [name for name, weight in ACTIONS.items() for _ in range(weight)]
        for _ in range(steps):
            self.at += self.random.choice(PAUSES)
            name = self.random.choice(names)
            self.done.append(name)
            getattr(self, name)()

    def page(self, at: datetime, url: str) -> Page:
        random, number = self.random, len(self.readings)
        price_of = {model: replace(price(model), amount=Decimal(random.choice("1112"))) for model in "ab"}
        facts: list[Fact] = [fact for fact in price_of.values() if random.random() < 0.9]
        if random.random() < 0.2:
            start = at - random.choice([2, 40]) * HOUR
            facts += [replace(fact, amount=Decimal("7"), effective_from=start) for fact in list(facts)[:1]]
        facts += ends(random.choice([ENDS, ENDS, ENDS, OTHER])) if random.random() < 0.8 else ()
        facts += promoted(random.choice(["75", "75", "50"])) if random.random() < 0.6 else ()
        mentions = random.sample(list(CONTRARY.values()), random.choice([0, 0, 0, 1, 2]))
        notes = tuple(Notice.of(NAME, one.text, one.where) for one in mentions)
        body = f"{number}{' broken' if random.random() < 0.05 else ''}".encode()
        self.readings[body] = Reading(SCOPES, (*facts, *notes), mentions=tuple(mentions))
        if number and random.random() < 0.4:
            body = random.choice(list(self.readings))
        return Page(NAME, url, body, at)

    def brings(self) -> None:
        process_attempt(self.run, lambda: self.page(self.at, self.random.choice(URLS)))

    def fails(self) -> None:
        for _ in range(self.random.choice([1, 3])):
            process_attempt(self.run, lambda: Failed(NAME, "u", self.at, "ConnectionError: refused"))
            self.at += HOUR / 4

    def moments(self) -> Sequence[datetime]:
        with self.store.reading() as session:
            return session.scalars(select(Snapshot.moment).where(Snapshot.source == NAME)).all()

    def finds_pages(self) -> None:
        """Late pages: of the newest moment, of earlier ones, and of several addresses of one new moment."""
        known = sorted(set(self.moments()))
        moments = [self.random.choice([known[-1], known[-1], self.random.choice(known), self.at]) for _ in range(2)]
        insert_pages(self.run, [self.page(at, url) for at in moments for url in self.random.sample(URLS, 2)])

    def decides(self) -> None:
        with self.store.reading() as session:
            found = list(held_readings(session, [self.source]))
        for each in found:
            self._tries(lambda each=each: decide(self.run, self._ruling(each.snapshot_id)))

    def decides_anything(self) -> None:
        """About any held reading, as a person may type its id."""
        with self.store.reading() as session:
            ids = session.scalars(select(Snapshot.id).where(Snapshot.outcome == "held").order_by(Snapshot.id)).all()
        if ids:
            self._tries(lambda: decide(self.run, self._ruling(self.random.choice(ids))))

    def _ruling(self, snapshot_id: int) -> NewDecision:
        return NewDecision(self.random.choice([Verdict.ACCEPTED, Verdict.REJECTED]), snapshot_id, self.at)

    def undoes(self) -> None:
        with self.store.reading() as session:
            ids = sorted(set(session.scalars(select(Decision.snapshot_id).where(Decision.undone_at.is_(None)))))
        if ids:
            self._tries(lambda: undo(self.run, Reversal(self.random.choice(ids), self.at)))

    def _tries(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NotHeld as problem:
            self.done.append(str(problem))

    def is_read_again(self) -> None:
        replay(self.run)

    def gets_another_reader(self) -> None:
        self.reader += 1

    def waits(self) -> None:
        """A cycle of maintenance."""
        remind(self.store, DEFAULT_ALERTS, self.at)
        alert_stale(self.store, [self.source], DEFAULT_ALERTS, self.at)
        alert_repeats(self.store, [self.source], DEFAULT_ALERTS, self.at)


ACTIONS = {
    "brings": 6,
    "fails": 1,
    "finds_pages": 3,
    "decides": 4,
    "decides_anything": 1,
    "undoes": 2,
    "is_read_again": 1,
    "gets_another_reader": 1,
    "waits": 3,
}
"""What may happen, and how often beside the others."""
