"""The outbox on both databases: claimed before it is sent, put back when it fails, dead after a week."""

from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from alerts.channels import Undelivered
from alerts.compose import Message
from alerts.outbox import GIVE_UP, LEASE, PAUSE, deliver, enqueue
from flows.store import Store
from models.tables import Alert, Delivery, Snapshot
from tests.conftest import day

NOW = day("2026-08-18")


@dataclass
class Target:
    """Takes messages, or refuses them while it is down."""

    down: bool = False
    got: list[str] = field(default_factory=list[str])

    def __call__(self, message: Message) -> None:
        if self.down:
            raise Undelivered("HTTP 503")
        self.got.append(message.key)


class Died(BaseException):
    """The process is gone."""


def told(store: Store, count: int = 1, targets: tuple[str, ...] = ("log",), dies: bool = False) -> list[str]:
    """That many alerts in the outbox, to every target; their keys. The process may die before it commits."""
    messages = [
        Message(f"s/now/{number}", "price changed", "warning", "s", str(number), "title", "body", None)
        for number in range(count)
    ]
    with store.writing() as session:
        snapshot = Snapshot(source="s", url="u", moment=NOW, stored_at=NOW, outcome="facts")
        session.add(snapshot)
        session.flush()
        enqueue(session, messages, snapshot.id, targets, NOW)
        if dies:
            raise Died
    return [message.key for message in messages]


def states(store: Store) -> list[tuple[str, int, str | None]]:
    with store.reading() as session:
        found = session.scalars(select(Delivery).order_by(Delivery.id))
        return [(delivery.state, delivery.attempts, delivery.last_error) for delivery in found]


def test_what_is_due_is_sent_once_and_in_order(store: Store) -> None:
    keys, log = told(store, 3), Target()
    assert [deliver(store.writing, {"log": log}, NOW) for _ in range(2)] == [3, 0]
    assert log.got == keys


def test_a_target_that_is_down_gets_it_later(store: Store) -> None:
    keys, log = told(store), Target(down=True)
    deliver(store.writing, {"log": log}, NOW)
    assert states(store) == [("pending", 1, "HTTP 503")]
    log.down = False
    assert deliver(store.writing, {"log": log}, NOW) == 0
    assert deliver(store.writing, {"log": log}, NOW + PAUSE) == 1
    assert (log.got, states(store)) == (keys, [("delivered", 2, None)])


def test_a_target_that_is_down_delays_no_other(store: Store) -> None:
    keys = told(store, 2, ("down", "log"))
    log = Target()
    deliver(store.writing, {"down": Target(down=True), "log": log}, NOW)
    assert log.got == keys


def test_a_delivery_that_fails_for_a_week_is_dead_and_says_why(store: Store) -> None:
    told(store)
    deliver(store.writing, {"log": Target(down=True)}, NOW + GIVE_UP + PAUSE)
    assert states(store) == [("dead", 1, "HTTP 503")]


def test_a_claim_of_a_dead_process_is_free_when_its_lease_is_over(store: Store) -> None:
    def die(_: Message) -> None:
        raise Died

    keys, log = told(store), Target()
    with pytest.raises(Died):
        deliver(store.writing, {"log": die}, NOW)
    assert deliver(store.writing, {"log": log}, NOW + LEASE - timedelta(seconds=1)) == 0
    assert deliver(store.writing, {"log": log}, NOW + LEASE) == 1
    assert log.got == keys


def test_a_sender_that_outlived_its_lease_takes_nothing_back(store: Store) -> None:
    keys, log = told(store), Target()

    def slow(message: Message) -> None:
        assert deliver(store.writing, {"log": log}, NOW + LEASE) == 1
        raise Undelivered(f"too late for {message.key}")

    deliver(store.writing, {"log": slow}, NOW)
    assert (log.got, [state for state, _, _ in states(store)]) == (keys, ["delivered"])


def test_two_processes_at_once_send_nothing_twice(store: Store) -> None:
    keys, log, start = told(store, 40), Target(), Barrier(2)

    def work() -> None:
        other = Store(store.engine.url.render_as_string(hide_password=False))
        start.wait()
        deliver(other.writing, {"log": log}, NOW)
        other.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(log.got) == sorted(keys)


def test_an_alert_is_written_with_its_deliveries_or_not_at_all(store: Store) -> None:
    with pytest.raises(Died):
        told(store, dies=True)
    with store.reading() as session:
        assert session.scalars(select(Alert)).all() == []


def test_one_key_is_one_alert(store: Store) -> None:
    told(store)
    with pytest.raises(IntegrityError):
        told(store)
