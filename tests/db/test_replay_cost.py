"""A replay that finds what is on record compares and writes no change; it reads each scope once."""

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from flows.database import Store
from flows.replay.replays import replay
from flows.run import Run
from models.bitemporal.belief import Beliefs
from models.history.belief_reader import BeliefReader
from models.history.running_beliefs import RunningBeliefs
from models.readings.reading import Scope
from scrapers.source import Source
from tests.db.test_beliefs_read_once import scope_reads
from tests.db.test_flat_recording import prices_at_random
from tests.db.test_repeated_pages import copies as copies
from tests.db.test_repeated_pages import walked
from tests.db.test_replay import changes, everything, nobody
from tests.support.quick import examples
from tests.support.random_histories import History
from tests.support.recordings import Recordings
from tests.support.walks import SOURCE, walk_changes


@contextmanager
def statements(store: Store) -> Generator[list[str]]:
    """Collects the beginnings of statements."""
    found = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401
        found.append(" ".join(statement.lower().split()[:3]))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


@pytest.mark.both_databases
def test_a_replay_that_finds_the_same_changes_writes_none(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk_changes)
    before, logged = everything(store), changes(store)
    assert len(logged) > 10
    with statements(store) as made:
        replayed = replay(Run(store, SOURCE, log=nobody))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    written = {each for each in made if each in ("insert into change", "delete from change") or "update change" in each}
    assert written == set()
    assert "insert into price_span" in made
    assert changes(store) == logged
    assert everything(store) == before


def test_a_replay_reads_each_scope_once(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk_changes)
    with scope_reads(store) as reads:
        replayed = replay(Run(store, SOURCE, log=nobody))
    assert replayed.snapshots > 10
    assert set(reads.values()) == {1}


def kept_and_fresh(patch: pytest.MonkeyPatch) -> list[int]:
    """Compare what a replay has in memory with what it would read, at every use; returns the numbers of keys."""
    read, compared = RunningBeliefs.read, list[int]()

    def checked(
        beliefs: RunningBeliefs, scopes: Iterable[Scope], since: Mapping[Scope, datetime]
    ) -> dict[Scope, Beliefs]:
        asked = list(scopes)
        found = read(beliefs, asked, since)
        fresh = BeliefReader(vars(beliefs)["_session"]).read(asked, since)
        assert {scope: list(each.items()) for scope, each in found.items()} == {
            scope: list(each.items()) for scope, each in fresh.items()
        }
        compared.append(sum(map(len, fresh.values())))
        return found

    patch.setattr(RunningBeliefs, "read", checked)
    return compared


def prices(store: Store, seed: int) -> tuple[Source, datetime]:
    steps = prices_at_random(Random(seed))  # noqa: S311 (the same every time)
    walked(store, steps)
    return steps[0][0], steps[-1][1].moment


def anything(store: Store, seed: int) -> tuple[Source, datetime]:
    history = History(store, Random(seed))  # noqa: S311 (the same every time)
    history.goes_on(25)
    return history.source, history.at


@pytest.mark.parametrize("recorded", [prices, anything])
def test_the_beliefs_in_memory_are_those_in_the_database(
    copies: Callable[[], Store],
    recorded: Callable[[Store, int], tuple[Source, datetime]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(examples(3)):
        store = copies()
        source, last = recorded(store, seed)
        with monkeypatch.context() as patch:
            compared = kept_and_fresh(patch)
            replay(Run(store, source, clock=lambda last=last: last + timedelta(hours=1), log=nobody))
        assert sum(compared) > 10, seed
