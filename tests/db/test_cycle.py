"""The cycle on both databases, by a virtual clock: its beat, what it sends, and the address that it asks at its end."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.heartbeat import send_heartbeat
from flows.pipeline.last_cycle import INTERVAL, cycle_finished_at
from flows.pipeline.maintenance import CycleResult, run_cycle
from flows.settings.fields import Values
from flows.settings.load import Settings
from models.schema.tables import LastRun
from tests.db.test_road import kinds
from tests.support.processes import free_port
from tests.support.site import Answer, Site, serving
from tests.support.walks import SOURCE, feed

MAY = day("2026-05-08")
SECRET = "7c1e9a52"  # noqa: S105 (of this test alone)


def come_round(store: Store, at: datetime, heartbeat: str = "", source: str = SOURCE.name) -> CycleResult:
    values = Values(sources=(source,), heartbeat_url=SecretStr(heartbeat))
    return run_cycle(store, Settings(Path(), values, {}), lambda: at)


@pytest.mark.both_databases
def test_each_cycle_notes_when_it_was_and_the_one_before(store: Store) -> None:
    for number in range(3):
        come_round(store, MAY + number * INTERVAL)
    with store.reading() as session:
        (row,) = session.query(LastRun).all()
    assert (row.name, row.finished_at, row.previous_finished_at) == ("cycle", MAY + 2 * INTERVAL, MAY + INTERVAL)


def test_a_cycle_says_what_it_did(store: Store) -> None:
    feed(store, MAY)
    came_round = [str(come_round(store, MAY + timedelta(hours=hours))) for hours in (2, 2.5)]
    # A promotion that ends on 31 May, and two names that are to go without a date; then the source itself.
    assert came_round == ["2 reminders, 0 sources stale, 2 delivered", "0 reminders, 1 source stale, 1 delivered"]


def test_after_downtime_nothing_is_stale_before_the_next_cycle(store: Store) -> None:
    feed(store, MAY)
    come_round(store, MAY)
    down = MAY + timedelta(days=3)
    assert [come_round(store, at).stale for at in (down, down + INTERVAL)] == [0, 1]


def test_after_downtime_a_source_that_is_read_again_never_was_stale(store: Store) -> None:
    feed(store, MAY)
    come_round(store, MAY)
    down = MAY + timedelta(days=3)
    come_round(store, down)
    feed(store, down + timedelta(minutes=1))
    come_round(store, down + INTERVAL)
    assert "source stale" not in kinds(store)


def test_a_source_that_the_settings_do_not_name_is_not_stale(store: Store) -> None:
    feed(store, MAY)
    for hours in (2, 2.5):
        assert come_round(store, MAY + timedelta(hours=hours), source="deepseek_updates").stale == 0


def test_a_cycle_names_the_family_of_a_source_once_when_it_goes_stale(store: Store) -> None:
    feed(store, MAY)
    cycles = [come_round(store, MAY + timedelta(hours=hours)) for hours in (1.5, 2, 2.5, 3)]
    assert [came_round.aged for came_round in cycles] == [set(), set(), {SOURCE.family}, set()]


@pytest.fixture
def listener() -> Iterator[Site]:
    with serving(**{SECRET: [Answer()], "broken": [Answer(500)]}) as site:
        yield site


def test_a_good_cycle_asks_the_address_once(store: Store, listener: Site) -> None:
    come_round(store, MAY, f"{listener.url}/{SECRET}")
    assert listener.paths() == [f"/{SECRET}"]


@pytest.mark.both_databases
def test_a_cycle_that_does_not_come_to_its_end_is_not_heard_of(store: Store, listener: Site) -> None:
    come_round(store, MAY)
    with store.writing() as session:
        session.execute(text("alter table delivery rename to elsewhere"))
    with pytest.raises(DBAPIError):
        come_round(store, MAY + INTERVAL, f"{listener.url}/{SECRET}")
    assert listener.paths() == []
    with store.reading() as session:
        assert cycle_finished_at(session) == MAY


def test_an_address_that_fails_is_asked_once_and_the_cycle_is_good(store: Store, listener: Site) -> None:
    assert str(come_round(store, MAY, f"{listener.url}/broken")) == "0 reminders, 0 sources stale, 0 delivered"
    assert listener.paths() == ["/broken"]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("{url}/broken", "127.0.0.1: HTTP 500"),
        ("http://127.0.0.1:{closed}/{secret}", "127.0.0.1: ConnectionError"),
        ("http://user:{secret}@127.0.0.1:{closed}/", "127.0.0.1: ConnectionError"),
        ("http://[{secret}/", "no host: InvalidURL"),
    ],
)
def test_the_log_names_the_host_of_a_heartbeat_that_failed_and_no_more(
    listener: Site, caplog: pytest.LogCaptureFixture, address: str, problem: str
) -> None:
    with caplog.at_level(logging.INFO):
        assert not send_heartbeat(address.format(url=listener.url, secret=SECRET, closed=free_port()))
    assert caplog.messages == [f"heartbeat: {problem}"]


def test_a_heartbeat_follows_no_redirect_to_another_host(listener: Site) -> None:
    with serving(there=[Answer()]) as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        listener.answers["/moved"] = [Answer(302, headers={"Location": f"{elsewhere}/there"})]
        assert not send_heartbeat(f"{listener.url}/moved")
        assert other.paths() == []


def test_a_heartbeat_follows_a_redirect_on_its_own_host(listener: Site) -> None:
    listener.answers["/moved"] = [Answer(302, headers={"Location": f"/{SECRET}"})]
    assert send_heartbeat(f"{listener.url}/moved")
    assert listener.paths() == ["/moved", f"/{SECRET}"]
