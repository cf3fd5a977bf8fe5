"""Replay of 400 rows in so many snapshots, 21 % of them changed in each, beside git-history 0.8 on the same pages.

`bytes_a_version` is the size of what both write: ours without archive and change log, as git keeps the pages of the
other. git-history states one clock and no source; its commits are in a repository, whose size does not count either.
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired

from sqlalchemy import select

from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.git_history import GitHistory
from bench.harness.price_feed import SOURCE, PriceFeed, archive_pages
from flows.database import Store
from flows.replay import replay
from flows.run import Run
from models.facts import Price
from models.schema import HISTORY
from scrapers.page import Page

STORED_SECONDS, STORED_BYTES = 0.065, 109.0
"""Per snapshot and per version, measured on 2026-11-29, for where git-history cannot be installed."""
TABLES = ("price_series", "price_span", "snapshot", "source", "watermark")
SIZE = f"""select sum(pgsize) from dbstat where name in
    (select name from sqlite_master where tbl_name in ({", ".join(f"'{name}'" for name in TABLES)}))"""  # noqa: S608 (our own names)


class Replayed:
    """The same snapshots in our archive and in a repository."""

    def __init__(self, bench: Bench, snapshots: int) -> None:
        self.file = bench.folder / f"replay-{snapshots}.db"
        self.store, feed = Store(f"sqlite:///{self.file}"), PriceFeed()
        self.store.migrate()
        pages = [feed.changed() for _ in range(snapshots)]
        archive_pages(self.store, pages)
        self._until = pages[-1].moment
        self.history = _git_history(bench, bench.folder / f"replay-{snapshots}", pages)
        bench.at_end(self.store.close)

    def replay(self) -> None:
        replay(Run(self.store, SOURCE, clock=lambda: self._until, log=lambda _: None))

    def versions(self, _answer: object) -> list[tuple[str, int]]:
        """Every version: model and cents, in the order of time."""
        rows = HISTORY[Price].c
        query = select(rows.model, rows.amount).where(rows.recorded_to.is_(None))
        with self.store.reading() as session:
            found = session.execute(query.order_by(rows.model, rows.effective_from)).all()
        return [(model, round(100 * amount)) for model, amount in found]

    def size(self, versions: list[tuple[str, int]]) -> float:
        return _size(self.file) / len(versions)


def _git_history(bench: Bench, folder: Path, pages: Sequence[Page]) -> GitHistory | None:
    """The baseline; None where it cannot be installed."""
    try:
        return GitHistory(bench, folder, pages)
    except (CalledProcessError, TimeoutExpired) as problem:
        sys.stderr.write(f"git-history cannot be installed, its figures are stored ones: {problem}\n")
        return None


def _size(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("vacuum")
        return int(connection.execute(SIZE).fetchone()[0])


def _both(bench: Bench, snapshots: int) -> Replayed:
    return bench.shared(("replay", snapshots), lambda: Replayed(bench, snapshots))


def _prepare(snapshots: int, bench: Bench) -> Sides:
    both = _both(bench, snapshots)
    if both.history is None:
        return Sides(Side(both.replay, both.versions), STORED_SECONDS * snapshots)
    history = both.history
    theirs = Side(history.run, lambda _: history.versions(), before=history.clear)
    return Sides(Side(both.replay, both.versions), theirs)


def _bytes(snapshots: int, bench: Bench) -> Sides:
    both = _both(bench, snapshots)
    both.replay()
    ours, history = Side(lambda: both.versions(None), figure=both.size), both.history
    if history is None:
        return Sides(ours, STORED_BYTES)
    history.clear()
    history.run()
    return Sides(ours, Side(history.versions, figure=lambda found: history.size() / len(found)))


ROWS = (
    Row("replay_100", "s", 0.1, "ratio", partial(_prepare, 100), pairs=5),
    Row("replay_300", "s", 0.1, "ratio", partial(_prepare, 300), pairs=3, on_demand=True),
    Row("replay_1000", "s", 0.1, "ratio", partial(_prepare, 1000), pairs=1, on_demand=True),
    Row("bytes_a_version", "bytes", 1.5, "ratio", partial(_bytes, 100), pairs=1),
)
