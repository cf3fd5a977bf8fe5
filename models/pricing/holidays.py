"""Calendars of public holidays, which vendors declare under the names that facts give in `holidays`. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

IsHoliday = Callable[[date], bool | None]
"""True if a date is a public holiday; None if that is not published."""


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
