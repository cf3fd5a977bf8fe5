"""What is said of how old shown facts are: a line for each source whose last good reading is too old."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.texts import age_line
from models.queries import ages


def age_lines(session: Session, sources: Iterable[str], at: datetime, now: datetime) -> list[str]:
    """A line for each of these sources that was stale at an instant; `now` tells whether that instant is past."""
    return [age_line(age, now) for age in ages(session, at, set(sources)) if age.is_stale]


def family_lines(session: Session, source: str, at: datetime) -> tuple[str, ...]:
    """What an alert says of the family of its source: that the source is stale, and which others fail.

    Another source that nobody asks any more is the business of `almanac doctor`, not of every alert.
    """
    known = ages(session, at)
    families = {age.family for age in known if age.source == source}
    return tuple(
        age_line(age, at)
        for age in known
        if age.family in families and (age.is_stale if age.source == source else age.is_failing)
    )


def newly_stale(session: Session, sources: Iterable[str], since: datetime, at: datetime) -> set[str]:
    """The families with a source that was not stale at `since` and is stale at `at`: pages of them are out of date."""
    names = set(sources)
    before = {age.source for age in ages(session, since, names) if age.is_stale}
    return {age.family for age in ages(session, at, names) if age.is_stale and age.source not in before}
