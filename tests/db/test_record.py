"""Recording on both databases: scopes, first sight, order, evidence, and what the change log says of it."""

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError

from bench.harness.registering import register
from flows.database import Store
from models.bitemporal.belief import Contradiction
from models.history.out_of_order import OutOfOrder
from models.readings.reading import BEGINNING, BadReading
from models.schema.dialects import InstantNumber
from models.schema.tables import ChangeRow, Snapshot
from tests.support.facts import FATES, create_fates, fate, hour, read, reading

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def fates(store: Store) -> None:
    create_fates(store)


def believed(store: Store) -> list[tuple[str, str | None, float]]:
    with store.reading() as session:
        rows = session.execute(select(FATES).where(FATES.c.recorded_to.is_(None)).order_by(FATES.c.effective_from))
        return [(row.thing, row.state, (row.effective_from - hour(0)).total_seconds() / 3600) for row in rows]


def test_the_first_reading_is_a_baseline_without_changes(store: Store) -> None:
    with store.writing() as session:
        assert read(session, 1, reading(fate("a", "V"))).changes == []


def test_an_empty_first_reading_is_first_sight_too(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading())
        assert len(read(session, 2, reading(fate("a", "V"))).changes) == 1


def test_the_first_reading_that_does_not_contradict_says_once_that_it_is_in_effect(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V"), fate("a", "W", 4)))
        kinds = [
            [change.kind for change in read(session, moment, reading(fate("a", "W"))).changes] for moment in (5, 6)
        ]
    assert [len(told) for told in kinds] == [1, 0]
    assert kinds[0][0].endswith("now in effect")


def test_an_announcement_that_is_seen_later_to_have_failed_is_told_as_cancelled(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V"), fate("a", "W", 4)))
        (change,) = read(session, 5, reading(fate("a", "V"))).changes
    assert change.kind.endswith("cancelled")
    assert change.effective_at == hour(4)


def test_an_announcement_is_told_then_moved_then_cancelled(store: Store) -> None:
    told: list[str] = []
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V")))
        for moment, at in ((2, 9.0), (3, 12.0), (4, None)):
            ahead = [] if at is None else [fate("a", "W", at)]
            told += [change.kind for change in read(session, moment, reading(fate("a", "V"), *ahead)).changes]
    assert [kind.rsplit(" ", 1)[1] for kind in told] == ["announced", "moved", "cancelled"]


def test_keys_that_a_dated_table_lacks_are_announced_gone(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V"), fate("b", "V")))
        read(session, 2, reading(fate("a", "V"), fate("b", "V"), fate("b", "W", 9), dated=9))
    assert believed(store) == [("a", "V", 1), ("b", "V", 1), ("a", None, 9), ("b", "W", 9)]


def test_silence_confirms_an_end_state_and_contradicts_any_other(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "R"), fate("b", "V")))
        read(session, 2, reading())
    assert believed(store) == [("a", "R", 1), ("b", "V", 1), ("b", None, 2)]


def test_silence_before_the_instant_withdraws_an_announced_end(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V"), fate("a", "R", 9)))
        read(session, 2, reading(fate("a", "V")))
    assert believed(store) == [("a", "V", 1)]


def test_another_release_of_the_reader_has_to_replay(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V")))
        with pytest.raises(OutOfOrder, match="reader release 1"):
            read(session, 2, reading(fate("a", "V")), reader=2)


def test_nothing_is_recorded_over_an_earlier_snapshot_that_awaits_reading(store: Store) -> None:
    with store.writing() as session:
        register(session, "s")
        session.add(Snapshot(source="s", url="u", moment=hour(1), stored_at=hour(1)))
        session.flush()
        with pytest.raises(OutOfOrder, match="awaits reading"):
            read(session, 2, reading(fate("a", "V")))


def test_a_refused_page_leaves_everything_as_it_was(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V"), fate("a", "W", 4)))
    with pytest.raises(Contradiction), store.writing() as session:
        read(session, 5, reading(fate("a", "X"), fate("a", "W", 4), fate("b", "V")))
    assert believed(store) == [("a", "V", 1), ("a", "W", 4)]


def test_a_dataset_served_older_than_before_is_refused(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V", 30), since=hour(30)))
        with pytest.raises(Contradiction, match="published"):
            read(session, 2, reading(fate("a", "V", 20), since=hour(20)))


def test_a_full_history_may_follow_its_latest_day(store: Store) -> None:
    with store.writing() as session:
        read(session, 50, reading(fate("a", "W", 30), since=hour(30)))
        read(session, 51, reading(fate("a", "V", 10), fate("a", "W", 30), since=BEGINNING))
    assert believed(store) == [("a", "V", 10), ("a", "W", 30)]


def test_every_row_names_its_snapshot(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V")))
        read(session, 2, reading(fate("a", "W")))
        rows = session.execute(select(FATES.c.state, FATES.c.snapshot_id)).tuples().all()
        moments = dict(session.execute(select(Snapshot.id, Snapshot.moment)).tuples().all())
    assert {state: moments[snapshot] for state, snapshot in rows} == {"V": hour(1), "W": hour(2)}


def test_changes_are_logged_in_the_readings_transaction(store: Store) -> None:
    class Crash(Exception):
        pass

    def crash() -> None:
        with store.writing() as session:
            read(session, 2, reading(fate("a", "W")))
            raise Crash

    with store.writing() as session:
        read(session, 1, reading(fate("a", "V")))
    with pytest.raises(Crash):
        crash()
    with store.reading() as session:
        assert session.scalars(select(ChangeRow)).all() == []
    assert believed(store) == [("a", "V", 1)]


def test_two_believed_rows_for_one_instant_cannot_be_written(store: Store) -> None:
    with store.writing() as session:
        read(session, 1, reading(fate("a", "V")))
    copy = text(
        "insert into fate_span (series_id, effective_from, recorded_from, gone, snapshot_id)"
        " select series_id, effective_from, :later, gone, snapshot_id from fate_span"
    ).bindparams(bindparam("later", type_=InstantNumber()))
    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(copy, {"later": hour(9_000)})


def test_a_fact_stated_twice_in_one_reading_is_refused() -> None:
    with pytest.raises(BadReading, match="stated twice"):
        reading(fate("a", "V"), fate("a", "W"))


def test_a_fact_outside_its_readings_scopes_is_refused() -> None:
    with pytest.raises(BadReading, match="outside the scopes"):
        reading(fate("a", "V", source="other"), source="s")
