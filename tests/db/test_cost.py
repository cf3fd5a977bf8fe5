"""What people are told of the price in force, and the bill of a workload, against bills made by hand."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from bench.harness.registering import register
from cli.main import main
from flows.database import Store
from flows.settings.load import Settings
from flows.settings.workload import workload
from models.facts.base import Fact
from models.facts.kinds import PeakHours, Price
from models.facts.meters import METERS
from models.history.record import record
from models.readings.reading import Reading, Scope
from models.schema.tables import Snapshot
from models.schema.views import PRICE_RESOLVED
from tests.db.test_trust import know
from tests.support.recordings import Recordings
from tests.support.walks import walk_changes

EXAMPLE = Path(__file__).parents[2] / "docs" / "workload.toml"
Typed = tuple[int, str, str]
Almanac = Callable[..., Typed]


@pytest.fixture
def almanac(settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Almanac:
    """Types a command, on either database; it is noon of 15 September 2026."""
    assert settings
    for module in ("prices", "tariff"):
        monkeypatch.setattr(f"cli.costs.{module}.utc_now", lambda: day("2026-09-15 12:00"))

    def typed(*words: str | Path) -> Typed:
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(str(left.code))
        out, err = capsys.readouterr()
        return code, out, err

    return typed


def text(out: str) -> str:
    """An answer in one line, as it is read."""
    return " ".join(out.split())


def price(band: str, amount: str, source: str = "page", meter: str = "output", currency: str = "USD") -> Price:
    return Price(
        source=source,
        model="m",
        meter=meter,
        band=band,
        currency=currency,
        amount=Decimal(amount),
        list_amount=None,
        unit=METERS[meter].unit,
    )


def peaks(since: str, weekdays: str = "12345", source: str = "page", holidays: str | None = "CN") -> PeakHours:
    times = "09:00-12:00 14:00-18:00"
    return PeakHours(
        source=source,
        time_zone="Asia/Shanghai",
        weekdays=weekdays,
        windows=times,
        holidays=holidays,
        effective_from=day(since),
    )


def tell(store: Store, at: str, facts: Iterable[Fact], source: str = "page", part: str = "USD") -> None:
    """A source is read at `at`, and states these facts."""
    stated, moment = tuple(facts), day(at)
    fact = type(stated[0])
    scope = Scope(fact, source, part if fact is Price else "")
    with store.writing() as session:
        register(session, source)
        snapshot = Snapshot(source=source, url=fact.table, moment=moment, stored_at=moment, outcome="facts")
        session.add(snapshot)
        session.flush()
        record(session, snapshot, Reading(frozenset({scope}), stated), 1, moment)


@pytest.fixture
def history(store: Store) -> Store:
    """A flat price till 16 August 16:00Z; then bands, whose peak is every day at first, on workdays from the 23rd."""
    tell(store, "2026-06-01", [price("flat", "0.87"), price("flat", "0.75", meter="search_request")])
    tell(store, "2026-06-02", [peaks("2026-08-16 16:00", "1234567", holidays=None), peaks("2026-08-22 16:00")])
    bands = [price("off_peak", "1.98"), price("peak", "3.96"), price("flat", "0.75", meter="search_request")]
    tell(store, "2026-08-16 16:00", bands)
    return store


def write(folder: Path, body: str = "output = 72_000_000", head: str = 'model = "m"\ncurrency = "USD"') -> Path:
    file = folder / "workload.toml"
    file.write_text(f"[[load]]\n{head}\n{body}\n", encoding="utf-8")
    return file


def rows(typed: Typed) -> list[dict[str, Any]]:
    assert typed[0] == 0, typed[2]
    return [json.loads(line) for line in typed[1].splitlines()]


def test_prices_at_an_instant_say_which_is_in_force_and_why(almanac: Almanac, history: Store) -> None:
    code, out, _ = almanac("prices", "m", "--at", "2026-09-15T02:30Z")
    assert (code, out.split("\n\n")[2]) == (
        0,
        "At 2026-09-15 02:30Z it is peak: Tuesday 10:30 in Asia/Shanghai lies in\n"
        "  09:00-12:00 (hours by page, since 2026-08-22 16:00Z)\n"
        "  m (page, USD / 1M tokens): output 3.96",
    )


def test_prices_now_say_it_too_where_there_are_bands(almanac: Almanac, history: Store) -> None:
    _, out, _ = almanac("prices")
    assert "At 2026-09-15 12:00Z it is off-peak: Tuesday 20:00 in Asia/Shanghai lies outside" in out


def test_flat_prices_need_no_words(almanac: Almanac, store: Store) -> None:
    tell(store, "2026-06-01", [price("flat", "0.87")])
    for asked in ((), ("--at", "2026-07-01")):
        out = almanac("prices", *asked)[1]
        assert "0.87" in out
        assert "At 2026" not in out


def test_what_is_not_published_is_said_aloud_with_both_prices(almanac: Almanac, history: Store) -> None:
    out = text(almanac("prices", "--at", "2999-01-01T02:30Z")[1])
    assert "it is unknown whether peak or off-peak: Tuesday 10:30 in Asia/Shanghai: the Chinese public holidays" in out
    assert "output 1.98 or 3.96" in out


def test_peak_hours_as_they_were_believed_decide(almanac: Almanac, store: Store) -> None:
    tell(store, "2026-06-01", [price("off_peak", "1.98"), price("peak", "3.96")])
    tell(store, "2026-06-10", [replace(peaks("2026-06-10"), effective_from=None)])
    asked = ("prices", "--at", "2026-06-12T02:30Z")
    assert "At 2026-06-12 02:30Z it is peak: Friday 10:30" in almanac(*asked)[1]
    assert "no source says which hours are peak" in text(almanac(*asked, "--believed", "2026-06-05")[1])


def test_prices_as_json_have_the_columns_of_the_view_and_nothing_more(almanac: Almanac, history: Store) -> None:
    found = rows(almanac("prices", "--at", "2026-09-15T02:30Z", "--json"))
    assert [list(row) for row in found] == [list(PRICE_RESOLVED.c.keys())] * 3


def test_a_source_without_hours_goes_by_those_of_its_family(almanac: Almanac, history: Store) -> None:
    chinese = [price("off_peak", "13.5", "zh", currency="CNY"), price("peak", "27", "zh", currency="CNY")]
    tell(history, "2026-09-01", chinese, "zh", "CNY")
    assert "unknown" in almanac("prices", "--currency", "CNY", "--at", "2026-09-15T02:30Z")[1]
    know(history, ("page", "f", 1), ("zh", "f", 2))
    assert (
        "  m (zh, CNY / 1M tokens): output 27\n"
        in almanac("prices", "--currency", "CNY", "--at", "2026-09-15T02:30Z")[1]
    )


def test_a_source_goes_by_its_own_hours_even_if_another_is_trusted_more(almanac: Almanac, history: Store) -> None:
    chinese = [price("off_peak", "13.5", "zh", currency="CNY"), price("peak", "27", "zh", currency="CNY")]
    tell(history, "2026-09-01", chinese, "zh", "CNY")
    tell(history, "2026-09-02", [peaks("2026-09-03", "1", "zh")], "zh")
    know(history, ("page", "f", 1), ("zh", "f", 2))
    assert (
        "  m (zh, CNY / 1M tokens): output 13.5\n"
        in almanac("prices", "--currency", "CNY", "--at", "2026-09-15T02:30Z")[1]
    )


@pytest.mark.both_databases
def test_a_whole_month_is_billed_under_each_tariff_that_moves_it(
    almanac: Almanac, history: Store, tmp_path: Path
) -> None:
    # The first peak hours are those of all 30 days, 210 of 720 hours: 210 x 0.1 x 3.96 + 510 x 0.1 x 1.98.
    bands = [price("off_peak", "1.98"), price("peak", "3.96"), price("flat", "0.75", meter="search_request")]
    dearer = replace(price("off_peak", "2.98"), effective_from=day("2027-01-01"))
    tell(history, "2026-09-10", [*bands, dearer])
    found = rows(almanac("cost", write(tmp_path), "--since", "2026-06-01", "--json"))
    assert [(row["since"], row["amount"], row["percent"]) for row in found] == [
        ("2026-06-01T00:00:00Z", "62.64", None),
        ("2026-08-16T16:00:00Z", "184.14", "194.0"),
        ("2026-08-22T16:00:00Z", "171.67", "-6.8"),
        ("2027-01-01T00:00:00Z", "228.97", "33.4"),
    ]
    assert {(row["month"], row["currency"], row["complete"]) for row in found} == {("2026-09", "USD", True)}
    shown = almanac("cost", write(tmp_path), "--since", "2026-06-01")[1]
    assert shown.splitlines()[0] == "The whole of 2026-09 (UTC) under each tariff, as believed now"
    lines = [line.split()[2:] for line in shown.splitlines()[3:7]]
    assert (lines[0], lines[1], lines[3]) == (
        ["62.64", "USD"],
        ["184.14", "+194.0", "USD"],
        ["228.97", "+33.4", "USD", "announced"],
    )


def test_under_each_tariff_a_load_without_a_price_is_named(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    found = rows(almanac("cost", write(tmp_path), "--since", "2026-05-01", "--json"))
    assert [(row["since"], row["amount"], row["without"]) for row in found[:2]] == [
        ("2026-05-01T00:00:00Z", None, ["1"]),
        ("2026-06-01T00:00:00Z", "62.64", []),
    ]
    shown = almanac("cost", write(tmp_path), "--since", "2026-05-01")[1]
    assert "no price" in shown
    assert "without 1" in shown


def test_a_month_of_bands_is_billed_by_its_peak_hours(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    # 72 million tokens in 720 hours: 0.1 million an hour. 22 workdays but 25 September, 7 peak hours each: 147 hours.
    # 147 x 0.1 x 3.96 + 573 x 0.1 x 1.98 = 58.212 + 113.454
    load, total = rows(almanac("cost", write(tmp_path), "--json"))
    assert load == {
        "month": "2026-09",
        "load": "1",
        "model": "m",
        "meter": "output",
        "mode": "standard",
        "prompt_tokens": 0,
        "currency": "USD",
        "quantity": "72000000",
        "amount": "171.67",
        "low": "171.67",
        "high": "171.67",
        "complete": True,
        "flat_share": "0.000000",
        "off_peak_share": "0.795833",
        "peak_share": "0.204167",
        "unknown_share": "0.000000",
        "unpriced_share": "0.000000",
        "billed_as": ["m"],
        "routes": [],
    }
    assert (total["load"], total["currency"], total["amount"]) == (None, "USD", "171.67")


def test_a_month_in_which_prices_and_hours_move_is_billed_in_parts(
    almanac: Almanac, history: Store, tmp_path: Path
) -> None:
    # August has 744 hours: 376 flat till the 16th, 16:00Z. Then 17 to 22 August every day, and 24 to 28 and 31 August:
    # 12 days of 7 peak hours are 84, and 284 hours are left.
    file = write(tmp_path, "output = 74_400_000")
    _, out, _ = almanac("cost", file, "--at", "2026-08-20")
    expected = Decimal("0.1") * (376 * Decimal("0.87") + 84 * Decimal("3.96") + 284 * Decimal("1.98"))
    assert expected == Decimal("122.208")
    assert "total 122.21 USD" in text(out)
    assert "flat 50.5 %, off_peak 38.2 %, peak 11.3 % 122.21 USD" in text(out)
    assert "m: what it costs, or when, moves within the month: 2026-08-16 16:00Z.\n" in out
    assert "2026-08-22 16:00Z" in out


def test_a_load_at_night_is_billed_off_peak(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    body = 'output = 1_000_000\n[load.hours]\nzone = "Asia/Shanghai"\nranges = "18:00-09:00"'
    (load, _) = rows(almanac("cost", write(tmp_path, body), "--json"))
    assert (load["amount"], load["off_peak_share"]) == ("1.98", "1.000000")


def test_weights_say_how_much_runs_in_each_hour(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    # In Beijing, on Tuesdays, three parts at 09 (peak) and one at 13 (off-peak): 0.75 x 3.96 + 0.25 x 1.98
    weights = [0] * 9 + [3, 0, 0, 0, 1] + [0] * 10
    body = f'output = 1_000_000\n[load.hours]\nzone = "Asia/Shanghai"\nweekdays = "2"\nweights = {weights}'
    (load, _) = rows(almanac("cost", write(tmp_path, body), "--json"))
    assert (load["amount"], load["peak_share"]) == ("3.46", "0.750000")
    assert Decimal("3.465") == Decimal("0.75") * Decimal("3.96") + Decimal("0.25") * Decimal("1.98")


def test_half_a_cent_goes_to_the_even_one(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    tell(store, "2026-06-01", [price("flat", "0.125")])
    for tokens, amount in ((40_000, "0.00"), (120_000, "0.02"), (200_000, "0.02")):
        assert rows(almanac("cost", write(tmp_path, f"output = {tokens}"), "--json"))[0]["amount"] == amount


def test_a_price_that_moves_a_minute_before_the_hour_is_billed_to_the_minute(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    # May has 44,640 minutes; all but the last 481 cost 1, those cost 2.
    tell(store, "2026-04-01", [price("flat", "1")])
    tell(store, "2026-05-31 15:59", [price("flat", "2")])
    file = write(tmp_path, "output = 44_640_000_000")
    assert rows(almanac("cost", file, "--at", "2026-05-01", "--json"))[0]["amount"] == "45121.00"


@pytest.mark.both_databases
def test_requests_are_billed_by_the_thousand(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    (load, _) = rows(almanac("cost", write(tmp_path, "search_request = 10_000"), "--json"))
    assert load["amount"] == "7.50"


def test_hours_that_are_not_published_give_two_bounds(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    # February 2999 begins on a Friday: 20 days of Monday to Friday, 7 of 672 hours each; a million an hour.
    # Low: 672 x 1.98; high: 140 of them at 3.96.
    load, total = rows(almanac("cost", write(tmp_path, "output = 672_000_000"), "--at", "2999-02-01", "--json"))
    assert (load["amount"], load["low"], load["high"]) == (None, "1330.56", "1607.76")
    assert (load["unknown_share"], load["peak_share"]) == ("0.208333", "0.000000")
    assert (total["low"], total["high"]) == ("1330.56", "1607.76")
    _, out, _ = almanac("cost", write(tmp_path), "--at", "2999-02-01")
    assert "Unknown hours: the Chinese public holidays of 2999 are not published yet" in out


def test_hours_without_a_price_are_not_billed_and_said(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    code, out, err = almanac("cost", write(tmp_path), "--at", "2026-05-01", "--json")
    load, total = map(json.loads, out.splitlines())
    assert (code, load["amount"], load["complete"], total["complete"]) == (1, None, False, False)
    assert err.startswith(
        "Incomplete: 100.0 % of load 1 is not billed, as m has no price of output in USD at 2026-05-01:"
    )


def test_two_months_are_compared(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    # July: 72 x 0.87 = 62.64. September as above, 171.666: 109.026 more, which is 174.05 %.
    words = ("cost", write(tmp_path), "--at", "2026-07-10", "--versus", "2026-09-10")
    load, total = rows(almanac(*words, "--json"))
    assert (load["before"], load["after"]) == ("2026-07", "2026-09")
    amounts = ("before_amount", "after_amount", "difference_amount", "percent")
    assert [load[name] for name in amounts] == ["62.64", "171.67", "109.03", "174.1"]
    assert [total[name] for name in amounts] == ["62.64", "171.67", "109.03", "174.1"]
    assert almanac(*words)[1].splitlines()[5].split()[-5:] == ["62.64", "171.67", "+109.03", "+174.1", "USD"]


def test_what_lies_between_two_bounds_differs_by_what_lies_between_two(
    almanac: Almanac, history: Store, tmp_path: Path
) -> None:
    # 0.1 million an hour: February 2999 is 133.056 to 160.776 (as above), July 2026 is 67.2 x 0.87 = 58.464.
    file = write(tmp_path, "output = 67_200_000")
    load, _ = rows(almanac("cost", file, "--at", "2999-02-01", "--versus", "2026-07-01", "--json"))
    assert (load["before_low"], load["before_high"], load["after_amount"]) == ("133.06", "160.78", "58.46")
    assert (load["difference_low"], load["difference_high"]) == ("-102.31", "-74.59")
    assert (load["difference_amount"], load["percent"]) == (None, None)
    _, out, _ = almanac("cost", file, "--at", "2999-02-01", "--versus", "2026-07-01")
    assert "133.06 to 160.78" in text(out)
    assert "-102.31 to -74.59" in out


def test_a_trusted_source_that_lacks_a_price_ends_the_others_from_its_first_reading_on(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    tell(store, "2026-06-01", [price("flat", "1", "less")], "less")
    since = day("2026-07-01")
    tell(store, "2026-08-16 12:00", [replace(price("flat", "1"), model="other", effective_from=since)])
    know(store, ("page", "f", 1), ("less", "f", 2))
    code, out, _ = almanac("cost", write(tmp_path, "output = 1_000_000"), "--at", "2026-08-01", "--json")
    load = json.loads(out.splitlines()[0])
    assert (code, load["complete"]) == (1, False)
    assert (load["amount"], load["low"], load["high"]) == (None, "0.50", None)
    assert (load["flat_share"], load["unpriced_share"]) == ("0.500000", "0.500000")


def changes(almanac: Almanac, kind: str) -> list[int]:
    return [row["id"] for row in rows(almanac("changes", "--json")) if row["kind"] == kind]


def test_a_change_is_billed_before_and_after(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    # All of August at 0.87; and at the bands of the 16th, whose peak was every day: 31 x 7 = 217 of 744 hours.
    # 74.4 x 0.87 = 64.728; 21.7 x 3.96 + 52.7 x 1.98 = 190.278
    (number,) = changes(almanac, "price changed")
    words = ("cost", write(tmp_path, "output = 74_400_000"), "--change", str(number))
    load, _ = rows(almanac(*words, "--json"))
    assert (load["before"], load["after"]) == ("until 2026-08-16 16:00Z", "from 2026-08-16 16:00Z")
    assert (load["before_amount"], load["after_amount"], load["difference_amount"]) == ("64.73", "190.28", "125.55")
    assert almanac(*words)[1].startswith("price changed: m; the whole of 2026-08 (UTC)")


def announce(store: Store) -> None:
    """A price of 2 is announced for 1 October, then withdrawn."""
    tell(store, "2026-09-01", [price("flat", "1")])
    ahead = replace(price("flat", "2"), effective_from=day("2026-10-01"))
    tell(store, "2026-09-02", [price("flat", "1"), ahead])
    tell(store, "2026-09-03", [price("flat", "1")])


@pytest.mark.parametrize(
    ("kind", "names", "amounts"),
    [
        ("price change announced", ("until 2026-10-01 00:00Z", "from 2026-10-01 00:00Z"), ("1.00", "2.00")),
        ("price change cancelled", ("as announced", "as cancelled"), ("2.00", "1.00")),
    ],
)
def test_what_was_taken_back_is_billed_as_it_was_said(
    almanac: Almanac, store: Store, tmp_path: Path, kind: str, names: tuple[str, str], amounts: tuple[str, str]
) -> None:
    announce(store)
    (number,) = changes(almanac, kind)
    file = write(tmp_path, "output = 1_000_000")
    load, _ = rows(almanac("cost", file, "--change", str(number), "--json"))
    assert (load["before"], load["after"]) == names
    assert (load["before_amount"], load["after_amount"]) == amounts


def test_where_two_sources_have_a_price_one_is_named(almanac: Almanac, store: Store, tmp_path: Path) -> None:
    for source, amount in (("one", "1"), ("two", "2")):
        tell(store, "2026-06-01", [price("flat", amount, source)], source)
    code, _, err = almanac("cost", write(tmp_path))
    assert (code, "priced in USD by one and two: choose with source" in err) == (2, True)
    file = write(tmp_path, 'source = "two"\noutput = 1_000_000')
    assert rows(almanac("cost", file, "--json"))[0]["amount"] == "2.00"


@pytest.mark.parametrize(
    ("body", "head", "told"),
    [
        ("output = 1", 'model = "n"\ncurrency = "USD"', "unknown model 'n': known: m"),
        ("output = 1", 'model = "m"\ncurrency = "CNY"', "m has no price in CNY (load 1): there is USD"),
        (
            "input_cache_hit = 1",
            'model = "m"\ncurrency = "USD"',
            "no price of input_cache_hit in USD (load 1): there is",
        ),
        ('source = "x"\noutput = 1', 'model = "m"\ncurrency = "USD"', "no price by x in USD (load 1): there is page"),
        ("outputs = 1", 'model = "m"\ncurrency = "USD"', "load 1 outputs: unknown key; did you mean output?"),
        ("zzz = 1", 'model = "m"\ncurrency = "USD"', "load 1 zzz: unknown key; known are name, model, currency"),
        ("output = 1", 'model = "m"', "load 1 currency: is missing"),
        ("output = -1", 'model = "m"\ncurrency = "USD"', "load 1 output: Input should be greater than or equal to 0"),
        ("", 'model = "m"\ncurrency = "USD"', "nothing is used: give input_cache_hit"),
        ("output = 1\n[load.hours]\nzoen = 'UTC'", 'model = "m"\ncurrency = "USD"', "did you mean zone?"),
        ("output = 1\n[load.hours]\nzone = 'Mars'", 'model = "m"\ncurrency = "USD"', "'Mars' is not a time zone"),
        ("output = 1\n[load.hours]\nzone = '/etc'", 'model = "m"\ncurrency = "USD"', "'/etc' is not a time zone"),
        ("output = 1\n[load.hours]\nranges = '9-5'", 'model = "m"\ncurrency = "USD"', "'9-5' is not a window of a day"),
        ("output = 1\n[load.hours]\nweights = [1]", 'model = "m"\ncurrency = "USD"', "24 weights are needed"),
        ("output = 1\n[load.hours]\nweekdays = '8'", 'model = "m"\ncurrency = "USD"', "hours weekdays: String should"),
        ("output =", 'model = "m"\ncurrency = "USD"', "workload.toml is not TOML"),
        ("output = 1e999999", 'model = "m"\ncurrency = "USD"', "load 1 output: Input should be less than"),
        (f"output = 1e{'9' * 20}", 'model = "m"\ncurrency = "USD"', "has a number that is too large"),
        ("output = 1\n[load.hours]\nweights = [1e999999]", 'model = "m"\ncurrency = "USD"', "hours weights 1"),
        (
            f"output = 1\n[load.hours]\nranges = '09:00-12:00'\nweights = {[1] * 24}",
            'model = "m"\ncurrency = "USD"',
            "either ranges or weights",
        ),
    ],
)
def test_a_workload_that_makes_no_sense_is_exit_2_and_says_why(
    almanac: Almanac, history: Store, tmp_path: Path, body: str, head: str, told: str
) -> None:
    code, out, err = almanac("cost", write(tmp_path, body, head))
    assert (code, out) == (2, "")
    assert told in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--at", "2026-08-16T16:00"), "has no time zone: write 2026-08-16T16:00Z"),
        (("--at", "9999-12-31"), "too early or too late"),
        (("--change", "9" * 20), "is not a number from a list"),
        (("--versus", "2026-09-30"), "--versus names the same month, 2026-09"),
        (("--versus", "2026-08-01", "--change", "1"), "not allowed with argument"),
        (("--change", "1", "--at", "2026-08-01"), "--at does not go with --change"),
        pytest.param(
            *(("--change", "99"), "change 99 is not in the change log: `almanac changes --json` lists"),
            marks=pytest.mark.both_databases,
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_exit_2_and_says_why(
    almanac: Almanac, history: Store, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    code, out, err = almanac("cost", write(tmp_path), *words)
    assert (code, out) == (2, "")
    assert told in err


def test_a_file_that_is_not_there_is_exit_2(almanac: Almanac, history: Store) -> None:
    code, _, err = almanac("cost", "nowhere.toml")
    assert (code, "no workload at nowhere.toml" in err) == (2, True)


def test_a_change_of_something_else_is_exit_2(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    added = [price("flat", "1"), replace(price("flat", "1"), model="new")]
    tell(history, "2026-09-01", added)
    (number,) = changes(almanac, "model added")
    code, _, err = almanac("cost", write(tmp_path), "--change", str(number))
    assert (code, "is 'model added', no change of prices" in err) == (2, True)


def test_a_change_that_the_workload_does_not_feel_is_exit_2(almanac: Almanac, history: Store, tmp_path: Path) -> None:
    for moment, amount in (("2026-06-01", "1"), ("2026-06-02", "2")):
        tell(history, moment, [replace(price("flat", amount, "other"), model="n")], "other")
    (number,) = (row["id"] for row in rows(almanac("changes", "--json")) if row["subject"] == "n")
    code, _, err = almanac("cost", write(tmp_path), "--change", str(number))
    assert (code, f"change {number} is about n, which the workload does not use" in err) == (2, True)


def test_the_example_of_the_documents_is_a_bill(almanac: Almanac, recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk_changes)
    code, out, _ = almanac("cost", EXAMPLE, "--at", "2026-10-01")
    assert code == 0
    assert out.count("nightly summaries: deepseek-flash") == 1
    assert "unpriced" not in out


def test_the_example_of_the_documents_lists_what_it_says() -> None:
    found = {(load.name, load.meter): load for load in workload(EXAMPLE)}
    assert len(found) == 5
    assert found["chat", "output"].quantity == 60_000_000
    nightly = found["nightly summaries", "output"].schedule
    at = [nightly.weight(datetime.fromisoformat(f"2026-09-15T{hour:02}:30Z")) for hour in range(24)]
    assert at == [2, 1, *[0] * 20, 1, 4]
