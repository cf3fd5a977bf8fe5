"""The outbox: alerts and their deliveries as rows, each delivery claimed by a conditional update before it is sent."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Update, select, update
from sqlalchemy.orm import Session

from alerts.channels import Channel, Undelivered
from alerts.compose import Message
from models.tables import Alert, Delivery

LEASE = timedelta(minutes=5)
"""A claim that is older is free again: whoever made it died."""
PAUSE = timedelta(minutes=5)
GIVE_UP = timedelta(days=7)
AT_ONCE = 100


class Transactions(Protocol):
    """Whoever opens transactions for us: each call one, committed at its end."""

    def __call__(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class Claim:
    """One delivery that is ours until the lease ends."""

    id: int
    target: str
    message: Message
    lease: datetime


def enqueue(
    session: Session, messages: Iterable[Message], snapshot_id: int, targets: Iterable[str], now: datetime
) -> None:
    """Write each alert with a delivery to every target, in the transaction of the changes that it tells of."""
    names = tuple(targets)
    for message in messages:
        deliveries = [Delivery(target=target, state="pending", due_at=now) for target in names]
        session.add(Alert(**vars(message), snapshot_id=snapshot_id, created_at=now, deliveries=deliveries))
    session.flush()


def deliver(transaction: Transactions, channels: Mapping[str, Channel], now: datetime) -> int:
    """Send what is due, oldest first; returns how many went. A failed one is due again later, and dead after a week."""
    delivered = 0
    for claim in _claims(transaction, channels, now):
        try:
            channels[claim.target](claim.message)
        except Undelivered as error:
            _put_back(transaction, claim, str(error), now)
        else:
            _mark_delivered(transaction, claim, now)
            delivered += 1
    return delivered


def _claims(transaction: Transactions, channels: Mapping[str, Channel], now: datetime) -> Iterator[Claim]:
    """What is due to these channels, each claimed just before it is yielded."""
    with transaction() as session:
        query = select(Delivery.id).where(*_free(now), Delivery.target.in_(channels)).order_by(Delivery.id)
        due = session.scalars(query.limit(AT_ONCE)).all()
    for delivery_id in due:
        if claim := _claim(transaction, delivery_id, now):
            yield claim


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Waiting and due, or claimed by somebody whose lease is over: `due_at` is the end of the lease, too."""
    return (Delivery.state.in_(("pending", "claimed")), Delivery.due_at <= now)


def _claim(transaction: Transactions, delivery_id: int, now: datetime) -> Claim | None:
    """Take a delivery, unless another process was faster."""
    with transaction() as session:
        taken = update(Delivery).where(Delivery.id == delivery_id, *_free(now))
        taken = taken.values(state="claimed", due_at=now + LEASE, attempts=Delivery.attempts + 1).returning(Delivery.id)
        if session.execute(taken).one_or_none() is None:
            return None
        delivery = session.get_one(Delivery, delivery_id)
        words = {field.name: getattr(delivery.alert, field.name) for field in fields(Message)}
        return Claim(delivery_id, delivery.target, Message(**words), now + LEASE)


def _put_back(transaction: Transactions, claim: Claim, error: str, now: datetime) -> None:
    with transaction() as session:
        given_up = now - session.get_one(Delivery, claim.id).alert.created_at > GIVE_UP
        state, due_at = ("dead", now) if given_up else ("pending", now + PAUSE)
        session.execute(_still(claim).values(state=state, due_at=due_at, last_error=error))


def _mark_delivered(transaction: Transactions, claim: Claim, now: datetime) -> None:
    with transaction() as session:
        session.execute(_still(claim).values(state="delivered", delivered_at=now, last_error=None))


def _still(claim: Claim) -> Update:
    """The delivery, unless our lease ran out and somebody else has it now."""
    return update(Delivery).where(Delivery.id == claim.id, Delivery.state == "claimed", Delivery.due_at == claim.lease)
