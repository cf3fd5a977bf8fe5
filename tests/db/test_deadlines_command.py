"""`almanac deadlines`: at any instants, of a model or a vendor; with the prices that change; and what has no date."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from models.facts.kinds import Notice, Price, Retirement
from models.schema.tables import SourceRow
from tests.db.test_cost import peaks, tell
from tests.support.typed import Almanac

BEFORE = ("--at", "2026-08-01", "--believed", "2026-08-01")
TEXT = "m will be retired no earlier than September 14, 2026."


def price(band: str, amount: str, since: str | None = None, model: str = "m", currency: str = "USD") -> Price:
    return Price(
        source="page", model=model, meter="output", band=band, currency=currency, amount=Decimal(amount),
        list_amount=None, unit="1M tokens", effective_from=None if since is None else day(since),
    )  # fmt: skip


def said(model: str, state: str, at: str | None = None, answers_as: str | None = None) -> Retirement:
    return Retirement(
        source="page",
        model=model,
        state=state,
        retires_at=None if at is None else day(at),
        replacement=answers_as,
        answers_as=answers_as,
        effective_from=None,
    )


@pytest.fixture
def announced(store: Store) -> Store:
    """Bands of m from the 16th of August on, an end without a date, a name that routes to m, and an earliest date."""
    with store.writing() as session:
        register(session, "other")
        session.get_one(SourceRow, "other").vendor = "other-vendor"
    bands = [price("flat", "0.87"), price("off_peak", "1.98", "2026-08-16"), price("peak", "3.96", "2026-08-16")]
    tell(store, "2026-07-01", [*bands, price("flat", "1", model="nova-2")])
    tell(
        store,
        "2026-07-02",
        [said("m", "announced"), said("old", "routed", answers_as="m"), said("nova-2", "dated", "2026-09-01")],
    )
    tell(store, "2026-07-03", [replace(peaks("2026-08-22 16:00"), text="Peak hours: see below.")])
    tell(store, "2026-07-04", [replace(Notice.of("page", TEXT, "block 1"), unread="text")])
    tell(store, "2026-07-05", [replace(said("x", "dated", "2026-10-01"), source="other")], "other")
    return store


@pytest.mark.usefixtures("announced")
def test_a_deadline_of_prices_says_which_ones_at_80_columns(almanac: Almanac) -> None:
    out = almanac("deadlines", *BEFORE, "--model", "m").out
    assert "Sun 2026-08-16 00:00Z  price change  m\n  output 0.87 → off_peak 1.98, peak 3.96 USD / 1M tokens\n" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.usefixtures("announced")
def test_as_json_each_price_has_its_meter_band_and_both_amounts(almanac: Almanac) -> None:
    (found,) = (row for row in almanac("deadlines", *BEFORE, "--json").rows if row["kind"] == "price change")
    assert [(each["band"], each["before"], each["after"], each["currency"]) for each in found["prices"]] == [
        ("off_peak", "0.87", "1.98", "USD"),
        ("peak", "0.87", "3.96", "USD"),
    ]
    assert (found["subject"], found["due_at"], found["date"]) == ("m", "2026-08-16T00:00:00Z", "dated")


def kinds(almanac: Almanac, *words: str) -> list[tuple[str, str, str]]:
    rows = almanac("deadlines", *words, "--json").rows
    return [(row["date"], row["kind"], row["subject"] or "") for row in rows]


@pytest.mark.usefixtures("announced")
def test_deadlines_of_a_model_and_a_vendor(almanac: Almanac) -> None:
    of_m = [
        ("dated", "price change", "m"),
        ("dated", "peak hours change", "page"),
        ("undated", "retirement", "m"),
        ("earliest", "earliest date", ""),
    ]
    of_n, of_x = ("dated", "retirement", "nova-2"), ("dated", "retirement", "x")
    assert kinds(almanac, *BEFORE) == [*of_m[:2], of_n, of_x, *of_m[2:]]
    assert kinds(almanac, *BEFORE, "--model", "m") == of_m
    assert kinds(almanac, *BEFORE, "--model", "old") == of_m
    assert kinds(almanac, *BEFORE, "--model", "nova-2") == [of_m[1], of_n]
    assert kinds(almanac, *BEFORE, "--vendor", "other-vendor") == [of_x]
    assert kinds(almanac, *BEFORE, "--vendor", "other-vendor", "--model", "m") == []


@pytest.mark.usefixtures("announced")
def test_what_lies_ahead_depends_on_both_instants(almanac: Almanac) -> None:
    assert ("dated", "price change", "m") not in kinds(almanac, "--at", "2026-08-16")
    assert kinds(almanac, "--at", "2026-08-01", "--believed", "2026-07-01T12:00Z") == [("dated", "price change", "m")]
    assert kinds(almanac, "--at", "2026-09-20", "--model", "nova-2") == []


@pytest.mark.usefixtures("announced")
def test_an_unknown_name_has_near_ones(almanac: Almanac) -> None:
    for words, near in ((("--model", "mm"), "did you mean m"), (("--vendor", "other"), "did you mean other-vendor?")):
        answer = almanac("deadlines", *words)
        assert (answer.code, near in answer.err) == (2, True)


@pytest.mark.usefixtures("announced")
def test_what_has_no_date_is_told_apart_from_an_earliest_date(almanac: Almanac) -> None:
    out = almanac("deadlines", *BEFORE, "--model", "m").out
    assert "without a date  retirement  m\n  announced\n" in out
    assert f"earliest date only (a date is not read from this text)\n  {TEXT}\n" in out


@pytest.mark.usefixtures("announced")
def test_instants_are_on_the_readers_clock(almanac: Almanac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Asia/Kathmandu")
    out = almanac("deadlines", *BEFORE).out
    assert "Sun 2026-08-16 05:45+05:45  price change  m\n" in out
    assert "stated so since 2026-07-01 05:45+05:45 by page" in out


@pytest.mark.parametrize("clock", ["--at", "--believed"])
def test_one_clock_alone_asks_what_lay_ahead_then_as_was_known_then(
    almanac: Almanac, announced: Store, clock: str
) -> None:
    assert almanac("deadlines", clock, "2026-08-01", "--json").rows == almanac("deadlines", *BEFORE, "--json").rows
    assert almanac("deadlines", clock, "2026-06-01", "--json").rows == []
