"""`almanac backfill arena`: the whole history of the sample site's boards, recorded once, and nobody is told."""

import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

import samples.site
from bench.harness.dates import day
from bench.harness.forking import FORKING
from cli.main import main
from flows.audit.verification import verify
from flows.backfill.full_history import backfill_whole
from flows.database import Store
from flows.ingest.archive import archive
from flows.ingest.fetch import web_attempt
from flows.ingest.source_health import STANDING
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.replays import replay
from flows.run import Run
from flows.settings.load import Settings, load
from models.facts.kinds import Contender, Score
from models.leaderboards.scores import leaderboard, leaderboard_at
from models.schema.history import HISTORY, TABLES
from models.schema.tables import Alert, Body, ChangeRow, Snapshot, SourceRow, Watermark
from samples.answers import Answer
from samples.arena.state import categories, computed, publishes, standings, uploaded
from samples.site import Site, reply_elsewhere
from scrapers.arena.sources import LISTING
from scrapers.http.ways import HuggingFaceFile
from scrapers.page import Failed
from scrapers.registry import SOURCES
from scrapers.source import History, Source
from tests.db.test_replay import everything, nobody
from tests.support.processes import environment

HERE = HuggingFaceFile(LISTING, redirect_hosts=("127.0.0.1",))
END = day("2026-11-01 12:00")
SCORES, CONTENDERS, SPANS = HISTORY[Score], HISTORY[Contender], TABLES[Score].spans


def at_home(name: str) -> Source:
    """A source whose files are on this machine."""
    source = SOURCES[name]
    assert source.history is not None
    return replace(source, ask=HERE, history=History(source.history.path, HERE))


WEBDEV, TEXT = at_home("arena_webdev"), at_home("arena_text_style_control")
SUBSETS = {"webdev": WEBDEV, "text_style_control": TEXT}
DAYS = publishes("webdev")
NO_WAITING = {"sqlite": "pragma busy_timeout = 0", "postgresql": "set local lock_timeout = 1"}


@dataclass
class Hub:
    """The sample site, and which files its other host was asked for."""

    site: Site
    downloads: list[str]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Hub]:
    assert settings
    downloads: list[str] = []

    def noted(target: str, headers: Mapping[str, str], at: datetime) -> Answer:
        downloads.append("/".join(target.partition("?")[0].split("/")[-2:]))
        return reply_elsewhere(target, headers, at)

    monkeypatch.setattr(samples.site, "reply_elsewhere", noted)
    with Site(END).serving() as site:
        monkeypatch.setenv("ALMANAC_HUGGINGFACE_URL", site.url)
        yield Hub(site, downloads)


def load_whole(store: Store, source: Source = WEBDEV, at: datetime = END) -> RunResult | Failed | None:
    return backfill_whole(Run(store, source, clock=lambda: at, log=nobody), load())


def run(store: Store, at: datetime, source: Source = WEBDEV) -> RunResult:
    """A run on schedule."""
    return process_attempt(Run(store, source, clock=lambda: at), web_attempt(Run(store, source), load(), at))


def count(store: Store, *kinds: type) -> list[int]:
    with store.reading() as session:
        return [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]


def rows(store: Store) -> int:
    with store.reading() as session:
        return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (SCORES, CONTENDERS))


