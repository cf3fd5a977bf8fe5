"""Two runs of one source at the same time, and a program that holds the database; on both databases."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelled
from sqlalchemy import select

from bench.harness.sample_pages import body
from flows import database
from flows.database import AlreadyRunning, Store
from flows.server import client
from flows.settings.load import Settings, load
from models.schema.tables import Snapshot
from tests.support.site import Answer, Site, serving
from tests.support.typed import Almanac

PATH = "/quick_start/pricing"


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    assert settings
    with serving(robots=[Answer(404)]) as found:
        found.answers[PATH] = [Answer(body=body().encode())]
        monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", found.url)
        yield found


def outcomes(settings: Settings) -> list[str | None]:
    store = Store(settings.database_url)
    with store.reading() as session:
        found = session.scalars(select(Snapshot.outcome).where(Snapshot.source == "deepseek_pricing")).all()
    store.close()
    return [outcome and outcome.value for outcome in found]


@pytest.mark.both_databases
def test_the_second_of_two_runs_at_once_says_so_and_nothing_is_lost(
    site: Site, settings: Settings, almanac: Almanac
) -> None:
    asked, goes_on = Event(), Event()

    def slowly(write: object) -> None:
        assert callable(write)
        asked.set()
        goes_on.wait(20)
        write(body().encode())

    site.answers[PATH] = [Answer(drip=slowly), Answer(body=body().encode())]
    with ThreadPoolExecutor(1) as pool:
        # The first of them is another process: what a thread of this one prints would be captured with the rest.
        first = pool.submit(run_elsewhere, load())
        assert asked.wait(20)
        second = almanac("track", "deepseek_pricing")
        goes_on.set()
        assert first.result() == "facts"
    assert (second.code, second.out) == (0, "")
    assert second.err.splitlines()[-1] == "almanac: deepseek_pricing is already running: another run reads it now"
    assert outcomes(settings) == ["facts"]
    assert almanac("track", "deepseek_pricing").code == 0
    assert outcomes(settings) == ["facts", "same"]


def run_elsewhere(settings: Settings) -> str:
    from flows.clock import utc_now
    from flows.pipeline.attempts import open_store
    from flows.pipeline.entry import read_source
    from flows.run import Run
    from scrapers.registry import SOURCES

    store = open_store(settings)
    try:
        run = Run(store, SOURCES["deepseek_pricing"], checks_clock=True)
        return read_source(run, settings, None, utc_now()).outcome
    finally:
        store.close()


@pytest.mark.both_databases
def test_two_sources_run_at_once(store: Store) -> None:
    with (
        store.one_run("deepseek_pricing"),
        store.one_run("deepseek_updates"),
        pytest.raises(AlreadyRunning, match="deepseek_updates is already running"),
        store.one_run("deepseek_updates"),
    ):
        pytest.fail("it ran twice")
    with store.one_run("deepseek_pricing"):
        assert True


def test_a_run_that_the_server_does_not_begin_while_another_goes_on_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = Cancelled(message="Deployment concurrency limit reached.")
    run = FlowRun.model_construct(state=state)

    def cancelled(*_: object, **_named: object) -> FlowRun:
        return run

    monkeypatch.setattr("prefect.deployments.run_deployment", cancelled)
    # It writes variables for Prefect's client, which no later test has to have.
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with pytest.raises(AlreadyRunning, match="deepseek_pricing is already running"):
        client.run_track(settings, "http://127.0.0.1:4200", "deepseek_pricing", None, None)


def test_a_program_that_holds_the_database_delays_a_run_and_loses_nothing(
    site: Site, settings: Settings, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.url
    assert almanac("track", "deepseek_pricing").code == 0
    assert database.BUSY_SECONDS > 60
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    file = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        done = almanac("track", "deepseek_pricing")
        assert almanac("prices", "deepseek-v4-pro").code == 0
        writer.execute("rollback")
    assert done.code == 1
    assert done.err.splitlines()[-1] == (
        f"almanac: another program has been writing to {Path(file)} for 0.05 s: nothing was recorded; "
        "try again when it is done"
    )
    assert almanac("track", "deepseek_pricing").code == 0
    assert outcomes(settings) == ["facts", "same"]
