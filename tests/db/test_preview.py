"""`almanac alerts preview`: what would have been said is what was said, and what other settings make of it."""

import json

import pytest
from sqlalchemy import func, select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from cli.printing.show import hint
from flows.audit.previews import preview
from flows.database import Store
from flows.notify.reminders import remind, remind_until
from flows.pipeline.attempts import open_store
from flows.pipeline.entry import insert_page
from flows.run import DEFAULT_ALERTS, Run
from flows.settings.load import Settings
from models.readings.reading import BEGINNING
from models.schema.tables import Alert, Delivery
from samples.visits import visits
from scrapers.page import Page
from tests.support.recordings import Recordings
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, URL, feed, visit

SINCE, UNTIL = day("2026-05-08"), day("2026-08-18")


@pytest.fixture
def walked(recordings: Recordings, settings: Settings) -> Store:
    """DeepSeek's page from July to August 2026, as the demo walks it."""
    store = open_store(settings)
    recordings.fill(store, walk)
    return store


def walk(store: Store) -> None:
    before = SINCE
    for at, name in visits():
        if SINCE <= at <= UNTIL and name == SOURCE.name:
            list(remind_until(store, DEFAULT_ALERTS, before, at))
            visit(store, at, name)
            remind(store, DEFAULT_ALERTS, at)
            before = at


@pytest.mark.both_databases
def test_what_would_have_been_said_is_what_was_said(walked: Store) -> None:
    with walked.reading() as session:
        made = select(Alert.title).order_by(Alert.snapshot_id, Alert.id)
        said = sorted(session.scalars(made))
    found = preview(walked, DEFAULT_ALERTS, BEGINNING, hint)
    assert sorted(one.message.title for one in found) == said
    assert len(found) > 20
    walked.close()


def test_it_goes_by_the_settings_of_today_and_changes_nothing(
    walked: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count() -> list[int | None]:
        with walked.reading() as session:
            return [session.scalar(select(func.count()).select_from(its)) for its in (Alert, Delivery)]

    before = count()
    targets = {"pager": {"webhook": "https://pager.example", "severity": "critical"}}
    monkeypatch.setenv("ALMANAC_TARGETS", json.dumps(targets))
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")
    answer = almanac("alerts", "preview", "--since", "2026-07-17", "--json")
    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert {row["targets"] for row in rows if row["severity"] == "critical"} == {"log, pager"}
    assert {row["targets"] for row in rows if row["severity"] != "critical"} == {"log"}
    assert min(row["at"] for row in rows) == "2026-07-17T00:00:00Z"
    assert "deepseek-chat, deepseek-reasoner are retired on 24 Jul 17:59 Berlin (in 3 days)" in [
        row["title"] for row in rows
    ]
    assert count() == before
    walked.close()


@pytest.mark.both_databases
def test_what_was_filed_late_would_have_told_nobody(settings: Settings) -> None:
    store = open_store(settings)
    feed(store, day("2026-07-31"))
    feed(store, day("2026-08-18"))
    insert_page(Run(store, SOURCE), Page(SOURCE.name, URL, body(day("2026-08-13")).encode(), day("2026-08-13")))
    found = preview(store, DEFAULT_ALERTS, BEGINNING, hint)
    store.close()
    assert {one.at for one in found if "ahead" not in one.message.kind} == {day("2026-08-18")}
