"""Writing the calendar and the feed: after every change, whole or not at all, and never a reason for a run to fail."""

import fcntl
import logging
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from alerts.feeds.entries import KEPT, MOST
from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.sample_pages import body
from flows.database import Store
from flows.ingest.archive import archive, ensure_source_row
from flows.notify.feeds import CALENDAR, FEED, FeedFile, publish_feeds, write_feeds
from flows.notify.written_files import STATE
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import AlertSettings, Run, alert_settings
from flows.server.paths import environment
from flows.settings.load import Settings, load
from models.kinds.reminders import ReminderState
from models.readings.reading import Reading
from models.schema.tables import Alert, Delivery, Reminder, Snapshot
from samples.visits import visits
from scrapers.page import Failed, Page
from scrapers.registry import SOURCES, attributions
from scrapers.source import Source
from tests.db.test_outbox import NOW, told
from tests.db.test_reminding import World, price, retirement
from tests.db.test_reminding import at as moment
from tests.support.said import reminder
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, URL, feed
from tests.unit.test_atom import entries, expect_atom, read, text
from tests.unit.test_calendar import opened

BEFORE, AFTER = day("2026-08-13"), day("2026-08-18")
HOUR = timedelta(hours=1)
LATER = day("2026-12-01")
PRO_IN_EFFECT = (
    "deepseek-v4-pro output 0.87 → 1.98 off-peak / 3.96 peak USD (+128 to +355 %) in effect since 16 Aug 16:00 UTC"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


def visit(store: Store, folder: Path, at: datetime, page: datetime) -> None:
    """One run of which the settings say where its feeds go."""
    found = Page(SOURCE.name, URL, body(page).encode(), at)
    process_attempt(
        Run(store, SOURCE, clock=lambda: at, alerting=AlertSettings(feeds=folder)), lambda: found, remind_at=at
    )


def said(folder: Path) -> list[str]:
    """The titles of the feed, the newest first."""
    return [entry.title for entry in read((folder / FEED).read_bytes()).entries]


def events(folder: Path) -> list[Any]:
    return opened((folder / CALENDAR).read_bytes()).events


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What stands in the folder, and when each file was written."""
    return {name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns) for name in (CALENDAR, FEED)}


def add(store: Store, row: Reminder) -> None:
    """A reminder of a page that is there."""
    with store.writing() as session:
        row.snapshot_id = session.scalars(select(Snapshot.id)).first() or 0
        register(session, SOURCE.name)
        session.add(row)


@pytest.mark.both_databases
def test_a_walk_over_real_changes_gives_a_calendar_and_a_feed_that_others_can_read(store: Store, folder: Path) -> None:
    for at, name in visits():
        if at >= day("2026-10-01") and name == SOURCE.name:
            visit(store, folder, at, at)
    assert sorted(event.summary.value for event in events(folder)) == [
        "fetch free window end",
        "search free window end",
    ]
    expect_atom((folder / FEED).read_bytes())
    with store.reading() as session:
        titles = list(session.scalars(select(Alert.title).order_by(Alert.created_at.desc(), Alert.id.desc())))
    assert said(folder) == titles
    assert len(titles) == 3


@pytest.mark.both_databases
def test_what_the_page_announces_moves_and_withdraws_is_one_event_of_ever_higher_sequence(
    store: Store, folder: Path
) -> None:
    world, x, found = World(store), price("1", model="x"), list[Any]()
    world.page(0, x)
    for days, due in ((10, 60), (20, 90), (30, 70)):
        world.page(days, x, retirement("a", due))
        found += _events_of(store, folder, days)
    world.page(40, x, retirement("a", None, "cancelled"))
    found += _events_of(store, folder, 40)
    numbers = [int(event.sequence.value) for event in found]
    assert len({event.uid.value for event in found}) == 1
    assert sorted(set(numbers)) == numbers
    assert [event.dtstart.value for event in found] == [moment(60), moment(90), moment(70), moment(70)]
    assert [event.dtstamp.value for event in found] == [moment(10), moment(20), moment(30), moment(40)]
    assert [event.status.value for event in found] == ["CONFIRMED"] * 3 + ["CANCELLED"]


def _events_of(store: Store, folder: Path, days: float) -> list[Any]:
    write_feeds(store, folder, moment(days))
    return events(folder)


def test_a_run_that_changes_something_writes_both(store: Store, folder: Path) -> None:
    visit(store, folder, BEFORE, BEFORE)
    assert [event.dtstart.value for event in events(folder)] == [day("2026-08-16 16:00")] * 3
    visit(store, folder, AFTER, AFTER)
    assert any(PRO_IN_EFFECT in title for title in said(folder))
    assert [event.contents.get("valarm") for event in events(folder)] == [None] * 3


def test_a_run_that_only_reminds_writes_them_and_one_that_changes_nothing_touches_neither(
    store: Store, folder: Path
) -> None:
    feed(store, BEFORE)
    visit(store, folder, BEFORE + HOUR, BEFORE)
    assert (len(events(folder)), len(said(folder))) == (3, 1)
    before = contents(folder)
    visit(store, folder, BEFORE + 2 * HOUR, BEFORE)
    assert contents(folder) == before


def present(page: Page) -> Reading:
    """A reader that does not know announced facts yet."""
    reading = SOURCE.read(page)
    return replace(reading, facts=tuple(fact for fact in reading.facts if fact.effective_from is None))


def unfetched(store: Store, folder: Path, at: datetime, source: Source) -> RunResult:
    """One run that fetches nothing, and in which no reminder is due."""
    run = Run(store, source, clock=lambda: at, alerting=AlertSettings(feeds=folder, ladder=()))
    return process_attempt(run, lambda: Failed(source.name, URL, at, "ConnectionError: refused"), remind_at=at)


def test_a_run_that_only_replays_writes_the_deadlines_that_its_reader_finds(store: Store, folder: Path) -> None:
    earlier = replace(SOURCE, read=present)
    process_attempt(Run(store, earlier), lambda: Page(SOURCE.name, URL, body(BEFORE).encode(), BEFORE))
    unfetched(store, folder, BEFORE + HOUR, earlier)
    assert events(folder) == []
    result = unfetched(store, folder, BEFORE + 2 * HOUR, replace(SOURCE, reader=SOURCE.reader + 1))
    assert (result.rows, result.changes, result.alerts) == (0, 0, 0)
    assert [event.dtstart.value for event in events(folder)] == [day("2026-08-16 16:00")] * 3


def test_what_a_killed_run_left_unread_is_in_the_feed_of_the_next_one(store: Store, folder: Path) -> None:
    feed(store, BEFORE)
    with store.writing() as session:
        archive(session, Page(SOURCE.name, URL, body(AFTER).encode(), AFTER), AFTER)
    visit(store, folder, AFTER + 2 * HOUR, AFTER)
    assert any(PRO_IN_EFFECT in title for title in said(folder))


def test_what_is_written_again_is_not_touched(store: Store, folder: Path) -> None:
    told(store, 3)
    add(store, reminder(LATER))
    write_feeds(store, folder, NOW)
    before = contents(folder)
    again = write_feeds(store, folder, LATER)
    assert (contents(folder), [one.is_new for one in again]) == (before, [False, False])


@pytest.mark.both_databases
def test_a_deadline_that_moves_changes_the_calendar_alone(store: Store, folder: Path) -> None:
    told(store)
    add(store, reminder(LATER))
    write_feeds(store, folder, NOW)
    with store.writing() as session:
        session.execute(update(Reminder).values(due_at=LATER + HOUR, sequence=1, revised_at=NOW + HOUR))
    assert [one.is_new for one in write_feeds(store, folder, NOW)] == [True, False]
    (event,) = events(folder)
    assert (event.dtstart.value, int(event.sequence.value) > 0) == (LATER + HOUR, True)


def test_what_has_passed_is_gone_a_year_later(store: Store, folder: Path) -> None:
    told(store)
    add(store, reminder(LATER, state=ReminderState.PASSED))
    assert [write_feeds(store, folder, at)[0].entries for at in (LATER + KEPT - HOUR, LATER + KEPT)] == [1, 0]


@pytest.mark.both_databases
def test_the_feed_has_the_last_two_hundred(store: Store, folder: Path) -> None:
    keys = told(store, MOST + 5)
    write_feeds(store, folder, NOW)
    with store.writing() as session:
        session.execute(update(Alert).where(Alert.alert_key == keys[4]).values(title="too old"))
        session.execute(update(Alert).where(Alert.alert_key == keys[5]).values(title="the oldest"))
    write_feeds(store, folder, NOW)
    assert (len(said(folder)), said(folder)[-1]) == (MOST, "the oldest")


@pytest.mark.both_databases
def test_what_noise_control_keeps_back_is_in_no_feed(store: Store, folder: Path) -> None:
    (muted,) = told(store, muted_until=NOW + HOUR)
    (withdrawn,) = told(store, first=1)
    told(store, first=2)
    with store.writing() as session:
        its = select(Alert.id).where(Alert.alert_key == withdrawn)
        session.execute(update(Delivery).where(Delivery.alert_id.in_(its)).values(state="withdrawn"))
    assert write_feeds(store, folder, NOW)[1].entries == 1
    with store.writing() as session:
        session.execute(update(Delivery).where(Delivery.state == "muted").values(state="pending"))
    assert (write_feeds(store, folder, NOW)[1].entries, muted != withdrawn) == (2, True)


@pytest.mark.both_databases
def test_what_tells_of_arena_has_its_credit(store: Store, folder: Path) -> None:
    (key,) = told(store)
    told(store, first=1)
    with store.writing() as session:
        ensure_source_row(session, SOURCES["arena_text"], "https://arena.example")
        session.execute(update(Alert).where(Alert.alert_key == key).values(source="arena_text"))
    write_feeds(store, folder, NOW)
    rights = [text(entry, "rights") for entry in entries((folder / FEED).read_bytes())]
    assert rights == [None, *attributions(["arena_text"])]
    assert "CC BY 4.0" in (rights[1] or "")


def test_a_folder_of_ours_is_for_its_owner_alone_and_one_of_yours_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    told(store)
    yours = tmp_path / "yours"
    yours.mkdir(mode=0o755)
    for folder, mode in ((tmp_path / "ours", 0o700), (yours, 0o755)):
        write_feeds(store, folder, NOW)
        assert folder.stat().st_mode & 0o777 == mode


def test_a_writer_that_dies_before_the_end_leaves_the_file_as_it_was(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(store)
    write_feeds(store, folder, NOW)
    before = contents(folder)
    told(store, first=1)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _die)
        with pytest.raises(KeyboardInterrupt):
            write_feeds(store, folder, NOW)
    assert contents(folder) == before
    assert write_feeds(store, folder, NOW)[1] == FeedFile(folder / FEED, 2, True)
    assert sorted(os.listdir(folder)) == [".lock", STATE, FEED, CALENDAR]  # noqa: PTH208


def _die(_draft: Path, _target: Path) -> Path:
    raise KeyboardInterrupt


def test_a_writer_waits_for_the_one_before_and_writes_what_is_so_then(store: Store, folder: Path) -> None:
    told(store)
    write_feeds(store, folder, NOW)
    with (folder / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = Thread(target=write_feeds, args=(store, folder, NOW))
        waiting.start()
        told(store, first=1)
    waiting.join()
    assert len(said(folder)) == 2


@pytest.mark.both_databases
def test_a_feed_that_cannot_be_written_is_a_warning_and_the_run_is_done(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    visit(store, tmp_path / "file" / "feeds", AFTER, AFTER)
    (warning,) = (record for record in caplog.records if record.name == "almanac.feeds")
    assert (warning.levelno, "Not a directory" in warning.getMessage()) == (logging.WARNING, True)
    with store.reading() as session:
        assert session.scalars(select(Snapshot.outcome)).all() == ["facts"]


def test_a_disk_that_is_full_keeps_the_files_and_the_next_run_writes_them(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told(store)
    write_feeds(store, folder, NOW)
    told(store, first=1)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", _is_full)
        publish_feeds(store, folder, lambda: NOW)
    assert (len(said(folder)), "No space left on device" in caplog.text) == (1, True)
    publish_feeds(store, folder, lambda: NOW)
    assert len(said(folder)) == 2


def _is_full(_file: Path, _content: bytes) -> int:
    raise OSError(28, "No space left on device")


def test_the_command_says_where_they_are_and_how_many_entries_they_have(almanac: Almanac, home: Path) -> None:
    store = Store(load().database_url)
    told(store, 3)
    store.close()
    assert almanac("feeds", "--json").rows == [
        {"file": str(home / "feeds" / CALENDAR), "entries": 0, "changed": True},
        {"file": str(home / "feeds" / FEED), "entries": 3, "changed": True},
    ]
    assert [row["changed"] for row in almanac("feeds", "--json").rows] == [False, False]


def test_the_command_writes_to_another_folder_for_people_too(almanac: Almanac, tmp_path: Path) -> None:
    answer = almanac("feeds", "--folder", "there")
    assert (answer.code, str(tmp_path / "there" / FEED) in answer.out) == (0, True)
    assert (tmp_path / "there" / CALENDAR).is_file()


def test_the_command_without_a_database_makes_no_folder(home: Path, almanac: Almanac) -> None:
    os.environ["ALMANAC_DATABASE_URL"] = f"sqlite:///{home / 'none.db'}"
    answer = almanac("feeds")
    assert (answer.code, answer.err, home.exists()) == (
        1,
        "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n",
        False,
    )


def test_the_folder_of_a_settings_file_is_beside_it_and_children_find_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (load().feeds, alert_settings(load()).feeds) == (home / "feeds", home / "feeds")
    home.mkdir()
    (home / "almanac.toml").write_text('feeds = "mine"')
    assert load().feeds == home / "mine"
    monkeypatch.setenv("ALMANAC_FEEDS", "here")
    assert load().feeds == home.parent / "here"
    assert seen_elsewhere(load(), monkeypatch).feeds == home.parent / "here"


def test_what_a_variable_says_relative_to_here_leads_a_child_to_the_same_place(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALMANAC_DATABASE_URL", "sqlite:///here.db")
    monkeypatch.setenv("ALMANAC_WORKLOAD", "here.toml")
    child = seen_elsewhere(load(), monkeypatch)
    assert child.database_url == f"sqlite:///{home.parent / 'here.db'}"
    assert child.workload == home.parent / "here.toml"


def seen_elsewhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a child, which runs in another folder."""
    environ = environment(settings, settings.home / "prefect", 4200)
    elsewhere = settings.home / "prefect"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    return load(environ=environ)
