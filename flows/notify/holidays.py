"""Public holidays as they were really published, from a library that carries the governments' notices.

Oddities of `chinesecalendar` (1.11, read 2026-11-22): it asks "does one rest on that day", so every Saturday is a
holiday there, one without a name; and a week-end day that is made up for is a working day *with* a holiday's name. A
public holiday is a day of rest with a name: neither an ordinary nor a made-up Saturday becomes anything else than a
Saturday. Of a year without a notice it raises NotImplementedError. The notice of a new year may reach back: twice it
made a Monday 31 December a holiday (2007, 2018), so that such a day is published with the next year's.
"""

# chinesecalendar has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from datetime import date, timedelta

from models.pricing import IsHoliday


def is_holiday(country: str) -> IsHoliday:
    """The calendar of a country by its ISO 3166 code; one that we have no calendar of answers None for every day."""
    return {"CN": _chinese}.get(country, _unpublished)


def _unpublished(_day: date) -> None:
    return None


def _chinese(day: date) -> bool | None:
    found = _published(day)
    if not found and (day.month, day.day, day.isoweekday()) == (12, 31, 1):
        return None if _published(day + timedelta(days=1)) is None else found
    return found


def _published(day: date) -> bool | None:
    # Loaded when a holiday decides, which is seldom: `almanac prices` should not wait for it.
    from chinese_calendar import get_holiday_detail

    try:
        rests, name = get_holiday_detail(day)
    except NotImplementedError:
        return None
    return bool(rests and name)
