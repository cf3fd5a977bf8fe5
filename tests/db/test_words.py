"""The words of alerts: on the reader's clock, what it costs them, since when it is announced, where it stands."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.message import URGENCY
from alerts.texts.change_texts import moment
from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.pipeline.attempts import open_store, process_attempt
from flows.run import Run, alert_settings
from flows.settings.load import Settings, load
from models.changes import Change
from models.kinds.changes import ChangeKind
from models.schema.tables import Alert
from scrapers.page import Page
from tests.support.walks import SOURCE, URL

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
Told = Callable[[str, str], dict[str, Alert]]


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    """By subject, what somebody in Berlin with a workload is told of a page, after another one."""
    monkeypatch.setenv("ALMANAC_TIME_ZONE", "Europe/Berlin")
    monkeypatch.setenv("ALMANAC_WORKLOAD", str(ROOT / "docs" / "workload.toml"))

    def tell(before: str, after: str) -> dict[str, Alert]:
        store = open_store(settings)
        for at in (before, after):
            page = Page(SOURCE.name, URL, body(day(at)).encode(), day(at))
            process_attempt(Run(store, SOURCE, alerting=alert_settings(load())), lambda page=page: page)
        with store.reading() as session:
            found = {alert.subject: alert for alert in session.scalars(select(Alert))}
        store.close()
        return found

    return tell


def test_the_alert_in_the_documents_is_one_that_comes_like_this(told: Told) -> None:
    alert = told("2026-07-31", "2026-08-13")["deepseek-v4-pro"]
    assert f"```\n{alert.title}\n\n{alert.body}\n```\n" in PAGE


def test_what_was_announced_says_since_when(told: Told) -> None:
    told("2026-07-31", "2026-08-13")
    alert = told("2026-08-16 15:00", "2026-08-16 16:00")["deepseek-v4-pro"]
    assert alert.title.endswith(
        " USD (+128 to +355 %) in effect since 16 Aug 18:00 Berlin; your bill +196 USD a month; also peak hours"
    )
    assert "\nIn effect since 2026-08-16 18:00 Europe/Berlin (16:00 UTC)\n" in alert.body
    assert "\nAnnounced 2026-08-13 02:00 Europe/Berlin (00:00 UTC)\n" in alert.body


def test_a_workload_that_cannot_be_read_is_said_and_stops_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALMANAC_WORKLOAD", str(tmp_path / "none.toml"))
    alert = told("2026-07-31", "2026-08-13")["deepseek-v4-pro"]
    assert f"\nYour workload could not be read: no workload at {tmp_path / 'none.toml'}: No such file" in alert.body
    assert "your bill" not in alert.title


def test_a_reader_in_another_day_is_told_both_days() -> None:
    assert moment(day("2026-08-16 16:00"), "Asia/Shanghai") == "2026-08-17 00:00 Asia/Shanghai (2026-08-16 16:00 UTC)"
    assert moment(day("2026-08-16 16:00")) == "2026-08-16 16:00 UTC"


def test_the_documents_say_how_urgent_each_kind_is() -> None:
    rows = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \| `(\w+)` \|$", PAGE, re.MULTILINE)
    printed = {kind: level for kinds, level in rows for kind in re.findall("`([^`]+)`", kinds)}
    assert len(printed) > len(URGENCY)
    assert all(
        Change(ChangeKind(kind), "s", "s", None, None, None).severity == level for kind, level in printed.items()
    )


def test_hours_that_come_with_prices_are_in_their_sums(told: Told) -> None:
    found = told("2026-07-31", "2026-08-13")
    assert found["deepseek-v4-pro"].body.count("On your workload") == 1
    assert "- peak hours: peak hours change announced" in found["deepseek-v4-pro"].body
    assert "peak hours" not in found
