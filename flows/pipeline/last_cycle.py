"""The end of the last maintenance cycle: shows when the cycles stopped or have only just started again."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.database import one_at_a_time
from models.schema import LastRun

CYCLE = "cycle"
INTERVAL = timedelta(minutes=30)
"""The time between two cycles; a divisor of an hour."""
CRON = f"*/{INTERVAL // timedelta(minutes=1)} * * * *"


def cycle_finished_at(session: Session) -> datetime | None:
    """The instant at which the last cycle ended; None if there was none."""
    row = session.get(LastRun, CYCLE)
    return row and row.finished_at


def note_cycle(session: Session, at: datetime) -> None:
    """Store the end of a cycle."""
    one_at_a_time(session, CYCLE)
    row = session.get(LastRun, CYCLE)
    if row is None:
        session.add(LastRun(name=CYCLE, finished_at=at))
    else:
        row.previous_finished_at, row.finished_at = row.finished_at, at


def is_overdue(since: datetime, at: datetime) -> bool:
    """Return True if the last cycle is so long ago that cycles have stopped."""
    return at - since > 2 * INTERVAL
