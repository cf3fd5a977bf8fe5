"""The ladder of deadlines: each rung once, anew when a date moves, the tightest after downtime."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.reminder_schedule import LATEST, MONTH, update_reminders
from bench.harness.dates import day
from models.kinds.deadlines import DeadlineKind
from models.kinds.reminders import RUNGS, ReminderState
from models.queries.deadlines import Deadline
from models.schema.tables import Reminder

START = day("2026-01-01")
DAY = timedelta(days=1)


def deadline(
    due: datetime | None,
    stated: datetime = START,
    told: bool = True,
    subject: str = "m",
    kind: DeadlineKind = DeadlineKind.RETIREMENT,
    **more: str,
) -> Deadline:
    vendor, says = more.get("vendor", "v"), more.get("says", "dated")
    return Deadline(kind, "s", vendor, subject, due, stated, says, 1, told)


@dataclass
class Almanac:
    """Walks the ladder day by day, with what is said on each day."""

    rungs: Sequence[int] = RUNGS
    told: bool = False
    """Whether the change log tells what became of deadlines."""
    rows: list[Reminder] = field(default_factory=list[Reminder])
    said: list[tuple[datetime, str, int]] = field(default_factory=list[tuple[datetime, str, int]])

    def look(self, at: datetime, *current: Deadline) -> list[tuple[str, int]]:
        known = [row for row in self.rows if row.state is ReminderState.AHEAD]
        climbed = update_reminders(known, current, at, self.rungs, lambda _row: self.told)
        self.rows += climbed.new
        self.said += [(at, due.occasion, due.number) for due in climbed.due]
        return [(due.occasion, due.number) for due in climbed.due]


def test_each_rung_is_said_once_at_its_instant() -> None:
    almanac, its = Almanac(), deadline(START + 40 * DAY)
    for hours in range(24 * 45):
        almanac.look(START + timedelta(hours=hours), *([its] if hours < 24 * 40 else []))
    assert almanac.said == [(START + (40 - rung) * DAY, "rung", rung) for rung in RUNGS]
    assert [row.state for row in almanac.rows] == ["passed"]


def test_what_an_alert_has_told_is_not_said_again_at_once() -> None:
    almanac = Almanac()
    assert almanac.look(START, deadline(START + 10 * DAY)) == []
    assert almanac.look(START + 3 * DAY, deadline(START + 10 * DAY)) == [("rung", 7)]


def test_what_nobody_has_told_is_said_at_once() -> None:
    almanac = Almanac()
    assert almanac.look(START, deadline(START + 10 * DAY, told=False)) == [("rung", 14)]
    assert almanac.look(START + DAY, deadline(START + 10 * DAY, told=False)) == []


def test_after_downtime_only_the_tightest_passed_rung_is_said() -> None:
    almanac, its = Almanac(), deadline(START + 40 * DAY)
    almanac.look(START, its)
    assert almanac.look(START + 38 * DAY, its) == [("rung", 3)]


def test_a_deadline_that_passed_while_nobody_looked_is_said_to_be_due() -> None:
    almanac, its = Almanac(), deadline(START + 40 * DAY)
    almanac.look(START, its)
    assert almanac.look(START + 45 * DAY) == [("rung", 0)]


@pytest.mark.parametrize(("late", "told"), [(LATEST + DAY, False), (DAY, True)])
def test_a_deadline_that_passed_long_ago_or_was_told_to_be_over_is_no_news(late: timedelta, told: bool) -> None:
    almanac, its = Almanac(told=told), deadline(START + 40 * DAY)
    almanac.look(START, its)
    assert almanac.look(START + 40 * DAY + late) == []
    assert almanac.rows[0].state is ReminderState.PASSED


def test_a_deadline_that_moves_begins_its_ladder_anew_under_the_same_name() -> None:
    almanac = Almanac()
    almanac.look(START, deadline(START + 20 * DAY))
    assert almanac.look(START + 6 * DAY, deadline(START + 20 * DAY)) == [("rung", 14)]
    moved = deadline(START + 40 * DAY, stated=START + 8 * DAY)
    assert almanac.look(START + 8 * DAY, moved) == []
    assert almanac.look(START + 10 * DAY, moved) == [("rung", 30)]
    assert almanac.look(START + 26 * DAY, moved) == [("rung", 14)]
    (row,) = almanac.rows
    assert (row.sequence, row.due_at, row.revised_at, row.first_recorded_from) == (
        1,
        START + 40 * DAY,
        START + 8 * DAY,
        START,
    )


def test_a_deadline_that_is_no_more_is_said_once() -> None:
    almanac = Almanac()
    almanac.look(START, deadline(START + 20 * DAY))
    assert [almanac.look(START + n * DAY) for n in (1, 2)] == [[("gone", 0)], []]
    assert (almanac.rows[0].state, almanac.rows[0].sequence, almanac.rows[0].revised_at) == (
        "cancelled",
        1,
        START + DAY,
    )


def test_a_deadline_of_which_the_change_log_tells_that_it_is_no_more_is_not_said_twice() -> None:
    almanac = Almanac(told=True)
    almanac.look(START, deadline(START + 20 * DAY))
    assert almanac.look(START + DAY) == []
    assert almanac.rows[0].state is ReminderState.CANCELLED


def test_what_has_no_date_is_said_once_a_month_until_it_has_one() -> None:
    almanac = Almanac()
    undated = deadline(None)
    for days in range(100):
        almanac.look(START + days * DAY, undated)
    assert almanac.said == [(START + n * MONTH, "undated", n) for n in (1, 2, 3)]
    dated = deadline(START + 110 * DAY, stated=START + 100 * DAY)
    assert almanac.look(START + 100 * DAY, dated) == []
    assert almanac.look(START + 103 * DAY, dated) == [("rung", 7)]
    assert [(row.sequence, row.state) for row in almanac.rows] == [(1, "ahead")]


def test_a_thing_that_comes_again_later_is_another_one() -> None:
    almanac = Almanac()
    almanac.look(START, deadline(START + DAY, kind=DeadlineKind.PROMOTION_END))
    almanac.look(START + 2 * DAY)
    almanac.look(START + 9 * DAY, deadline(START + 20 * DAY, stated=START + 9 * DAY, kind=DeadlineKind.PROMOTION_END))
    assert len({row.uid for row in almanac.rows}) == 2


def test_two_plans_for_one_model_have_a_ladder_each_and_the_one_that_moves_is_found() -> None:
    almanac = Almanac()
    near, far = (
        deadline(START + 10 * DAY, kind=DeadlineKind.PRICE_CHANGE),
        deadline(START + 50 * DAY, kind=DeadlineKind.PRICE_CHANGE),
    )
    almanac.look(START, near, far)
    almanac.look(START + DAY, near, replace(far, due_at=START + 60 * DAY))
    assert sorted((row.due_at, row.sequence) for row in almanac.rows) == [(START + 10 * DAY, 0), (START + 60 * DAY, 1)]


def test_other_kinds_and_subjects_are_other_deadlines() -> None:
    almanac = Almanac()
    its = [
        deadline(START + 20 * DAY, kind=kind, subject=subject)
        for kind in (DeadlineKind.FREE_WINDOW_END, DeadlineKind.RETIREMENT)
        for subject in "mn"
    ]
    almanac.look(START, *its)
    assert len({row.uid for row in almanac.rows}) == 4


@given(st.lists(st.integers(0, 60), unique=True, max_size=6), st.lists(st.integers(0, 24 * 80), max_size=40))
def test_however_seldom_anybody_looks_no_rung_is_said_twice_and_none_is_early(
    rungs: list[int], hours: list[int]
) -> None:
    almanac, its = Almanac(rungs), deadline(START + 60 * DAY, told=False)
    for hour in sorted(hours):
        at = START + timedelta(hours=hour)
        almanac.look(at, *([its] if at < START + 60 * DAY else []))
    numbers = [number for _, _, number in almanac.said]
    assert numbers == sorted(set(numbers), reverse=True)
    assert all(START + (60 - number) * DAY <= at for at, _, number in almanac.said)
