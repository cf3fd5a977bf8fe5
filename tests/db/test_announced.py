"""Announced prices whose table, sentence or heading changes before they are due; on both databases."""

import re

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from models.facts.kinds import PeakHours, Price
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.shown import Shown

EN, ZH = "deepseek_pricing", "deepseek_pricing_zh"
AT = day("2026-08-14")
TABLE = re.compile('<div style="font-size:14px"><table .*?</table></div>', re.DOTALL)
NOTE = "These prices take effect at 16:00 UTC on August 16, 2026"
REWORDED = "Prices wobble into force at 16:00 UTC on August 16, 2026"


@pytest.fixture
def page(store: Store) -> Shown:
    return Shown(store, EN, AT)


@pytest.mark.parametrize("source", [EN, ZH])
def test_an_announced_table_that_is_gone_while_its_sentence_stands_is_no_longer_stated(
    store: Store, source: str
) -> None:
    page = Shown(store, source, AT)
    (table,) = TABLE.findall(page.body)
    page.show(page.body)
    believed = page.believed(Price), page.believed(PeakHours)
    outcomes = [page.show(page.body.replace(table, "")).outcome for _ in range(3)]
    assert outcomes == ["facts", "same", "same"]
    assert (page.believed(Price), page.believed(PeakHours)) == believed
    assert set(page.kinds) == {"no longer stated"}


def test_an_announced_table_that_is_gone_is_no_longer_stated_under_a_new_sentence(page: Shown) -> None:
    (table,) = TABLE.findall(page.body)
    page.show(page.body)
    believed = page.believed(Price)
    text = page.body.replace(table, "").replace(NOTE, REWORDED)
    assert [page.show(text).outcome for _ in range(2)] == ["facts", "same"]
    assert page.believed(Price) == believed
    assert not any("cancelled" in kind for kind in page.kinds)


@pytest.mark.both_databases
def test_an_announcement_that_is_gone_altogether_is_over_when_that_is_seen_twice(page: Shown) -> None:
    (table,) = TABLE.findall(page.body)
    text = re.sub(r"<p>\(1\).*?</p>", "", page.body.replace(table, ""), flags=re.DOTALL)
    page.show(page.body)
    assert [page.show(text).outcome for _ in range(2)] == ["held", "facts"]
    assert "price change cancelled" in page.kinds


@pytest.mark.parametrize("date", ["September 1, 2026", "September 1", "16:00 UTC on August 20, 2026"])
@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_heading_with_another_date_than_the_sentence_refuses_the_page(page: Shown, date: str, level: str) -> None:
    (table,) = TABLE.findall(page.body)
    page.show(page.body)
    believed = page.believed(Price)
    settled = page.show(page.body.replace(table, f"<{level}>Prices of {date}</{level}>{table}"))
    assert settled.outcome == "refused"
    assert f"Prices of {date}" in (settled.reason or "")
    assert NOTE in (settled.reason or "")
    assert page.believed(Price) == believed


@pytest.mark.parametrize("date", ["August 16, 2026", "August 17, 2026", "August 17", "tomorrow"])
def test_a_heading_with_the_day_of_the_sentence_refuses_nothing(page: Shown, date: str) -> None:
    (table,) = TABLE.findall(page.body)
    page.show(page.body)
    believed = page.believed(Price)
    assert page.show(page.body.replace(table, f"<h3>Prices of {date}</h3>{table}")).good
    assert page.believed(Price) == believed


@pytest.mark.both_databases
def test_a_table_under_a_new_sentence_with_the_known_instant_stands(page: Shown) -> None:
    page.show(page.body)
    believed = page.believed(Price), page.believed(PeakHours)
    text = page.body.replace(NOTE, REWORDED)
    assert [page.show(text).outcome for _ in range(3)] == ["facts", "same", "same"]
    assert (page.believed(Price), page.believed(PeakHours)) == believed
    assert set(page.kinds) == {"wording changed"}


def test_prices_that_stood_under_a_new_sentence_take_effect(page: Shown) -> None:
    page.show(page.body)
    page.show(page.body.replace(NOTE, REWORDED))
    page.hour = 4 * 24
    assert page.show(page_of(EN, day("2026-08-17")).decode()).outcome == "facts"
    assert "price change now in effect" in page.kinds
    assert not any("cancelled" in kind for kind in page.kinds)


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        (NOTE, "Prices wobble into force at 16:00 UTC on August 20, 2026", "held"),
        (NOTE, "Prices wobble into force on August 20", "refused"),
        ("<td>$3.96</td>", "<td>$4.96</td>", "held"),
    ],
)
def test_another_instant_or_amount_under_a_new_sentence_is_held(page: Shown, old: str, new: str, outcome: str) -> None:
    page.show(page.body)
    believed = page.believed(Price)
    text = page.body.replace(old, new).replace(NOTE, REWORDED)
    assert [page.show(text).outcome for _ in range(3)] == [outcome] * 3
    assert page.believed(Price) == believed


def test_two_tables_of_which_nothing_says_when_they_hold_are_refused_with_what_to_do(page: Shown) -> None:
    page.show(page.body)
    settled = page.show(page.body.replace(NOTE, "Prices wobble into force"))
    assert settled.outcome == "refused"
    assert "2 tables of prices, and no sentence that is understood and no title says which of them holds now" in (
        settled.reason or ""
    )
    assert "read the page" in (settled.reason or "")


def test_a_table_that_a_sentence_announces_which_nobody_knows_is_named_and_held(page: Shown) -> None:
    text = page.body.replace(NOTE, REWORDED)
    reading = SOURCES[EN].reading(Page(EN, "u", text.encode(), AT))
    (unread,) = reading.unread
    assert "deepseek-v4-pro | OFF-PEAK | $0.022" in unread.text
    assert page.show(text).outcome == "held"
    stated = {(f.model, f.band, f.effective_from) for f in reading.facts if isinstance(f, Price)}
    assert stated == {("deepseek-v4-flash", "flat", None), ("deepseek-v4-pro", "flat", None)}


BOTH = day("2025-08-25")
STARTS = "Starting from 16:00 UTC Time on Sept 5th, 2025, we will apply the price list below"
LASTS = "The price list of today will remain in effect until 16:00 UTC Time on Sept 5th, 2025"
WORDS = {
    STARTS: "The list below wobbles in at 16:00 UTC Time on Sept 5th, 2025",
    LASTS: "The list of today wobbles on until 16:00 UTC Time on Sept 5th, 2025",
}


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [((STARTS,), "facts"), ((LASTS,), "facts"), ((STARTS, LASTS), "refused"), ((LASTS, STARTS, "no date"), "held")],
)
def test_of_two_tables_none_is_believed_that_is_not_known(store: Store, changed: tuple[str, ...], outcome: str) -> None:
    page = Shown(store, EN, BOTH)
    page.show(page.body)
    before = page.believed(Price)
    text = page.body
    for old in changed[:2]:
        assert old in text
        text = text.replace(old, "The list below wobbles" if old == STARTS and len(changed) > 2 else WORDS[old])
    assert page.show(text).outcome == outcome
    assert page.believed(Price) == before


def test_an_announced_table_that_is_gone_from_above_the_other_is_no_longer_stated(store: Store) -> None:
    page = Shown(store, EN, BOTH)
    page.show(page.body)
    before = page.believed(Price)
    start = page.body.index("<div", page.body.index(STARTS))
    end = page.body.index("<p>", start)
    assert [page.show(page.body[:start] + page.body[end:]).outcome for _ in range(2)] == ["facts", "same"]
    assert (page.believed(Price), set(page.kinds)) == (before, {"no longer stated"})
