"""Many sources of one's own in one run: what is due, what each costs the database, and what is said of late ones."""

import os
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bench.harness.sample_pages import page_of
from flows.clock import utc_now
from flows.database import Store
from flows.demo.own_settings import use_own_settings
from flows.deployments import TRACK_MANY, plans
from flows.ingest.archive import ensure_source_row
from flows.metrics.record import record_metrics
from flows.pipeline import many_sources
from flows.pipeline.many_sources import DELIVER_SECONDS, lateness, read_many
from flows.run import Run
from flows.settings.load import Settings, load
from models.schema.tables import Snapshot
from samples.visits import instants
from scrapers.registry import OWN, SOURCES
from scrapers.source import Source
from tests.support.site import Answer, Site, serving
from tests.support.typed import Almanac

READER = "zai_pricing"
COUNT = 6


@pytest.fixture(autouse=True)
def _no_own_sources_afterwards() -> Generator[None]:
    yield
    OWN.clear()


@pytest.fixture
def site() -> Generator[Site]:
    body = page_of(READER, instants(READER)[-1])
    with serving(robots=[Answer(404)]) as found:
        for number in range(COUNT):
            found.answers[f"/{number}.md"] = [Answer(body=body, headers={"Content-Type": "text/markdown"})]
        yield found


@pytest.fixture
def own(settings: Settings, site: Site) -> Settings:
    """Settings with a file of sources."""
    settings.home.mkdir(exist_ok=True, mode=0o700)
    entries = (
        f'[own_{number}]\nurl = "{site.url}/{number}.md"\nreader = "{READER}"\nevery_minutes = 10\n'
        for number in range(COUNT)
    )
    (settings.home / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
    return load()


def sources(settings: Settings) -> list[Source]:
    return [*settings.own_sources.values()]


def tried(store: Store, source: Source, minutes_ago: int) -> None:
    at = utc_now() - timedelta(minutes=minutes_ago)
    with store.writing() as session:
        ensure_source_row(session, source, "u")
        session.add(Snapshot(source=source.name, url="u", moment=at, stored_at=at, outcome="failed", reason="no"))


def statements(store: Store) -> list[str]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    return found


def noting_deliveries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources in whose runs all that is due is sent; nothing is."""
    sent: list[str] = []

    def note(run: Run, _at: object) -> None:
        sent.append(run.source.name)

    monkeypatch.setattr(many_sources, "deliver_and_publish", note)
    return sent


@pytest.mark.both_databases
def test_what_was_never_tried_comes_first_and_then_what_is_overdue_longest(store: Store, own: Settings) -> None:
    for source, minutes in zip(sources(own), (12, 25, 3, 14), strict=False):
        tried(store, source, minutes)
    noted = statements(store)
    with store.reading() as session:
        found = lateness(session, sources(own), utc_now())
    assert [source.name for source in found.due] == ["own_4", "own_5", "own_1", "own_3", "own_0"]
    assert found.never == 2
    assert [*found.late] == ["own_1"]
    assert timedelta(minutes=14) < found.late["own_1"] < timedelta(minutes=16)
    assert sum("max(snapshot.moment)" in statement for statement in noted) == 1


@pytest.mark.both_databases
def test_a_run_reads_all_that_are_due_and_sends_once_for_all(
    store: Store, own: Settings, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = noting_deliveries(monkeypatch)
    read = read_many(lambda source: Run(store, source), own, sources(own), clock=lambda: 0)
    assert str(read) == f"{COUNT} sources: {COUNT} facts"
    assert len(sent) == 1
    assert site.paths() == [f"/{number}.md" for number in range(COUNT)]
    with store.reading() as session:
        assert lateness(session, sources(own), utc_now()).due == ()
        outcomes = session.scalars(select(Snapshot.outcome)).all()
    assert [str(outcome) for outcome in outcomes] == ["facts"] * COUNT
    # The same bytes once more: what one source of many costs. Its road alone sends and writes feeds, too.
    noted = statements(store)
    read_many(lambda source: Run(store, source), own, sources(own), clock=lambda: 0)
    of_many = len(noted) / COUNT
    assert of_many <= 12, [statement[:80] for statement in noted[: len(noted) // COUNT]]


def test_alerts_do_not_wait_for_the_end_of_a_long_run(
    store: Store, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = noting_deliveries(monkeypatch)
    passing = iter([number * DELIVER_SECONDS / 2 for number in range(1000)])
    read_many(lambda source: Run(store, source), own, sources(own), clock=lambda: next(passing))
    assert len(sent) > 2


def test_a_run_without_time_leaves_the_rest_to_the_next_one(store: Store, own: Settings, site: Site) -> None:
    passing = iter((0.0, 0.0, 0.0, 5.0, 5.0, *[20.0] * 100))
    read = read_many(
        lambda source: Run(store, source), own, sources(own), longest_seconds=10, clock=lambda: next(passing)
    )
    assert 0 < len(read.outcomes) < COUNT
    assert read.left == COUNT - len(read.outcomes)
    assert f"; {read.left} wait for the next run" in str(read)
    assert len(site.paths()) == len(read.outcomes)
    with store.reading() as session:
        due = {source.name for source in lateness(session, sources(own), utc_now()).due}
    assert due == {source.name for source in sources(own)} - read.outcomes.keys()


def test_one_source_that_trips_does_not_end_the_run_of_the_others(
    store: Store, own: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = many_sources.read_source

    def tripping(run: Run, *given: Any) -> Any:  # noqa: ANN401 (as the real one)
        if run.source.name == "own_2":
            raise RuntimeError("no such thing")
        return real(run, *given)

    monkeypatch.setattr(many_sources, "read_source", tripping)
    read = read_many(lambda source: Run(store, source), own, sources(own), clock=lambda: 0)
    assert read.outcomes == {source.name: "error" if source.name == "own_2" else "facts" for source in sources(own)}
    assert "own_2: its run failed" in caplog.text


def test_a_pause_lies_between_two_pages_of_one_host(
    store: Store, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    monkeypatch.setattr(many_sources.time, "sleep", paused.append)
    read_many(lambda source: Run(store, source), own, sources(own), clock=lambda: 0)
    # A host of this machine needs none; any other one has the pause of a visit.
    assert paused == [0] * (COUNT - 1)
    assert many_sources.fetch_manners(own, "https://docs.acme.example/p").pause_seconds == 3


def test_there_is_one_deployment_for_all_of_them_which_is_not_started_twice(own: Settings) -> None:
    many = [plan for plan in plans(SOURCES.values(), len(own.own_sources)) if plan.entrypoint == TRACK_MANY]
    (plan,) = many
    assert (plan.name, plan.cron, plan.queues) == ("own-sources", "*/5 * * * *", False)
    assert f"{COUNT} sources of your own file" in plan.description
    assert TRACK_MANY not in {plan.entrypoint for plan in plans(SOURCES.values())}


@pytest.mark.both_databases
def test_doctor_and_the_metrics_say_which_are_late(almanac: Almanac, store: Store, own: Settings) -> None:
    assert "own sources" in almanac("doctor").out
    for source, minutes in zip(sources(own), (1, 50, 25), strict=False):
        tried(store, source, minutes)
    said = " ".join(almanac("doctor").out.split())
    assert f"{COUNT} of" in said
    assert "3 not tried yet; 2 late by more than their cadence, own_1 by 40 min" in said
    assert "the last attempt at 3 failed" in said
    values = {metric.name: metric.values for metric in record_metrics(store, [], utc_now(), sources(own))}
    states = {state: count for (state,), count in values["almanac_own_sources"].items()}
    assert states == {"late": 2, "never tried": 3, "on time": 1}
    assert 2400 <= values["almanac_own_sources_latest_seconds"][()] < 2500


def test_a_source_of_the_file_is_tracked_by_name(almanac: Almanac, own: Settings) -> None:
    assert own.own_sources
    assert "own_1: facts: " in almanac("track", "own_1").out
    assert "own_1" in almanac("sources").out


def test_the_demo_reads_no_file_of_the_users(own: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "environ", dict(os.environ))
        use_own_settings(own, f"sqlite:///{tmp_path / 'demo.db'}", "http://127.0.0.1:1")
        assert not load().own_sources


def test_a_failed_attempt_waits_for_its_cadence_as_a_good_one(store: Store, own: Settings) -> None:
    tried(store, sources(own)[0], 2)
    with store.reading() as session:
        assert "own_0" not in {source.name for source in lateness(session, sources(own), utc_now()).due}
