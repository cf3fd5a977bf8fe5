"""A vendor whose page states what a test says, an hour after the last one, and facts and sentences for it to state."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from models.facts.base import Fact, gone
from models.facts.kinds import Notice, PeakHours, Price, Promotion, Retirement
from models.readings.reading import Reading, Scope
from models.readings.unread import Mention
from models.schema.history import HISTORY
from models.schema.tables import ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source

NAME = "deepseek_pricing"
START = datetime(2026, 5, 8, tzinfo=UTC)
ENDS = datetime(2026, 7, 24, 15, 59, tzinfo=UTC)
OTHER = datetime(2026, 8, 24, 15, 59, tzinfo=UTC)
CHAT = "deepseek-chat"
KINDS = (PeakHours, Promotion, Retirement, Notice)
SCOPES = frozenset({Scope(Price, NAME, "USD"), *(Scope(kind, NAME) for kind in KINDS)})


def price(model: str, band: str = "flat") -> Price:
    return Price(
        source=NAME, model=model, meter="output", band=band, currency="USD", amount=Decimal("1"), list_amount=None,
        unit="1M tokens",
    )  # fmt: skip


def ends(at: datetime | None = ENDS) -> tuple[Retirement, ...]:
    state = "dated" if at else "announced"
    said = Retirement(source=NAME, model=CHAT, state=state, retires_at=at, replacement=None, locator="note")
    return (said, replace(said, state="retired", effective_from=at)) if at else (said,)


def promoted(percent: str = "75", at: datetime | None = ENDS) -> tuple[Promotion, ...]:
    said = Promotion(
        source=NAME,
        model=CHAT,
        percent_off=Decimal(percent),
        starts_at=None,
        ends_at=at,
        after_end=None,
        locator="note",
    )
    return (said, gone(said, at)) if at else (said,)


def hours(windows: str = "09:00-12:00") -> PeakHours:
    return PeakHours(source=NAME, time_zone="Asia/Shanghai", weekdays="12345", windows=windows, holidays=None)


def mention(text: str, *instants: datetime, **more: object) -> Mention:
    made = Mention(text=text, where="note", models=frozenset({CHAT}), about=frozenset({"retirement"}))
    days = frozenset(instant.date() for instant in instants)
    return replace(made, **({"instants": frozenset(instants), "days": days} | more))


@dataclass
class Vendor:
    """A page that states what a test says, an hour after the last one."""

    store: Store
    hour: int = 0

    @property
    def source(self) -> Source:
        return replace(SOURCES[NAME], read=self._read)

    def _read(self, page: Page) -> Reading:
        return PAGES[page.body]

    def says(
        self, *facts: Fact, mentions: tuple[Mention, ...] = (), listed_kinds: frozenset[type[Fact]] = frozenset()
    ) -> RunResult:
        page = self.page(*facts, mentions=mentions, listed_kinds=listed_kinds)
        return process_attempt(Run(self.store, self.source), lambda: page)

    def page(
        self, *facts: Fact, mentions: tuple[Mention, ...] = (), listed_kinds: frozenset[type[Fact]] = frozenset()
    ) -> Page:
        """The next page, which the reader can read from now on."""
        self.hour += 1
        notes = tuple(Notice.of(NAME, one.text, one.where) for one in mentions)
        reading = Reading(SCOPES, (*facts, *notes), mentions=mentions, listed_kinds=listed_kinds)
        # A set is printed in another order by each process, and a recording is for all of them.
        said = [one.text for one in mentions], sorted(kind.__name__ for kind in listed_kinds)
        body = f"{self.hour} {facts} {said}".encode()
        PAGES[body] = reading
        return Page(NAME, "u", body, START + timedelta(hours=self.hour))


PAGES: dict[bytes, Reading] = {}


@pytest.fixture
def vendor(store: Store) -> Vendor:
    return Vendor(store)


def log(store: Store) -> list[str]:
    with store.reading() as session:
        rows = session.execute(select(ChangeRow.kind, ChangeRow.subject).order_by(ChangeRow.id)).tuples()
        return [kind for kind, subject in rows if subject != "notices"]


def believed(store: Store, fact: type[Fact]) -> set[tuple[object, ...]]:
    rows = HISTORY[fact]
    with store.reading() as session:
        query = select(rows).where(rows.c.recorded_to.is_(None))
        return {tuple(row) for row in session.execute(query)}


CONTRARY = {
    "another instant": mention("It is over in August.", OTHER),
    "both": mention("July, or August.", ENDS, OTHER),
    "another clock of the day": mention("At noon on July 24.", ENDS.replace(hour=12)),
    "a date in an unknown shape": mention("Over by 24.7.", looks_dated=True),
}
"""Sentences that contradict that the chat model ends at ENDS."""
