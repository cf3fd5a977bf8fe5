"""Public holidays: what the library says against what was published."""

from datetime import date, timedelta

import pytest

from flows.notify.holidays import is_holiday
from tests.unit.test_tariff import HOLIDAYS_2026

CHINESE = is_holiday("CN")


def test_the_holidays_of_2026_are_those_of_the_notice() -> None:
    noticed = {date(2026, month, day) for month, first, last in HOLIDAYS_2026 for day in range(first, last + 1)}
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert {day for day in year if CHINESE(day)} == noticed
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
    assert CHINESE(day) is False, what


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2003, 12, 31)])
def test_a_year_without_a_notice_is_not_known(day: date) -> None:
    assert CHINESE(day) is None


def test_a_country_without_a_calendar_is_not_known() -> None:
    assert is_holiday("XX")(date(2026, 1, 1)) is None


def test_a_monday_that_the_next_notice_may_take_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CHINESE(date(2018, 12, 31)) is True
    assert CHINESE(date(2012, 12, 31)) is False
    known = {date(2029, 12, 31): False, date(2030, 1, 1): None}
    monkeypatch.setattr("flows.notify.holidays._published", known.__getitem__)
    assert CHINESE(date(2029, 12, 31)) is None
