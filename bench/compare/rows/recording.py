"""Recording of a page with 400 prices, after 10, 300 and 1,000 changing pages. The baseline writes the same rows.

`record_unchanged` is the first repeat of a page, which is read once more; `record_repeated` is a later one, which is
not read. The baseline reads and compares both. Each row has a database of its own, on a common path of pages.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select

from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.raw_recorder import RawRecorder
from bench.harness.price_feed import PriceFeed, record_page
from flows.database import Store
from models.facts import Price
from models.schema import HISTORY
from scrapers.page import Page

HISTORIES = (10, 300, 1000)
BelievedRows = list[tuple[str, datetime, datetime | None, float]]


class Pair:
    """Both recorders after the same pages."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.store = Store(f"sqlite:///{bench.folder / name}.db")
        self.store.migrate()
        self.raw, self.feed = RawRecorder(bench.folder / f"{name}.raw.db"), PriceFeed()
        self.changes, self._ours, self._theirs = 0, list[Page](), list[Page]()
        bench.at_end(self.close)

    def both(self, page: Page) -> None:
        record_page(self.store, page)
        self.raw.record(page)

    def change(self, times: int) -> None:
        for _ in range(times):
            self.both(self.feed.changed())
        self.changes += times

    def catch_up(self, step: Callable[[], Page]) -> None:
        """Let the next page be ready for both sides; ours comes first."""
        page = step()
        self._ours, self._theirs = [page], [page]

    def ours(self) -> None:
        record_page(self.store, self._ours.pop())

    def theirs(self) -> None:
        self.raw.record(self._theirs.pop())

    def believed(self, _answer: object) -> BelievedRows:
        rows = HISTORY[Price].c
        query = select(rows.model, rows.effective_from, rows.effective_to, rows.amount)
        with self.store.reading() as session:
            found = session.execute(query.where(rows.recorded_to.is_(None)).order_by(rows.model, rows.effective_from))
            return [(model, start, end, float(amount)) for model, start, end, amount in found]

    def close(self) -> None:
        self.store.close()
        self.raw.close()


def _changed(pair: Pair) -> Page:
    pair.changes += 1
    return pair.feed.changed()


def _unchanged(pair: Pair) -> Page:
    """The first repeat of a page."""
    pair.change(1)
    return pair.feed.repeated()


def _repeated(pair: Pair) -> Page:
    return pair.feed.repeated()


def _prepare(history: int, step: Callable[[Pair], Page], repeats: int, bench: Bench) -> Sides:
    # All rows share one path of pages: each asks for as many changes as its history still lacks.
    pair = bench.shared("recording", lambda: Pair(bench, "recording"))
    pair.change(max(0, history - pair.changes))
    for _ in range(repeats):
        pair.both(pair.feed.repeated())
    ours = Side(pair.ours, pair.believed, before=lambda: pair.catch_up(lambda: step(pair)))
    return Sides(ours, Side(pair.theirs, lambda _: pair.raw.believed()))


ROWS = tuple(
    Row(f"{name}_{history}", "ms", goal, "ratio", partial(_prepare, history, step, repeats), 7, on_demand=history > 300)
    for history in HISTORIES
    for name, goal, step, repeats in (
        ("record_changed", 3, _changed, 0),
        ("record_unchanged", 1.5, _unchanged, 0),
        ("record_repeated", 1.5, _repeated, 2),
    )
)
