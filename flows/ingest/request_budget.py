"""The daily request budget of a rate-limited API, counted in the database so that it survives restarts."""

from datetime import datetime

from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from models.schema import Budget


class NotAsked(Exception):
    """A source is not fetched now, for a reason that is no error."""


class BudgetSpent(NotAsked):
    """The request budget of today is spent."""


def count_request(store: Store, source: str, most: int, clock: Clock = utc_now) -> None:
    """Count one request of today (UTC) before it is made. Raises BudgetSpent, uncounted, if `most` are spent."""
    day = _day(clock())
    with store.writing() as session:
        one_at_a_time(session, f"budget {source}")
        row = session.get(Budget, (source, day)) or Budget(source=source, day_start=day, requests=0)
        if row.requests >= most:
            raise _spent(source, row.requests, most)
        row.requests += 1
        session.add(row)


def expect_budget(store: Store, source: str, needed: int, most: int, clock: Clock = utc_now) -> None:
    """Raise BudgetSpent if a run could need more requests than are left today."""
    with store.reading() as session:
        row = session.get(Budget, (source, _day(clock())))
    spent = row.requests if row else 0
    if needed > most:
        raise BudgetSpent(f"{source} is skipped: a run can need {needed} requests, and {most} a day are allowed")
    if needed > most - spent:
        raise _spent(source, spent, most)


def _spent(source: str, spent: int, most: int) -> BudgetSpent:
    return BudgetSpent(
        f"{source} is skipped: {spent} of {most} requests of today are spent; the next run after 00:00 UTC"
    )


def _day(instant: datetime) -> datetime:
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)
