"""Lines about old facts: one for each source whose last good reading is too old."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.texts import age_line
from models.queries import ages
from scrapers.registry import BACKFILLS


def age_lines(session: Session, sources: Iterable[str], at: datetime, now: datetime, zone: str = "UTC") -> list[str]:
    """A line for each of these sources that was stale at `at`; `now` decides whether that is in the past."""
    stale = [age for age in ages(session, at, set(sources)) if age.is_stale]
    # A loaded history has accounts of the instants at which something changed: between two of them nothing did.
    loaded = {age.source for age in stale if age.source in BACKFILLS}
    later = {age.source: age.last_good for age in ages(session, now, loaded)} if loaded and at < now else {}
    reached = {source for source, last in later.items() if last is not None and last >= at}
    return [age_line(age, now, zone) for age in stale if age.source not in reached]
