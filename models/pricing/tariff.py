"""The tariff as a function: which band holds at an instant on the vendor's clock, and what a unit costs then. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from models.facts import PeakHours, Price, meter_text
from models.pricing.holidays import FindCalendar, HolidayCalendar

Band = Literal["off_peak", "peak", "unknown"]
NOBODY_SAYS = "no source says which hours are peak"
WINDOW = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
HOUR, DAY = 60, 24 * 60
"""In minutes."""


class BadWindow(ValueError):
    """A text that is no windows of a day; the message says what would do."""


@dataclass(frozen=True)
class Window:
    """A part of every day, in minutes after midnight: start inclusive, end exclusive; it may pass midnight."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def __str__(self) -> str:
        return "-".join(f"{edge // HOUR:02}:{edge % HOUR:02}" for edge in (self.start, self.end))


@dataclass(frozen=True)
class Verdict:
    """The band of an instant and why; `doubt` is what would have to be known where it is unknown."""

    band: Band
    why: str
    doubt: str = ""


@dataclass(frozen=True)
class Tariffs:
    """Every price in force at an instant, and by source of prices the peak hours that go with them."""

    prices: tuple[Price, ...]
    hours: Mapping[str, PeakHours]


@dataclass(frozen=True)
class Quote:
    """What a unit costs at an instant: between `low` and `high`, which are the same where `amount` is known."""

    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    band: Band | Literal["flat"]
    why: str
    hours: PeakHours | None = None
    """The statement that the band follows from; None where the price is flat or nobody says."""


@cache
def windows(text: str) -> tuple[Window, ...]:
    """`09:00-12:00 14:00-18:00`; an end may be 24:00. Raises BadWindow."""
    return tuple(_window(part) for part in text.split()) or (_window(text),)


def _window(text: str) -> Window:
    found = WINDOW.fullmatch(text)
    hour, minute, end_hour, end_minute = map(int, found.groups()) if found else (DAY, 0, 0, 0)
    start, end = HOUR * hour + minute, HOUR * end_hour + end_minute
    if start >= DAY or end > DAY or start == end:
        raise BadWindow(f"{text!r} is no window of a day: write 09:00-12:00 14:00-18:00")
    return Window(start, end)


def band_at(hours: PeakHours, instant: datetime, calendar: HolidayCalendar) -> Band:
    """The band of an instant. `unknown` only where a holiday decides and is not published. Raises BadWindow."""
    return judge(hours, instant, calendar).band


def judge(hours: PeakHours, instant: datetime, calendar: HolidayCalendar) -> Verdict:
    """The band of an instant, with its reason. Raises BadWindow."""
    if hours.time_zone is None or hours.weekdays is None or hours.windows is None:
        return Verdict("unknown", NOBODY_SAYS, NOBODY_SAYS)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    there = instant.astimezone(ZoneInfo(hours.time_zone))
    moment = f"{there:%A %H:%M} in {hours.time_zone}"
    minute = HOUR * there.hour + there.minute
    window = next((window for window in windows(hours.windows) if window.holds(minute)), None)
    if str(there.isoweekday()) not in hours.weekdays:
        return Verdict("off_peak", f"{moment}: {there:%A} is no peak day")
    if window is None:
        return Verdict("off_peak", f"{moment} lies outside {hours.windows}")
    if hours.holidays is None:
        return Verdict("peak", f"{moment} lies in {window}")
    return _except_on_holidays(calendar, there.date(), moment, window)


def _except_on_holidays(calendar: HolidayCalendar, day: date, moment: str, window: Window) -> Verdict:
    """Return the band in a window of peak hours that public holidays interrupt."""
    is_holiday = calendar.is_holiday(day)
    if is_holiday is None:
        return Verdict("unknown", f"{moment}: {calendar.missing(day)}", calendar.missing(day))
    if is_holiday:
        return Verdict("off_peak", f"{moment}: {day} is a {calendar.holiday}")
    return Verdict("peak", f"{moment} lies in {window}")


def bounds(prices: Iterable[Price], band: Band) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a unit may cost in a band, of one meter's prices; None where one is not stated."""
    amounts = {price.band: price.amount for price in prices}
    wanted = ("flat",) if "flat" in amounts else ("off_peak", "peak") if band == "unknown" else (band,)
    found = [amount for name in wanted if (amount := amounts.get(name)) is not None]
    return (min(found), max(found)) if len(found) == len(wanted) else None


def by_meter(prices: Iterable[Price]) -> dict[tuple[str, str, str, str], list[Price]]:
    """The prices of each (source, model, meter in words, currency): one a band."""
    found: dict[tuple[str, str, str, str], list[Price]] = defaultdict(list)
    for price in prices:
        found[price.source, price.model, meter_text(price), price.currency].append(price)
    return dict(found)


def quote(prices: Iterable[Price], hours: PeakHours | None, instant: datetime, find_calendar: FindCalendar) -> Quote:
    """What one meter costs at an instant, of all its prices in force then. Raises BadWindow."""
    stated = tuple(prices)
    if any(price.band == "flat" for price in stated):
        low, high = bounds(stated, "unknown") or (None, None)
        return Quote(low, low, high, "flat", "one price at all hours")
    verdict = verdict_at(hours, instant, find_calendar)
    low, high = bounds(stated, verdict.band) or (None, None)
    return Quote(low if low == high else None, low, high, verdict.band, verdict.why, hours)


def verdict_at(hours: PeakHours | None, instant: datetime, find_calendar: FindCalendar) -> Verdict:
    """As `judge`, also where nobody states peak hours."""
    if hours is None:
        return Verdict("unknown", NOBODY_SAYS, NOBODY_SAYS)
    return judge(hours, instant, find_calendar(hours.holidays or ""))
