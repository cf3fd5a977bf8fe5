"""The demo: it finds the story, and touches no database but its own. `make check` walks it on a server."""

import json
import os
import sqlite3
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from io import StringIO
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, select, text

from bench.harness.dates import day
from cli.main import main
from flows.clock import utc_now
from flows.database import Store
from flows.demo.own_settings import CHOSEN, NoSample, expect_samples, sample_addresses, use_own_settings
from flows.demo.story import demo
from flows.demo.take_over import MARKER, ForeignDatabase, take_over
from flows.ingest import NotAsked
from flows.pipeline.attempts import open_store
from flows.run import Run
from flows.server.paths import environment
from flows.settings.load import Settings, load
from models.schema.tables import Snapshot
from models.schema.views import ALERT_LOG, CHANGE_LOG
from samples.deepseek.facts import rows
from samples.deepseek.pages import change_instants
from scrapers.registry import SOURCES, websites
from scrapers.source import Website
from tests.golden.alert_story import DOCUMENT, GOLDEN, fill_with_story, page, told, whole
from tests.golden.board_story import expect_the_story
from tests.golden.story import FIXED, STORY
from tests.support.recordings import Recordings
from tests.support.typed import typing
from tests.support.walks import feed


def test_the_story_needs_no_server(recordings: Recordings, store: Store) -> None:
    """The same walk on both databases, by the road alone."""
    fill_with_story(recordings, store)
    with store.reading() as session:
        assert set(session.scalars(select(Snapshot.outcome))) == {"facts", "same"}
        changes, alerts = (
            [dict(row) for row in session.execute(select(log).order_by(log.c.id)).mappings()]
            for log in (CHANGE_LOG, ALERT_LOG)
        )
    expect_the_story(changes, alerts)
    assert page(told(alerts)) == DOCUMENT.read_text(encoding="utf-8")
    assert whole(alerts) == GOLDEN.read_text(encoding="utf-8")


def test_every_instant_that_the_facts_give_roughly_is_fixed_with_its_reason() -> None:
    exact = ("a day is given: 00:00 UTC", "")
    rough = {
        row.at
        for row in rows()
        if row.at in change_instants() and row.fixed_because not in exact and row.currency != "CNY"
    }
    assert rough == {day(instant) for instant in FIXED}


def test_the_story_changes_at_every_instant_at_which_the_page_does() -> None:
    seen = dict.fromkeys(day(seen) for seen, *_, kinds in STORY if not kinds.startswith("sources"))
    assert list(seen) == change_instants()[1:]


def test_a_database_that_a_demo_made_is_emptied(empty_url: str) -> None:
    take_over(empty_url)
    store = Store(empty_url)
    feed(store, day("2026-05-08"))
    store.close()
    take_over(empty_url)
    with store.reading() as session:
        assert session.execute(text("select count(*) from snapshot")).scalar() == 0
    store.close()


USERS: dict[str, Any] = {
    "contact": "me@example.org",
    "wayback_url": "http://127.0.0.1:2",
    "sources": ["deepseek_news"],
    "sources_file": "/dev/null",
    "uses": ["gpt*"],
    "ladder": [3],
    "time_zone": "Europe/Berlin",
    "currency": "CNY",
    "language": "zh",
    "workload": "mine.toml",
    "targets": {"team": {"webhook": "http://127.0.0.1:2/hook"}},
    "feeds": "mine",
    "heartbeat_url": "http://127.0.0.1:2/alive",
    "port": 4321,
    "listen": "10.0.0.5",
    "public_url": "https://almanac.example",
    "shared_hosts": True,
    "auth_string": "somebody:whose-password-is-long",
    "keep_runs_days": 7,
    "metrics_port": 4322,
    "log_format": "json",
    "deepseek_api_key": "mine",
    "deepseek_url": "http://127.0.0.1:2",
}
"""Other values than the usual ones, for every setting that the demo does not choose itself."""
CHOSEN_NAMES = {name.removeprefix("ALMANAC_").lower() for name in CHOSEN} - {*USERS, "artificial_analysis_key"} | {
    "database_url"
}


@pytest.mark.both_databases
def test_a_database_of_somebody_else_is_not_touched(url: str) -> None:
    store = Store(url)
    feed(store, day("2026-05-08"))
    store.close()
    with pytest.raises(ForeignDatabase, match="nothing was changed"):
        take_over(url)
    with store.reading() as session:
        assert session.execute(text("select count(*) from snapshot")).scalar() == 1
    store.close()


@pytest.mark.both_databases
def test_a_demo_database_with_a_table_of_somebody_elses_is_not_touched(empty_url: str) -> None:
    take_over(empty_url)
    store = Store(empty_url)
    with store.writing() as session:
        session.execute(text("create table mine (x integer)"))
    store.close()
    with pytest.raises(ForeignDatabase):
        take_over(empty_url)
    engine = create_engine(store.engine.url)
    assert {"mine", MARKER} <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.parametrize("content", [b"not a database\n" * 100, None], ids=["no database", "another database"])
def test_the_demo_leaves_a_foreign_file_byte_for_byte_and_is_exit_2(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = tmp_path / "precious.db"
    if content is None:
        with sqlite3.connect(file) as connection:
            connection.execute("create table mine (x integer)")
        connection.close()
    else:
        file.write_bytes(content)
    before = file.read_bytes()
    answer = typing(capsys)("demo", "--exit", "--database", f"sqlite:///{file}")
    assert (answer.code, file.read_bytes()) == (2, before)
    assert "nothing was changed" in answer.err
    assert not list(home.glob("prefect*"))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("precious")] == ["precious.db"]


