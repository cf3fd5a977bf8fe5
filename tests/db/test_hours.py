"""`almanac hours`, and what `almanac prices MODEL` says of the hours ahead: on the reader's clock, at 80 columns."""

from dataclasses import replace

import pytest

from bench.harness.dates import day
from flows.database import Store
from models.facts.kinds import Retirement
from tests.db.test_cost import history, peaks, price, tell
from tests.support.typed import Almanac

assert history
TUESDAY = "2026-09-15T02:30Z"


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")


def strip(out: str, label: str) -> str:
    """The cells of a day."""
    (line,) = (line for line in out.splitlines() if line.startswith(label))
    return line.removeprefix(label)[1:]


@pytest.mark.usefixtures("history")
def test_prices_of_a_model_end_with_the_band_the_reason_its_end_and_the_next_cheaper_time(
    almanac: Almanac, berlin: None
) -> None:
    answer = almanac("prices", "m", "--at", TUESDAY)
    assert answer.out.split("\n\n")[-1] == (
        "at 2026-09-15 04:30+02: peak (Tuesday 10:30 in Asia/Shanghai lies in\n"
        "  09:00-12:00) until Tue 2026-09-15 06:00+02: output 3.96 USD; then off-peak:\n"
        "  output 1.98 USD\n"
        "next cheaper: off-peak from Tue 2026-09-15 06:00+02 to Tue 2026-09-15 08:00+02:\n"
        "  output 1.98 USD\n"
    )


@pytest.mark.usefixtures("history")
def test_prices_as_they_were_believed_before_the_tariff_name_what_was_announced(almanac: Almanac) -> None:
    tail = almanac("prices", "m", "--at", "2026-08-15", "--believed", "2026-08-15").out.split("\n\n")[-1]
    assert tail.startswith("at 2026-08-15 00:00Z: one price at all hours, and no change is known in the next")
    assert "next cheaper: none is known in the next 31 days" in tail
    later = almanac("prices", "m", "--at", "2026-08-15").out.split("\n\n")[-1]
    assert "one price at all hours until Sun 2026-08-16 16:00Z: output 0.87 USD; then" in " ".join(later.split())


@pytest.mark.usefixtures("history")
def test_prices_as_json_have_the_outlook_in_utc(almanac: Almanac, berlin: None) -> None:
    listed = almanac("prices", "m", "--at", TUESDAY, "--json").rows
    (off_peak,) = (row for row in listed if row["band"] == "off_peak")
    assert off_peak["outlook"] == {
        "band": "peak",
        "why": "Tuesday 10:30 in Asia/Shanghai lies in 09:00-12:00",
        "until": "2026-09-15T04:00:00Z",
        "next_cheaper": {
            "from": "2026-09-15T04:00:00Z",
            "to": "2026-09-15T06:00:00Z",
            "band": "off_peak",
            "why": "Tuesday 12:00 in Asia/Shanghai lies outside 09:00-12:00 14:00-18:00",
            "prices": {
                "output": {"low": "1.98", "high": "1.98"},
                "search_request": {"low": "0.75", "high": "0.75"},
            },
        },
    }
    assert all("outlook" not in row for row in almanac("prices", "--at", TUESDAY, "--json").rows)


@pytest.mark.usefixtures("history")
def test_hours_print_a_week_by_half_hours_and_ten_changes(almanac: Almanac, berlin: None) -> None:
    answer = almanac("hours", "m", "--at", "2026-09-25T10:00Z")
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 80
    # Friday 25 September 2026 is the Mid-Autumn Festival; 1 to 7 October are holidays.
    assert strip(answer.out, "Fri 25 Sep") == "." * 48
    assert strip(answer.out, "Mon 28 Sep") == "......######....########" + "." * 24
    assert strip(answer.out, "Thu 01 Oct") == "." * 48
    assert ". off-peak; # peak\n" in answer.out
    changes = [line for line in answer.out.splitlines() if "+02  " in line]
    assert len(changes) == 10
    assert changes[0].split() == ["Mon", "2026-09-28", "03:00+02", "peak", "3.96"]
    assert changes[-1].split() == ["Wed", "2026-09-30", "06:00+02", "off-peak", "1.98"]


