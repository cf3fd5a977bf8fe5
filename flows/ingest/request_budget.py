"""A budget of requests a day, for an API that allows only so many: in the database, so that it survives restarts."""

from datetime import datetime

from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from models.schema import Budget


class NotAsked(Exception):
    """A source that is not asked now, for a reason that is no error."""


class Spent(NotAsked):
    """The requests of today are spent."""


def spend(store: Store, source: str, most: int, clock: Clock = utc_now) -> None:
    """Count one request of today (UTC), for good, before it is made. Raises Spent, and counts none, beyond the most."""
    day = _day(clock())
    with store.writing() as session:
        one_at_a_time(session, f"budget {source}")
        row = session.get(Budget, (source, day)) or Budget(source=source, day_start=day, requests=0)
        if row.requests >= most:
            raise _spent(source, row.requests, most)
        row.requests += 1
        session.add(row)


def expect_left(store: Store, source: str, needed: int, most: int, clock: Clock = utc_now) -> None:
    """Raise Spent where a run could need more requests than are left today."""
    with store.reading() as session:
        row = session.get(Budget, (source, _day(clock())))
    spent = row.requests if row else 0
    if needed > most:
        raise Spent(f"{source} is skipped: a run can need {needed} requests, and {most} a day are allowed")
    if needed > most - spent:
        raise _spent(source, spent, most)


def _spent(source: str, spent: int, most: int) -> Spent:
    return Spent(f"{source} is skipped: {spent} of {most} requests of today are spent; the next run after 00:00 UTC")


def _day(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)
