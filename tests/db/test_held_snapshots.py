"""What is held, of all sources by one statement: the same as the last readable snapshot of each source says."""

from datetime import timedelta
from random import Random

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.ingest.archive import source_row
from flows.ingest.held_snapshots import held_snapshots, last_readable
from models.kinds import SnapshotOutcome
from models.schema.tables import Snapshot
from scrapers.registry import SOURCES
from tests.support.issued import issued

NAMES = sorted(SOURCES)[:12]
START = day("2026-05-08")
OUTCOMES = (*SnapshotOutcome, None, SnapshotOutcome.HELD)


@pytest.mark.both_databases
def test_held_snapshots_are_the_last_readable_ones_that_are_held(store: Store) -> None:
    random, held = Random(1), 0  # noqa: S311 (the same every time)
    with store.writing() as session:
        session.add_all(source_row(SOURCES[name], "u") for name in NAMES[:-1])
    for number in range(30):
        with store.writing() as session:
            for name in random.sample(NAMES[:-1], 6):
                # Several pages of one moment, too.
                moment = START + timedelta(hours=number // 3)
                outcome = random.choice(OUTCOMES)
                session.add(
                    Snapshot(
                        source=name, url=f"u{number}", moment=moment, stored_at=moment, outcome=outcome, reason="r"
                    )
                )
        with store.reading() as session:
            newest = {name: last_readable(session, name) for name in NAMES}
            expected = [each.id for each in newest.values() if each and each.outcome == SnapshotOutcome.HELD]
            with issued(store) as statements:
                found = [each.snapshot_id for each in held_snapshots(session, NAMES)]
        assert found == expected
        # One for all, and for each that is held two that say since when.
        assert len(statements) == 1 + 2 * len(found)
        held += len(found)
    assert held > 30
