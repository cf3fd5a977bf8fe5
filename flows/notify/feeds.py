"""Write the calendar of deadlines and the feed of alerts, as files for calendar apps and feed readers."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.feeds import RENDERER, UNKNOWN, FeedAlert, FeedDeadline, Origin, current_deadlines, newest_alerts
from flows.clock import Clock
from flows.database import Store, locked
from flows.notify.written_files import WrittenFiles
from models.schema import SourceRow
from scrapers.registry import REGISTERED

LOG = logging.getLogger("almanac.feeds")
CALENDAR, FEED = "deadlines.ics", "changes.atom"
FeedRow = TypeVar("FeedRow", FeedAlert, FeedDeadline)


@dataclass(frozen=True)
class FeedFile:
    """One of the files, its number of entries, and whether its content changed."""

    file: Path
    entries: int
    is_new: bool


def publish_feeds(store: Store, folder: Path, clock: Clock) -> None:
    """Write both files; log a warning if the folder cannot be written to."""
    try:
        write_feeds(store, folder, clock())
    except OSError as problem:
        LOG.warning("the calendar and the feed were not written: %s", problem)


def write_feeds(store: Store, folder: Path, now: datetime) -> list[FeedFile]:
    """Write both files, each as a whole or not at all. Raises OSError, NoHistory, WrongShape.

    A file is rendered only if the rows that it shows are others than those of which it was written, or if it has
    another content than was written.
    """
    # The lock is taken before the read, so that no writer replaces newer content by older content.
    with store.reading() as session, locked(folder / ".lock"):
        origins, written = origins_of(session), WrittenFiles(folder)
        deadlines, alerts = current_deadlines(session, now), newest_alerts(session)
        return [
            FeedFile(folder / CALENDAR, len(deadlines), _update(written, CALENDAR, deadlines, origins, _calendar)),
            FeedFile(folder / FEED, len(alerts), _update(written, FEED, alerts, origins, _atom)),
        ]


def _update(
    written: WrittenFiles,
    name: str,
    rows: Sequence[FeedRow],
    origins: Mapping[str, Origin],
    render: Callable[[Sequence[FeedRow], Mapping[str, Origin]], bytes],
) -> bool:
    used = {source: origins.get(source, UNKNOWN) for source in sorted({row.source for row in rows})}
    return written.update(name, (RENDERER, rows, used), lambda: render(rows, used))


def _calendar(deadlines: Sequence[FeedDeadline], origins: Mapping[str, Origin]) -> bytes:
    from alerts.feeds import calendar  # most runs change no deadline

    return calendar(deadlines, origins)


def _atom(alerts: Sequence[FeedAlert], origins: Mapping[str, Origin]) -> bytes:
    from alerts.feeds import atom  # most runs alert nobody

    return atom(alerts, origins)


def origins_of(session: Session) -> dict[str, Origin]:
    """Return the page and the attribution of each source, by its name."""
    urls = session.execute(select(SourceRow.name, SourceRow.url)).tuples()
    return {name: _origin(name, url) for name, url in urls}


def _origin(name: str, url: str) -> Origin:
    source = REGISTERED.get(name)
    return Origin(source.page or url, source.credit, source.vendor_name) if source else Origin(url)
