"""Lines about old facts: one for each source whose last good reading is too old, or one about the whole record."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.texts import age_line, last_good
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


def record_age(session: Session, at: datetime, now: datetime, zone: str = "UTC") -> list[str]:
    """Return a line that says how old the record was at an instant, if a source had not been read when it was due."""
    found = ages(session, at)
    late = len(age_lines(session, (age.source for age in found), at, now))
    newest = max((age for age in found if age.last_good), key=lambda age: (age.last_good, age.source), default=None)
    if not late or newest is None:
        return []
    are = "is" if late == 1 else "are"
    return [f"{last_good(newest, now, zone)}; {late} of {len(found)} sources {are} late, see almanac doctor"]
