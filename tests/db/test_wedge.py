"""No page wedges its source: whatever happens while it is read, it is settled, and the next one is read."""

import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import exc, select

from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from flows.ingest import record_page
from flows.ingest.archive import DIED_REASON, archive
from flows.pipeline.attempts import RunResult, process_attempt, record_snapshot
from flows.replay.replays import replay
from flows.run import Run
from models.facts.kinds import Notice
from models.history.out_of_order import OutOfOrder
from models.readings.reading import Reading, Scope
from models.schema.tables import Alert, Body, Snapshot
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.page_readers import read_in_copies
from tests.support.tripping import (
    MARK,
    TRIPS,
    asserts,
    dies,
    dies_of_the_mark,
    noted,
    or_else,
    reads_all,
)
from tests.support.walks import URL
from tests.support.walks import feed as feed_pricing

ROOT = Path(__file__).parents[2]
MAY = day("2026-05-08")
HOUR = timedelta(hours=1)
SOURCE = replace(SOURCES["deepseek_pricing"], read=or_else)
GOOD = b"a good page"
Reads = Callable[[Page], Reading]


def page(body: bytes, hours: int = 0) -> Page:
    return Page(SOURCE.name, URL, body, MAY + hours * HOUR)


def feed(store: Store, body: bytes, hours: int, read: Reads = or_else, release: int = SOURCE.reader) -> RunResult:
    return process_attempt(Run(store, replace(SOURCE, read=read, reader=release)), lambda: page(body, hours))


