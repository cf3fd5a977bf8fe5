"""Calendars of public holidays, which vendors declare under the names that facts give in `holidays`. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

IsHoliday = Callable[[date], bool | None]
"""True if a date is a public holiday; None if that is not published."""

WARNED_BEFORE = timedelta(days=45)
"""The time before the end of the last published year from which on it is said."""
LOOKED_BACK = 10
"""The number of years before an instant in which the last published one is looked for."""


def never_published(_day: date) -> None:
    """Return None: no calendar is known."""


@dataclass(frozen=True)
class HolidayCalendar:
    """The public holidays of one country."""

    name: str
    """The name in a fact's `holidays`: the ISO 3166 code of the country."""
    adjective: str
    """The word before "public holiday": `Chinese`."""
    is_holiday: IsHoliday = never_published
    published_a_year_late: frozenset[tuple[int, int]] = frozenset()
    """Month and day of dates that the notice of the following year may still make holidays."""
    is_worked: IsHoliday = never_published
    """True if a date of a weekend is a working day, in exchange for a holiday."""

    @property
    def holiday(self) -> str:
        """The name of one of its days: `Chinese public holiday`."""
        return f"{self.adjective} public holiday"

    def last_day(self, at: date) -> date | None:
        """Return the end of the last year that is published, as of a date; None if no year near it is."""
        last = at.year if self._is_published(at.year) else None
        if last is None:
            earlier = range(at.year - 1, at.year - LOOKED_BACK, -1)
            last = next((year for year in earlier if self._is_published(year)), None)
        while last is not None and self._is_published(last + 1):
            last += 1
        return None if last is None else date(last, 12, 31)

    def _is_published(self, year: int) -> bool:
        return self.is_holiday(date(year, 1, 1)) is not None

    def ending(self, at: date) -> date | None:
        """Return the end of the last published year if it is over or near, as of a date; otherwise None."""
        last = self.last_day(at)
        return last if last is not None and last - at <= WARNED_BEFORE else None

    def remedy(self, last: date) -> str:
        """Return what to do about a calendar whose last published year ends on a date."""
        return (
            f"Upgrade to a release of Model Almanac whose calendar has {last.year + 1} "
            "(`pip install --upgrade model-almanac`)."
        )

    def swapped(self, day: date) -> str:
        """Return words for a date of a weekend that is worked in exchange for a holiday; empty for any other date."""
        return f" (this {day:%A} is worked in exchange for a {self.holiday})" if self.is_worked(day) else ""

    def missing(self, day: date) -> str:
        """Return the statement that the holidays that decide about a date are not published."""
        if self.is_holiday is never_published:
            return f"no calendar of the {self.holiday}s is known"
        is_late = (day.month, day.day) in self.published_a_year_late
        period = f"around the new year {day.year + 1}" if is_late else f"of {day.year}"
        return f"the {self.holiday}s {period} are not published yet"


FindCalendar = Callable[[str], HolidayCalendar]
"""The calendar with a name; for a name that no vendor declares, one that knows of no day."""


def unknown_calendar(name: str) -> HolidayCalendar:
    """Return a calendar that knows of no day."""
    return HolidayCalendar(name, name)
