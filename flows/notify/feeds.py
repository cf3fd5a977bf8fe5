"""The calendar of what is ahead and the feed of what was said, as files for calendars and feed readers."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.feeds import Origin, atom, calendar, shown
from flows.clock import Clock
from flows.database import Store
from flows.file_lock import locked
from models.kinds import SILENT_STATES
from models.schema import Alert, Delivery, Reminder, Source
from scrapers.registry import attributions

LOG = logging.getLogger("almanac.feeds")
CALENDAR, FEED = "deadlines.ics", "changes.atom"
MOST = 200
"""So many alerts are in the feed, the newest."""


@dataclass(frozen=True)
class Written:
    """One of the files, how many entries it has, and whether they are other ones than before."""

    file: Path
    entries: int
    is_new: bool


def publish(store: Store, folder: Path, clock: Clock) -> None:
    """As `write`; that the folder cannot be written to is a warning: what was to be told has been told."""
    try:
        write(store, folder, clock())
    except OSError as problem:
        LOG.warning("the calendar and the feed were not written: %s", problem)


def write(store: Store, folder: Path, now: datetime) -> list[Written]:
    """Write both files, each as a whole or not at all. Raises OSError, NoHistory, WrongShape."""
    # One writer at a time, who reads what is so then: nobody replaces a newer account by an older one.
    with store.reading() as session, locked(folder / ".lock"):
        origins = _origins(session)
        ahead, said = shown(session.scalars(select(Reminder)), now), _said(session)
        contents = (
            (CALENDAR, calendar(ahead, origins), len(ahead)),
            (FEED, atom(said, origins), len(said)),
        )
        return [Written(folder / name, count, _replace(folder / name, content)) for name, content, count in contents]


def _origins(session: Session) -> dict[str, Origin]:
    urls = session.execute(select(Source.name, Source.url)).tuples()
    return {name: Origin(url, "".join(attributions([name]))) for name, url in urls}


def _said(session: Session) -> Sequence[Alert]:
    """The last alerts that somebody was told, or is about to be: not what noise control keeps back."""
    told = Alert.deliveries.any(Delivery.state.not_in(SILENT_STATES))
    return session.scalars(
        select(Alert).where(told).order_by(Alert.created_at.desc(), Alert.id.desc()).limit(MOST)
    ).all()


def _replace(file: Path, content: bytes) -> bool:
    """Make this the content of a file, unless it is: whoever serves it tells by its time that nothing changed."""
    if file.is_file() and file.read_bytes() == content:
        return False
    draft = file.with_suffix(".new")
    draft.write_bytes(content)
    draft.replace(file)
    return True