@pytest.mark.usefixtures("history")
def test_hours_as_json_have_the_same(almanac: Almanac, berlin: None) -> None:
    (found,) = almanac("hours", "m", "--at", "2026-09-25T10:00Z", "--json").rows
    assert [found[name] for name in ("model", "source", "currency", "band")] == ["m", "page", "USD", "off_peak"]
    assert (found["time_zone"], found["at"], found["until"]) == (
        "Europe/Berlin",
        "2026-09-25T10:00:00Z",
        "2026-09-28T01:00:00Z",
    )
    assert [each["day"] for each in found["week"]][::6] == ["2026-09-25", "2026-10-01"]
    assert found["week"][3]["half_hours"] == "......######....########" + "." * 24
    assert found["marks"]["#"] == "peak"
    assert [len(found["changes"]), found["changes"][0]["from"]] == [10, "2026-09-28T01:00:00Z"]


@pytest.mark.parametrize(
    ("at", "label", "cells"),
    [
        # 01:00Z is 02:00 in winter and 03:00 in summer; on 29 March there is no 02:00 in Berlin.
        ("2027-03-28", "Sun 28 Mar", "....xx######" + "." * 36),
        # On 25 October 02:00 to 03:00 comes twice: 00:00Z, which is off-peak, and 01:00Z, which is peak.
        ("2026-10-25", "Sun 25 Oct", "....//####" + "." * 38),
    ],
    ids=["summer time begins", "summer time ends"],
)
def test_the_days_on_which_the_clock_is_changed(
    almanac: Almanac, store: Store, berlin: None, at: str, label: str, cells: str
) -> None:
    hours = {"2027-03-28": "09:00-12:00", "2026-10-25": "09:00-12:00"}[at]
    tell(store, "2026-06-01", [price("off_peak", "1"), price("peak", "2")])
    tell(store, "2026-06-02", [replace(peaks("2026-06-01", "1234567", holidays=None), windows=hours)])
    answer = almanac("hours", "m", "--at", at)
    assert strip(answer.out, label) == cells
    assert ("x not on this clock" in answer.out) == ("x" in cells)
    assert ("/ changes within this half hour" in answer.out) == ("/" in cells)


def test_a_model_without_bands_has_one_price(almanac: Almanac, store: Store) -> None:
    tell(store, "2026-06-01", [price("flat", "1")])
    answer = almanac("hours", "m", "--at", "2026-06-03")
    assert (answer.code, strip(answer.out, "Wed 03 Jun")) == (0, "-" * 48)
    head = " ".join(answer.out.split())
    assert head.startswith("at 2026-06-03 00:00Z: one price at all hours, and no change is known in the next 31 days: ")


def test_a_vendor_without_a_calendar_leaves_the_peak_hours_of_its_days_unknown(almanac: Almanac, store: Store) -> None:
    tell(store, "2026-06-01", [price("off_peak", "1"), price("peak", "2")])
    tell(store, "2026-06-02", [peaks("2026-06-01", holidays="XX")])
    answer = almanac("hours", "m", "--at", "2026-06-03T01:00Z")
    assert strip(answer.out, "Wed 03 Jun") == "..??????....????????" + "." * 28
    words = " ".join(answer.out.split())
    assert "(Wednesday 09:00 in Asia/Shanghai: no calendar of the XX public holidays is known) until" in words
    assert "output 1 to 2 USD; then off-peak: output 1 USD" in words


def test_hours_that_nobody_states_are_unknown(almanac: Almanac, store: Store) -> None:
    tell(store, "2026-06-01", [price("off_peak", "1"), price("peak", "2")])
    answer = almanac("hours", "m", "--at", "2026-06-03")
    assert strip(answer.out, "Wed 03 Jun") == "?" * 48


@pytest.mark.usefixtures("history")
def test_an_unknown_name_has_near_ones_and_a_name_without_a_price_a_reason(almanac: Almanac) -> None:
    assert (almanac("hours", "mm").code, "did you mean m?" in almanac("hours", "mm").err) == (2, True)
    answer = almanac("hours", "m", "--at", "2026-05-01")
    assert answer.code == 1
    assert answer.err.startswith("almanac: m has no price at 2026-05-01: no source states one, the first one that is")
    assert almanac("hours", "m", "--at", TUESDAY, "--mode", "batch").code == 1
    assert almanac("hours").code == 2


@pytest.mark.usefixtures("history")
def test_a_name_that_routes_has_the_hours_of_what_bills_it(almanac: Almanac, store: Store) -> None:
    said = Retirement(
        source="page",
        model="old",
        state="routed",
        retires_at=None,
        replacement="m",
        answers_as="m",
        effective_from=day("2026-09-01"),
    )
    tell(store, "2026-09-02", [said])
    answer = almanac("hours", "old", "--at", TUESDAY)
    assert (answer.code, answer.out.splitlines()[0]) == (0, "old answers as m since 2026-09-01; billed as such.")
    assert strip(answer.out, "Tue 15 Sep") == "..######....########" + "." * 28
