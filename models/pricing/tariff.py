"""The tariff as a function: the band at an instant in the vendor's time zone, and the price of a unit then. Pure."""

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
ALL_HOURS = "one price at all hours"
HOURS_NOT_STATED = "no source says which hours are peak"
WINDOW = re.compile(r"([0-9]{2}):([0-5][0-9])-([0-9]{2}):([0-5][0-9])")
HOUR, DAY = 60, 24 * 60
"""The length of an hour and of a day in minutes."""


class BadWindow(ValueError):
    """A text that is not a list of windows of a day; the message shows the right form."""


@dataclass(frozen=True)
class Window:
    """A part of each day, in minutes after midnight: start inclusive, end exclusive; it may pass midnight."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """True if a minute of the day lies in the window."""
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def __str__(self) -> str:
        return "-".join(f"{edge // HOUR:02}:{edge % HOUR:02}" for edge in (self.start, self.end))


@dataclass(frozen=True)
class BandReason:
    """The band of an instant with the reason; if it is unknown, `doubt` is the missing fact."""

    band: Band
    why: str
    doubt: str = ""


@dataclass(frozen=True)
class Tariffs:
    """The prices in force at an instant, and the peak hours that belong to them by the source of the prices."""

    prices: tuple[Price, ...]
    hours: Mapping[str, PeakHours]


@dataclass(frozen=True)
class Quote:
    """The price of a unit at an instant: between `low` and `high`, which are equal if `amount` is known."""

    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    band: Band | Literal["flat"]
    why: str
    hours: PeakHours | None = None
    """The peak hours that give the band; None if the price is flat or no source states them."""


@cache
def windows(text: str) -> tuple[Window, ...]:
    """The windows of a text such as `09:00-12:00 14:00-18:00`; an end may be 24:00. Raises BadWindow."""
    return tuple(_window(part) for part in text.split()) or (_window(text),)


def _window(text: str) -> Window:
    match = WINDOW.fullmatch(text)
    hour, minute, end_hour, end_minute = map(int, match.groups()) if match else (DAY, 0, 0, 0)
    start, end = HOUR * hour + minute, HOUR * end_hour + end_minute
    if start >= DAY or end > DAY or start == end:
        raise BadWindow(f"{text!r} is not a window of a day: write 09:00-12:00 14:00-18:00")
    return Window(start, end)


def band_reason(hours: PeakHours, instant: datetime, calendar: HolidayCalendar) -> BandReason:
    """The band of an instant with its reason; `unknown` if hours are not stated or a holiday is not published.

    Raises BadWindow.
    """
    if hours.time_zone is None or hours.weekdays is None or hours.windows is None:
        return BandReason("unknown", HOURS_NOT_STATED, HOURS_NOT_STATED)
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {instant}")
    local = instant.astimezone(ZoneInfo(hours.time_zone))
    moment = f"{local:%A %H:%M} in {hours.time_zone}"
    minute = HOUR * local.hour + local.minute
    window = next((window for window in windows(hours.windows) if window.holds(minute)), None)
    if str(local.isoweekday()) not in hours.weekdays:
        return BandReason("off_peak", f"{moment}: {local:%A} is no peak day{calendar.swapped(local.date())}")
    if window is None:
        return BandReason("off_peak", f"{moment} lies outside {hours.windows}")
    if hours.holidays is None:
        return BandReason("peak", f"{moment} lies in {window}")
    return _except_on_holidays(calendar, local.date(), moment, window)


def _except_on_holidays(calendar: HolidayCalendar, day: date, moment: str, window: Window) -> BandReason:
    """Return the band in a window of peak hours that public holidays interrupt."""
    is_holiday = calendar.is_holiday(day)
    if is_holiday is None:
        return BandReason("unknown", f"{moment}: {calendar.missing(day)}", calendar.missing(day))
    if is_holiday:
        return BandReason("off_peak", f"{moment}: {day} is a {calendar.holiday}")
    return BandReason("peak", f"{moment} lies in {window}{calendar.swapped(day)}")


def bounds(prices: Iterable[Price], band: Band) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest price of a unit in a band, of one meter's prices; None if a needed price is not stated."""
    amounts = {price.band: price.amount for price in prices}
    wanted = ("flat",) if "flat" in amounts else ("off_peak", "peak") if band == "unknown" else (band,)
    stated = [amount for name in wanted if (amount := amounts.get(name)) is not None]
    return (min(stated), max(stated)) if len(stated) == len(wanted) else None


def by_meter(prices: Iterable[Price]) -> dict[tuple[str, str, str, str], list[Price]]:
    """The prices of each source, model, meter with mode and tier, and currency: one for each band."""
    groups: dict[tuple[str, str, str, str], list[Price]] = defaultdict(list)
    for price in prices:
        groups[price.source, price.model, meter_text(price), price.currency].append(price)
    return dict(groups)


def quote(prices: Iterable[Price], hours: PeakHours | None, instant: datetime, find_calendar: FindCalendar) -> Quote:
    """The price of one meter at an instant, from all its prices in force then. Raises BadWindow."""
    stated = tuple(prices)
    if any(price.band == "flat" for price in stated):
        low, high = bounds(stated, "unknown") or (None, None)
        return Quote(low, low, high, "flat", ALL_HOURS)
    reason = band_reason_at(hours, instant, find_calendar)
    low, high = bounds(stated, reason.band) or (None, None)
    return Quote(low if low == high else None, low, high, reason.band, reason.why, hours)


def band_reason_at(hours: PeakHours | None, instant: datetime, find_calendar: FindCalendar) -> BandReason:
    """The same as `band_reason`, also if no source states peak hours."""
    if hours is None:
        return BandReason("unknown", HOURS_NOT_STATED, HOURS_NOT_STATED)
    return band_reason(hours, instant, find_calendar(hours.holidays or ""))
