"""The doctor as cron and systemd ask it: its exit code, and whether the schedule lives."""

from datetime import timedelta

import pytest

from flows.clock import utc_now
from flows.database import Store
from flows.pipeline.last_cycle import INTERVAL, note_cycle
from flows.settings.load import Settings
from tests.db.test_road import kinds
from tests.support.typed import Almanac
from tests.support.walks import fail, feed


@pytest.fixture
def store(settings: Settings, store: Store) -> Store:
    """The database that the command asks, in a home that is there."""
    settings.home.mkdir(mode=0o700)
    return store


def beats(store: Store, ago: timedelta) -> None:
    with store.writing() as session:
        note_cycle(session, utc_now() - ago)


def up(almanac: Almanac) -> tuple[str, str]:
    (found,) = (row for row in almanac("doctor", "--json").rows if row["check"] == "up")
    return found["state"], found["detail"]


@pytest.mark.both_databases
def test_the_exit_code_is_0_where_nothing_is_bad(store: Store, almanac: Almanac) -> None:
    feed(store, utc_now())
    beats(store, INTERVAL)
    answer = almanac("doctor")
    assert (answer.code, answer.out, answer.err) == (0, almanac("doctor", "--exit-code").out, "")


@pytest.mark.parametrize("also", [(), ("--json",)])
def test_the_exit_code_is_1_where_something_is_bad(store: Store, almanac: Almanac, also: tuple[str, ...]) -> None:
    """`--exit-code` of earlier releases is still understood."""
    fail(store, utc_now())
    answer, earlier = almanac("doctor", *also), almanac("doctor", "--exit-code", *also)
    assert (answer.code, answer.err, earlier.code) == (1, "", 1)
    assert answer.out == earlier.out
    assert "--exit-code" not in almanac("doctor", "--help").out


def test_who_never_ran_up_gets_a_note(store: Store, almanac: Almanac) -> None:
    assert kinds(store) == []
    assert up(almanac) == ("note", "does not run: nothing is read on schedule")


def test_a_schedule_that_died_is_bad(store: Store, almanac: Almanac) -> None:
    beats(store, 2 * INTERVAL + timedelta(minutes=1))
    state, detail = up(almanac)
    assert (state, "nothing happens on schedule: the last cycle was at 20" in detail) == ("bad", True)
    assert almanac("doctor").code == 1


def test_a_schedule_that_lives_elsewhere_is_a_note(store: Store, almanac: Almanac) -> None:
    beats(store, INTERVAL)
    state, detail = up(almanac)
    assert (state, detail[:36]) == ("note", "does not run here; the last cycle wa")


def test_a_source_that_nobody_asks_any_more_is_a_note(
    store: Store, almanac: Almanac, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(store, utc_now())
    monkeypatch.setenv("ALMANAC_SOURCES", "deepseek_updates")
    (state,) = (row["state"] for row in almanac("doctor", "--json").rows if row["check"] == "deepseek_pricing")
    assert state == "note"
