"""Digests on both databases: one message with what came since the last one, exactly once, also over deaths."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from alerts.channels.channel import Channel, Undelivered
from alerts.message import Message
from alerts.outbox import LEASE, Sent, deliver, enqueue
from alerts.retries import GIVE_UP, LEAST_ATTEMPTS, LONGEST_PAUSE, retry
from alerts.targets import Target, delivery_orders
from bench.harness.dates import day
from bench.harness.registering import register
from flows.database import Store
from flows.pipeline.attempts import deliver_due
from flows.run import AlertSettings
from models.schema.tables import Delivery, Silence, Snapshot
from tests.db.test_outbox import Died
from tests.support.receivers import Receiver, receiving

pytestmark = pytest.mark.both_databases
NOON = day("2026-08-18 12:00")
MORNING = day("2026-08-19 06:00")
"""08:00 in Berlin."""
HOUR = timedelta(hours=1)


def target(place: str = "team.example", **given: object) -> Target:
    found = Target.model_validate({"webhook": f"http://{place}/hook", "digest": "daily", "digest_at": "08:00"} | given)
    return found.within("Europe/Berlin", ("*",))


def write(
    store: Store, *titles: str, now: datetime = NOON, severity: str = "notice", team: Target | None = None
) -> None:
    with store.writing() as session:
        register(session, "s")
        session.merge(Snapshot(id=1, source="s", url="u", moment=NOON, stored_at=NOON, outcome="facts"))
        session.flush()
        messages = [
            Message(f"k/{title}", "price changed", severity, "s", title, title, f"body of {title}", None, 1)
            for title in titles
        ]
        enqueue(session, messages, {"team": team or target()}, now)


def send(store: Store, now: datetime, team: Channel, the_target: Target | None = None) -> Sent:
    orders = delivery_orders({"team": the_target or target()})
    return deliver(store.writing, {"team": team}, lambda: now, orders)


class Inbox:
    """A channel that takes messages, or dies or fails after it has taken them."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.then: Callable[[], None] = lambda: None

    def __call__(self, message: Message, _created_at: datetime) -> None:
        self.got.append(message)
        self.then()

    @property
    def seen(self) -> list[tuple[str, str]]:
        return [(message.alert_key, message.title) for message in self.got]


def fail() -> None:
    raise Undelivered("HTTP 503")


def die() -> None:
    raise Died


def states(store: Store) -> list[tuple[str, str | None]]:
    with store.reading() as session:
        rows = session.execute(select(Delivery.state, Delivery.digest_key).where(Delivery.target == "team"))
        return [(str(state), key) for state, key in rows.tuples()]


def test_a_real_receiver_gets_one_message_at_the_local_hour(store: Store) -> None:
    with receiving(Receiver()) as receiver:
        alerting = AlertSettings(targets={"team": target(receiver.place)})
        write(store, "a", "b", team=alerting.targets["team"])
        write(store, "c", now=NOON + HOUR, severity="warning", team=alerting.targets["team"])
        deliver_due(store, alerting, lambda: MORNING - HOUR)
        assert receiver.got == []
        sent = [str(deliver_due(store, alerting, lambda: MORNING)) for _ in range(2)]
    assert sent == ["1 delivered", "0 delivered"]
    (got,) = receiver.got
    assert got.json["title"] == "3 alerts: c, and 2 more"
    assert got.json["body"].startswith("- warning: c\n- notice: a\n- notice: b\n")
    assert "body of a" in got.json["body"]
    assert got.json["created_at"] == "2026-08-19T06:00:00Z"
    assert got.headers["webhook-id"] == got.json["id"]
    assert {state for state, _ in states(store)} == {"delivered"}


def test_a_critical_alert_is_sent_at_once_unless_the_target_says_otherwise(store: Store) -> None:
    inbox, patient = Inbox(), target(digest_critical=True)
    write(store, "quiet")
    write(store, "grave", severity="critical")
    write(store, "patient", severity="critical", team=patient)
    send(store, NOON, inbox)
    assert [message.title for message in inbox.got] == ["grave"]
    send(store, MORNING, inbox)
    assert inbox.seen[1] == (
        f"digest/team/2026-08-19T06:00:00Z/{_first(store, 'quiet')}",
        "2 alerts: patient, and 1 more",
    )


