"""A sample page shown to its source hour after hour, whole and with something else in it, on the road."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from models.facts.base import Fact
from models.schema.history import HISTORY
from models.schema.tables import ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES


@dataclass
class Shown:
    """A source whose page a test shows, an hour after the last time."""

    store: Store
    name: str
    at: datetime
    hour: int = 0
    settled: list[RunResult] = field(default_factory=list[RunResult])

    @property
    def body(self) -> str:
        return page_of(self.name, self.at).decode()

    def show(self, text: str) -> RunResult:
        source, at = SOURCES[self.name], self.at + timedelta(hours=self.hour)
        self.hour += 1
        page = Page(self.name, f"https://sample{source.path}", text.encode(), at)
        self.settled.append(process_attempt(Run(self.store, source), lambda: page))
        return self.settled[-1]

    def then(self, old: str, new: str, times: int = 3) -> list[str]:
        """The outcomes of a page that is shown whole, and then so often with something else in it."""
        assert old in self.body
        self.show(self.body)
        return [self.show(self.body.replace(old, new, 1)).outcome for _ in range(times)]

    @property
    def kinds(self) -> list[str]:
        """The kinds of the changes after the first page, but for those of notes."""
        with self.store.reading() as session:
            query = select(ChangeRow.kind, ChangeRow.subject).where(ChangeRow.seen_at > self.at).order_by(ChangeRow.id)
            return [kind for kind, subject in session.execute(query).tuples() if subject != "notices"]

    def believed(self, fact: type[Fact]) -> set[tuple[object, ...]]:
        rows = HISTORY[fact]
        with self.store.reading() as session:
            return {tuple(row) for row in session.execute(select(rows).where(rows.c.recorded_to.is_(None)))}
