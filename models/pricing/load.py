"""Loads: the use of one meter in a month, and its distribution over the bands of a tariff. Pure."""

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
from models.pricing.tariff import Band, band_reason_at, windows

QUARTER = 15
"""The step, in minutes, at which bands are looked up; it is finer if a window does not start on a quarter hour."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Schedule:
    """The schedule of a load: the weight of each instant in the load's own time zone; even by default."""

    zone: str = "UTC"
    weekdays: str = "1234567"
    """ISO weekdays."""
    ranges: str | None = None
    """Windows in the form of `PeakHours.windows`; nothing runs outside them."""
    weights: tuple[Fraction, ...] = (Fraction(1),) * 24
    """The weight of each hour of the day: twice the weight is twice the load."""

    def weight(self, instant: datetime) -> Fraction:
        """The weight of an instant; 0 if nothing runs then."""
        local = instant.astimezone(ZoneInfo(self.zone))
        minute = 60 * local.hour + local.minute
        runs = self.ranges is None or any(window.holds(minute) for window in windows(self.ranges))
        return self.weights[local.hour] if runs and str(local.isoweekday()) in self.weekdays else Fraction(0)


@dataclass(frozen=True)
class Load:
    """The quantity of one meter of one model in a month."""

    name: str
    model: str
    meter: str
    currency: str
    quantity: Decimal
    """The number of counted things: tokens, requests."""
    schedule: Schedule = Schedule()
    source: str | None = None
    """The source of the prices; None if only one source has them."""
    mode: str = STANDARD
    prompt_tokens: int = 0
    """The length of each prompt; 0 means the prices for short prompts."""


def month_of(instant: datetime) -> tuple[datetime, datetime]:
    """The calendar month (UTC) that holds an instant: its start and its end."""
    start = instant.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start, (start + timedelta(days=31)).replace(day=1)


@cache
def band_weights(
    start: datetime, end: datetime, schedule: Schedule, hours: PeakHours | None, find_calendar: FindCalendar
) -> Mapping[tuple[Band, str], Fraction]:
    """The weight of each band between two instants; an unknown band comes with its doubt."""
    weights: defaultdict[tuple[Band, str], Fraction] = defaultdict(Fraction)
    calendar = cache(find_calendar)
    for since, until in clock_slices(start, end, step_minutes(hours and hours.windows, schedule.ranges)):
        if weight := schedule.weight(since):
            reason = band_reason_at(hours, since, calendar)
            weights[reason.band, reason.doubt] += weight * ((until - since) // timedelta(microseconds=1))
    return dict(weights)


def clock_slices(start: datetime, end: datetime, minutes: int) -> Iterator[tuple[datetime, datetime]]:
    """A time divided at every multiple of `minutes` of the clock."""
    step = timedelta(minutes=minutes)
    while start < end:
        until = min(end, start - (start - EPOCH) % step + step)
        yield start, until
        start = until


def step_minutes(*texts: str | None) -> int:
    """The largest step, up to a quarter of an hour, that has all edges of the windows on its grid."""
    edges = (edge for text in texts if text for window in windows(text) for edge in (window.start, window.end))
    return gcd(QUARTER, *edges)
