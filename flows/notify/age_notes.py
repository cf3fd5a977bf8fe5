"""Lines about old facts: one for each source whose last good reading is too old."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.texts import age_line
from models.queries import ages


def age_lines(session: Session, sources: Iterable[str], at: datetime, now: datetime) -> list[str]:
    """A line for each of these sources that was stale at `at`; `now` decides whether that is in the past."""
    return [age_line(age, now) for age in ages(session, at, set(sources)) if age.is_stale]


def family_lines(session: Session, source: str, at: datetime) -> tuple[str, ...]:
    """The lines of an alert about its source's family: the source if it is stale, and other sources that fail.

    Other sources that are merely stale are left to `almanac doctor`.
    """
    all_ages = ages(session, at)
    families = {age.family for age in all_ages if age.source == source}
    return tuple(
        age_line(age, at)
        for age in all_ages
        if age.family in families and (age.is_stale if age.source == source else age.is_failing)
    )


def newly_stale(session: Session, sources: Iterable[str], since: datetime, at: datetime) -> set[str]:
    """The families with a source that was not stale at `since` and is stale at `at`."""
    names = set(sources)
    before = {age.source for age in ages(session, since, names) if age.is_stale}
    return {age.family for age in ages(session, at, names) if age.is_stale and age.source not in before}
