"""Public holidays: those of the library against those that were published, and the calendars that vendors declare."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from holidays.countries.china import China

from models.facts.kinds import PeakHours
from models.pricing.holidays import HolidayCalendar
from models.pricing.tariff import band_reason_at
from scrapers.deepseek.holidays import is_holiday, is_worked
from scrapers.registry import SOURCES, find_calendar
from tests.unit.test_tariff import HOLIDAYS_2026

TOY = HolidayCalendar("TOY", "Toyland", lambda day: day.day == 13, frozenset({(12, 30)}))


def test_the_holidays_of_2026_are_those_of_the_notice() -> None:
    noticed = {date(2026, month, day) for month, first, last in HOLIDAYS_2026 for day in range(first, last + 1)}
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert {day for day in year if is_holiday(day)} == noticed
    assert len(noticed) == 33


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2026, 1, 10), "an ordinary Saturday"),
        (date(2026, 1, 4), "a Sunday that is made up for"),
        (date(2026, 10, 10), "a Saturday that is made up for"),
        (date(2026, 10, 8), "a working day after a holiday"),
    ],
)
def test_what_is_no_public_holiday(day: date, what: str) -> None:
    assert is_holiday(day) is False, what


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2003, 12, 31)])
def test_a_year_without_a_notice_is_not_known(day: date) -> None:
    assert is_holiday(day) is None


def test_a_country_without_a_calendar_is_not_known() -> None:
    assert find_calendar("XX").is_holiday(date(2026, 1, 1)) is None
    assert find_calendar("CN").is_holiday(date(2026, 1, 1)) is True


def test_a_vendor_declares_the_calendar_that_its_peak_hours_name(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = replace(SOURCES["deepseek_pricing"], name="toy", vendor="toy", holidays=(TOY,))
    monkeypatch.setitem(SOURCES, "toy", toy)
    hours = PeakHours(source="toy", time_zone="UTC", weekdays="12345", windows="09:00-12:00", holidays="TOY")
    holiday, workday = (band_reason_at(hours, datetime(2026, 10, at, 10, tzinfo=UTC), find_calendar) for at in (13, 14))
    assert (holiday.band, workday.band) == ("off_peak", "peak")
    assert holiday.why == "Tuesday 10:00 in UTC: 2026-10-13 is a Toyland public holiday"


def test_a_calendar_says_which_holidays_are_missing() -> None:
    assert (
        TOY.missing(date(2026, 12, 30)) == "the Toyland public holidays around the new year 2027 are not published yet"
    )
    assert TOY.missing(date(2026, 12, 31)) == "the Toyland public holidays of 2026 are not published yet"


def test_a_monday_that_the_next_notice_may_take_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_holiday(date(2018, 12, 31)) is True
    assert is_holiday(date(2012, 12, 31)) is False
    known = {date(2029, 12, 31): False, date(2030, 1, 1): None}
    monkeypatch.setattr("scrapers.deepseek.holidays._published", known.__getitem__)
    assert is_holiday(date(2029, 12, 31)) is None


YEARS = range(2004, 2027)
"""The years that both libraries publish; with the notice of another one this range grows."""
OTHER = China(years=YEARS)
"""The calendar of the library `holidays`, which nothing but this test uses."""
DIFFERENCE = date(2005, 12, 31)
"""The one day of these years on which they differ: `holidays` has this Saturday as a working day, without a swap."""


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_another_library_has_the_same_holidays_and_the_same_weekends_that_are_worked(year: int) -> None:
    days = [day for day in days_of(year) if day != DIFFERENCE]
    weekdays, weekends = ([day for day in days if (day.isoweekday() > 5) is is_weekend] for is_weekend in (False, True))
    # A weekend day is a public holiday by name or a usual day of rest: both libraries must have it as free or worked.
    assert [day for day in weekdays if is_holiday(day) is not (day in OTHER)] == []
    assert [day for day in weekends if is_worked(day) is not OTHER.is_working_day(day)] == []
    assert sum(is_holiday(day) is True for day in weekdays) >= 7


def test_the_years_are_all_that_both_libraries_publish() -> None:
    after = date(YEARS[-1] + 1, 1, 1)
    assert is_holiday(after) is None or not China(years=after.year), "compare that year, too"
    assert is_holiday(date(YEARS[0], 1, 1)) is not None
    assert is_worked(after) is is_holiday(after) is None


def test_the_weekends_that_are_worked_in_2026_are_those_of_the_notice() -> None:
    noticed = [date(2026, *each) for each in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]
    assert [day for day in days_of(2026) if is_worked(day)] == noticed
