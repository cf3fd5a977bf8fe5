"""The outbox on both databases: claimed before it is sent, in order, put back when it fails, dead after a week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from alerts.channels.channel import Channel, Refused, Undelivered
from alerts.message import Message, message_of
from alerts.outbox import (
    LEASE,
    Sent,
    deliver,
    enqueue,
    withdraw,
)
from alerts.retries import GIVE_UP, LEAST_ATTEMPTS, LONGEST_PAUSE, MOST_REFUSALS, PAUSE, retry
from alerts.targets import DeliveryOrder, Target, delivery_orders
from bench.harness.dates import day
from bench.harness.registering import register
from bench.harness.senders import accepted, by_process, send_at_once
from flows.database import Store
from models.kinds import DeliveryState
from models.schema.tables import Alert, Delivery, Snapshot

pytestmark = pytest.mark.both_databases

NOW, HOUR = day("2026-08-18"), timedelta(hours=1)
LONG = 2 * LONGEST_PAUSE
"""Longer than any pause."""
TEAM = {"team": Target.model_validate({"webhook": "https://team.example"})}


@dataclass
class Receiver:
    """Takes messages, or not while it is down, or never the ones that it dislikes."""

    down: bool = False
    asks: timedelta | None = None
    dislikes: tuple[str, ...] = ()
    got: list[str] = field(default_factory=list[str])
    bodies: list[str] = field(default_factory=list[str])

    def __call__(self, message: Message, _created_at: datetime) -> None:
        if self.down:
            raise Undelivered("HTTP 503", self.asks)
        if message.alert_key in self.dislikes:
            raise Refused("HTTP 400")
        self.got.append(message.alert_key)
        self.bodies.append(message.body)


class Died(BaseException):
    """The process is gone."""


def told(
    store: Store,
    count: int = 1,
    targets: Mapping[str, Target] = {},
    dies: bool = False,
    first: int = 0,
    muted_until: datetime | None = None,
    severity: str = "warning",
) -> list[str]:
    """That many alerts in the outbox, to the log and these targets; their keys. It may die before it commits."""
    with store.writing() as session:
        register(session, "s")
        snapshot = Snapshot(source="s", url=str(first), moment=NOW, stored_at=NOW, outcome="facts")
        session.add(snapshot)
        session.flush()
        messages = [
            Message(f"s/now/{number}", "price changed", severity, "s", str(number), "t", "b", None, snapshot.id)
            for number in range(first, first + count)
        ]
        enqueue(session, messages, targets, NOW, muted_until)
        if dies:
            raise Died
    return [message.alert_key for message in messages]


def at(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def send(store: Store, now: datetime, **channels: Channel) -> Sent:
    return deliver(store.writing, channels, at(now))


def states(store: Store, target: str = "log") -> list[tuple[str, int, str | None]]:
    with store.reading() as session:
        found = session.scalars(select(Delivery).where(Delivery.target == target).order_by(Delivery.id))
        return [(delivery.state, delivery.attempts, delivery.last_error) for delivery in found]


def test_what_is_due_is_sent_once_and_in_order(store: Store) -> None:
    keys, log = told(store, 3), Receiver()
    assert [send(store, NOW, log=log).count for _ in range(2)] == [3, 0]
    assert log.got == keys


def test_a_target_that_is_down_gets_all_of_it_later_in_order(store: Store) -> None:
    keys, log = told(store, 3), Receiver(down=True)
    assert str(send(store, NOW, log=log)) == "0 delivered; log: HTTP 503"
    assert states(store) == [("pending", 1, "HTTP 503"), ("pending", 0, None), ("pending", 0, None)]
    log.down = False
    assert send(store, NOW, log=log).count == 0
    keys += told(store, first=3)
    assert send(store, NOW + 2 * PAUSE, log=log).count == 4
    assert (log.got, states(store)[0]) == (keys, ("delivered", 2, None))


def test_each_pause_is_longer_than_the_last_up_to_an_hour(store: Store) -> None:
    told(store)
    now, log, pauses = NOW, Receiver(down=True), list[timedelta]()
    for _ in range(12):
        send(store, now, log=log)
        with store.reading() as session:
            due = session.scalars(select(Delivery.due_at)).one()
        pauses.append(due - now)
        now = due
    usual = [min(PAUSE * 2**n, LONGEST_PAUSE) for n in range(12)]
    assert all(abs(pause / expected - 1) <= 0.25 for pause, expected in zip(pauses, usual, strict=True))
    assert len({pause / expected for pause, expected in zip(pauses, usual, strict=True)}) == 12


def test_a_target_that_says_when_to_come_again_is_left_alone_until_then(store: Store) -> None:
    told(store)
    log = Receiver(down=True, asks=timedelta(hours=3))
    send(store, NOW, log=log)
    log.down = False
    assert send(store, NOW + timedelta(hours=3, seconds=-1), log=log).count == 0
    assert send(store, NOW + timedelta(hours=3), log=log).count == 1


def test_a_target_that_is_down_delays_no_other(store: Store) -> None:
    keys, log = told(store, 2, TEAM), Receiver()
    send(store, NOW, team=Receiver(down=True), log=log)
    assert log.got == keys


def test_a_message_that_its_target_refuses_is_given_up_and_the_next_ones_arrive(store: Store) -> None:
    keys = told(store, 3)
    log = Receiver(dislikes=(keys[1],))
    for attempt in range(MOST_REFUSALS):
        send(store, NOW + attempt * LONG, log=log)
    assert log.got == [keys[0], keys[2]]
    assert states(store)[1] == ("dead", MOST_REFUSALS, "HTTP 400")


def test_only_refusals_count_as_refusals(store: Store) -> None:
    (key,), log = told(store), Receiver(down=True)
    for attempt in range(MOST_REFUSALS):
        send(store, NOW + attempt * LONG, log=log)
    log.down, log.dislikes = False, (key,)
    send(store, NOW + MOST_REFUSALS * LONG, log=log)
    assert states(store) == [("pending", MOST_REFUSALS + 1, "HTTP 400 (refusal 1 of 3)")]
    for attempt in range(1, MOST_REFUSALS):
        send(store, NOW + (MOST_REFUSALS + attempt) * LONG, log=log)
    assert states(store) == [("dead", 2 * MOST_REFUSALS, "HTTP 400")]


def asked_for_a_pause(store: Store) -> Receiver:
    """A target that has asked for three hours, and takes all from then on."""
    log = Receiver(down=True, asks=3 * HOUR)
    send(store, NOW, log=log)
    log.down = False
    return log


def expect_left_alone(store: Store, log: Receiver) -> None:
    send(store, NOW + 2 * HOUR, log=log)
    assert log.got == []
    send(store, NOW + 3 * HOUR, log=log)
    assert log.got


def test_the_pause_of_a_message_that_is_withdrawn_is_kept_by_the_next(store: Store) -> None:
    keys = told(store, 2)
    log = asked_for_a_pause(store)
    with store.writing() as session:
        withdraw(session, Alert.alert_key == keys[0], (DeliveryState.PENDING,))
    expect_left_alone(store, log)
    assert log.got == keys[1:]


def test_the_beginning_of_a_pause_is_kept_with_it(store: Store) -> None:
    def beginnings() -> list[datetime | None]:
        with store.reading() as session:
            return list(session.scalars(select(Delivery.paused_at).order_by(Delivery.id)))

    def die(_message: Message, _created_at: datetime) -> None:
        raise Died

    keys = told(store, 2)
    assert beginnings() == [None, None]
    with pytest.raises(Died):
        send(store, NOW, log=die)
    assert beginnings() == [NOW, None]
    send(store, NOW + LEASE, log=Receiver(down=True))
    with store.writing() as session:
        withdraw(session, Alert.alert_key == keys[0], (DeliveryState.PENDING,))
    assert beginnings() == [NOW + LEASE, NOW + LEASE]


def test_the_pause_of_a_message_that_is_given_up_is_kept_by_the_next(store: Store) -> None:
    keys = told(store, 2)
    with store.writing() as session:
        failed = update(Delivery).where(Delivery.id == 1)
        session.execute(failed.values(since=NOW - 2 * GIVE_UP, attempts=LEAST_ATTEMPTS))
    log = asked_for_a_pause(store)
    assert [state for state, *_ in states(store)] == ["dead", "pending"]
    expect_left_alone(store, log)
    assert log.got == keys[1:]


def test_an_older_message_that_was_muted_keeps_the_pause_of_a_younger_one(store: Store) -> None:
    muted, other = told(store, muted_until=NOW + HOUR), told(store, first=1)
    log = asked_for_a_pause(store)
    expect_left_alone(store, log)
    assert log.got == [*muted, *other]


def test_a_pause_that_began_while_the_clock_was_years_ahead_is_over_when_it_is_right(store: Store) -> None:
    told(store, 2)
    log, ahead = Receiver(down=True), timedelta(days=1500)
    send(store, NOW + ahead, log=log)
    log.down = False
    send(store, NOW, log=log)
    assert len(log.got) == 2


def test_a_delivery_that_fails_for_a_week_is_dead_and_can_be_sent_again(store: Store) -> None:
    keys, log = told(store), Receiver(down=True)
    for attempt in range(LEAST_ATTEMPTS):
        assert states(store)[0][0] == "pending"
        send(store, NOW + GIVE_UP + PAUSE + attempt * LONG, log=log)
    assert states(store) == [("dead", LEAST_ATTEMPTS, "HTTP 503")]
    with store.writing() as session:
        assert [retry(session, NOW + 2 * GIVE_UP, target) for target in ("team", None)] == [0, 1]
    send(store, NOW + 2 * GIVE_UP, log=log)
    assert states(store) == [("pending", 1, "HTTP 503")]
    log.down = False
    send(store, NOW + 2 * GIVE_UP + LONG, log=log)
    assert log.got == keys


def test_a_message_that_waited_while_the_machine_was_off_is_not_given_up_at_its_first_attempt(store: Store) -> None:
    keys, log = told(store), Receiver(down=True)
    send(store, NOW + 2 * GIVE_UP, log=log)
    log.down = False
    send(store, NOW + 2 * GIVE_UP + LONG, log=log)
    assert log.got == keys


def test_a_claim_of_a_dead_process_is_free_when_its_lease_is_over(store: Store) -> None:
    def die(_message: Message, _created_at: datetime) -> None:
        raise Died

    keys, log = told(store, 2), Receiver()
    with pytest.raises(Died):
        send(store, NOW, log=die)
    assert send(store, NOW + LEASE - timedelta(seconds=1), log=log).count == 0
    assert send(store, NOW + LEASE, log=log).count == 2
    assert log.got == keys


def test_a_sender_that_outlived_its_lease_takes_nothing_back(store: Store) -> None:
    keys, log = told(store), Receiver()

    def slow(message: Message, _created_at: datetime) -> None:
        assert send(store, NOW + LEASE, log=log).count == 1
        raise Undelivered(f"too late for {message.alert_key}")

    send(store, NOW, log=slow)
    assert (log.got, [state for state, _, _ in states(store)]) == (keys, ["delivered"])


def test_what_is_muted_is_sent_when_its_time_comes_and_delays_nothing(store: Store) -> None:
    late, log = told(store, muted_until=NOW + LONG), Receiver()
    keys = told(store, first=1)
    assert (send(store, NOW, log=log).count, log.got) == (1, keys)
    assert (send(store, NOW + LONG, log=log).count, log.got) == (1, keys + late)


def test_what_is_withdrawn_is_never_sent(store: Store) -> None:
    told(store, 2)
    with store.writing() as session:
        withdraw(session, Alert.subject == "0", (DeliveryState.PENDING, DeliveryState.MUTED))
    assert send(store, NOW + LONG, log=Receiver()).count == 1
    assert [state for state, _, _ in states(store)] == ["withdrawn", "delivered"]


BY_SEVERITY: Mapping[str, DeliveryOrder] = {"log": "severity"}


def send_by_severity(store: Store, now: datetime, log: Channel) -> Sent:
    return deliver(store.writing, {"log": log}, at(now), BY_SEVERITY)


@pytest.mark.parametrize(("kept", "expected"), [({}, [0, 1, 2, 3]), (BY_SEVERITY, [1, 3, 0, 2])])
def test_what_is_critical_goes_first_only_where_a_target_keeps_no_order(
    store: Store, kept: Mapping[str, DeliveryOrder], expected: list[int]
) -> None:
    keys = [told(store, first=n, severity="critical" if n % 2 else "warning")[0] for n in range(4)]
    log = Receiver()
    deliver(store.writing, {"log": log}, at(NOW), kept)
    assert log.got == [keys[number] for number in expected]


def test_what_is_critical_does_not_disturb_a_target_that_is_left_alone(store: Store) -> None:
    keys, log = told(store, 2), Receiver(down=True, asks=timedelta(hours=3))
    send_by_severity(store, NOW, log)
    keys += told(store, first=2, severity="critical")
    log.down = False
    assert send_by_severity(store, NOW + timedelta(hours=2), log).count == 0
    send_by_severity(store, NOW + timedelta(hours=3), log)
    assert log.got == [keys[2], *keys[:2]]


def test_what_is_critical_waits_while_another_process_sends(store: Store) -> None:
    told(store)
    later, meanwhile = Receiver(), list[int]()

    def slow(_message: Message, _created_at: datetime) -> None:
        if not meanwhile:
            told(store, first=1, severity="critical")
            meanwhile.append(send_by_severity(store, NOW, later).count)

    assert send_by_severity(store, NOW, slow).count == 2
    assert (meanwhile, later.got) == ([0], [])


def test_two_processes_at_once_keep_the_order_by_severity(store: Store, tmp_path: Path) -> None:
    parts = [told(store, 10, first=n, severity="info" if n % 20 else "critical") for n in range(0, 100, 10)]
    url = store.engine.url.render_as_string(hide_password=False)
    send_at_once(url, tmp_path, ["log"], NOW, orders=BY_SEVERITY)
    assert accepted(tmp_path, "log") == [key for part in (*parts[::2], *parts[1::2]) for key in part]


@pytest.mark.parametrize(
    ("target", "order"),
    [
        ({"webhook": "https://x.example"}, "written"),
        ({"url": "slack://a/b/c"}, "written"),
        ({"url": "mailto://x.example"}, "severity"),
        ({"url": "mailtos://x.example", "order": "written"}, "written"),
        ({"webhook": "https://x.example", "order": "severity"}, "severity"),
    ],
)
def test_a_target_keeps_the_order_unless_it_is_e_mail_or_says_so(target: dict[str, str], order: str) -> None:
    assert delivery_orders({"team": Target.model_validate(target)}) == {"team": order}


def test_two_processes_at_once_send_nothing_twice_and_keep_the_order(store: Store, tmp_path: Path) -> None:
    keys = told(store, 100, TEAM)
    url = store.engine.url.render_as_string(hide_password=False)
    send_at_once(url, tmp_path, ["log", "team"], NOW)
    assert [accepted(tmp_path, target) for target in ("log", "team")] == [keys, keys]
    assert sum(by_process(tmp_path)) == 200


def test_an_alert_is_written_with_its_deliveries_or_not_at_all(store: Store) -> None:
    with pytest.raises(Died):
        told(store, dies=True)
    with store.reading() as session:
        assert session.scalars(select(Alert)).all() == []


def test_one_key_is_one_alert(store: Store) -> None:
    """An equal key gets a number; what was written under the first one stays as it is."""
    (key,) = told(store)
    with store.reading() as session:
        (alert,) = session.scalars(select(Alert))
        message = message_of(alert)
    for _ in range(2):
        with store.writing() as session:
            enqueue(session, [message, message], TEAM, NOW)
    with store.reading() as session:
        written = session.scalars(select(Alert.alert_key).order_by(Alert.id)).all()
    assert written == [key, *(f"{key}/{number}" for number in range(2, 6))]
    assert len(set(written)) == 5
    with pytest.raises(IntegrityError), store.writing() as session:
        session.execute(update(Alert).values(alert_key=key))


@pytest.mark.parametrize(
    ("filters", "hears"),
    [
        ({}, True),
        ({"severity": "critical"}, False),
        ({"kinds": ["retirement*"]}, False),
        ({"kinds": ["Price*", "retirement*"]}, True),
        ({"kinds": ["version*"]}, True),
        ({"sources": ["arena_*"]}, False),
        ({"models": ["deepseek-v4-*"]}, True),
        ({"models": ["deepseek-v5*"]}, False),
    ],
)
def test_a_target_hears_what_passes_all_its_filters(store: Store, filters: dict[str, object], hears: bool) -> None:
    targets = {"team": Target.model_validate({"webhook": "https://team.example", **filters})}
    about, both = frozenset({"deepseek-v4-pro"}), frozenset({"version changed", "price changed"})
    message = partial(Message, "k", "price changed", "warning", "deepseek_pricing", "deepseek-v4-pro", "t", "b", None)
    with store.writing() as session:
        register(session, "s", "deepseek_pricing")
        snapshot = Snapshot(source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts")
        session.add(snapshot)
        session.flush()
        enqueue(session, [message(snapshot.id, models=about, kinds=both)], targets, NOW)
    assert [len(states(store, target)) for target in ("log", "team")] == [1, int(hears)]
