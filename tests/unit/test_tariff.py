"""The tariff against a table written by hand, and the price that follows from it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.harness.dates import day
from models.facts.kinds import PeakHours, Price
from models.pricing.holidays import HolidayCalendar
from models.pricing.load import Schedule, band_weights, clock_slices, month_of
from models.pricing.tariff import BadWindow, Window, band_reason, quote, windows
from scrapers.deepseek.holidays import CHINA
from scrapers.registry import find_calendar

# A character is an hour of the vendor's clock: P is peak, O is off-peak.
WORKDAY = "OOOOOOOOOPPPOOPPPPOOOOOO"
RESTDAY = "OOOOOOOOOOOOOOOOOOOOOOOO"
EVERY_DAY = [WORKDAY] * 7
WORKDAYS = [WORKDAY] * 5 + [RESTDAY] * 2

# By half hours, for windows that pass a midnight: Beijing's, and UTC's (07:00 there is 23:00Z of the day before).
LATE = "PPPPPOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOOPPP"
EARLY = "OOOOOOOOOOOOOOPPPPOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO"
REST = "O" * 48

# The State Council's notice for 2026: month, first and last day.
HOLIDAYS_2026 = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
BEIJING = timedelta(hours=8)
FIRST = datetime(2025, 12, 26, tzinfo=UTC) - BEIJING
"""Midnight in Beijing; 53 weeks from here end with 2026."""
HALF = timedelta(minutes=30)
LETTERS = {"off_peak": "O", "peak": "P", "unknown": "U"}


def hours(weekdays: str = "12345", times: str = "09:00-12:00 14:00-18:00", holidays: str | None = "CN") -> PeakHours:
    return PeakHours(source="s", time_zone="Asia/Shanghai", weekdays=weekdays, windows=times, holidays=holidays)


def by_hand(instant: datetime, table: list[str], closed: list[tuple[int, int, int]]) -> str:
    wall = instant.replace(tzinfo=None) + BEIJING
    shut = wall.year == 2026 and any(wall.month == month and a <= wall.day <= b for month, a, b in closed)
    grid = "O" * len(table[0]) if shut else table[wall.weekday()]
    return grid[(wall.hour * 60 + wall.minute) * len(grid) // (24 * 60)]


def mismatches(peaks: PeakHours, table: list[str], closed: list[tuple[int, int, int]]) -> tuple[int, list[datetime]]:
    """Both halves of every hour of 53 weeks, and the last second of each: how many, and which differ."""
    edges = (timedelta(0), timedelta(minutes=29, seconds=59), HALF, timedelta(minutes=59, seconds=59))
    instants = [FIRST + timedelta(hours=number) + edge for number in range(53 * 168) for edge in edges]
    wrong = [i for i in instants if LETTERS[band_reason(peaks, i, CHINA).band] != by_hand(i, table, closed)]
    return len(instants), wrong


@pytest.mark.parametrize(
    ("peaks", "table", "closed"),
    [
        (hours("1234567", holidays=None), EVERY_DAY, []),
        (hours(holidays=None), WORKDAYS, []),
        (hours("1234567"), EVERY_DAY, HOLIDAYS_2026),
        (hours(), WORKDAYS, HOLIDAYS_2026),
        (hours(times="22:30-02:30"), [LATE] * 5 + [REST] * 2, HOLIDAYS_2026),
        (hours(times="07:00-09:00"), [EARLY] * 5 + [REST] * 2, HOLIDAYS_2026),
    ],
    ids=["every day", "weekdays", "holidays", "weekdays and holidays", "past midnight in Beijing", "past midnight UTC"],
)
def test_the_tariff_is_the_table_written_by_hand(
    peaks: PeakHours, table: list[str], closed: list[tuple[int, int, int]]
) -> None:
    walked, wrong = mismatches(peaks, table, closed)
    assert (walked, len(wrong)) == (4 * 168 * 53, 0), f"{len(wrong)} of {walked} differ, first {wrong[:3]}"


def week_of(peaks: PeakHours, published: bool | None) -> str:
    """A week's bands, an hour a letter, from Monday 00:00 in Beijing on."""
    monday = datetime(2027, 3, 1, tzinfo=UTC) - BEIJING
    calendar = HolidayCalendar("CN", "Chinese", lambda _: published)
    return "".join(LETTERS[band_reason(peaks, monday + timedelta(hours=n), calendar).band] for n in range(168))


def test_a_band_is_unknown_only_where_a_holiday_decides() -> None:
    assert week_of(hours(), published=None) == "".join(WORKDAYS).replace("P", "U")
    assert week_of(hours(), published=False) == "".join(WORKDAYS)
    assert week_of(hours(), published=True) == "O" * 168


def test_a_tariff_without_holidays_never_asks_for_them() -> None:
    assert week_of(hours(holidays=None), published=None) == "".join(WORKDAYS)


@pytest.mark.parametrize(
    ("instant", "why"),
    [
        ("2026-09-15 02:30", "Tuesday 10:30 in Asia/Shanghai lies in 09:00-12:00"),
        ("2026-09-15 05:00", "Tuesday 13:00 in Asia/Shanghai lies outside 09:00-12:00 14:00-18:00"),
        ("2026-09-19 02:30", "Saturday 10:30 in Asia/Shanghai: Saturday is no peak day"),
        ("2026-09-25 02:30", "Friday 10:30 in Asia/Shanghai: 2026-09-25 is a Chinese public holiday"),
        (
            "2999-01-01 02:30",
            "Tuesday 10:30 in Asia/Shanghai: the Chinese public holidays of 2999 are not published yet",
        ),
    ],
)
def test_the_band_says_why(instant: str, why: str) -> None:
    assert band_reason(hours(), day(instant), CHINA).why == why


