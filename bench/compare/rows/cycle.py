"""A cycle in which no page has changed: every default source once, from its page to the feeds, without the fetch.

Each page is a sample of 2026-11-29, and was recorded and repeated once before. Cycles are an hour apart. A page that is
certain to record nothing is not read, all others are; the time of the process that reads them counts, too.
"""

import logging
import time
from datetime import timedelta

import psutil

from bench.compare.frame import Bench, DifferentAnswers, Row, Side, Sides
from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.ingest import enabled_sources
from flows.pipeline import process_attempt
from flows.run import Run, alert_settings
from flows.settings import load
from models.kinds import SnapshotOutcome
from scrapers.page import Page
from scrapers.registry import SOURCES

FIRST, APART = day("2026-11-29"), timedelta(hours=1)
ALL_THE_SAME = {SnapshotOutcome.SAME}


class Cycles:
    """The default sources with a home of their own."""

    def __init__(self, bench: Bench) -> None:
        home = bench.folder / "cycle"
        home.mkdir()
        settings = load(environ={"ALMANAC_HOME": str(home)})
        self._store, self._alerting = Store(settings.database_url), alert_settings(settings)
        self._store.migrate()
        bench.at_end(self._store.close)
        self._bodies = {source.name: page_of(source.name, FIRST) for source in enabled_sources(settings)}
        self._at = FIRST
        self.make()
        if self.make() != ALL_THE_SAME:
            raise DifferentAnswers("a page that comes again records something")

    def make(self) -> set[str]:
        """Make a cycle an hour after the one before; the outcomes of all pages."""
        self._at += APART
        return {self._outcome(name) for name in self._bodies}

    def _outcome(self, name: str) -> str:
        source, clock = SOURCES[name], lambda: self._at
        page = Page(name, source.url({}), self._bodies[name], self._at)
        run = Run(self._store, source, clock, self._alerting, log=logging.getLogger("bench").debug)
        return process_attempt(run, lambda: page, remind_at=self._at).outcome


def _seconds() -> float:
    """The processor time of this process and of its children, those that run included."""
    children = [child.cpu_times() for child in psutil.Process().children(recursive=True)]
    return time.process_time() + sum(spent.user + spent.system for spent in children)


def _prepare(bench: Bench) -> Sides:
    cycles = Cycles(bench)
    return Sides(Side(cycles.make, sorted, clock=_seconds))


ROWS = (Row("cycle_unchanged", "s", 0.4, "ours", _prepare, pairs=9),)
