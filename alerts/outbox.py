"""The outbox: alerts and their deliveries as rows; each delivery is claimed by a conditional update before it is sent.

A target has its deliveries one at a time, whoever asks. Where it keeps the order in which they were written, the oldest
that is neither sent nor given up is the only one that can be claimed; where it does not, a critical one goes first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from sqlalchemy import ColumnElement, Update, func, select, update
from sqlalchemy.orm import Session, aliased

from alerts.channels import Refused, Undelivered
from alerts.message import URGENCY, Message
from alerts.targets import Order, Target, takers
from models.kinds import WAITING_STATES, DeliveryState
from models.schema import Alert, Delivery, one_at_a_time

LEASE = timedelta(minutes=5)
"""A claim that is older is free again: whoever made it died. No target may be waited for as long."""
PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""After the first failure, twice that after each further one, up to an hour; what a target itself asks for counts."""
JITTER = 0.25
"""A pause is longer or shorter by up to this share, so that many do not come back at once."""
GIVE_UP = timedelta(days=7)
MOST_REFUSALS = 3
"""A target that answers and refuses a message so often will not take it: the next ones must not wait for it."""
CRITICAL = URGENCY[-1]
KEPT = (
    "alert_key",
    "kind",
    "severity",
    "source",
    "vendor",
    "subject",
    "title",
    "body",
    "effective_at",
    "snapshot_id",
)
"""The fields of a message that are columns of its row."""


class Transactions(Protocol):
    """Whoever opens transactions for us: each call one, committed at its end."""

    def __call__(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class Claim:
    """One delivery that is ours until the lease ends."""

    id: int
    target: str
    message: Message
    created_at: datetime
    attempts: int
    since: datetime
    lease: datetime


def enqueue(
    session: Session,
    messages: Iterable[Message],
    targets: Mapping[str, Target],
    now: datetime,
    muted_until: datetime | None = None,
) -> None:
    """Write each alert with a delivery to every target that takes it, in the transaction of what it tells of."""
    state, due_at = (DeliveryState.MUTED, muted_until) if muted_until else (DeliveryState.PENDING, now)
    for message in messages:
        deliveries = [
            Delivery(target=name, state=state, due_at=due_at, since=due_at) for name in takers(targets, message)
        ]
        row = {name: getattr(message, name) for name in KEPT}
        session.add(Alert(**row, created_at=now, deliveries=deliveries))
    session.flush()


def release(session: Session, now: datetime) -> None:
    """What was muted until now is to be sent."""
    over = update(Delivery).where(Delivery.state == DeliveryState.MUTED, Delivery.due_at <= now)
    session.execute(over.values(state=DeliveryState.PENDING))


def withdraw(session: Session, alerts: ColumnElement[bool], states: Sequence[DeliveryState]) -> None:
    """Deliveries in these states, of the alerts that meet a condition, are never sent."""
    its = select(Alert.id).where(alerts)
    session.execute(
        update(Delivery)
        .where(Delivery.state.in_(states), Delivery.alert_id.in_(its))
        .values(state=DeliveryState.WITHDRAWN)
    )


def retry(session: Session, now: datetime, target: str | None = None) -> int:
    """Send again what was given up, of one target or of all, as if it were new; how many deliveries that are."""
    dead = update(Delivery).where(Delivery.state == DeliveryState.DEAD)
    if target is not None:
        dead = dead.where(Delivery.target == target)
    again = dead.values(state=DeliveryState.PENDING, due_at=now, since=now, attempts=0).returning(Delivery.id)
    return len(session.scalars(again).all())


def waiting(session: Session, now: datetime) -> list[str]:
    """The targets for which something is due."""
    due = select(Delivery.target).where(*_free(now)).distinct().order_by(Delivery.target)
    return list(session.scalars(due))


def claim(transaction: Transactions, target: str, now: datetime, order: Order = "written") -> Claim | None:
    """Take the next delivery of a target, unless it is not due or another process has one of this target."""
    with transaction() as session:
        if order == "severity":
            one_at_a_time(session, f"deliveries to {target}")
        taken = update(Delivery).where(*NEXT[order](target, now), *_free(now))
        taken = taken.values(state=DeliveryState.CLAIMED, due_at=now + LEASE, attempts=Delivery.attempts + 1).returning(
            Delivery.id
        )
        claimed = session.scalars(taken.execution_options(synchronize_session=False)).one_or_none()
        if claimed is None:
            return None
        delivery = session.get_one(Delivery, claimed)
        alert = delivery.alert
        return Claim(
            claimed, target, message_of(alert), alert.created_at, delivery.attempts, delivery.since, now + LEASE
        )


def _oldest(target: str, _now: datetime) -> tuple[ColumnElement[bool], ...]:
    first = select(func.min(Delivery.id)).where(Delivery.target == target, Delivery.state.in_(WAITING_STATES))
    return (Delivery.id == first.scalar_subquery(),)


def _gravest(target: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The oldest critical delivery, else the oldest; none while one is being sent or waits for its next try."""
    other = aliased(Delivery)
    waits = (other.target == target, other.state.in_(WAITING_STATES))
    by_severity = select(other.id).join(Alert, Alert.id == other.alert_id).where(*waits)
    first = by_severity.order_by((Alert.severity == CRITICAL).desc(), other.id).limit(1)
    left_alone = select(other.id).where(*waits, other.due_at > now).exists()
    return (Delivery.id == first.scalar_subquery(), ~left_alone)


NEXT: dict[Order, Callable[[str, datetime], tuple[ColumnElement[bool], ...]]] = {
    "written": _oldest,
    "severity": _gravest,
}
"""By the order of a target: what has to hold of the delivery that is its next one."""


def message_of(alert: Alert) -> Message:
    """What an alert says, as it is kept."""
    return Message(**{name: getattr(alert, name) for name in KEPT})


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Waiting and due, or claimed by somebody whose lease is over: `due_at` is the end of the lease, too."""
    return (Delivery.state.in_(WAITING_STATES), Delivery.due_at <= now)


def put_back(transaction: Transactions, claim: Claim, problem: Undelivered, now: datetime) -> bool:
    """The target did not take it: try later, or give up; whether it was given up."""
    hopeless = isinstance(problem, Refused) and claim.attempts >= MOST_REFUSALS
    dead = hopeless or now - claim.since > GIVE_UP
    state, due_at = (
        (DeliveryState.DEAD, now) if dead else (DeliveryState.PENDING, now + pause(claim, problem.retry_after))
    )
    with transaction() as session:
        session.execute(_still(claim).values(state=state, due_at=due_at, last_error=str(problem)))
    return dead


def pause(claim: Claim, asked_for: timedelta | None) -> timedelta:
    """How long to leave a target alone after a failure; the same for the same attempt, another one for the next."""
    usual = min(PAUSE * 2 ** min(claim.attempts - 1, 20), LONGEST_PAUSE)
    draw = int.from_bytes(sha256(f"{claim.id}/{claim.attempts}".encode()).digest()[:4]) / 2**32
    jittered = usual * (1 + JITTER * (2 * draw - 1))
    return max(jittered, min(asked_for, timedelta(days=1))) if asked_for else jittered


def mark_delivered(transaction: Transactions, claim: Claim, now: datetime) -> None:
    with transaction() as session:
        session.execute(_still(claim).values(state=DeliveryState.DELIVERED, delivered_at=now, last_error=None))


def _still(claim: Claim) -> Update:
    """The delivery, unless our lease ran out and somebody else has it now."""
    return update(Delivery).where(
        Delivery.id == claim.id, Delivery.state == DeliveryState.CLAIMED, Delivery.due_at == claim.lease
    )
