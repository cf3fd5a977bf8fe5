"""Nothing of substance is lost between folding, silences, filters, digests and reminders."""

from typing import Any

import pytest
from sqlalchemy import select

from alerts.silences import end
from alerts.targets import Target
from flows.notify.reminders import remind
from flows.run import AlertSettings
from models.facts.base import Fact
from models.schema.tables import Alert, Delivery, Silence
from tests.db.test_one_event import CHINESE, PRICING, UPDATES, World, at, notice, price, retirement, version
from tests.db.test_one_event import world as world

TEAM = "team"
DUE = 24 * 60
WEEK_BEFORE = DUE - 24 * 7
"""Hours."""


def tell(world: World, **filters: Any) -> None:  # noqa: ANN401 (as the settings have them)
    given = {"webhook": "http://127.0.0.1:1/hook", "severity": "info"} | filters
    world.telling = AlertSettings(targets={TEAM: Target.model_validate(given).within("UTC", ("other",))})


def silence(world: World, **columns: Any) -> None:  # noqa: ANN401 (columns)
    with world.store.writing() as session:
        session.add(Silence(created_at=at(0), **columns))


def deliveries(world: World) -> list[Delivery]:
    with world.store.reading() as session:
        return list(session.scalars(select(Delivery).where(Delivery.target == TEAM).order_by(Delivery.id)))


def heard(world: World, hour: float) -> str:
    return "\n".join(world.hear(hour, TEAM).bodies)


@pytest.mark.both_databases
def test_a_snoozed_alert_that_another_page_also_states_still_stands(world: World) -> None:
    tell(world)
    silence(world, action="snooze", until=at(30), severity="critical", model_pattern="still")
    world.page(1, version("still", "v2"))
    world.page(2, version("still", "v2", UPDATES), source=UPDATES)
    assert heard(world, 3) == ""
    assert "v2" in heard(world, 31)


def test_a_snoozed_alert_of_two_things_stands_until_both_have_changed_again(world: World) -> None:
    tell(world)
    world.page(0.2, price("a", "1"), version("a", "v1"))
    world.hear(0.3, TEAM)
    silence(world, action="snooze", until=at(30), severity="critical", model_pattern="a")
    world.page(1, price("a", "1.5"), version("a", "v2"))
    world.page(2, price("a", "1.5"), version("a", "v3"))
    assert "1.5" in heard(world, 31)


def test_a_snooze_that_a_person_ends_is_sent_although_a_second_page_states_it(world: World) -> None:
    tell(world)
    silence(world, action="snooze", until=at(90), severity="critical", model_pattern="still")
    world.page(1, retirement("still", DUE))
    world.page(2, retirement("still", DUE, UPDATES), source=UPDATES)
    with world.store.writing() as session:
        end(session, session.scalars(select(Silence)).one(), at(3), "me")
    assert "retirement announced" in heard(world, 4)


@pytest.mark.both_databases
def test_a_waiting_reminder_of_two_deadlines_goes_when_both_are_cancelled_one_after_the_other(world: World) -> None:
    tell(world)
    world.page(1, retirement("a", DUE), retirement("b", DUE))
    world.hear(2, TEAM)
    remind(world.store, world.telling, at(WEEK_BEFORE))
    for hour in (1, 1.5):
        world.page(WEEK_BEFORE + hour, retirement("b", DUE))
    for hour in (1.6, 2):
        remind(world.store, world.telling, at(WEEK_BEFORE + hour))
    for hour in (2.5, 3):
        world.page(WEEK_BEFORE + hour)
    remind(world.store, world.telling, at(WEEK_BEFORE + 3.1))
    assert "Due " not in heard(world, WEEK_BEFORE + 4)


@pytest.mark.parametrize(
    ("filters", "first", "second"),
    [
        ({"used_only": True}, retirement("still", 2000), retirement("still", 2000, UPDATES)),
        ({"sources": [UPDATES], "digest": "daily"}, version("still", "v2"), version("still", "v2", UPDATES)),
    ],
    ids=["used_only", "digest"],
)
def test_filters_and_digests_hold_for_what_a_second_page_states(
    world: World, filters: dict[str, Any], first: Fact, second: Fact
) -> None:
    tell(world, **filters)
    world.page(1, first)
    world.page(2, second, source=UPDATES)
    assert [delivery.digest_key is not None for delivery in deliveries(world)] == [True] * ("digest" in filters)


