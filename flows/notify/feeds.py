"""Write the calendar of deadlines and the feed of alerts, as files for calendar apps and feed readers."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from alerts.feeds import Origin, atom, calendar, shown
from flows.clock import Clock
from flows.database import Store, locked
from models.kinds import SILENT_STATES
from models.schema import Alert, Delivery, Reminder, SourceRow
from scrapers.registry import REGISTERED

LOG = logging.getLogger("almanac.feeds")
CALENDAR, FEED = "deadlines.ics", "changes.atom"
MOST = 200
"""The number of alerts in the feed, the newest first."""


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
    """Write both files, each as a whole or not at all. Raises OSError, NoHistory, WrongShape."""
    # The lock is taken before the read, so that no writer replaces newer content by older content.
    with store.reading() as session, locked(folder / ".lock"):
        origins = origins_of(session)
        ahead, alerts = shown(session.scalars(select(Reminder)), now), _last_alerts(session)
        contents = (
            (CALENDAR, calendar(ahead, origins), len(ahead)),
            (FEED, atom(alerts, origins), len(alerts)),
        )
        return [FeedFile(folder / name, count, replace_content(folder / name, text)) for name, text, count in contents]


def origins_of(session: Session) -> dict[str, Origin]:
    """Return the page and the attribution of each source, by its name."""
    urls = session.execute(select(SourceRow.name, SourceRow.url)).tuples()
    return {name: _origin(name, url) for name, url in urls}


def _origin(name: str, url: str) -> Origin:
    source = REGISTERED.get(name)
    return Origin(source.page or url, source.credit, source.vendor_name) if source else Origin(url)


def _last_alerts(session: Session) -> Sequence[Alert]:
    """The last alerts that were sent or are pending, without those that noise control holds back."""
    sent = Alert.deliveries.any(Delivery.state.not_in(SILENT_STATES))
    return session.scalars(
        select(Alert)
        .where(sent)
        .order_by(Alert.created_at.desc(), Alert.id.desc())
        .limit(MOST)
        .options(selectinload(Alert.mentions))
    ).all()


def replace_content(file: Path, content: bytes) -> bool:
    """Replace the content of a file; returns False, and leaves its modification time, if it is the same."""
    if file.is_file() and file.read_bytes() == content:
        return False
    draft = file.with_suffix(".new")
    draft.write_bytes(content)
    # A web server may have to read it, and it has no secret; who gets into its folder is the owner's choice.
    draft.chmod(0o644)
    draft.replace(file)
    return True