def _first(store: Store, title: str) -> int:
    with store.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.target == "team"))
        return next(row.id for row in rows if row.alert.title == title)


@pytest.mark.parametrize("end", [die, fail], ids=["killed", "no answer"])
def test_a_digest_that_was_taken_and_not_noted_comes_again_under_its_id_with_the_same_alerts(
    store: Store, end: Callable[[], None]
) -> None:
    inbox = Inbox()
    write(store, "a", "b")
    inbox.then = end
    if end is die:
        with pytest.raises(Died):
            send(store, MORNING, inbox)
    else:
        send(store, MORNING, inbox)
    # A transaction that began before the digest commits after it: its alert is in none yet.
    write(store, "late", now=MORNING - HOUR)
    inbox.then = lambda: None
    assert send(store, MORNING + timedelta(seconds=1), inbox).count == 0, "claimed, or waiting for the retry"
    send(store, MORNING + LEASE, inbox)
    first, again, late = inbox.got
    assert (again.alert_key, again.title, again.body) == (first.alert_key, first.title, first.body)
    assert late.title == "1 alert: late"
    assert late.alert_key != first.alert_key
    assert {state for state, _ in states(store)} == {"delivered"}


def test_two_digests_that_came_due_while_nothing_ran_are_one_message(store: Store) -> None:
    inbox = Inbox()
    write(store, "a")
    write(store, "b", now=NOON + timedelta(days=1))
    send(store, MORNING + timedelta(days=3), inbox)
    assert [message.title for message in inbox.got] == ["2 alerts: a, and 1 more"]


def test_a_digest_that_fails_for_a_week_is_dead_and_sent_again_under_its_id(store: Store) -> None:
    inbox = Inbox()
    write(store, "a", "b")
    inbox.then = fail
    send(store, MORNING, inbox)
    for attempt in range(1, LEAST_ATTEMPTS):
        send(store, MORNING + GIVE_UP + attempt * 2 * LONGEST_PAUSE, inbox)
    assert {state for state, _ in states(store)} == {"dead"}
    inbox.then = lambda: None
    later = MORNING + 2 * GIVE_UP
    write(store, "c", now=later - HOUR)
    with store.writing() as session:
        assert retry(session, later) == 2
    send(store, later, inbox)
    *tries, other = inbox.got
    assert (len(tries), len({message.alert_key for message in tries})) == (LEAST_ATTEMPTS + 1, 1)
    assert {message.title for message in tries} == {"2 alerts: a, and 1 more"}
    assert other.title == "1 alert: c"


def test_two_processes_send_a_digest_once(store: Store) -> None:
    inbox = Inbox()
    write(store, "a", "b")
    inbox.then = lambda: inbox.got.clear() if send(store, MORNING, inbox).count else None
    assert send(store, MORNING, inbox).count == 1
    assert len(inbox.got) == 1


def test_what_is_snoozed_comes_with_the_first_digest_after_the_snooze(store: Store) -> None:
    inbox = Inbox()
    with store.writing() as session:
        until = MORNING + HOUR
        session.add(Silence(action="snooze", kind_pattern="price*", severity="warning", created_at=NOON, until=until))
    write(store, "a")
    assert send(store, MORNING, inbox).count == 0
    assert send(store, MORNING + 23 * HOUR, inbox).count == 0
    assert send(store, MORNING + 24 * HOUR, inbox).count == 1


def test_a_target_without_digests_any_more_gets_what_waits_one_by_one(store: Store) -> None:
    inbox, plain = Inbox(), Target.model_validate({"webhook": "http://team.example/hook"})
    write(store, "a", "b")
    send(store, MORNING, inbox, plain)
    assert [message.title for message in inbox.got] == ["a", "b"]


def test_an_alert_that_is_withdrawn_is_in_no_digest(store: Store) -> None:
    inbox = Inbox()
    write(store, "a", "b")
    with store.writing() as session:
        session.execute(update(Delivery).where(Delivery.id == _first(store, "a")).values(state="withdrawn"))
    send(store, MORNING + LONGEST_PAUSE, inbox)
    assert [message.title for message in inbox.got] == ["1 alert: b"]
