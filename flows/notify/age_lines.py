"""Lines about old facts: one for each source whose last good reading is too old."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.texts import age_line
from models.queries import ages


def age_lines(session: Session, sources: Iterable[str], at: datetime, now: datetime, zone: str = "UTC") -> list[str]:
    """A line for each of these sources that was stale at `at`; `now` decides whether that is in the past."""
    return [age_line(age, now, zone) for age in ages(session, at, set(sources)) if age.is_stale]