@pytest.mark.both_databases
def test_a_mute_of_one_page_hides_nothing_that_another_states(world: World) -> None:
    tell(world)
    silence(world, action="mute", source_pattern=PRICING)
    world.page(1, retirement("still", 2000))
    assert heard(world, 1.5) == ""
    world.page(2, retirement("still", 2000, UPDATES), source=UPDATES)
    assert "retirement announced" in heard(world, 3)


def test_a_mute_of_a_model_holds_for_what_a_second_page_states(world: World) -> None:
    tell(world, sources=[UPDATES])
    silence(world, action="mute", model_pattern="still")
    world.page(1, version("still", "v2"))
    world.page(2, version("still", "v2", UPDATES), source=UPDATES)
    assert heard(world, 3) == ""


def test_what_is_acknowledged_is_not_reopened_by_a_page_that_says_the_same(world: World) -> None:
    tell(world)
    world.page(1, version("still", "v2"))
    world.hear(1.5, TEAM)
    with world.store.writing() as session:
        alert_id = session.scalars(select(Alert.id)).one()
        session.add(Silence(created_at=at(1.6), action="ack", alert_id=alert_id))
    world.page(2, version("still", "v2", UPDATES), source=UPDATES)
    with world.store.reading() as session:
        assert session.scalars(select(Silence.ended_at)).one() is None
    assert heard(world, 3) == ""


def test_the_largest_move_of_all_prices_of_a_reminder_decides(world: World) -> None:
    tell(world, min_percent=5)
    base = (price("a", "1"), price("b", "1"))
    world.page(1, *base)
    world.page(2, *base, price("a", "1.01", since=DUE))
    world.page(3, *base, price("a", "1.01", since=DUE), price("b", "3", since=DUE))
    world.hear(4, TEAM)
    remind(world.store, world.telling, at(WEEK_BEFORE))
    assert "1 → 3" in heard(world, WEEK_BEFORE + 1)


def test_only_what_is_read_and_in_force_in_the_chosen_currency_hides_another(world: World) -> None:
    tell(world)
    world.page(1, price("a", "1"))
    world.page(2, price("a", "7", CHINESE, "CNY"), source=CHINESE, currency="CNY")
    assert world.page(20, price("a", "8", CHINESE, "CNY"), source=CHINESE, currency="CNY") == []
    assert len(world.page(DUE, price("a", "9", CHINESE, "CNY"), source=CHINESE, currency="CNY")) == 1


def test_a_price_that_is_only_announced_hides_none_in_force(world: World) -> None:
    tell(world)
    world.page(2, price("a", "7", CHINESE, "CNY"), source=CHINESE, currency="CNY")
    world.page(3, price("a", "1", since=DUE))
    assert len(world.page(40, price("a", "8", CHINESE, "CNY"), source=CHINESE, currency="CNY")) == 1


def test_a_notice_about_money_is_told_although_its_page_repeats_a_version(world: World) -> None:
    tell(world)
    world.page(1, version("still", "v2"))
    text = "All prices double on 1 March 2026."
    world.page(2, version("still", "v2", UPDATES), notice(text, UPDATES), source=UPDATES)
    assert text in heard(world, 3)


def test_a_reminder_of_prices_has_those_of_the_chosen_currency(world: World) -> None:
    tell(world)
    world.page(1, price("a", "1"))
    world.page(1.1, price("a", "7", CHINESE, "CNY"), source=CHINESE, currency="CNY")
    world.page(2, price("a", "1"), price("a", "2", since=DUE))
    both = (price("a", "7", CHINESE, "CNY"), price("a", "14", CHINESE, "CNY", since=DUE))
    world.page(2.1, *both, source=CHINESE, currency="CNY")
    world.hear(3, TEAM)
    remind(world.store, world.telling, at(WEEK_BEFORE))
    body = heard(world, WEEK_BEFORE + 1)
    assert ("1     → 2" in body or "1 → 2" in body, "CNY" in body) == (True, False)
