"""The causes of differences between our prices and those of public packages, on made-up entries and the dated facts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from bench.oracle import NOT_SERVED, SERVED, all_names, genai, model
from bench.oracle_causes import Cause, PackagePrice, PackageQuote, Point, cause_of
from bench.oracle_facts import END_OF_TIME, all_hours, names, price_list_at, price_lists

ROOT = Path(__file__).parents[2]
CHAT, REASONER, FLASH, PRO = "deepseek-chat", "deepseek-reasoner", "deepseek-v4-flash", "deepseek-v4-pro"
NEW = "deepseek-flash"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def entry(amount: str, dated: str = "", is_day: bool = False, is_of_hours: bool = False) -> PackagePrice:
    return PackagePrice(Decimal(amount), at(dated) if dated else None, is_day, is_of_hours)


def right(name: str, moment: str, *entries: PackagePrice, amount: str = "", by: str = "") -> Point:
    """A point at which we state what the facts state, and a package its first entry, or an amount made from it."""
    theirs = None
    if entries:
        theirs = PackageQuote(by or name, Decimal(amount) if amount else entries[0].amount, entries[0], entries)
    point = Point(name, at(moment), None, theirs)
    return Point(name, point.at, point.fact, theirs)


V2 = entry("0.28", "2024-09-01")
CASES = {
    Cause.NAME_MISSING: right("deepseek-coder", "2025-01-01"),
    Cause.NO_SUCH_NAME: right("deepseek-v3.2", "2026-01-01", entry("0.42", "2025-12-08 04:30")),
    Cause.BEFORE_LAUNCH: right(PRO, "2026-04-01", entry("3.48", "2026-04-24 07:04")),
    Cause.RETIRED: right(CHAT, "2026-08-01", entry("0.28", "2026-04-25 17:28")),
    Cause.NO_HISTORY: right(CHAT, "2024-10-01", entry("1.1", "2025-06-10")),
    Cause.PEAK_OF_ALL_DATES: right(PRO, "2026-07-01 03:00", entry("3.96", is_of_hours=True), entry("0.87")),
    Cause.HOURS_BACKDATED: right(PRO, "2026-08-22 03:00", entry("1.98", "2026-08-16 16:00")),
    Cause.WEEKENDS: right(PRO, "2026-10-01 03:00", entry("3.96", is_of_hours=True), entry("1.98", "2026-08-17")),
    Cause.ANNOUNCED: right(CHAT, "2025-08-26 12:00", entry("1.68", "2025-08-25 16:35"), entry("1.1", "2025-06-10")),
    Cause.MIDNIGHT: right(FLASH, "2026-08-16 18:00", entry("0.28"), entry("0.66", "2026-08-17", is_day=True)),
    Cause.PROMOTION: right(PRO, "2026-05-01", entry("3.48", "2026-04-24"), entry("0.87", "2026-05-25")),
    Cause.ROUTE_LATE: right(CHAT, "2026-04-25", entry("0.42", "2025-11-17"), entry("0.28", "2026-04-25 17:28")),
    Cause.ROUTE_MISSED: right(CHAT, "2026-05-01", entry("0.42", "2025-11-17")),
    Cause.LATE: right(CHAT, "2025-10-01", entry("1.68", "2025-09-06"), entry("0.42", "2025-11-17")),
    Cause.MISSED: right(CHAT, "2025-10-01", entry("1.68", "2025-09-06")),
    Cause.SHARE: right(REASONER, "2025-03-01 18:00", entry("2.19", "2025-06-10"), amount="0.5475"),
}


@pytest.mark.parametrize("cause", Cause)
def test_each_cause_is_given_to_a_package_with_that_fault(cause: Cause) -> None:
    assert not CASES[cause].is_equal
    assert cause_of(CASES[cause]) == cause


@pytest.mark.parametrize("cause", Cause)
def test_our_price_is_charged_to_us_where_the_facts_have_another_one(cause: Cause) -> None:
    point = CASES[cause]
    assert cause_of(Point(point.name, point.at, Decimal("7.77"), point.theirs)) is None


@pytest.mark.parametrize(
    "point",
    [
        right(CHAT, "2025-10-01", entry("0.43", "2025-09-29")),
        right(REASONER, "2025-03-01 18:00", entry("2.19", "2025-06-10"), amount="0.60"),
        right(CHAT, "2025-08-01 12:00", entry("1.68", "2025-07-25"), entry("1.1", "2025-06-10")),
        right(PRO, "2026-10-09 03:00", entry("1.98", "2026-08-16 16:00")),
        right(PRO, "2026-10-09 12:00", entry("3.96", is_of_hours=True), entry("1.98")),
        right(PRO, "2026-04-01", entry("3.48", "2026-03-24")),
        right(CHAT, "2026-08-01", entry("0.28", "2026-04-25"), entry("0.28", "2026-07-30")),
    ],
    ids=[
        "a price that no page had",
        "a share that is not near the printed price",
        "a price before its announcement",
        "off-peak on a peak day",
        "peak outside the peak hours",
        "a price dated before the name existed",
        "a price dated after the end of the name",
    ],
)
def test_a_price_that_no_rule_explains_is_charged_to_us(point: Point) -> None:
    assert not point.is_equal
    assert cause_of(point) is None


def test_we_are_charged_where_a_package_agrees_with_us_and_the_facts_do_not() -> None:
    theirs = right(CHAT, "2025-10-01", entry("1.68", "2025-09-06")).theirs
    point = Point(CHAT, at("2025-10-01"), Decimal("1.68"), theirs)
    assert not point.is_equal
    assert cause_of(point) is None


def test_the_table_has_every_cause_once() -> None:
    assert sorted((*SERVED, *NOT_SERVED)) == sorted(Cause)


@pytest.mark.parametrize("name", names())
def test_price_lists_follow_one_another_and_have_prices(name: str) -> None:
    found = price_lists(name)
    assert all(before.until == after.since for before, after in pairwise(found))
    assert all(price_list.since < price_list.until and price_list.announced <= price_list.since for price_list in found)
    assert all(price_list.amounts and price_list.source for price_list in found)
    assert all(
        (price_list.off_peak is None) == (price_list.peak is None) != (price_list.flat is None) for price_list in found
    )


def test_peak_hours_hold_wherever_prices_depend_on_them() -> None:
    for name in names():
        for price_list in price_lists(name):
            last = min(price_list.until, at("2026-11-30")) - timedelta(minutes=1)
            hours = [each for each in all_hours() if each.since <= price_list.since < each.until]
            assert len(hours) == (price_list.flat is None), price_list
            assert all(
                each.until > last or each.until == following.since for each, following in pairwise(all_hours()[1:])
            )


def test_names_that_route_have_the_price_lists_of_the_name_that_answers() -> None:
    for name, moment, target in (
        ("deepseek-coder", "2025-03-01", CHAT),
        ("deepseek-coder", "2026-05-01", FLASH),
        (CHAT, "2026-05-01", FLASH),
        (FLASH, "2026-10-01", NEW),
        (NEW, "2026-10-01", NEW),
    ):
        price_list = price_list_at(name, at(moment))
        assert price_list is not None
        assert price_list.billed_as == target
    assert price_list_at("deepseek-coder", at("2026-08-01")) is None
    assert price_lists(NEW)[-1].until == END_OF_TIME


def test_the_packages_state_prices_with_the_entry_that_gives_them() -> None:
    stated = [
        (package(NEW, at(moment))) for moment in ("2026-11-02 03:00", "2026-11-02 12:00") for package in (genai, model)
    ]
    assert [(found.amount, found.entry.amount) for found in stated if found] == [
        (Decimal("1.2"), Decimal("1.2")),
        (Decimal("1.2"), Decimal("0.6")),
        (Decimal("0.6"), Decimal("0.6")),
        (Decimal("0.6"), Decimal("0.6")),
    ]
    assert all(found and found.entry in found.entries for found in stated)
    assert genai("deepseek-coder", at("2025-01-01")) is model("deepseek-coder", at("2025-01-01")) is None
    assert {*names()} < {*all_names()}


def test_the_oracle_alone_imports_the_packages() -> None:
    importing = [
        file.relative_to(ROOT).as_posix()
        for file in ROOT.rglob("*.py")
        if ".venv" not in file.parts and file != Path(__file__)
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.split()[:2] in (["import", "genai_prices"], ["import", "model_prices"])
        or line.startswith(("from genai_prices", "from model_prices"))
    ]
    assert {*importing} == {"bench/oracle.py"}


def test_the_page_about_the_oracle_names_every_cause() -> None:
    page = (ROOT / "docs" / "oracle.md").read_text(encoding="utf-8")
    assert [cause for cause in Cause if f"| {cause} |" not in page] == []
