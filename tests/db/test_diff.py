"""`almanac diff`: what is in effect at two instants, as believed now, and as the sources had said by each of them."""

import pytest

from bench.harness.dates import day
from flows.database import Store
from models.queries.different import ComparedInstant, different
from tests.support.asked_home import asked_home
from tests.support.priced_home import NOW
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import V4, walk

assert asked_home
PRO = "deepseek-v4-pro"


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_prices_are_compared_by_meter_with_their_ratio_and_a_promotion_by_its_words(almanac: Almanac) -> None:
    rows = almanac("diff", "2026-04-25", "2026-04-27", "--model", PRO, "--json").rows
    usd = {row["meter"]: row for row in rows if row.get("currency") == "USD"}
    assert set(usd) == {"input_cache_hit", "input_cache_miss", "output"}
    output = usd["output"]
    assert output["before"]["prices"] == [{"band": "flat", "amount": "3.48", "list_amount": None, "unit": "1M tokens"}]
    assert output["after"]["prices"] == [{"band": "flat", "amount": "0.87", "list_amount": "3.48", "unit": "1M tokens"}]
    assert output["ratio"] == {"flat": "0.250000"}
    assert almanac("snapshot", str(output["after"]["snapshot_id"])).code == 0
    (promotion,) = [row for row in rows if row["kind"] == "promotion"]
    assert (promotion["before"], promotion["after"]["says"][:8]) == (None, "75 % off")


@pytest.mark.usefixtures("asked_home")
def test_a_flat_price_that_becomes_two_bands_is_one_line(almanac: Almanac) -> None:
    done = almanac("diff", "2026-08-01", "2026-08-20", "--vendor", "deepseek", "--model", PRO)
    words = " ".join(done.out.split())
    assert "output: 0.87 → off_peak 1.98, peak 3.96 USD / 1M tokens (off_peak ×2.28, peak ×4.55)" in words
    hours = almanac("diff", "2026-08-01", "2026-08-20", "--vendor", "deepseek").out
    assert "peak hours: none → peak 09:00-12:00 14:00-18:00 Asia/Shanghai, every day" in " ".join(hours.split())


@pytest.mark.usefixtures("asked_home")
def test_a_name_that_was_rerouted_is_compared_by_what_bills_it(almanac: Almanac) -> None:
    rows = almanac("diff", "2026-09-09", "2026-09-11", "--model", "deepseek-v4-flash", "--json").rows
    (output,) = [row for row in rows if row.get("meter") == "output" and row["currency"] == "USD"]
    assert (output["before"]["billed_as"], output["after"]["billed_as"]) == ("deepseek-v4-flash", "deepseek-flash")
    assert {row["kind"] for row in rows} == {"price", "route", "retirement"}
    (route,) = [row for row in rows if row["kind"] == "route"]
    assert (route["before"], route["after"]["says"]) == (None, "billed as deepseek-flash")


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_by_the_clock_of_the_record_an_announcement_is_a_difference(almanac: Almanac) -> None:
    words = ("diff", "2026-08-12", "2026-08-14", "--vendor", "deepseek")
    assert almanac(*words, "--json").rows == []
    rows = almanac(*words, "--believed", "--json").rows
    kinds = [(row["kind"], row["subject"], row["due_at"]) for row in rows]
    due = "2026-08-16T16:00:00Z"
    assert kinds == [
        ("announced_price", "deepseek-v4-flash", due),
        ("announced_price", PRO, due),
        ("announced_peak_hours", "peak hours", due),
    ]
    assert "output 0.87 → off_peak 1.98, peak 3.96 USD / 1M tokens" in rows[1]["after"]["says"]
    assert {row["believed"] for row in rows} == {"each"}


@pytest.mark.usefixtures("asked_home")
def test_an_end_that_is_announced_and_taken_back_is_two_differences(almanac: Almanac) -> None:
    said = list[tuple[str | None, str | None]]()
    for first, second in (("2026-09-09", "2026-09-10T12:00Z"), ("2026-09-10T12:00Z", "2026-09-12")):
        (row,) = almanac("diff", first, second, "--model", PRO, "--json").rows
        assert row["kind"] == "retirement"
        said.append(tuple(side and side["says"] for side in (row["before"], row["after"])))
    dated = "dated 2026-09-14 04:00 UTC, replacement V4.1 Flash"
    assert said == [(None, dated), (dated, "cancelled")]


@pytest.mark.both_databases
@pytest.mark.usefixtures("asked_home")
def test_nothing_different_says_so(almanac: Almanac) -> None:
    done = almanac("diff", "2026-05-10", "2026-05-11", "--vendor", "deepseek")
    assert (done.code, done.out) == (0, "")
    assert "nothing is different between 2026-05-10 00:00Z and 2026-05-11 00:00Z" in done.err


@pytest.mark.usefixtures("asked_home")
def test_every_line_fits_a_terminal_and_its_last_ones_say_how_old_the_pages_are(almanac: Almanac) -> None:
    lines = almanac("diff", "2026-04-24", "2026-11-01", "--believed").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("last good reading ") for line in lines[-6:])


@pytest.mark.both_databases
def test_two_sides_are_swapped_with_their_instants(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk, V4)
    first, second = (ComparedInstant(day(at), NOW) for at in ("2026-08-01", "2026-09-15"))
    with store.reading() as session:
        there = different(session, first, second, NOW)
        back = different(session, second, first, NOW)
        assert different(session, second, second, NOW) == []
    assert [(each.kind, each.vendor, each.subject, each.rest, each.after, each.before) for each in there] == [
        (each.kind, each.vendor, each.subject, each.rest, each.before, each.after) for each in back
    ]
    ratios = [{band: 1 / found for band, found in each.ratios} for each in back]
    assert [dict(each.ratios) for each in there] == ratios


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("diff", "2026-08-12", "2026-08-14", "--believed"), "announced price from 2026-08-16 18:00+02"),
        (("diff", "2026-04-25", "2026-04-27"), "75 % off until 2026-05-05 17:59+02"),
        (("why", PRO, "output", "--at", "2026-05-10"), "from 2026-04-26 02:00+02 until 2026-05-31 17:59+02"),
        (("why", "deepseek-chat", "retirement"), "retired 2026-07-24 17:59+02"),
        (("notice", "--vendor", "deepseek"), "deepseek-v4-flash, 2026-04-26 14:15+02"),
        (("chart", PRO), "2026-08-16 18:00+02 off-peak 1.98, peak 3.96 announced 2026-08-13 02:00+02"),
    ],
)
def test_instants_are_on_the_readers_clock(
    almanac: Almanac, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")
    assert says in " ".join(almanac(*words).out.split())


@pytest.mark.usefixtures("asked_home")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("2026-05-10", "2026-05-11", "--model", "deepsek-v4-pro"), "did you mean deepseek-v4-pro"),
        (("2026-05-10", "2026-05-11", "--vendor", "depseek"), "did you mean deepseek"),
        (("2026-05-10", "today"), "neither a date nor an instant"),
        (("2026-05-10",), "the following arguments are required: T2"),
    ],
)
def test_what_is_mistyped_is_said_in_a_line(almanac: Almanac, words: tuple[str, ...], says: str) -> None:
    done = almanac("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
