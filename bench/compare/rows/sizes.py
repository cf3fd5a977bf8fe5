"""The archive of changing pages beside a git pack of the same bodies, and the time to read any of them back.

The bodies are the sample pages on the days when they changed: 60 of DeepSeek's pricing page in two languages, and all
of two boards. A pack counts with its index, our table with its index and its free space.
"""

import subprocess
import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select, text

from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.git_history import commit_all, git
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.ingest import archive, archived_attempt, ensure_source_row
from models.schema import Snapshot
from samples.boards.visits import instants
from samples.deepseek.pages import change_instants
from scrapers.page import Page
from scrapers.registry import SOURCES

MOST = 30
"""Changing days of each pricing page."""
BOARDS = ("arena_page_text", "arena_page_code", "artificial_analysis", "artificial_analysis_page")
SIZE = "select sum(pgsize) from dbstat where name in (select name from sqlite_master where tbl_name = 'body')"


def pricing_days() -> list[tuple[str, datetime]]:
    """Sources with the instants at which their pages changed."""
    english = [("deepseek_pricing", at) for at in change_instants()[-MOST:]]
    return english + [("deepseek_pricing_zh", at) for at in change_instants("zh")[-MOST:]]


def board_days() -> list[tuple[str, datetime]]:
    return [(source, at) for source in BOARDS for at in instants(source)]


DAYS = {"pricing": pricing_days, "boards": board_days}


class Archives:
    """The same bodies in our archive and in a repository."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.pages = [Page(source, "u", page_of(source, at), at) for source, at in DAYS[name]()]
        self.store = Store(f"sqlite:///{bench.folder / f'archive-{name}.db'}")
        self.store.migrate()
        bench.at_end(self.store.close)
        self._snapshots = list(self._archived(self.pages))
        self._folder = bench.folder / f"archive-{name}"
        commit_all(self._folder, ((page.source, round(page.moment.timestamp()), page.body) for page in self.pages))
        git(self._folder, "gc", "--aggressive", "--quiet")

    def _archived(self, pages: Iterable[Page]) -> Iterable[int]:
        for page in pages:
            with self.store.writing() as session:
                ensure_source_row(session, SOURCES[page.source], page.url)
                yield archive(session, page, page.moment)

    def bodies(self) -> list[bytes]:
        """All bodies from our archive, in their order."""
        return [self.body(snapshot) for snapshot in self._snapshots]

    def body(self, snapshot: int) -> bytes:
        """One body from our archive."""
        with self.store.reading() as session:
            found = session.scalars(select(Snapshot).where(Snapshot.id == snapshot)).one()
            page = archived_attempt(session, found)
        if not isinstance(page, Page):
            raise TypeError(page)
        return page.body

    def slowest(self) -> float:
        """The processor time in milliseconds of the body that takes longest to read back."""
        times = list[float]()
        for snapshot in self._snapshots:
            began = time.process_time()
            self.body(snapshot)
            times.append(1000 * (time.process_time() - began))
        return max(times)

    def committed(self) -> list[bytes]:
        """All bodies from the repository."""
        listed = _output(self._folder, "log", "--reverse", "--format=%H").decode().split()
        named = zip(listed, self.pages, strict=True)
        return [_output(self._folder, "show", f"{commit}:{page.source}") for commit, page in named]

    def size(self) -> float:
        with self.store.reading() as session:
            return float(session.scalar(text(SIZE)) or 0) / 1024

    def size_of_pack(self) -> float:
        return sum(file.stat().st_size for file in (self._folder / ".git/objects/pack").iterdir()) / 1024


def _output(folder: Path, *words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True).stdout


def _archives(bench: Bench, name: str) -> Archives:
    return bench.shared(("archive", name), lambda: Archives(bench, name))


def _sizes(name: str, bench: Bench) -> Sides:
    both = _archives(bench, name)
    ours = Side(both.bodies, figure=lambda _: both.size())
    return Sides(ours, Side(both.committed, figure=lambda _: both.size_of_pack()))


def _read_back(name: str, bench: Bench) -> Sides:
    return Sides(Side(_archives(bench, name).slowest, figure=lambda slowest: slowest))


ROWS = (
    *(Row(f"archive_{name}", "KB", 1.5, "ratio", partial(_sizes, name), pairs=1) for name in DAYS),
    *(Row(f"archive_read_back_{name}", "ms", 20, "ours", partial(_read_back, name)) for name in DAYS),
)
