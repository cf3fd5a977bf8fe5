"""A calendar of public holidays that ends: said by `doctor`, and once by an alert, 45 days before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.events import is_of_page
from flows.pipeline.maintenance import run_cycle
from flows.settings.fields import Values
from flows.settings.load import Settings
from models.kinds import DeliveryState
from models.pricing.holidays import HolidayCalendar
from models.schema.tables import Alert, Delivery
from scrapers.registry import SOURCES
from tests.db.test_cost import peaks, tell
from tests.support.typed import Almanac

YEARS = {2026}
"""The years that the calendar of this test has."""
TOY = HolidayCalendar("TOY", "Toyland", lambda each: (each.day == 13) if each.year in YEARS else None)
SOON = day("2026-11-16")
"""45 days before 31 December."""


@pytest.fixture
def years(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The published years, to add to."""
    published = {2026}
    monkeypatch.setattr("tests.db.test_holiday_calendars.YEARS", published)
    source = replace(SOURCES["deepseek_pricing"], name="toy", vendor="toy", holidays=(TOY,))
    monkeypatch.setitem(SOURCES, "toy", source)
    return published


def cycle(store: Store, at: datetime) -> list[Alert]:
    """All alerts about calendars, after a cycle."""
    run_cycle(store, Settings(Path(), Values(sources=("deepseek_pricing",)), {}), lambda: at)
    with store.reading() as session:
        return list(session.scalars(select(Alert).where(Alert.kind == "holiday calendar ends").order_by(Alert.id)))


@pytest.mark.parametrize(
    ("at", "last", "ending"),
    [
        (date(2026, 11, 15), date(2026, 12, 31), None),
        (date(2026, 11, 16), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2024, 5, 1), None, None),
        (date(2040, 5, 1), None, None),
    ],
)
def test_a_calendar_ends_with_its_last_published_year(
    years: set[int], at: date, last: date | None, ending: date | None
) -> None:
    assert (TOY.last_day(at), TOY.ending(at)) == (last, ending)
    years.add(2027)
    assert TOY.ending(date(2026, 12, 30)) is None


@pytest.mark.both_databases
def test_one_alert_says_it_45_days_before_and_another_one_a_year_later(store: Store, years: set[int]) -> None:
    tell(store, "2026-06-01", [peaks("2026-06-01", holidays="TOY")])
    assert cycle(store, SOON - timedelta(minutes=1)) == []
    for at in (SOON, SOON + timedelta(minutes=30), day("2027-01-02")):
        (alert,) = cycle(store, at)
    assert (alert.severity, alert.subject, alert.source) == ("warning", "peak hours", "page")
    assert alert.title == "peak hours: the calendar of Toyland public holidays ends on 2026-12-31"
    assert "Upgrade to a release of Model Almanac whose calendar has 2027" in alert.body
    assert (alert.effective_at, is_of_page(alert)) == (day("2026-12-31 16:00"), False)
    years.add(2027)
    assert len(cycle(store, day("2027-11-15"))) == 1
    assert cycle(store, day("2027-11-16"))[1].title.endswith("ends on 2027-12-31")


@pytest.mark.both_databases
def test_an_alert_that_could_not_be_sent_yet_stops_no_later_cycle(store: Store, years: set[int]) -> None:
    """Its key begins as those of reminders, whose messages are looked through for what is outdated."""
    tell(store, "2026-06-01", [peaks("2026-06-01", holidays="TOY")])
    (alert,) = cycle(store, SOON)
    with store.writing() as session:
        waiting = {"state": DeliveryState.PENDING, "due_at": SOON, "since": SOON}
        session.add(Delivery(alert_id=alert.id, target="a target that fails", attempts=1, **waiting))
    cycle(store, SOON + timedelta(minutes=30))
    with store.reading() as session:
        states = session.scalars(select(Delivery.state).where(Delivery.target == "a target that fails")).all()
    assert states == [DeliveryState.PENDING]


def test_hours_that_no_holiday_interrupts_need_no_calendar(store: Store, years: set[int]) -> None:
    tell(store, "2026-06-01", [peaks("2026-06-01", holidays="TOY")])
    tell(store, "2026-06-02", [peaks("2026-06-02", holidays=None)])
    assert cycle(store, SOON) == []


def test_announced_hours_count_and_a_country_without_a_calendar_does_not(store: Store, years: set[int]) -> None:
    tell(store, "2026-06-01", [peaks("2026-06-01", holidays="XX"), peaks("2026-12-01", holidays="TOY")])
    (alert,) = cycle(store, SOON)
    assert alert.alert_key == "deadline/holidays/TOY/2026-12-31"


@pytest.mark.parametrize(
    ("at", "state", "words"),
    [
        ("2026-11-15", "ok", "the Toyland public holidays are known until 2026-12-31"),
        ("2026-11-16", "note", "until 2026-12-31 and no longer. Upgrade to a release of Model Almanac whose calendar"),
        ("2027-01-01", "bad", "until 2026-12-31 and no longer. Upgrade to a release of Model Almanac whose calendar"),
        ("2040-01-01", "note", "no calendar of the Toyland public holidays is known: peak hours on working days"),
    ],
)
def test_doctor_says_until_when_the_holidays_are_known(
    almanac: Almanac, store: Store, years: set[int], monkeypatch: pytest.MonkeyPatch, at: str, state: str, words: str
) -> None:
    tell(store, "2026-06-01", [peaks("2026-06-01", holidays="TOY")])
    monkeypatch.setattr("cli.installation.health.utc_now", lambda: day(at))
    (row,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "holidays TOY")
    assert (row["state"], words in row["detail"]) == (state, True)
