"""A page that a person gives by hand and that is refused: an error for that person, and no trouble of the source."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.replay.replays import replay
from flows.run import Run
from models.queries.reading_ages import ages
from models.schema.tables import Alert, ChangeRow, Snapshot
from samples.deepseek.pages import home as home_page
from tests.db.test_cli import Saved, saved, track
from tests.support.typed import Almanac
from tests.support.walks import SOURCE, fail, feed

__all__ = ["saved"]
MAY = day("2026-05-08")
HOUR = timedelta(hours=1)


def told(store: Store) -> list[str]:
    with store.reading() as session:
        kinds = [*session.scalars(select(Alert.kind)), *session.scalars(select(ChangeRow.kind))]
    return [kind for kind in kinds if kind.startswith("source")]


@pytest.mark.both_databases
def test_the_person_hears_the_reason_and_nobody_else_does(almanac: Almanac, store: Store, saved: Saved) -> None:
    feed(store, MAY)
    answer = track(almanac, saved(home_page()), "2026-05-08T01:00Z")
    assert (answer.code, answer.err.splitlines()[-1].startswith("deepseek_pricing: refused: given by hand: ")) == (
        3,
        True,
    )
    assert told(store) == []
    with store.reading() as session:
        (refused,) = session.scalars(select(Snapshot).where(Snapshot.outcome == "refused"))
        (age,) = ages(session, MAY + 2 * HOUR)
    assert (refused.moment, refused.body_sha256 is None) == (MAY + HOUR, False)
    assert (age.last_attempt, age.outcome, age.last_good) == (MAY, "facts", MAY)


def test_doctor_has_no_trouble_of_it(
    almanac: Almanac, store: Store, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> tuple[str, str]:
        (row,) = (row for row in almanac("doctor", "--json").rows if row["check"] == SOURCE.name)
        return row["state"], row["detail"]

    track(almanac, saved(home_page()), "2026-05-08")
    assert state()[0] == "note"
    assert state()[1].startswith("not tried yet: ")
    feed(store, MAY + HOUR)
    track(almanac, saved(home_page()), "2026-05-08T02:00Z")
    with store.reading() as session:
        assert [age.is_failing for age in ages(session, MAY + 2 * HOUR)] == [False]
    assert "last good reading 2026-05-08 01:00Z; a page given by hand at 2026-05-08 02:00Z was refused" in state()[1]


def test_it_neither_breaks_a_failing_source_nor_hides_that_it_breaks(
    almanac: Almanac, store: Store, saved: Saved
) -> None:
    feed(store, MAY)
    fail(store, MAY + HOUR)
    for hours in (2, 3):
        track(almanac, saved(home_page()), f"2026-05-08T0{hours}:00Z")
    assert "source broken" not in told(store)
    fail(store, MAY + 4 * HOUR)
    assert "source broken" not in told(store)
    fail(store, MAY + 5 * HOUR)
    assert told(store).count("source broken") == 2  # the alert and the change


def test_a_page_from_the_web_that_is_refused_is_trouble_as_before(store: Store) -> None:
    feed(store, MAY)
    feed(store, MAY + HOUR, home_page())
    assert told(store).count("source broken") == 2


def test_a_replay_keeps_that_it_was_given_by_hand(almanac: Almanac, store: Store, saved: Saved) -> None:
    feed(store, MAY)
    track(almanac, saved(home_page()), "2026-05-08T01:00Z")
    with store.reading() as session:
        before = session.scalars(select(Snapshot.reason).order_by(Snapshot.id)).all()
    replay(Run(store, SOURCE))
    with store.reading() as session:
        assert session.scalars(select(Snapshot.reason).order_by(Snapshot.id)).all() == before


def test_a_page_of_the_past_says_so_too(almanac: Almanac, store: Store, saved: Saved) -> None:
    feed(store, MAY)
    answer = track(almanac, saved(home_page()), "2026-05-07")
    assert (answer.code, "refused: given by hand: " in answer.err) == (3, True)
    assert "source broken" not in told(store)


def test_a_preview_has_no_alert_of_it(almanac: Almanac, store: Store, saved: Saved) -> None:
    feed(store, MAY)
    track(almanac, saved(home_page()), "2026-05-08T01:00Z")
    titles = [row["title"] for row in almanac("alerts", "preview", "--json").rows]
    assert not [title for title in titles if title.startswith(SOURCE.name)]