def instant(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@pytest.mark.both_databases
def test_every_publish_is_there_at_its_own_date(store: Store, hub: Hub) -> None:
    loaded = load_whole(store, TEXT)
    assert isinstance(loaded, RunResult)
    assert (loaded.outcome, loaded.rows) == ("facts", rows(store))
    with store.reading() as session:
        assert set(session.scalars(select(SCORES.c.recorded_from).distinct())) == {END}
        for category in categories("text_style_control"):
            for published in computed("text_style_control", category):
                at = instant(published)
                stood = leaderboard_at(session, "arena/text", category, at, END)
                assert [(row.contender_key, row.score, row.votes) for row in stood] == [
                    (one.model, one.rating, one.votes) for one in standings("text_style_control", category, published)
                ], (category, published)
            starts = session.scalars(select(SCORES.c.effective_from).where(SCORES.c.category == category).distinct())
            assert set(starts) <= {instant(each) for each in computed("text_style_control", category)}
    assert hub.downloads == ["text_style_control/full-00000-of-00001.parquet"]


def test_a_second_call_downloads_nothing_and_writes_nothing(store: Store, hub: Hub) -> None:
    load_whole(store)
    before = everything(store)
    assert load_whole(store, at=END + timedelta(days=1)) is None
    assert (everything(store), len(hub.downloads)) == (before, 1)


@pytest.mark.both_databases
def test_the_latest_account_on_top_writes_only_what_is_new(store: Store, hub: Hub) -> None:
    hub.site.at = uploaded(DAYS[-2])
    load_whole(store, at=hub.site.at)
    loaded = rows(store)
    assert (run(store, hub.site.at + timedelta(hours=1)).rows, rows(store)) == (0, loaded)
    hub.site.at = END
    newer = run(store, END)
    assert (newer.outcome, rows(store) - loaded) == ("facts", newer.rows)
    with store.reading() as session:
        new = select(SCORES.c.effective_from).where(SCORES.c.recorded_from == END).distinct()
        assert list(session.scalars(new)) == [instant(DAYS[-1])]
        assert [row.contender_key for row in leaderboard(session, "arena/code", "overall")]


@pytest.mark.both_databases
def test_a_history_after_the_latest_account_adds_what_was_before_it_and_keeps_the_rest(store: Store, hub: Hub) -> None:
    run(store, END)
    with store.reading() as session:
        latest = set(session.execute(select(SCORES.c.contender_key, SCORES.c.effective_from, SCORES.c.score)).tuples())
    load_whole(store, at=END + timedelta(hours=1))
    with store.reading() as session:
        kept = select(SCORES.c.contender_key, SCORES.c.effective_from, SCORES.c.score).where(
            SCORES.c.recorded_from == END, SCORES.c.recorded_to.is_(None)
        )
        earlier = select(SCORES.c.effective_from).where(SCORES.c.recorded_from > END).distinct()
        assert set(session.execute(kept).tuples()) <= latest
        assert {instant(each) for each in DAYS[:-1]} <= set(session.scalars(earlier))
    assert hub.downloads[1:] == ["webdev/full-00000-of-00001.parquet"]


@pytest.mark.both_databases
def test_a_later_history_on_an_earlier_one_writes_only_what_is_new(store: Store, hub: Hub) -> None:
    hub.site.at = uploaded(DAYS[2])
    load_whole(store, at=hub.site.at)
    hub.site.at = END
    load_whole(store)
    with store.reading() as session:
        new = select(SCORES.c.effective_from).where(SCORES.c.recorded_from == END)
        assert set(session.scalars(new)) == {instant(each) for each in DAYS[3:]}


def test_what_a_history_brings_is_logged_and_nobody_is_told(store: Store, hub: Hub) -> None:
    hub.site.at = uploaded(DAYS[0])
    run(store, hub.site.at)
    hub.site.at = END
    loaded = load_whole(store)
    assert isinstance(loaded, RunResult)
    assert loaded.changes == count(store, ChangeRow)[0] > 0
    assert count(store, Alert) == [0]
    assert run(store, END + timedelta(hours=1)).rows == 0
    assert count(store, Alert) == [0]


def test_a_run_that_finds_a_history_unread_records_it_and_tells_nobody(store: Store, hub: Hub) -> None:
    hub.site.at = uploaded(DAYS[0])
    run(store, hub.site.at)
    hub.site.at = END
    found = web_attempt(Run(store, WEBDEV.as_history()), load(), END)()
    with store.writing() as session:
        archive(session, found, END)
    run(store, END + timedelta(hours=1))
    assert [count(store, Alert), count(store, Watermark)[0] > 0] == [[0], True]
    with store.reading() as session:
        assert set(session.scalars(select(Snapshot.outcome))) <= {"facts", "same"}


def test_a_history_older_than_what_is_known_is_refused_and_changes_nothing(store: Store, hub: Hub) -> None:
    run(store, END)
    before = everything(store)
    hub.site.at = uploaded(DAYS[-2])
    refused = load_whole(store, at=END + timedelta(hours=1))
    assert isinstance(refused, RunResult)
    assert str(refused).startswith("refused: ")
    assert f"published {DAYS[-2]}, but {DAYS[-1]} has been read already" in str(refused)
    after = everything(store)
    assert {name for name in after if after[name] != before[name]} == {"snapshot", "body"}


@pytest.mark.both_databases
def test_after_a_refused_history_its_source_is_as_well_as_before(store: Store, hub: Hub) -> None:
    run(store, END)
    hub.site.at = uploaded(DAYS[-2])
    load_whole(store, at=END + timedelta(hours=1))
    hub.site.at = END
    assert run(store, END + timedelta(hours=2)).good
    with store.reading() as session:
        assert not session.scalars(select(ChangeRow).where(ChangeRow.kind.in_(STANDING))).all()


def test_a_download_that_fails_leaves_nothing(store: Store, hub: Hub) -> None:
    hub.site.at = day("2026-01-01")
    assert load_whole(store) == Failed(WEBDEV.name, WEBDEV.as_history().url(load().sites), END, "HTTP 404")
    assert count(store, Snapshot, Body, SourceRow) == [0, 0, 1]


def backfill_until(said: str, variables: dict[str, str]) -> None:
    """Load the whole history in a process that dies when it says this."""

    def say(line: str) -> None:
        if said in line:
            os.kill(os.getpid(), signal.SIGKILL)

    os.environ.clear()
    os.environ.update(variables)
    settings = load()
    backfill_whole(Run(Store(settings.database_url), TEXT, lambda: END, log=say), settings)


POINTS = {
    "asking for": (0, 1),
    "bytes": (0, 1),
    "part 1 of 2: ": (1, 0),
    "part 2 of 2: ": (1, 0),
}
"""Where the process is killed; how many snapshots that leaves, and how many downloads the next call makes."""


@pytest.mark.parametrize("point", POINTS)
def test_a_call_that_is_killed_is_gone_on_with_by_the_next(
    store: Store, url: str, hub: Hub, home: Path, point: str
) -> None:
    left, again = POINTS[point]
    variables = environment(home, ALMANAC_DATABASE_URL=url, ALMANAC_HUGGINGFACE_URL=hub.site.url)
    killed = FORKING.Process(target=backfill_until, args=(point, variables))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    assert (count(store, Snapshot, Watermark), rows(store)) == ([left, 0], 0)
    before = len(hub.downloads)
    loaded = load_whole(store, TEXT)
    assert isinstance(loaded, RunResult)
    assert (loaded.outcome, loaded.rows, len(hub.downloads) - before) == ("facts", rows(store), again)
    assert count(store, Snapshot, Alert) == [1, 0]
    assert load_whole(store, TEXT) is None


@pytest.mark.both_databases
def test_every_row_is_walked_back_to_the_file_and_a_replay_comes_to_the_same(store: Store, hub: Hub) -> None:
    hub.site.at = uploaded(DAYS[3])
    load_whole(store, at=hub.site.at)
    hub.site.at = END
    run(store, END)
    verified = verify(store, [WEBDEV], nobody)
    assert (verified.discrepancies, verified.snapshots) == ([], 2)
    before = everything(store)
    replayed = replay(Run(store, WEBDEV, log=nobody))
    assert (replayed.snapshots, replayed.corrections, replayed.rows) == (2, 0, rows(store))
    assert {name: everything(store)[name] for name in ("score", "contender")} == {
        name: before[name] for name in ("score", "contender")
    }


@pytest.mark.both_databases
def test_a_row_that_the_file_does_not_bear_out_is_named(store: Store, hub: Hub) -> None:
    load_whole(store)
    assert hub.downloads
    with store.writing() as session:
        session.execute(update(SPANS).where(SPANS.c.effective_from == instant(DAYS[1])).values(votes=7))
    wrong = verify(store, [WEBDEV], nobody).discrepancies
    assert {found.fact for found in wrong} == {"score"}
    assert all("the row" in found.why for found in wrong)


@pytest.mark.both_databases
def test_who_reads_while_a_history_is_loaded_does_not_wait_and_sees_what_was_there_before(
    store: Store, hub: Hub
) -> None:
    run(store, END, TEXT)
    board = partial(leaderboard, board="arena/text")
    with store.reading() as session:
        before, seen = board(session), list[object]()

    def read(line: str) -> None:
        """Read when a category is half recorded; a lock would never be released here, so do not wait for one."""
        if "part " not in line:
            return
        with store.reading() as session:
            session.execute(text(NO_WAITING[session.get_bind().dialect.name]))
            assert session.scalar(select(func.count()).select_from(SPANS)) == len(before)
            seen.append(board(session))

    at = END + timedelta(hours=1)
    backfill_whole(Run(store, TEXT, clock=lambda: at, log=read), load())
    assert seen == [before] * len(categories("text_style_control"))
    assert rows(store) > 2 * len(before)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_it_is_said_how_far_the_download_and_the_recording_have_come(
    store: Store, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("flows.progress.EVERY_SECONDS", 0)
    backfill_whole(Run(store, TEXT, clock=lambda: END, log=said.append), load())
    address = f"{hub.site.url}/datasets/lmarena-ai/leaderboard-dataset/resolve/main/text_style_control/full"
    assert said[0] == f"arena_text_style_control: asking for {address}-00000-of-00001.parquet"
    assert "arena_text_style_control: 0.0 MB have come" in said
    parts = [line.rpartition(", ") for line in said if "part " in line]
    assert [words for words, _, _ in parts] == [
        f"arena_text_style_control: part {at} of 2: {category}"
        for at, category in enumerate(sorted(categories("text_style_control")), 1)
    ]
    assert all(int(count.removesuffix(" rows").replace(",", "")) > 10 for _, _, count in parts)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_command_loads_the_subsets_of_the_settings_or_those_that_are_named(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.recording.backfill.SUBSETS", SUBSETS)
    monkeypatch.setattr("cli.recording.backfill.Run", partial(Run, clock=lambda: END))
    monkeypatch.setenv("ALMANAC_ARENA_SUBSETS", "text_style_control,webdev")
    assert main(["backfill", "arena", "webdev"]) == 0
    assert main(["backfill", "arena"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert hub.downloads == [f"{name}/full-00000-of-00001.parquet" for name in ("webdev", "text_style_control")]
    assert lines[-1] == "arena_webdev: nothing new"
    assert [line.split(":")[0] for line in lines if ": facts: " in line] == ["arena_webdev", "arena_text_style_control"]
    assert main(["backfill", "arena", "webdov"]) == 2
    assert "did you mean webdev" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_command_fails_where_a_file_is_not_to_be_had_and_goes_on_with_the_others(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = replace(WEBDEV, name="arena_away", history=History("/datasets/x/y/resolve/main/none.parquet", HERE))
    monkeypatch.setattr("cli.recording.backfill.SUBSETS", {"away": away, "webdev": WEBDEV})
    assert main(["backfill", "arena", "away", "webdev"]) == 1
    told = capsys.readouterr()
    assert "arena_away: failed: none.parquet is not in the listing" in told.out
    assert "arena_webdev: facts: " in told.out
    assert "run it again to load the rest" in told.err
    assert hub.downloads == ["webdev/full-00000-of-00001.parquet"]
