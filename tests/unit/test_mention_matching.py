"""Days on two clocks: two instants are on one day of UTC or of the vendor's clock; days of both are never joined."""

from datetime import UTC, datetime, timedelta
from itertools import product

from models.facts.kinds import Retirement
from models.readings.mention_matching import (
    VENDOR_CLOCKS,
    is_same_day,
    states_instant,
    states_past_end,
    states_same_value,
)
from models.readings.unread import Mention

MODEL = "deepseek-chat"
KEY = ("deepseek_pricing", MODEL)
EVENING, NEXT_NIGHT = datetime(2026, 1, 1, 20, tzinfo=UTC), datetime(2026, 1, 2, 23, tzinfo=UTC)
"""Neither clock has them on one day: 1 and 2 January in UTC, 2 and 3 January in Beijing. Both touch 2 January."""
BEFORE, AFTER = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
HOURS = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(72)]
RETIRES = ("dated", EVENING, None)


def retirement(*instants: datetime) -> Mention:
    return Mention(
        text="",
        where="",
        models=frozenset({MODEL}),
        about=frozenset({"retirement"}),
        instants=frozenset(instants),
        days=frozenset(instant.date() for instant in instants),
    )


def test_two_instants_are_on_one_day_of_one_clock() -> None:
    for instant, other in product(HOURS[::4], HOURS):
        shared = any((instant + ahead).date() == (other + ahead).date() for ahead in VENDOR_CLOCKS)
        assert is_same_day(instant, other) == is_same_day(other, instant) == shared, (instant, other)


def test_days_of_two_clocks_are_not_joined() -> None:
    assert not is_same_day(EVENING, NEXT_NIGHT)


def test_a_second_instant_on_no_common_day_is_another_value() -> None:
    assert states_same_value(retirement(EVENING), Retirement, RETIRES, BEFORE)
    assert not states_same_value(retirement(EVENING, NEXT_NIGHT), Retirement, RETIRES, BEFORE)


def test_another_time_of_the_same_day_is_another_value() -> None:
    day, hour = EVENING.replace(hour=0), EVENING + timedelta(hours=1)
    assert states_same_value(retirement(EVENING, day), Retirement, RETIRES, BEFORE)
    assert not states_same_value(retirement(EVENING, hour), Retirement, RETIRES, BEFORE)


def test_an_end_on_no_common_day_is_another_end() -> None:
    assert not states_past_end(retirement(EVENING), Retirement, KEY, RETIRES, AFTER)
    assert states_past_end(retirement(NEXT_NIGHT), Retirement, KEY, RETIRES, AFTER)


def test_a_day_states_an_instant_but_not_with_another_time_on_any_clock() -> None:
    day = datetime(2026, 1, 2, tzinfo=UTC)
    assert states_instant(retirement(day), EVENING)
    assert not states_instant(retirement(NEXT_NIGHT), EVENING)
    assert not states_instant(retirement(EVENING + timedelta(hours=1)), EVENING)
