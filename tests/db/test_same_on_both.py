"""After the same history every table and every view says the same on SQLite and on PostgreSQL.

Tables and views are those that the databases list: a new one is compared by being there, and fails while it is empty.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, DateTime, Double, Numeric, inspect, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from flows.notify.reminders import remind
from flows.pipeline.attempts import process_attempt
from flows.pipeline.last_cycle import note_cycle
from flows.replay.replays import replay
from flows.run import DEFAULT_ALERTS, Run
from models.facts.kinds import Promotion, Retirement
from models.kinds.changes import ChangeKind
from models.kinds.decisions import Verdict
from models.kinds.deliveries import SilenceAction
from models.schema.dialects import instant_of
from models.schema.tables import Budget, ChangeRow, Decision, Silence
from scrapers.page import Attempt, Failed, Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.db.test_replay import NEWER, doubled, nobody
from tests.db.test_routes import ends as routed
from tests.db.test_trust import NEVER, say
from tests.support.vendor import ends, promoted
from tests.support.walks import SITES, SOURCE

NOT_OURS = {"alembic_version"}
NUMBERS = {"id", "series_id"}
"""SQLite gives a number again whose row a replay has deleted, so numbers of rows are not compared."""
VISITS = {
    SOURCE.name: ("2026-05-08", "2026-08-13", "2026-08-18"),
    "deepseek_pricing_zh": ("2026-08-13",),
    "deepseek_updates": ("2026-08-13",),
    "arena_webdev": ("2026-08-12",),
    "artificial_analysis": ("2026-08-12",),
    "huggingface_cards": ("2026-07-14", "2026-08-13"),
}
"""The visits to each source: prices in force and announced, promotions, retirements, hours, boards, speeds, cards."""
LAST = day("2026-10-18")


def visit(store: Store, source: Source, at: datetime, found: Attempt) -> None:
    process_attempt(Run(store, source, clock=lambda: at), lambda: found, remind_at=at)


def fill(store: Store) -> None:
    """Write at least a row to every table, by the same history for each database."""
    for name, days in VISITS.items():
        for at in map(day, days):
            source = SOURCES[name]
            visit(store, source, at, Page(name, source.url(SITES), page_of(name, at), at))
    routes = (routed("old", answers_as="older"), routed("older", answers_as="m"))
    say(store, 0, "other", *promoted(at=NEVER), *ends(NEVER), *routes, of=(Promotion, Retirement))
    replay(Run(store, replace(NEWER, read=doubled), clock=lambda: LAST, log=nobody))
    visit(store, NEWER, LAST, Failed(SOURCE.name, SOURCE.url(SITES), LAST, "HTTP 503"))
    remind(store, DEFAULT_ALERTS, LAST)
    with store.writing() as session:
        session.add(Budget(source=SOURCE.name, day_start=LAST, requests=7))
        session.add(
            Decision(source=SOURCE.name, snapshot_id=1, case_sha256="c", decided_at=LAST, verdict=Verdict.ACCEPTED)
        )
        said = {"vendor": "deepseek", "subject": "m", "fact": "price", "said_after": "1 here; 2 there", "seen_at": LAST}
        disagree = ChangeRow(
            source=SOURCE.name, snapshot_id=1, kind=ChangeKind.SOURCES_DISAGREE, stored_at=LAST, **said
        )
        session.add(disagree)
        session.add(Silence(action=SilenceAction.MUTE, kind_pattern="notice*", created_at=LAST))
        note_cycle(session, LAST)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.both_databases
def test_every_table_and_view_says_the_same(store: Store, templates: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(templates.read_bytes())
    other = Store(f"sqlite:///{file}")
    for each in (store, other):
        fill(each)
    names = listed(store)
    assert listed(other) == names
    types = {name: column_types(store, name) for name in names}
    ours, theirs = ({name: rows(each, name, types[name]) for name in names} for each in (other, store))
    other.close()
    assert [name for name, found in theirs.items() if not found] == []
    for name in names:
        assert set(ours[name]) ^ set(theirs[name]) == set(), name
        assert len(ours[name]) == len(theirs[name]), name


def listed(store: Store) -> list[str]:
    found = inspect(store.engine)
    return sorted({*found.get_table_names(), *found.get_view_names()} - NOT_OURS)


def column_types(store: Store, name: str) -> Mapping[str, TypeEngine[Any]]:
    """The columns of a table or a view, with their types on PostgreSQL: SQLite has texts and numbers alone."""
    found = inspect(store.engine).get_columns(name)
    return {column["name"]: column["type"] for column in found if column["name"] not in NUMBERS}


def rows(store: Store, name: str, types: Mapping[str, TypeEngine[Any]]) -> list[str]:
    """All rows, in one order for both databases and with values that Python compares."""
    with store.engine.connect() as connection:
        query = text(f"select {', '.join(types)} from {name}")  # noqa: S608 (names of ours)
        found = connection.execute(query).all()
    return sorted(str([plain(value, of) for value, of in zip(row, types.values(), strict=True)]) for row in found)


def _instant(value: datetime | str | int) -> datetime:
    if isinstance(value, datetime):
        return value
    return instant_of(value) if isinstance(value, int) else datetime.fromisoformat(value)


READ: dict[type[TypeEngine[Any]], Callable[[Any], object]] = {
    DateTime: lambda value: _instant(value).astimezone(UTC),
    Numeric: lambda value: Decimal(str(value)),
    Double: float,
    Boolean: bool,
    JSONB: lambda value: json.dumps(json.loads(value) if isinstance(value, str) else value, sort_keys=True),
}
"""The value of a column of a type, as either database returns it."""


def plain(value: object, of: TypeEngine[Any]) -> object:
    read = next((read for kind, read in READ.items() if type(of) is kind or isinstance(of, kind)), None)
    return value if value is None or read is None else read(value)