def test_hours_that_a_source_does_not_state_are_unknown() -> None:
    stated = PeakHours(source="s", time_zone="Asia/Shanghai", weekdays=None, windows="09:00-12:00", holidays=None)
    assert band_reason(stated, day("2026-09-15 02:30"), CHINA).band == "unknown"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        band_reason(hours(), day("2026-09-15").replace(tzinfo=None), CHINA)


def test_a_window_may_end_at_midnight_and_pass_it() -> None:
    assert windows("18:00-24:00 22:00-02:00") == (Window(18 * 60, 24 * 60), Window(22 * 60, 2 * 60))
    assert [str(window) for window in windows("09:00-12:00")] == ["09:00-12:00"]


@pytest.mark.parametrize(
    "text", ["", "9-12", "09:00-25:00", "24:00-02:00", "09:60-12:00", "09:00-09:00", "09:00-24:01"]
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(BadWindow, match="not a window of a day"):
        windows(text)


def price(band: str, amount: str) -> Price:
    return Price(
        source="s",
        model="m",
        meter="output",
        band=band,
        currency="USD",
        amount=Decimal(amount),
        list_amount=None,
        unit="1M tokens",
    )


BANDS = (price("off_peak", "1.98"), price("peak", "3.96"))


@pytest.mark.parametrize(
    ("instant", "band", "amount", "between"),
    [
        ("2026-09-15 02:30", "peak", "3.96", ("3.96", "3.96")),
        ("2026-09-15 05:00", "off_peak", "1.98", ("1.98", "1.98")),
        ("2999-01-01 02:30", "unknown", "None", ("1.98", "3.96")),
    ],
)
def test_the_price_at_an_instant_is_that_of_its_band(
    instant: str, band: str, amount: str, between: tuple[str, str]
) -> None:
    found = quote(BANDS, hours(), day(instant), find_calendar)
    assert (found.band, str(found.amount), (str(found.low), str(found.high))) == (band, amount, between)
    assert found.hours == hours()


def test_a_flat_price_holds_at_all_hours() -> None:
    found = quote([price("flat", "0.87")], None, day("2026-05-01"), find_calendar)
    assert (found.band, found.amount, found.why) == ("flat", Decimal("0.87"), "one price at all hours")


def test_without_peak_hours_both_prices_are_possible() -> None:
    found = quote(BANDS, None, day("2026-09-15 02:30"), find_calendar)
    assert (found.band, found.low, found.high) == ("unknown", Decimal("1.98"), Decimal("3.96"))
    assert found.why == "no source says which hours are peak"


def test_a_band_without_a_price_has_none() -> None:
    found = quote(BANDS[:1], hours(), day("2026-09-15 02:30"), find_calendar)
    assert (found.band, found.amount, found.low) == ("peak", None, None)


MONTHS = st.dates(date(2004, 1, 1), date(2040, 12, 31)).map(lambda day: datetime(*day.timetuple()[:3], tzinfo=UTC))
CUTS = st.lists(st.integers(0, 28 * 24 * 60), max_size=3)


def parts(instant: datetime, cuts: list[int]) -> Iterator[tuple[datetime, datetime]]:
    start, end = month_of(instant)
    edges = sorted({start, end, *(start + timedelta(minutes=cut) for cut in cuts)})
    return pairwise(edges)


@given(MONTHS, CUTS)
def test_the_quarter_hours_of_a_month_are_the_month(instant: datetime, cuts: list[int]) -> None:
    found = [piece for part in parts(instant, cuts) for piece in clock_slices(*part, 15)]
    start, end = month_of(instant)
    assert (found[0][0], found[-1][1]) == (start, end)
    assert all(until == since for (_, until), (since, _) in pairwise(found))
    assert sum((until - since for since, until in found), timedelta(0)) == end - start
    assert {since.minute % 15 for since, _ in clock_slices(start, end, 15)} == {0}


def test_after_an_odd_minute_the_cuts_are_on_the_clock_again() -> None:
    found = clock_slices(day("2026-05-31 15:59"), day("2026-05-31 16:40"), 15)
    assert [f"{since:%H:%M}" for since, _ in found] == ["15:59", "16:00", "16:15", "16:30"]


@settings(max_examples=20)
@given(MONTHS, CUTS, st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]))
def test_the_bands_of_a_load_are_the_whole_load(instant: datetime, cuts: list[int], zone: str) -> None:
    running = Schedule(zone)
    weights = [
        weight
        for part in parts(instant, cuts)
        for weight in band_weights(*part, running, hours(times="09:05-12:00 22:30-02:30"), find_calendar).values()
    ]
    start, end = month_of(instant)
    assert sum(weights) == (end - start) // timedelta(microseconds=1)


@settings(max_examples=10)
@given(MONTHS)
def test_a_load_runs_only_when_it_says_so(instant: datetime) -> None:
    running = Schedule("Europe/Berlin", "67", "08:10-10:00")
    start, end = month_of(instant)
    local = ZoneInfo("Europe/Berlin")
    minutes = [start + timedelta(minutes=n) for n in range(0, (end - start) // timedelta(minutes=1), 5)]
    on = [
        m for m in minutes if (there := m.astimezone(local)).isoweekday() > 5 and "08:10" <= f"{there:%H:%M}" < "10:00"
    ]
    found = sum(band_weights(start, end, running, None, find_calendar).values())
    assert found == len(on) * timedelta(minutes=5) // timedelta(microseconds=1)
