"""What runs in a month, and at which hours: how a load falls to the bands of a tariff. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import gcd
from zoneinfo import ZoneInfo

from models.facts import STANDARD, PeakHours
from models.pricing.holidays import FindCalendar
from models.pricing.tariff import Band, verdict_at, windows

QUARTER = 15
"""Minutes of the grid on which bands are looked up; finer where a window does not begin on a quarter of an hour."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Running:
    """When a load runs: the weight of an instant on a clock of its own; evenly where nothing else is said."""

    zone: str = "UTC"
    weekdays: str = "1234567"
    """ISO weekdays."""
    ranges: str | None = None
    """As `PeakHours.windows`; nothing runs outside of them."""
    weights: tuple[Fraction, ...] = (Fraction(1),) * 24
    """By hour of the day: twice the weight is twice the load."""

    def weight(self, instant: datetime) -> Fraction:
        there = instant.astimezone(ZoneInfo(self.zone))
        minute = 60 * there.hour + there.minute
        runs = self.ranges is None or any(window.holds(minute) for window in windows(self.ranges))
        return self.weights[there.hour] if runs and str(there.isoweekday()) in self.weekdays else Fraction(0)


@dataclass(frozen=True)
class Load:
    """So much of one meter of one model in a month."""

    name: str
    model: str
    meter: str
    currency: str
    quantity: Decimal
    """Of what the meter counts: tokens, requests."""
    running: Running = Running()
    source: str | None = None
    """Whose prices; None where only one source has them."""
    mode: str = STANDARD
    prompt_tokens: int = 0
    """How long each prompt is; 0 is for the prices that hold for short ones."""


def month_of(instant: datetime) -> tuple[datetime, datetime]:
    """The calendar month (UTC) that holds an instant: its start and its end."""
    start = instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, (start + timedelta(days=31)).replace(day=1)


@cache
def weighed(
    start: datetime, end: datetime, running: Running, hours: PeakHours | None, find_calendar: FindCalendar
) -> Mapping[tuple[Band, str], Fraction]:
    """How much of what runs from `start` to `end` falls to each band, by weight; an unknown one with its doubt."""
    found: defaultdict[tuple[Band, str], Fraction] = defaultdict(Fraction)
    for since, until in slices(start, end, _grid(hours and hours.windows, running.ranges)):
        if weight := running.weight(since):
            verdict = verdict_at(hours, since, find_calendar)
            found[verdict.band, verdict.doubt] += weight * ((until - since) // timedelta(microseconds=1))
    return dict(found)


def slices(start: datetime, end: datetime, minutes: int) -> Iterator[tuple[datetime, datetime]]:
    """A time cut at every so many minutes of the clock."""
    step = timedelta(minutes=minutes)
    while start < end:
        until = min(end, start - (start - EPOCH) % step + step)
        yield start, until
        start = until


def _grid(*texts: str | None) -> int:
    edges = (edge for text in texts if text for window in windows(text) for edge in (window.start, window.end))
    return gcd(QUARTER, *edges)
