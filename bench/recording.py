"""Measure the processor time of one recording: a page of 400 prices, unchanged, and with 21 % of them changed.

It is measured after 10 and after 300 changing pages: the time must not grow with the history. Alerts are not made, as
their number follows from the changes. `repeated` is a page that is not read again.
"""

import json
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median

from flows.database import Store
from flows.ingest import archive, ensure_source_row, read_and_record
from models.facts import Price
from models.readings import Reading, Scope
from models.schema import Snapshot
from scrapers.page import Page
from scrapers.registry import SOURCES

NAME, CURRENCY = "deepseek_pricing", "USD"
START, STEP = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)
ROWS, CHURN, HISTORIES, RUNS = 400, 0.21, (10, 300), 9


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


class Feed:
    """A source of pages, an hour apart."""

    def __init__(self, store: Store) -> None:
        self._store, self._random, self._at = store, Random(1), START  # noqa: S311 (the same every time)
        self._cents = {f"model-{number}": 100_000 + 10 * number for number in range(ROWS)}

    def change(self) -> float:
        """Record a page with other amounts; return the processor time in milliseconds."""
        for model in self._random.sample(sorted(self._cents), round(ROWS * CHURN)):
            self._cents[model] += self._random.choice((-1, 1))
        return self.repeat()

    def repeat(self) -> float:
        """Record the page as it is; return the processor time in milliseconds."""
        self._at += STEP
        page = Page(NAME, "u", json.dumps(self._cents).encode(), self._at)
        began = time.process_time()
        with self._store.writing() as session:
            ensure_source_row(session, SOURCE, page.url)
            snapshot_id = archive(session, page, page.moment)
        with self._store.writing() as session:
            read_and_record(session, SOURCE, session.get_one(Snapshot, snapshot_id), page.moment)
        return 1000 * (time.process_time() - began)


def main() -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'almanac.db'}")
        store.migrate()
        feed, count = Feed(store), 0
        sys.stdout.write("milliseconds of processor time\n")
        sys.stdout.write(f"{'changing pages before':>22}{'changed':>10}{'unchanged':>10}{'repeated':>10}\n")
        for history in HISTORIES:
            for _ in range(history - count):
                feed.change()
            changed, unchanged, repeated = list[float](), list[float](), list[float]()
            for _ in range(RUNS):
                changed.append(feed.change())
                unchanged.append(feed.repeat())
                feed.repeat()
                repeated.append(feed.repeat())
            count = history + RUNS
            figures = "".join(f"{median(found):>10.1f}" for found in (changed, unchanged, repeated))
            sys.stdout.write(f"{history:>22}{figures}\n")
        store.close()


if __name__ == "__main__":
    main()
