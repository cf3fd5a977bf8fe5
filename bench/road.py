"""Time the hops of a run for one page, apart from the fetch, and measure the traces of an unchanged page."""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench.harness.arguments import arguments
from flows.database import Store
from flows.pipeline import process_attempt
from flows.run import Run
from models.schema import Body, Snapshot
from samples.deepseek.facts import when
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Page
from scrapers.registry import SOURCES

SOURCE = SOURCES["deepseek_pricing"]
ROUNDS = 200


def milliseconds(work: Callable[[int], object]) -> dict[str, float]:
    """Median and 95th percentile over the rounds."""
    took: list[float] = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
    return {"median_ms": round(statistics.median(took), 2), "p95_ms": round(statistics.quantiles(took, n=20)[-1], 2)}


def tell(what: str, **figures: float) -> None:
    sys.stdout.write(json.dumps({"what": what, **figures}) + "\n")


def main() -> None:
    at = when("reread")
    page = Page(SOURCE.name, "u", pricing(at).encode(), at)
    tell("reading the pricing page", bytes=len(page.body), **milliseconds(lambda _: SOURCE.read(page)))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'almanac.db'}")
        store.migrate()
        for instant in change_instants():
            _feed(store, Page(SOURCE.name, "u", pricing(instant).encode(), instant))
        figures = milliseconds(lambda n: _feed(store, Page(SOURCE.name, "u", page.body, at + timedelta(hours=n))))
        tell("an unchanged page, archived, read, recorded (SQLite)", **figures)
        with store.reading() as session:
            stored = session.execute(select(func.count(), func.sum(Body.size), func.sum(func.length(Body.zstd)))).one()
            snapshots = session.scalar(select(func.count()).select_from(Snapshot))
        tell("bodies", snapshots=snapshots or 0, kept=stored[0], bytes=stored[1], zstd_bytes=stored[2])
        store.close()


def _feed(store: Store, page: Page) -> None:
    process_attempt(Run(store, SOURCE), lambda: page)


if __name__ == "__main__":
    main(*arguments())
