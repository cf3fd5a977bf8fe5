"""China's public holidays as the government published them, from a library that contains its notices.

Oddities of `chinesecalendar` (1.11, read 2026-11-22): it says which days are days of rest, so every Saturday is one,
without a name; a weekend day that is worked in exchange for a holiday is a working day *with* the holiday's name. A
public holiday is a day of rest with a name. The library raises NotImplementedError for a year without a notice. The
notice of a new year may include the last day of the old one: twice it made a Monday 31 December a holiday (2007, 2018).
"""

# chinesecalendar has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from datetime import date, timedelta
from functools import lru_cache

from models.pricing import HolidayCalendar

NEW_YEARS_EVE = (12, 31)
"""Month and day."""
MONDAY = 1


def is_holiday(day: date) -> bool | None:
    """Return True if a date is a public holiday; None if that is not published."""
    is_public = _published(day)
    if not is_public and (day.month, day.day) == NEW_YEARS_EVE and day.isoweekday() == MONDAY:
        return None if _published(day + timedelta(days=1)) is None else is_public
    return is_public


def is_worked(day: date) -> bool | None:
    """Return True if a date of a weekend is worked in exchange for a holiday; None if that is not published."""
    detail = _detail(day)
    return None if detail is None else bool(detail[1] and not detail[0])


def _published(day: date) -> bool | None:
    detail = _detail(day)
    return None if detail is None else bool(detail[0] and detail[1])


@lru_cache(maxsize=800)
def _detail(day: date) -> tuple[bool, str | None] | None:
    """The library's entry: if a date is a day of rest, and the name of the holiday that makes or shifts it."""
    # Loaded only when a holiday decides, which is rare: `almanac prices` should not wait for it.
    from chinese_calendar import get_holiday_detail

    try:
        return get_holiday_detail(day)
    except NotImplementedError:
        return None


CHINA = HolidayCalendar("CN", "Chinese", is_holiday, frozenset({NEW_YEARS_EVE}), is_worked)
