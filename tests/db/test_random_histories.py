"""Whatever pages, moments, decisions and readers come together, a source goes on, and its record is whole."""

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from flows.audit.previews import preview
from flows.audit.verification import verify
from flows.database import Store
from flows.ingest.held_readings import held_readings
from flows.replay.replays import replay
from flows.run import DEFAULT_ALERTS
from models.schema.tables import Alert, Snapshot
from scrapers.registry import REGISTERED
from tests.db.test_replay import nobody
from tests.support.quick import examples
from tests.support.random_histories import History
from tests.support.vendor import NAME, START

STEPS = 25
STOPPED = {"two alerts of one key": 4, "a page of a moment that is recorded": 12, "a held page that contradicts": 13}
"""Histories that once stopped their source, or a command."""


def expect_whole(history: History) -> None:
    """Nothing waits for a reading, the next page is read, and a replay finds the same."""
    store = history.store
    history.at += timedelta(hours=1)
    history.brings()
    with store.reading() as session:
        assert session.scalar(select(func.count()).where(Snapshot.outcome.is_(None))) == 0
        keys = session.scalars(select(Alert.alert_key)).all()
        assert len(set(keys)) == len(keys)
        list(held_readings(session, [history.source]))
    replayed = replay(history.run)
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert verify(store, [history.source], nobody).discrepancies == []


@pytest.mark.parametrize("seed", [*STOPPED.values(), *range(100, 99 + examples(1))])
def test_a_source_goes_on_whatever_happens_to_it(
    templates: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(f"sqlite:///{shutil.copy(templates, tmp_path / 'random.db')}")
    history = History(store, Random(seed))  # noqa: S311 (the same every time)
    try:
        history.goes_on(STEPS)
        expect_whole(history)
        monkeypatch.setitem(REGISTERED, NAME, history.source)
        preview(store, DEFAULT_ALERTS, START, nobody)
    finally:
        store.close()


@pytest.mark.both_databases
def test_it_goes_on_with_both_databases(store: Store) -> None:
    history = History(store, Random(15))  # noqa: S311 (the same every time)
    history.goes_on(STEPS)
    expect_whole(history)