@pytest.fixture(autouse=True)
def _copies(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Pages are read in copies of a loaded process."""
    yield from read_in_copies(monkeypatch)


def outcomes(store: Store) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.outcome).order_by(Snapshot.moment)))


def attempts(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.read_attempts).order_by(Snapshot.moment)))


def left_unread(store: Store, body: bytes, hours: int, deaths: int = 0) -> int:
    """A snapshot that earlier runs archived, and died while they read it."""
    with store.writing() as session:
        register(session, "deepseek_pricing")
        snapshot_id = archive(session, page(body, hours), MAY)
        session.get_one(Snapshot, snapshot_id).read_attempts = deaths
    return snapshot_id


@pytest.fixture(params=[asserts, dies], ids=["raises", "dies"])
def trips(request: pytest.FixtureRequest) -> Reads:
    return request.param


@pytest.mark.both_databases
def test_a_page_that_is_tripped_over_is_refused_kept_and_told_and_the_next_one_is_read(
    store: Store, trips: Reads
) -> None:
    feed(store, GOOD, 0)
    settled = feed(store, MARK, 1, trips)
    assert settled.outcome == "refused"
    assert (settled.reason or "").startswith(TRIPS[trips])
    assert feed(store, GOOD + b" again", 2).outcome == "same"
    with store.reading() as session:
        assert list(session.scalars(select(Alert.kind))) == ["source broken", "source recovered"]
        assert len(session.scalars(select(Body.sha256)).all()) == 3


def test_a_reader_that_is_no_plain_function_trips_as_any_other(store: Store) -> None:
    def trips(_: Page) -> Reading:
        raise MemoryError

    assert feed(store, MARK, 0, trips).reason == "the reader tripped: MemoryError"


@pytest.mark.parametrize("stop", [SystemExit, KeyboardInterrupt])
def test_whoever_stops_a_run_is_heard_and_the_page_stays_unread(store: Store, stop: type[BaseException]) -> None:
    def stopped(_: Page) -> Reading:
        raise stop

    with pytest.raises(stop):
        feed(store, MARK, 0, stopped)
    assert (outcomes(store), attempts(store)) == ([None], [0])
    assert feed(store, GOOD, 1).outcome == "facts"


KILLED = """
import sys
from dataclasses import replace
from flows.pipeline.attempts import record_snapshot
from flows.run import Run
from flows.database import Store
from scrapers.registry import SOURCES
from tests.support.tripping import dies
source = replace(SOURCES["deepseek_pricing"], read=lambda page: dies(page))
record_snapshot(Run(Store(sys.argv[1]), source), int(sys.argv[2]))
"""


def test_a_page_that_kills_a_third_run_is_refused_unread_told_and_the_next_one_is_read(store: Store) -> None:
    url, snapshot_id = store.engine.url.render_as_string(hide_password=False), left_unread(store, MARK, 0, deaths=2)
    killed = subprocess.run([sys.executable, "-c", KILLED, url, str(snapshot_id)], cwd=ROOT, check=False)
    assert (killed.returncode, attempts(store)) == (-signal.SIGKILL, [3])
    assert feed(store, GOOD, 3).outcome == "facts"
    with store.reading() as session:
        first = session.get_one(Snapshot, snapshot_id)
        assert (first.outcome, first.reason, first.read_attempts) == ("refused", DIED_REASON, 3)
        assert session.scalars(select(Alert.kind)).all() == ["source broken", "source recovered"]


@pytest.mark.both_databases
def test_the_third_death_is_the_last_one(store: Store) -> None:
    left_unread(store, GOOD, 0, deaths=2)
    feed(store, GOOD, 1)
    assert outcomes(store) == ["facts", "same"]


def test_a_run_that_fails_without_dying_counts_for_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise exc.OperationalError("select 1", None, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(record_page, "record", busy)
        for hours in range(4):
            with pytest.raises(exc.OperationalError):
                feed(store, GOOD, hours)
    assert attempts(store) == [0, 0, 0, 0]
    assert feed(store, GOOD, 5).outcome == "same"


def test_what_cannot_be_recorded_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OverflowError("Python int too large")

    with monkeypatch.context() as patched:
        patched.setattr(record_page, "record", fails)
        assert feed(store, GOOD, 0).reason == "the reader tripped: OverflowError: Python int too large"
    assert feed(store, GOOD, 1).outcome == "facts"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_fact_made_later_that_no_database_keeps_is_refused(store: Store) -> None:
    def later(page: Page) -> Reading:
        scope = Scope(Notice, page.source)
        return Reading(frozenset({scope}), later={scope: lambda: noted(page, "a\0b").facts})

    assert "NUL" in (feed(store, GOOD, 0, later).reason or "")
    assert feed(store, GOOD, 1).outcome == "facts"


def test_a_database_with_a_wedged_snapshot_mends_itself(store: Store) -> None:
    """An earlier release left it unread, and raised at every run."""
    feed_pricing(store, MAY)
    with store.writing() as session:
        wedged = b"<html><body><![x</body></html>"
        archive(session, Page(SOURCE.name, URL, wedged, MAY + HOUR), MAY)
    feed_pricing(store, MAY + 2 * HOUR, None)
    assert outcomes(store) == ["facts", "refused", "same"]


def test_a_replay_leaves_a_deadly_page_alone_until_the_reader_is_another_release(store: Store) -> None:
    feed(store, GOOD, 0)
    left_unread(store, MARK, 1, deaths=3)
    feed(store, GOOD, 2)
    replay(Run(store, replace(SOURCE, read=dies_of_the_mark), log=print))
    assert outcomes(store) == ["facts", "refused", "same"]
    feed(store, GOOD, 3, reads_all, release=SOURCE.reader + 1)
    assert outcomes(store) == ["facts", "facts", "facts", "same"]


def test_a_deadly_page_that_came_last_is_read_again_by_the_next_release(store: Store) -> None:
    feed(store, GOOD, 0)
    left_unread(store, MARK, 1, deaths=3)
    feed(store, MARK, 2)
    assert outcomes(store) == ["facts", "refused", "refused"]
    feed(store, GOOD, 3, reads_all, release=SOURCE.reader + 1)
    assert outcomes(store) == ["facts", "facts", "same", "facts"]


@pytest.mark.both_databases
def test_runs_that_wait_for_their_turn_are_none_that_died(store: Store) -> None:
    """More begin to read a snapshot than may die of it; one does, the others come to see that it has."""
    snapshot_id = left_unread(store, GOOD, 0)

    def run(_: int) -> str:
        return record_snapshot(Run(store, SOURCE), snapshot_id).outcome

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(run, range(5))) == ["facts"] * 5
    assert attempts(store) == [1]


def test_a_page_out_of_its_order_stays_unread(store: Store) -> None:
    left_unread(store, GOOD, 0)
    with pytest.raises(OutOfOrder):
        record_snapshot(Run(store, SOURCE), left_unread(store, GOOD, 1))
    assert outcomes(store) == [None, None]
