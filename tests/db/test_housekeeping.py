"""Housekeeping: old versions of artifacts go, Prefect removes old runs, and `doctor` says how large all is."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import ObjectNotFound
from prefect.settings.models.server.root import ServerSettings
from sqlalchemy import event

from bench.harness.dates import day
from flows.audit import Sizes, growth, tidy
from flows.clock import utc_now
from flows.database import Store
from flows.housekeeping import BATCH, message, remove_versions
from flows.server.paths import environment
from flows.settings.load import Settings, load
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, feed


class Artifacts:
    """A server with versions of artifacts, the newest of each key first."""

    def __init__(self, **versions: int) -> None:
        self.versions = {key: [uuid4() for _ in range(count)] for key, count in versions.items()}
        self.gone = set[UUID]()

    def read_latest_artifacts(self, limit: int, offset: int) -> list[Any]:
        return [SimpleNamespace(key=key) for key in self.versions][offset : offset + limit]

    def read_artifacts(self, artifact_filter: Any, limit: int, offset: int, **_sort: object) -> list[Any]:  # noqa: ANN401
        [key] = artifact_filter.key.any_
        return [SimpleNamespace(id=each) for each in self.versions[key][offset : offset + limit]]

    def delete_artifact(self, number: UUID) -> None:
        for versions in self.versions.values():
            if number in versions:
                versions.remove(number)
        if number in self.gone:
            raise ObjectNotFound(ValueError("gone"))


def test_the_newest_versions_of_each_artifact_stay() -> None:
    server = Artifacts(prices=2 * BATCH + 70, deadlines=3, health=51)
    newest = {key: versions[:50] for key, versions in server.versions.items()}
    server.gone = {server.versions["prices"][60]}
    assert remove_versions(cast(SyncPrefectClient, server)) == 2 * BATCH + 20 + 1
    assert server.versions == newest
    assert remove_versions(cast(SyncPrefectClient, server)) == 0


def test_the_message_is_in_words() -> None:
    assert message(1, 30, Sizes(1_250_000, 0)) == (
        "1 old version of artifacts removed; runs and their logs stay 30 days; the record has 1.2 MB"
    )


def test_prefects_server_removes_old_runs_and_events_by_itself(
    home: object, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    assert home
    monkeypatch.setenv("ALMANAC_KEEP_RUNS_DAYS", "12")
    assert settings.values.keep_runs_days == 30
    for name, value in environment(load(), settings.home, 4200).items():
        if name.startswith("PREFECT_SERVER_"):
            monkeypatch.setenv(name, value)
    found = ServerSettings()
    assert found.services.db_vacuum.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
    assert found.services.db_vacuum.retention_period == timedelta(days=12)
    assert found.events.retention_period == timedelta(days=7)


@pytest.mark.both_databases
def test_doctor_says_how_large_the_record_is_and_what_each_source_brought(almanac: Almanac, store: Store) -> None:
    now = utc_now().replace(microsecond=0)
    feed(store, day("2026-05-08"))
    for hours, of in ((2, "2026-08-13"), (1, "2026-08-18")):
        feed(store, now - timedelta(hours=hours), page_as_of(of))
    rows = {row["check"]: row["detail"] for row in almanac("doctor", "--json").rows}
    assert rows[f"{SOURCE.name} size"].startswith("within 30 days: attempts 2, pages 2, 0.0 MB")
    assert rows["size"].endswith(" MB")
    assert f"in 30 days 2 attempts brought 0.0 MB of pages, most of it {SOURCE.name} 0.0 MB" in almanac("doctor").text


def page_as_of(text: str) -> str:
    from bench.harness.sample_pages import body

    return body(day(text))


def test_the_growth_is_looked_up_by_an_index_and_no_history_is_read(store: Store) -> None:
    feed(store, day("2026-05-08"))
    asked = list[str]()
    event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append(str(given[2])))
    with store.reading() as session:
        assert [each.pages for each in growth(session, day("2026-05-09"))] == [1]
    asked = [statement for statement in asked if statement.lower().startswith("select")]
    assert not any("_span" in statement or "_series" in statement for statement in asked)
    assert store.file is not None
    with closing(sqlite3.connect(store.file)) as connection:
        for statement in asked:
            values = ("", "") * statement.count("?")
            plan = connection.execute(f"explain query plan {statement}", values[: statement.count("?")]).fetchall()
            assert not [step for *_, step in plan if step.startswith(("SCAN snapshot", "SCAN body"))], statement


def test_the_journal_is_written_into_the_file(store: Store) -> None:
    feed(store, day("2026-05-08"))
    assert store.file is not None
    journal = store.file.with_name(f"{store.file.name}-wal")
    assert journal.stat().st_size > 0
    tidy(store)
    assert journal.stat().st_size == 0
