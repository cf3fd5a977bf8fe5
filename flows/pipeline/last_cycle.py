"""When the cycle came round last: what tells that it has stopped, and that it has only just come back."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.database import one_at_a_time
from models.schema import LastRun

CYCLE = "cycle"
INTERVAL = timedelta(minutes=30)
"""Between one cycle and the next; a divisor of an hour."""
CRON = f"*/{INTERVAL // timedelta(minutes=1)} * * * *"


def cycle_finished_at(session: Session) -> datetime | None:
    """When the cycle came to its end last; None where it never has."""
    beat = session.get(LastRun, CYCLE)
    return beat and beat.finished_at


def note_cycle(session: Session, at: datetime) -> None:
    """The cycle has come to its end."""
    one_at_a_time(session, CYCLE)
    beat = session.get(LastRun, CYCLE)
    if beat is None:
        session.add(LastRun(name=CYCLE, finished_at=at))
    else:
        beat.previous_finished_at, beat.finished_at = beat.finished_at, at


def is_overdue(since: datetime, at: datetime) -> bool:
    """Whether nothing has come round for so long that the cycle has stopped."""
    return at - since > 2 * INTERVAL
