"""Dates as DeepSeek prints them: every shape gives its instant back, anything else gives none."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.harness.dates import day
from scrapers.parse.dates import BEIJING, find_instants, looks_dated

LONG = [calendar.month_name[month] for month in range(1, 13)]
SHORT = [name[:3] for name in LONG]
MONTHS = (LONG, SHORT, ["Sept" if name == "Sep" else name for name in SHORT])
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
ZONES = ((UTC, "UTC"), (UTC, "UTC Time"), (UTC, "(UTC Time)"), (UTC, "(UTC)"), (BEIJING, "Beijing Time"))
Shape = Callable[[datetime], Iterator[str]]


def english_days(at: datetime) -> Iterator[str]:
    for months in MONTHS:
        month = months[at.month - 1]
        for number in (digits + ending for digits in padded(at.day) for ending in ("", ENDINGS.get(at.day, "th"))):
            yield f"{month} {number}, {at.year}"
            yield f"{at:%A}, {month} {number}, {at.year}"


def padded(number: int) -> set[str]:
    return {f"{number}", f"{number:02}"}


def plain_days(at: datetime) -> Iterator[str]:
    for rule, month, number in product("/-", padded(at.month), padded(at.day)):
        yield f"{at.year}{rule}{month}{rule}{number}"


def chinese_days(at: datetime) -> Iterator[str]:
    months, numbers = (f"{at.month}", f"{at.month:02}"), (f"{at.day}", f"{at.day:02}")
    for month, number, *gaps in product(months, numbers, *(("", " "),) * 4):
        yield f"{at.year}{gaps[0]}年{gaps[1]}{month}{gaps[2]}月{gaps[3]}{number}日"
        yield f"{at.year}{gaps[0]}年{gaps[1]}{month}{gaps[2]}月{gaps[3]}{number} 日"
        yield f"{at.year} 年 {month} 月 {number} 日(周{'一二三四五六日'[at.weekday()]})"


def clocks(at: datetime) -> set[str]:
    return {f"{at:%H:%M}", f"{at.hour}:{at:%M}"}


def numbers(instant: datetime) -> Iterator[str]:
    for zone, name in (*ZONES, (BEIJING, "(北京时间)")):
        at = instant.astimezone(zone)
        yield from (f"{date} {clock} {name}" for date, clock in product(plain_days(at), clocks(at)))


def clock_first(instant: datetime) -> Iterator[str]:
    for zone, name in (*ZONES, (BEIJING, "(Beijing Time)")):
        at = instant.astimezone(zone)
        yield from (f"{clock} {name} on {date}" for date, clock in product(english_days(at), clocks(at)))


def day_first(instant: datetime) -> Iterator[str]:
    for zone, name in ZONES:
        at = instant.astimezone(zone)
        yield from (f"{date}, {clock} {name}" for date, clock in product(english_days(at), clocks(at)))


def chinese(instant: datetime) -> Iterator[str]:
    at = instant.astimezone(BEIJING)
    days_of_it = (*chinese_days(at), *plain_days(at))
    yield from (f"北京时间 {date} {clock}" for date, clock in product(days_of_it, clocks(at)))


def tight(text: str) -> str:
    """Chinese prints the parts of a day with and without spaces between."""
    return re.sub(" ?([年月日]) ?", r"\1", text)


def days(instant: datetime) -> Iterator[str]:
    yield from (*plain_days(instant), *english_days(instant), *chinese_days(instant))


SHAPES: tuple[Shape, ...] = (numbers, clock_first, day_first, chinese)
MINUTES = st.datetimes(datetime(2020, 1, 2), datetime(2098, 12, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@settings(derandomize=True)
@given(MINUTES, st.sampled_from(SHAPES))
def test_an_instant_comes_back_from_every_shape(instant: datetime, shape: Shape) -> None:
    for text in shape(instant):
        (found,) = find_instants(f"It ends on {text}, then")
        assert (found.at, found.day_only) == (instant, False), text


@settings(derandomize=True)
@given(MINUTES)
def test_a_day_alone_is_its_midnight_in_utc_and_says_so(instant: datetime) -> None:
    for text in days(instant):
        (found,) = find_instants(f"in three months ({text}).")
        assert (found.at, found.day_only) == (instant.replace(hour=0, minute=0), True), text


@settings(derandomize=True)
@given(MINUTES, st.sampled_from(SHAPES), st.data())
def test_damaging_a_digit_never_yields_what_the_text_does_not_say(
    instant: datetime, shape: Shape, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(list(shape(instant))))
    place = data.draw(st.sampled_from([place for place, letter in enumerate(text) if letter.isdigit()]))
    damaged = (
        text[:place] + data.draw(st.sampled_from([*"0123456789", "", "x", " ", "O", ":", "/"])) + text[place + 1 :]
    )
    for one in find_instants(damaged):
        said = tight(damaged[one.start : one.end])
        assert said in map(tight, shape(one.at)), damaged
        assert not one.day_only, damaged


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("北京时间 2026 年 8 月 17 日 0 时开始", "2026-08-16 16:00"),
        ("至北京时间 2025-02-08 24:00,所有用户", "2025-02-08 16:00"),
        ("Effective 00:00 (Beijing Time) on Sunday, August 23, 2026, we", "2026-08-22 16:00"),
        ("Thank you. 2026/12/31 24:00 UTC", "2027-01-01"),
        ("24 July 2026 at 15:59 UTC", "2026-07-24 15:59"),
        ("Friday, the 24th of July 2026, 15:59 UTC", "2026-07-24 15:59"),
        ("July 24, 2026 (15:59 UTC)", "2026-07-24 15:59"),
        ("2026-07-24T15:59:00Z", "2026-07-24 15:59"),
        ("2026-07-24T23:59:00+08:00", "2026-07-24 15:59"),
        ("2026年7月24日23:59(北京时间)", "2026-07-24 15:59"),
        ("2026年7月24日 23时59分(北京时间)", "2026-07-24 15:59"),
        ("2026年7月24日北京时间23:59", "2026-07-24 15:59"),
        ("2026/07/24 23:59 UTC+8", "2026-07-24 15:59"),
        ("2026/07/24 23:59 (GMT+08:00)", "2026-07-24 15:59"),
        ("July 24, 2026, 23:59 China Standard Time", "2026-07-24 15:59"),
        ("July 24, 2026, 23:59 CST (UTC+8)", "2026-07-24 15:59"),
        ("11:59 PM Beijing Time on July 24, 2026", "2026-07-24 15:59"),
        ("Beijing Time 12:00 on September 14, 2026", "2026-09-14 04:00"),
        ("12:00 on September 14, 2026 (Beijing Time)", "2026-09-14 04:00"),
        ("2026/07/24 15:59 UTC (23:59 Beijing Time)", "2026-07-24 15:59"),
    ],
)
def test_a_shape_of_its_own_is_read(text: str, at: str) -> None:
    (found,) = find_instants(text)
    assert (found.at, found.day_only) == (day(at), False)


@pytest.mark.parametrize(
    "text",
    [
        "in the future",
        "starting in mid-July",
        "in early August 2026",
        "in three months",
        "DeepSeek-V3.1 costs 1/10 or 1/4, $0.435, 24/7, 0.02元, 128K, AIME 2025: 87.5",
        "DeepSeek-R1-0528 and deepseek-v4.1-flash-expires-on-0910",
        "https://api.deepseek.com/v3.2_speciale_expires_on_20251215 or /news/2026/07/24",
        "September 14, 12:00 UTC",
        "9 月 6 日之前",
        "北京时间 2025 年 9 月 6 日凌晨起",
        "2026/07/24 15:59",
        "2026/07/2: 15:59 UTC",
        "2026/07/24 15:59 PST",
        "2026/07/24 15:59 CST",
        "2026/07/24 15:59 UTC+15",
        "15:59:60 UTC on July 24, 2026",
        "13:59 PM UTC on July 24, 2026",
        "midnight UTC on July 24, 2026",
        "2026 年 7 月 24 日凌晨 12 点(北京时间)",
        "08:00 UTC, i.e. 17:00 Beijing Time, on July 24, 2026",
        "15:59 Pacific Time on July 24, 2026",
    ],
)
def test_what_is_vague_or_in_an_unknown_shape_is_no_instant(text: str) -> None:
    assert find_instants(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026/07/42 15:59 UTC",
        "2026/07/24 25:61 UTC",
        "2026/07/24 24:01 UTC",
        "(2026-02-29)",
        "00:00 (Beijing Time) on Monday, August 23, 2026",
        "北京时间 2026 年 8 月 23 日(周六)00:00",
        "16:00 UTC Time on Sept 5st, 2025",
    ],
)
def test_a_date_that_does_not_exist_is_no_instant_and_is_noticed(text: str) -> None:
    assert find_instants(text) == ()
    assert looks_dated(text)


@pytest.mark.parametrize(
    "text", ["on July 24", "24.07.2026", "7 月 24 日", "2026/07/24 15:59", "24th of July", "31/05/2026", "(202x-07-24)"]
)
def test_digits_that_look_like_a_date_are_noticed(text: str) -> None:
    assert looks_dated(f"It will be retired {text}.")


@pytest.mark.parametrize(
    "text",
    ["in early August 2026", "in mid-July", "by the end of 2026", "in Q3 2026", "V3.1 for $0.435", "1/4", "2500"],
)
def test_vague_dates_and_other_digits_do_not_look_like_a_date(text: str) -> None:
    assert not looks_dated(f"It will be retired {text}.")


def test_instants_come_in_the_order_of_the_text() -> None:
    found = find_instants("From 16:00 UTC on August 16, 2026 (announced 2026-08-13) until 2026/09/01 00:00 UTC")
    assert [one.at for one in found] == [day("2026-08-16 16:00"), day("2026-08-13"), day("2026-09-01")]
    assert [found[1].at + timedelta(days=1), found[1].day_only] == [day("2026-08-14"), True]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("noon UTC on Friday, July 24, 2026", "2026-07-24T12:00"),
        ("23:59 (Beijing) on 24 July 2026", "2026-07-24T15:59"),
        ("July 24, 2026, 9 a.m. Pacific Daylight Time", "2026-07-24T16:00"),
        ("18:00 CEST on 24 July 2026", "2026-07-24T16:00"),
        ("4:30 p.m. Singapore time (UTC+8) on Friday, 24 July 2026", "2026-07-24T08:30"),
        ("08:00 UTC, i.e. 16:00 Beijing time, on 24 July 2026", "2026-07-24T08:00"),
        ("end of day (Beijing Time) on 24 July 2026", "2026-07-24T16:00"),
        ("24 July 2026 EOD UTC", "2026-07-25T00:00"),
        ("2026 年 7 月 24 日上午 10 点(北京时间)", "2026-07-24T02:00"),
        ("2026 年 7 月 24 日晚上 11 点 59 分(北京时间)", "2026-07-24T15:59"),
        ("2026 年 7 月 24 日中午 12 点(北京时间)", "2026-07-24T04:00"),
    ],
)
def test_a_clock_in_words_or_on_a_zone_abroad_is_an_instant(text: str, at: str) -> None:
    (one,) = find_instants(text)
    assert (f"{one.at:%Y-%m-%dT%H:%M}", one.day_only) == (at, False)


@pytest.mark.parametrize("clock", ["00:00 UTC on 2 September 2026", "08:00 Beijing Time on September 2, 2026"])
def test_an_instant_in_brackets_behind_the_same_instant_is_one_of_its_own(clock: str) -> None:
    first, second = find_instants(f"It ends at 17:00 UTC-7 on 1 September 2026 ({clock}). It goes on.")
    assert first.at == second.at
    assert first.end <= second.start
