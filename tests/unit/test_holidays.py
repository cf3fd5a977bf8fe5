"""Public holidays: those of the library against those that were published, and the calendars that vendors declare."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models.facts.kinds import PeakHours
from models.pricing.holidays import HolidayCalendar
from models.pricing.tariff import band_reason_at
from scrapers.deepseek.holidays import is_holiday
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
