"""Two vendors that call a model by one name, each with a page of its own that states what a test says."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.notify.reminders import remind
from flows.pipeline.attempts import process_attempt
from flows.run import DEFAULT_ALERTS, AlertSettings, Run
from models.facts.base import Fact
from models.facts.kinds import PeakHours, Price, Retirement
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, Reminder
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source

START = day("2026-01-01")
MODEL = "gpt-5"
OPENAI, AZURE = "openai", "azure"


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def price(vendor: str, amount: str = "10", since: float | None = None, model: str = MODEL, band: str = "flat") -> Price:
    when = None if since is None else at(since)
    return Price(
        source=f"{vendor}_page", model=model, meter="output", band=band, currency="USD", amount=Decimal(amount),
        list_amount=None, unit="1M tokens", effective_from=when,
    )  # fmt: skip


def retirement(vendor: str, due: float) -> Retirement:
    return Retirement(source=f"{vendor}_page", model=MODEL, state="dated", retires_at=at(due), replacement=None)


def cancelled(vendor: str) -> Retirement:
    return replace(retirement(vendor, 0), state="cancelled", retires_at=None)


def hours(vendor: str, windows: str, since: float | None = None) -> PeakHours:
    when = None if since is None else at(since)
    return PeakHours(
        source=f"{vendor}_page", time_zone="UTC", weekdays="12345", windows=windows, holidays=None, effective_from=when
    )


def source(vendor: str, *facts: Fact) -> Source:
    """A vendor's page that states these, read so seldom that nothing is held."""
    name = f"{vendor}_page"
    scopes = frozenset({Scope(Retirement, name), Scope(PeakHours, name), Scope(Price, name, "USD")})

    def read(_: Page) -> Reading:
        return Reading(scopes, facts)

    usual = SOURCES["deepseek_pricing"]
    return replace(usual, name=name, vendor=vendor, family=vendor, trust=1, read=read, cron="* * * * *")


@dataclass
class Pages:
    """Both pages, and somebody who looks at the deadlines after each reading."""

    store: Store
    telling: AlertSettings = DEFAULT_ALERTS
    seen: list[str] = field(default_factory=list[str])

    def say(self, days: float, vendor: str, *facts: Fact) -> list[str]:
        """The titles of the alerts that a page brings that states these, and of the reminders after it."""
        page = Page(f"{vendor}_page", f"https://{vendor}.example", f"{days} {facts}".encode(), at(days))
        process_attempt(
            Run(self.store, source(vendor, *facts), clock=lambda: at(days), alerting=self.telling), lambda: page
        )
        return self.look(days)

    def look(self, days: float) -> list[str]:
        """The titles of what is new, behind the vendor's name."""
        remind(self.store, self.telling, at(days))
        with self.store.reading() as session:
            rows = session.execute(select(Alert.vendor, Alert.title).order_by(Alert.id)).tuples()
            titles = [f"{vendor}: {title}" for vendor, title in rows]
        new, self.seen = titles[len(self.seen) :], titles
        return new

    def reminders(self) -> list[Reminder]:
        with self.store.reading() as session:
            return list(session.scalars(select(Reminder).order_by(Reminder.vendor, Reminder.kind)))


@pytest.fixture
def pages(store: Store) -> Pages:
    """The baseline of both: the first reading of a source is no news."""
    found = Pages(store)
    for vendor in (OPENAI, AZURE):
        assert found.say(0, vendor, price(vendor)) == []
    return found
