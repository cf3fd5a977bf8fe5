"""What becomes of promotions, names and peak hours: each kind of change, from pages that say so."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import ModelVersion
from models.kinds.changes import CAN_WAIT
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.db.test_hold import noted
from tests.support.walks import SOURCE, feed

LEFT_OUT = ("notices", SOURCE.name)
PAGE = body(day("2026-07-30"))
"""Two models at flat prices, and no note about any of them."""
OFF = "deepseek-v4-pro is offered at a {}% discount"
UNTIL_MAY = f"{OFF.format(75)} until 2026/05/31 15:59 UTC."
UNTIL_JUNE = f"{OFF.format(75)} until 2026/06/30 15:59 UTC."
STAYS = (
    "When the 75% discount on deepseek-v4-pro ends on {} 15:59 UTC, a quarter of the original price becomes its price."
)
SOON = "deepseek-v4-pro will be deprecated in the future."
JULY = "deepseek-v4-pro will be deprecated on 2026/07/24 15:59 UTC."
AUGUST = "deepseek-v4-pro will be deprecated on 2026/08/24 15:59 UTC."
KEPT = "We will continue providing DeepSeek V4 Pro after July 24, 2026."
ROUTED = "deepseek-chat is still accepted, but the model is retired: requests are served by {}."
TO_ROUTE = (
    "From 15:59 UTC on July 24, 2026, until V5 is released, requests to deepseek-v4-pro will all be routed to V4.1 "
    "Flash."
)
PEAKS = "Off-peak is half of peak. Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC{}."
DAILY, WORKDAYS = PEAKS.format(" every day"), PEAKS.format(", Monday through Friday")
WEEKENDS = (
    f"{DAILY} Effective 00:00 (Beijing Time) on {{}}, 2026, weekends (Saturdays and Sundays, Beijing Time) are "
    "off-peak all day."
)
AUGUST_23, AUGUST_30 = WEEKENDS.format("Sunday, August 23"), WEEKENDS.format("Sunday, August 30")


@dataclass(frozen=True)
class Case:
    """A note and then another one (empty: none), the moments at which they are read, and the change that they make."""

    was: str
    now: str
    kind: str | None
    effective: str | None = None
    after: str | None = None
    at: tuple[str, str] = ("2026-05-10", "2026-05-12")


LATE_MAY, LATE_JULY = ("2026-05-31", "2026-06-01"), ("2026-07-24", "2026-07-25")
LATE_AUGUST = ("2026-08-22", "2026-08-23")
CASES = {
    "a promotion starts": Case("", UNTIL_MAY, "promotion started", "2026-05-12", "75 % off until 2026-05-31 15:59 UTC"),
    "it goes on": Case(UNTIL_MAY, UNTIL_MAY, None),
    "it goes on for longer": Case(UNTIL_MAY, UNTIL_JUNE, "promotion extended", "2026-06-30 15:59"),
    "it goes on for less long": Case(UNTIL_JUNE, UNTIL_MAY, "promotion shortened", "2026-05-31 15:59"),
    "it is to stay": Case(
        UNTIL_MAY,
        STAYS.format("2026/05/31"),
        "promotion made permanent",
        "2026-05-31 15:59",
        "75 % off until 2026-05-31 15:59 UTC, then permanent",
    ),
    "it is to stay, and goes on for longer": Case(UNTIL_MAY, STAYS.format("2026/06/30"), "promotion made permanent"),
    "it is less": Case(UNTIL_MAY, UNTIL_MAY.replace("75", "50"), "promotion changed", "2026-05-31 15:59"),
    "it ends when it should": Case(UNTIL_MAY, "", "promotion ended", "2026-05-31 15:59", at=LATE_MAY),
    "it ends, and its note stands": Case(UNTIL_MAY, UNTIL_MAY, "promotion ended", "2026-05-31 15:59", at=LATE_MAY),
    "it ends, and was to stay": Case(
        STAYS.format("2026/05/31"), "", "promotion ended", "2026-05-31 15:59", at=LATE_MAY
    ),
    "it ends before that": Case(UNTIL_MAY, "", "promotion ended early", "2026-05-12"),
    "it had no end and ends": Case(f"{OFF.format(75)}.", "", "promotion ended", "2026-05-12"),
    "its end is given": Case(f"{OFF.format(75)}.", UNTIL_MAY, "promotion dated", "2026-05-31 15:59"),
    "its end is given no more": Case(UNTIL_MAY, f"{OFF.format(75)}.", "no longer stated"),
    "a name is to go": Case("", SOON, "retirement announced", None, "announced"),
    "a name is to go on a day": Case(
        "", JULY, "retirement announced", "2026-07-24 15:59", "dated 2026-07-24 15:59 UTC"
    ),
    "it stays so": Case(JULY, JULY, None),
    "the day is named": Case(SOON, JULY, "retirement dated", "2026-07-24 15:59"),
    "the day is another": Case(JULY, AUGUST, "retirement moved", "2026-08-24 15:59"),
    "the day is named no more": Case(JULY, SOON, "retirement undated"),
    "the plan is taken back": Case(JULY, KEPT, "retirement cancelled", "2026-07-24 15:59", "cancelled"),
    "the vague plan is taken back": Case(SOON, KEPT, "retirement cancelled"),
    "what was taken back is not spoken of": Case(KEPT, "", None),
    "what was taken back is planned again": Case(KEPT, AUGUST, "retirement announced", "2026-08-24 15:59"),
    "the plan is not spoken of": Case(JULY, "", "no longer stated", None, "dated 2026-07-24 15:59 UTC"),
    "the vague plan is not spoken of": Case(SOON, "", "no longer stated", None, "announced"),
    "the day comes": Case(JULY, JULY, "retirement happened", "2026-07-24 15:59", at=LATE_JULY),
    "the day comes without a word": Case(JULY, "", "retirement happened", "2026-07-24 15:59", at=LATE_JULY),
    "the day is named when it has come": Case(
        SOON, JULY, "retirement happened", "2026-07-24 15:59", at=("2026-07-20", "2026-07-25")
    ),
    "a day that has come is all that is said": Case(
        "", JULY, "retirement happened", "2026-07-24 15:59", at=("2026-07-20", "2026-07-25")
    ),
    "another model is to answer": Case(
        f"{JULY} These names correspond to deepseek-v4-flash.",
        f"{JULY} These names correspond to deepseek-v5.",
        "recommended replacement changed",
        "2026-07-24 15:59",
        "dated 2026-07-24 15:59 UTC, replacement deepseek-v5",
    ),
    "a name is to be routed": Case(
        "", TO_ROUTE, "retirement announced", "2026-07-24 15:59", "dated 2026-07-24 15:59 UTC, replacement V4.1 Flash"
    ),
    "the routing comes": Case(
        TO_ROUTE,
        TO_ROUTE,
        "name re-routed",
        "2026-07-24 15:59",
        "routed 2026-07-24 15:59 UTC, answers as V4.1 Flash",
        LATE_JULY,
    ),
    "a name answers as another model": Case(
        "",
        ROUTED.format("DeepSeek-V4.1-Flash"),
        "name re-routed",
        "2026-05-12",
        "routed, answers as DeepSeek-V4.1-Flash",
    ),
    "it answers as a third one": Case(
        ROUTED.format("DeepSeek-V4.1-Flash"), ROUTED.format("DeepSeek-V5"), "name re-routed", "2026-05-12"
    ),
    "nothing is said of what is routed": Case(ROUTED.format("DeepSeek-V5"), "", None),
    "peak hours are others": Case(
        DAILY,
        WORKDAYS,
        "peak hours changed",
        "2026-05-12",
        "peak 09:00-12:00 14:00-18:00 Asia/Shanghai, Monday to Friday",
    ),
    "peak hours will be others": Case(DAILY, AUGUST_23, "peak hours change announced", "2026-08-22 16:00"),
    "peak hours will be others later": Case(AUGUST_23, AUGUST_30, "peak hours change moved", "2026-08-29 16:00"),
    "peak hours will be others earlier": Case(AUGUST_30, AUGUST_23, "peak hours change moved", "2026-08-22 16:00"),
    "peak hours stay": Case(AUGUST_23, DAILY, "peak hours change cancelled", "2026-08-22 16:00"),
    "peak hours are others by now": Case(
        AUGUST_23, AUGUST_23, "peak hours change now in effect", "2026-08-22 16:00", at=LATE_AUGUST
    ),
    "peak hours are others by now and for good": Case(
        AUGUST_23, WORKDAYS, "peak hours change now in effect", "2026-08-22 16:00", at=LATE_AUGUST
    ),
}


def told(store: Store) -> list[ChangeRow]:
    """The changes that were logged, but for those of notices and of how the source stands."""
    with store.reading() as session:
        rows = session.scalars(select(ChangeRow).where(ChangeRow.subject.not_in(LEFT_OUT)).order_by(ChangeRow.id))
        return list(rows)


def heard(store: Store) -> list[str]:
    """The kinds of the alerts, but for those."""
    with store.reading() as session:
        return list(session.scalars(select(Alert.kind).where(Alert.subject.not_in(LEFT_OUT)).order_by(Alert.id)))


def page(note: str) -> str:
    return noted(PAGE, note) if note else PAGE


ON_BOTH = ("it is to stay", "another model is to answer", "a name is to be routed", "peak hours are others by now")
"""Walked on PostgreSQL, too: promotions, retirements, routes, peak hours and all that a change stores."""


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_change_is_told_and_heard_once(store: Store, name: str) -> None:
    expect_told_once(store, CASES[name])


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", ON_BOTH)
def test_a_change_of_each_fact_is_told_and_heard_once_on_postgresql(store: Store, name: str) -> None:
    expect_told_once(store, CASES[name])


def expect_told_once(store: Store, case: Case) -> None:
    for at, note in zip((*case.at, f"{case.at[1]} 12:00"), (case.was, case.now, case.now), strict=True):
        assert feed(store, day(at), page(note)).good
    kinds = [change.kind for change in told(store)]
    assert kinds == ([case.kind] if case.kind else [])
    # What can wait is heard with the digest of the day.
    assert heard(store) == [kind for kind in kinds if kind not in CAN_WAIT]
    for change in told(store):
        if case.effective:
            assert change.effective_at == day(case.effective)
        if case.after:
            assert change.said_after == case.after


def test_a_struck_through_price_that_goes_at_an_unchanged_amount_is_no_change_of_price(store: Store) -> None:
    """DeepSeek, 2026-05-31: the reduced price became the price."""
    feed(store, day("2026-05-31 15:30"), body(day("2026-05-31 15:30")))
    feed(store, day("2026-05-31 16:30"), body(day("2026-05-31 16:30")))
    assert [(change.kind, change.effective_at) for change in told(store)] == [
        ("promotion ended", day("2026-05-31 15:59"))
    ]


@pytest.mark.both_databases
def test_other_weights_behind_a_name_are_told_and_heard(store: Store) -> None:
    feed(store, day("2026-07-30"))
    feed(store, day("2026-07-31"))
    assert ("version changed", "DeepSeek-V4-Flash", "DeepSeek-V4-Flash-0731") in {
        (change.kind, change.said_before, change.said_after) for change in told(store)
    }
    with store.reading() as session:
        assert "version changed" in set(session.scalars(select(Alert.kind)))


def versions(store: Store, *printed: str | None) -> list[str]:
    """A page that names one model and, where given, its version; the changes that were told."""

    def read(page: Page) -> Reading:
        version = page.body.decode() or None
        named = ModelVersion(source=page.source, model="m", version=version, context_length="1M", max_output=None)
        return Reading(frozenset({Scope(ModelVersion, page.source)}), (named,))

    for number, version in enumerate(printed):
        at = day(f"2026-05-{10 + number}")
        found = Page("deepseek_pricing", "https://example.org", (version or "").encode(), at)
        process_attempt(Run(store, replace(SOURCES["deepseek_pricing"], read=read)), lambda found=found: found)
    return [change.kind for change in told(store)]


def test_a_version_that_begins_to_be_printed_is_no_other_version(store: Store) -> None:
    assert versions(store, None, "V1") == []


def test_a_version_that_is_printed_for_a_while_is_compared_with_the_one_before(store: Store) -> None:
    assert versions(store, None, "V1", "V2", "V2") == ["version changed"]
