"""The judgement about the clock, by what other clocks say."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from bench.harness.dates import day
from flows.timekeeping.judgement import TOLERANCE, ClockReadings, judge
from flows.timekeeping.witnesses import ServerDates, read_anchor, write_anchor

TRUE, HOUR = day("2026-11-30 14:00"), timedelta(hours=1)
DAYS = (HOUR, timedelta(days=1), timedelta(days=1200))
OFF = [*DAYS, *(-each for each in DAYS), day("1970-01-01") - TRUE]
RECORDS = [None, TRUE - HOUR / 2, TRUE - timedelta(days=40)]


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_clock_that_two_others_contradict_is_doubted_and_the_instant_known(off: timedelta) -> None:
    for newest, agreed in product(RECORDS, (True, False)):
        known = ClockReadings(TRUE + off, TRUE, "a.example", TRUE, "b.example", agreed, lambda newest=newest: newest)
        verdict = judge(known)
        assert (bool(verdict.doubt), verdict.best, verdict.is_confirmed) == (True, TRUE, False)


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_clock_that_is_right_is_never_doubted_if_one_other_agrees(off: timedelta) -> None:
    for newest in RECORDS:
        wrong = TRUE + off
        for server, expected in ((TRUE, wrong), (wrong, TRUE), (TRUE, None), (None, TRUE)):
            known = ClockReadings(TRUE, server, "a.example", expected, "b.example", newest=lambda newest=newest: newest)
            assert judge(known).is_confirmed


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_server_alone_is_believed_where_that_does_no_harm(off: timedelta) -> None:
    """It dates no page after this machine's clock, unless that one is behind the record."""
    for newest in RECORDS:
        verdict = judge(ClockReadings(TRUE + off, TRUE, "a.example", newest=lambda newest=newest: newest))
        assert f"a.example says {TRUE:%Y-%m-%d %H:%M}Z" in verdict.doubt
        is_behind = TRUE + off < day("2026-01-01") or (newest is not None and TRUE + off < newest - TOLERANCE)
        assert verdict.best == (TRUE if off > timedelta() or is_behind else None)


def test_without_other_clocks_only_the_record_contradicts() -> None:
    assert judge(ClockReadings(TRUE)).doubt == ""
    assert judge(ClockReadings(TRUE, newest=lambda: TRUE - HOUR)).doubt == ""
    doubt = judge(ClockReadings(TRUE - HOUR, newest=lambda: TRUE)).doubt
    assert doubt.endswith("the newest page on record is of 2026-11-30 14:00Z")
    assert judge(ClockReadings(day("1970-01-01"))).doubt.endswith("this program is newer")


def test_a_date_of_long_ago_is_no_reason_to_doubt_a_clock_that_goes_on_from_the_record() -> None:
    known = ClockReadings(TRUE, TRUE - timedelta(days=3), "a.example", newest=lambda: TRUE - HOUR)
    assert (judge(known).doubt, judge(known).is_confirmed) == ("", False)


def test_dates_count_with_the_age_of_a_cache_and_the_latest_of_several() -> None:
    dates = ServerDates(lambda: TRUE)
    for headers in ({}, {"Date": "yesterday"}, {"Date": "Mon, 30 Nov 2026 25:00:00 GMT"}, {"Age": "3"}):
        dates.note("a.example", headers)
    assert dates.now is None
    dates.note("a.example", {"Date": "Mon, 30 Nov 2026 10:00:00 GMT", "Age": "7200"})
    dates.note("b.example", {"Date": "Mon, 30 Nov 2026 13:59:00 GMT", "Age": "x"})
    dates.note("c.example", {"Date": "Mon, 30 Nov 2026 11:00:00 GMT"})
    assert dates.host == "b.example"
    assert dates.now is not None
    assert timedelta() <= dates.now - (TRUE - timedelta(minutes=1)) < timedelta(minutes=5)


def test_an_anchor_is_of_this_start_of_the_machine_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    assert read_anchor(tmp_path) is None
    write_anchor(tmp_path, TRUE, "a.example", is_agreed=True)
    file = tmp_path / "clock.json"
    if not file.exists():
        pytest.skip("the system does not tell its starts apart")
    found = read_anchor(tmp_path)
    assert found is not None
    assert (found.host, found.is_agreed, abs(found.now() - TRUE) < timedelta(minutes=5)) == ("a.example", True, True)
    text = file.read_text()
    for damaged in ("", "[]", "{}", text.replace(found.boot, "another"), text.replace("+00:00", "")):
        file.write_text(damaged)
        assert read_anchor(tmp_path) is None
    write_anchor(tmp_path / "missing", TRUE, "a.example", is_agreed=True)
