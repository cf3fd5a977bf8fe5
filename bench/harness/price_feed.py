"""A source of pages with 400 prices, an hour apart, of which 21 % change on each changing page."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from flows.database import Store
from flows.ingest import archive, archive_attempt, ensure_source_row, read_and_record
from models.facts import Price
from models.kinds import SnapshotOutcome
from models.readings import Reading, Scope
from models.schema import Snapshot
from scrapers.page import Page
from scrapers.registry import SOURCES

NAME, CURRENCY = "deepseek_pricing", "USD"
START, STEP = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)
ROWS, CHURN = 400, 0.21


def read(page: Page) -> Reading:
    """Read amounts in cents by model."""
    facts = (
        Price(
            source=NAME,
            model=model,
            meter="output",
            band="flat",
            currency=CURRENCY,
            amount=Decimal(cents) / 100,
            list_amount=None,
            unit="1M tokens",
        )
        for model, cents in json.loads(page.body).items()
    )
    return Reading(frozenset({Scope(Price, NAME, CURRENCY)}), tuple(facts))


SOURCE = replace(SOURCES[NAME], read=read)


class PriceFeed:
    """The pages in their order, the same every time."""

    def __init__(self) -> None:
        self._random, self._at = Random(1), START  # noqa: S311 (the same every time)
        self._cents = {f"model-{number}": 100_000 + 10 * number for number in range(ROWS)}

    def changed(self) -> Page:
        """The next page, with other amounts."""
        for model in self._random.sample(sorted(self._cents), round(ROWS * CHURN)):
            self._cents[model] += self._random.choice((-1, 1))
        return self.repeated()

    def repeated(self) -> Page:
        """The next page, with the same amounts."""
        self._at += STEP
        return Page(NAME, "u", json.dumps(self._cents).encode(), self._at)


def record_page(store: Store, page: Page) -> None:
    """Archive a page, then read and record it if that is needed, as a run does. Alerts are not made."""
    with store.writing() as session:
        ensure_source_row(session, SOURCE, page.url)
        snapshot = archive_attempt(session, page, page.moment, SOURCE)
    if snapshot.outcome is not None:
        return
    with store.writing() as session:
        read_and_record(session, SOURCE, session.get_one(Snapshot, snapshot.id), page.moment)


def archive_pages(store: Store, pages: list[Page]) -> None:
    """Archive pages as if they had been read, so that a replay reads them."""
    with store.writing() as session:
        for page in pages:
            ensure_source_row(session, SOURCE, page.url)
            snapshot = session.get_one(Snapshot, archive(session, page, page.moment))
            snapshot.outcome, snapshot.reader = SnapshotOutcome.FACTS, SOURCE.reader
