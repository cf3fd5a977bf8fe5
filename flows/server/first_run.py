"""The first run of `almanac up`: waits until every source was tried, and says what was found."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import fill

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alerts.texts import counted_facts, one_line
from flows.clock import utc_now
from flows.database import Store
from flows.ingest import NotAsked, enabled_sources, expect_askable, is_unreachable, unreachable_line
from flows.progress import WIDTH, Print
from flows.run import Run, counts_text
from flows.settings import Settings
from models.facts import on_clock
from models.kinds import BAD_OUTCOMES, SnapshotOutcome
from models.queries import source_summary
from models.schema import ChangeRow, Snapshot
from scrapers.source import Source

LONGEST_SECONDS = 900
"""The time after which the sources that were tried are told without the others."""
NEXT = 3
"""Number of next runs that are told."""


@dataclass
class FirstRun:
    """Looks for the end of the first run, and prints it once."""

    store: Store
    settings: Settings
    origin: str
    say: Print
    _last_id: int = 0
    _waiting: list[Source] = field(default_factory=list[Source])
    _skipped: list[str] = field(default_factory=list[str])
    _until: float = 0
    _is_told: bool = False

    def begin(self) -> None:
        """Note what is there before the run; say which sources are not asked."""
        with self.store.reading() as session:
            self._last_id = session.scalar(select(func.max(Snapshot.id))) or 0
        for source in enabled_sources(self.settings):
            try:
                expect_askable(Run(self.store, source), self.settings)
                self._waiting.append(source)
            except NotAsked as reason:
                self._skipped.append(str(reason))
        self._until = time.monotonic() + LONGEST_SECONDS

    def look(self) -> None:
        """Print the result if the run is over. A database that does not answer is asked again at the next look."""
        if self._is_told:
            return
        with suppress(DBAPIError), self.store.reading() as session:
            tried = first_snapshots(session, self._last_id)
            if time.monotonic() < self._until and not {source.name for source in self._waiting} <= tried.keys():
                return
            lines = [*report(session, self._waiting, tried), *self._skipped, *self._pointers()]
            self._is_told = True
            self.say("The first run is over:")
            for line in lines:
                self.say(fill(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))

    def _pointers(self) -> Iterator[str]:
        yield next_runs(self._waiting, utc_now(), self.settings.values.time_zone)
        yield f"UI        {self.origin}"


def first_snapshots(session: Session, last_id: int) -> dict[str, Snapshot]:
    """Return the first attempt at each source after a snapshot, if its outcome is known."""
    query = select(Snapshot).where(Snapshot.id > last_id, Snapshot.outcome.is_not(None)).order_by(Snapshot.id.desc())
    return {snapshot.source: snapshot for snapshot in session.scalars(query)}


def report(session: Session, sources: Sequence[Source], tried: dict[str, Snapshot]) -> Iterator[str]:
    """Yield a line about each source, and one about all that cannot be reached."""
    unreachable = [
        source.name for source in sources if source.name in tried and is_unreachable(tried[source.name].reason)
    ]
    # One of several may be a site's own trouble: then its reason is told.
    gathered = unreachable if len(unreachable) > 1 else []
    for source in sources:
        if source.name not in tried:
            yield f"{source.name}: not finished yet; `almanac sources` shows it later"
        elif source.name not in gathered:
            yield f"{source.name}: {_found(session, tried[source.name])}"
    if gathered:
        yield f"{unreachable_line(gathered, len(sources))}; each is asked again on schedule"


def _found(session: Session, snapshot: Snapshot) -> str:
    if snapshot.outcome in BAD_OUTCOMES or snapshot.outcome == SnapshotOutcome.HELD:
        see = "; see `almanac held`" if snapshot.outcome == SnapshotOutcome.HELD else ""
        return f"{snapshot.outcome}: {one_line(snapshot.reason or '')}{see}"
    facts = counted_facts(source_summary(session, snapshot.source, snapshot.moment)) or "no facts"
    changes = session.scalar(select(func.count()).select_from(ChangeRow).where(ChangeRow.snapshot_id == snapshot.id))
    return f"{facts}; {counts_text(change=changes) if changes else 'nothing changed'}"


def next_runs(sources: Sequence[Source], now: datetime, zone: str) -> str:
    """Describe the runs that come next, in a line; instants on a clock of people."""
    from cronsim import CronSim

    due = sorted((next(CronSim(source.cron, now)), source.name) for source in sources)[:NEXT]
    return f"Next      {', '.join(f'{name} at {on_clock(at, zone)}' for at, name in due) or 'nothing is read'}"