def test_the_demo_uses_no_setting_of_the_user_but_the_port(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends nothing to their targets, feeds and monitors, and tells the same story to everybody."""
    file = home / "almanac.toml"
    home.mkdir()
    mine = {name: value for name, value in USERS.items() if name not in ("targets", "port")}
    file.write_text("\n".join(f"{name} = {json.dumps(value)}" for name, value in mine.items()), encoding="utf-8")
    monkeypatch.setenv("ALMANAC_TARGETS", json.dumps(USERS["targets"]))
    monkeypatch.setenv("ALMANAC_PORT", str(USERS["port"]))
    monkeypatch.setenv("ARTIFICIAL_ANALYSIS_API_KEY", "mine")
    users, database, site = load(), f"sqlite:///{home / 'demo.db'}", "http://127.0.0.1:1"
    same = {name for name, value in load(environ={}).values if getattr(users.values, name) == value}
    # An address is a setting only where it is given.
    assert same == CHOSEN_NAMES, "USERS lacks a setting"
    assert users.sites.keys() == {site.setting for site in websites()} & USERS.keys()
    with monkeypatch.context() as patched:
        patched.setattr(os, "environ", dict(os.environ))
        use_own_settings(users, database, site)
        ours = load()
        told = environment(ours, home / "prefect-demo", 1)
    assert ours.values.port == users.values.port
    expected = sample_addresses(site) | {"ALMANAC_DATABASE_URL": database, "ALMANAC_PORT": str(USERS["port"])}
    expected |= {"ALMANAC_FEEDS": str(home / "feeds" / "demo"), "ALMANAC_HOME": str(home)}
    expected |= {"ALMANAC_CONFIG": str(home / "prefect-demo" / "almanac.toml")}
    assert ours.values == load(environ=expected).values
    assert load(environ=told).values == ours.values, "the processes of the demo have the same settings"


def test_the_demo_reads_every_site_from_the_samples() -> None:
    """A site without an address of its own there would be asked over the network, and fail in the UI without one."""
    samples = "http://127.0.0.1:1"
    assert load(environ=sample_addresses(samples)).sites == {site.setting: samples for site in websites()}


def test_the_demo_stops_before_it_asks_anybody_where_a_source_has_no_sample(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = list[object]()

    def connect(_: socket, address: object) -> None:
        connections.append(address)

    monkeypatch.setattr(socket, "connect", connect)
    stranger = replace(SOURCES["deepseek_pricing"], name="toy", site=Website("toy", "https://toy.example"))
    monkeypatch.setitem(SOURCES, stranger.name, stranger)
    with pytest.raises(NoSample, match=r"toy has no sample.*https://toy\.example.*samples/site\.py"):
        demo(load(), None, leave=False, say=print, open_to_all=True)
    assert (connections, list(home.glob("*"))) == ([], [])
    assert main(["demo", "--exit"]) == 2


def test_every_site_of_a_source_has_samples() -> None:
    expect_samples()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", [None, Path("saved.html")])
def test_a_visit_of_the_demo_has_one_clock_and_a_saved_page_the_present_one(
    page: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that a visit records and tells has its instant; what a saved page tells is told now."""
    from flows import track as tracking

    clocks = list[datetime]()

    def read(run: Run, *_: object) -> None:
        clocks.append(run.clock())
        raise NotAsked("the clock is enough")

    monkeypatch.setattr(tracking, "read_source", read)
    at, before = day("2026-08-13"), utc_now()
    tracking.track.fn(source="deepseek_pricing", at=at, page=page)
    (clock,) = clocks
    assert clock == at if page is None else clock >= before


def test_runs_of_one_process_share_the_database_that_it_keeps_open(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demo's visits compile a statement once, and leave the feeds to its end; any other run opens the database for
    itself, writes the feeds, and closes it.
    """
    from flows import track as tracking

    opened, closed, feeds = list[Store](), list[Store](), list[Path | None]()

    def read(run: Run, *_: object) -> None:
        opened.append(run.store)
        feeds.append(run.alerting.feeds)
        raise NotAsked("the database is enough")

    monkeypatch.setattr(tracking, "read_source", read)

    def close(store: Store) -> None:
        closed.append(store)

    monkeypatch.setattr(Store, "close", close)
    kept = open_store(settings)
    for store in (kept, kept, None, None):
        tracking.KEPT.set(store)
        tracking.track.fn(source="deepseek_pricing", at=day("2026-08-13"))
    assert opened[:2] == [kept, kept]
    assert closed == opened[2:]
    assert len({*opened}) == 3
    assert feeds == [None, None, settings.feeds, settings.feeds]
    for store in {*opened}:
        store.engine.dispose()


def test_the_walk_of_the_demo_writes_the_feeds_at_its_end(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from prefect.states import Completed

    from flows import walk

    def visit(source: str, at: datetime, **_: object) -> object:
        assert source == "deepseek_pricing"
        assert not settings.feeds.exists()
        kept = walk.KEPT.get()
        assert kept is not None
        with walk.TURN.get()():
            feed(kept, at)
        return Completed(message="done")

    monkeypatch.setattr(walk, "track", visit)
    monkeypatch.setattr(walk, "load", lambda: settings)
    monkeypatch.setattr(walk, "SyncClientContext", nullcontext)
    monkeypatch.setattr(walk, "register", lambda: None)
    visits = [("deepseek_pricing", at.isoformat()) for at in change_instants()[-2:]]
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(visits) + "\n" + "heard\n" * 4))
    walk.main()
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["visit"] for each in said if "completed" not in each] == [0, 1]
    assert [each["message"] for each in said if "completed" in each] == ["done", "done"]
    written = {file.name: file.read_text("utf-8") for file in settings.feeds.glob("*.*")}
    assert {"deadlines.ics", "changes.atom"} <= written.keys()
    assert "deepseek" in written["changes.atom"]
