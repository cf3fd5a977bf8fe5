"""The outbox: alerts and deliveries as rows, and the sending of those that are due.

A delivery is claimed by a conditional update before it is sent. Each target has a thread of its own, so that no target
waits for another, and gets its deliveries one at a time, also from several processes. A target with the order `written`
can only be given its oldest open delivery. A target with the order `severity` gets critical ones first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Protocol

from sqlalchemy import ColumnElement, Update, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from alerts.channels import Channel, Undelivered
from alerts.message import STORED_FIELDS, URGENCY, Message, message_of
from alerts.targets import LONGEST_WAIT, DeliveryOrder, SendingOrder, Target, takers
from models.kinds import LATER_STATES, WAITING_STATES, DeliveryState
from models.schema import Alert, Delivery, Silence, one_at_a_time

LEASE = timedelta(minutes=5)
"""An older claim is free again, because its process has died. The timeout of a target must be shorter."""
CRITICAL = URGENCY[-1]
DIGEST = "/digest"
"""In the keys of the alerts that collect the notices of a page and day."""
FILTERED = ("kinds", "models", "qualified_names")
"""The fields that filters compare, which `about` has."""
SILENCES = select(Silence).where(Silence.ended_at.is_(None)).order_by(Silence.id)
RELEASED = (  # built once, as SILENCES: a statement that is kept keeps the key by which SQLAlchemy finds it compiled
    update(Delivery)
    .where(
        or_(
            and_(Delivery.state.in_((DeliveryState.MUTED, *LATER_STATES)), Delivery.due_at <= bindparam("now")),
            and_(Delivery.state.in_(WAITING_STATES), Delivery.due_at > bindparam("latest")),
        )
    )
    .values(state=DeliveryState.PENDING, due_at=bindparam("now"))
    .returning(Delivery.id, Delivery.silence_id)
    .execution_options(synchronize_session=False)
)


class Transactions(Protocol):
    """A factory of transactions: each call opens one, which commits at its end."""

    def __call__(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True)
class Claim:
    """A delivery that this process may send until the lease ends."""

    id: int
    target: str
    message: Message
    created_at: datetime
    attempts: int
    since: datetime
    lease: datetime
    others: tuple[int, ...] = ()
    """The other deliveries of the same digest."""
    last_error: str | None = None


def enqueue(
    session: Session,
    messages: Iterable[Message],
    targets: Mapping[str, Target],
    now: datetime,
    muted_until: datetime | None = None,
) -> list[Alert]:
    """Write each alert with its deliveries, in the transaction that records the changes, and return them.

    An alert whose key another one has already gets a number behind it: `…/2`, `…/3`.
    """
    state, due_at = (DeliveryState.MUTED, muted_until) if muted_until else (DeliveryState.PENDING, now)
    own, alerts = _with_own_keys(session, list(messages)), list[Alert]()
    for message, names in zip(own, [takers(targets, message) for message in own], strict=True):
        deliveries = [Delivery(target=name, state=state, due_at=due_at, since=due_at) for name in names]
        row = {name: getattr(message, name) for name in STORED_FIELDS}
        about = {name: sorted(getattr(message, name)) for name in FILTERED}
        about |= {"bill_changes": message.bill_changes}
        alerts.append(Alert(**row, created_at=now, about=about, deliveries=deliveries))
    silences = session.scalars(SILENCES).all() if alerts else ()
    if silences or any(target.is_shaped for target in targets.values()):
        from alerts.shaping import shape_deliveries  # most have neither silences nor digests nor thresholds

        shape_deliveries(session, list(zip(own, alerts, strict=True)), targets, silences, now)
    session.add_all(alerts)
    session.flush()
    return alerts


def _with_own_keys(session: Session, messages: Sequence[Message]) -> list[Message]:
    """The messages, each under a key that no alert has.

    What was told is known by the log of changes. An equal key is no sign of it: two pages may be of one moment, and one
    snapshot may be reported again, by another reading of it.
    """
    taken, own = _taken(session, [message.alert_key for message in messages]), list[Message]()
    for message in messages:
        key, number = message.alert_key, 1
        while key in taken:
            number += 1
            key = f"{message.alert_key}/{number}"
            taken |= _taken(session, [key])
        taken.add(key)
        own.append(message if number == 1 else replace(message, alert_key=key))
    return own


def _taken(session: Session, keys: Sequence[str]) -> set[str]:
    return set(session.scalars(select(Alert.alert_key).where(Alert.alert_key.in_(keys))))


def release(session: Session, now: datetime) -> None:
    """Make deliveries pending that are for now: muted ones, those of a digest, and snoozed ones that still stand.

    A delivery that would wait longer than any pause becomes pending, too: the clock was ahead when it was put back.
    """
    instants = {"now": now, "latest": now + LONGEST_WAIT}
    if snoozed := [number for number, silence in session.execute(RELEASED, instants) if silence is not None]:
        from alerts.silences import withdraw_outdated  # most releases have none

        withdraw_outdated(session, snoozed)


def withdraw(session: Session, alerts: ColumnElement[bool], states: Sequence[DeliveryState]) -> None:
    """Withdraw deliveries in these states of certain alerts for ever. The next one keeps the pause of a failed one."""
    matching = select(Alert.id).where(alerts)
    withdrawn = update(Delivery).where(Delivery.state.in_(states), Delivery.alert_id.in_(matching))
    values = withdrawn.values(state=DeliveryState.WITHDRAWN).returning(Delivery.id, Delivery.attempts)
    rows = session.execute(values).tuples().all()
    for delivery, attempts in rows:
        if attempts:
            from alerts.retries import hand_on_pause  # few of those that are withdrawn had failed

            hand_on_pause(session, delivery)


def waiting(session: Session, now: datetime) -> list[str]:
    """Return the targets that have a delivery due."""
    due = select(Delivery.target).where(*_due(now)).distinct().order_by(Delivery.target)
    return list(session.scalars(due))


def claim(transaction: Transactions, target: str, now: datetime, order: SendingOrder = "written") -> Claim | None:
    """Claim the next delivery of a target; None if it is not due or another process has claimed one of this target."""
    with transaction() as session:
        if order != "written":
            one_at_a_time(session, f"deliveries to {target}")
        if order == "digest":
            from alerts.digests import claim_deliveries, digest_of  # most targets have no digest

            deliveries, key = claim_deliveries(session, target, now, now + LEASE)
            digest = digest_of(key, [message_of(each.alert) for each in deliveries]) if key else None
            return _claim_of(deliveries, now + LEASE, digest) if deliveries else None
        claim_next = update(Delivery).where(*NEXT[order](target, now), *_due(now))
        claim_next = claim_next.values(
            state=DeliveryState.CLAIMED, due_at=now + LEASE, paused_at=now, attempts=Delivery.attempts + 1
        ).returning(Delivery.id)
        claimed = session.scalars(claim_next.execution_options(synchronize_session=False)).one_or_none()
        return None if claimed is None else _claim_of([session.get_one(Delivery, claimed)], now + LEASE)


def _claim_of(deliveries: Sequence[Delivery], lease: datetime, digest: Message | None = None) -> Claim:
    first, *others = deliveries
    message = digest or message_of(first.alert)
    written = first.since if digest else first.alert.created_at
    ids = tuple(each.id for each in others)
    return Claim(first.id, first.target, message, written, first.attempts, first.since, lease, ids, first.last_error)


def _oldest(target: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Select the oldest delivery; none while any one, also a younger one, is being sent or waits for its retry."""
    other = aliased(Delivery)
    waits = (other.target == target, other.state.in_(WAITING_STATES))
    first, left_alone = select(func.min(other.id)).where(*waits), select(other.id).where(*waits, other.due_at > now)
    return (Delivery.id == first.scalar_subquery(), ~left_alone.exists())


def _most_severe(target: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Select the oldest critical delivery, else the oldest; none while one is being sent or waits for its retry."""
    other = aliased(Delivery)
    waits = (other.target == target, other.state.in_(WAITING_STATES))
    by_severity = select(other.id).join(Alert, Alert.id == other.alert_id).where(*waits)
    first = by_severity.order_by((Alert.severity == CRITICAL).desc(), other.id).limit(1)
    left_alone = select(other.id).where(*waits, other.due_at > now)
    return (Delivery.id == first.scalar_subquery(), ~left_alone.exists())


NEXT: dict[DeliveryOrder, Callable[[str, datetime], tuple[ColumnElement[bool], ...]]] = {
    "written": _oldest,
    "severity": _most_severe,
}
"""For each order, the conditions that select a target's next delivery."""


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Select deliveries that are open and due, or whose claim has expired (`due_at` is the end of the lease)."""
    return (Delivery.state.in_(WAITING_STATES), Delivery.due_at <= now)


def mark_delivered(transaction: Transactions, claim: Claim, now: datetime) -> None:
    with transaction() as session:
        session.execute(_update_claimed(claim).values(state=DeliveryState.DELIVERED, delivered_at=now, last_error=None))


def _update_claimed(claim: Claim) -> Update:
    """Update the delivery unless the lease has expired and another process has claimed it."""
    own = Delivery.id.in_((claim.id, *claim.others))
    return update(Delivery).where(own, Delivery.state == DeliveryState.CLAIMED, Delivery.due_at == claim.lease)


@dataclass
class Sent:
    """The result of one round of sending: the number delivered by target, and the error at which a target stopped."""

    delivered: dict[str, int] = field(default_factory=dict[str, int])
    problems: dict[str, str] = field(default_factory=dict[str, str])
    broken: list[BaseException] = field(default_factory=list[BaseException])

    @property
    def count(self) -> int:
        return sum(self.delivered.values())

    def __str__(self) -> str:
        failed = [f"{target}: {problem}" for target, problem in sorted(self.problems.items())]
        return "; ".join([f"{self.count} delivered", *failed])


def deliver(
    transaction: Transactions,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime],
    orders: Mapping[str, SendingOrder] = {},
) -> Sent:
    """Send all deliveries that are due. A target that fails is skipped until its pause is over.

    A target without an order gets its messages in the order in which they were written.

    Raises the first internal error after all targets are done.
    """
    with transaction() as session:
        release(session, clock())
        due = [target for target in waiting(session, clock()) if target in channels]
    sent = Sent()
    threads = [
        # A thread does not inherit the run's context, and without it the run's log would miss its records.
        Thread(
            name=f"deliver {target}",
            target=copy_context().run,
            args=(_drain, transaction, target, channels[target], clock, sent, orders.get(target, "written")),
        )
        for target in due
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if sent.broken:
        raise sent.broken[0]
    return sent


def _drain(
    transaction: Transactions,
    target: str,
    channel: Channel,
    clock: Callable[[], datetime],
    sent: Sent,
    order: SendingOrder,
) -> None:
    try:
        _send_all(transaction, target, channel, clock, sent, order)
    except BaseException as problem:  # noqa: BLE001 (a thread cannot raise to its caller: `deliver` raises it again)
        sent.broken.append(problem)


def _send_all(
    transaction: Transactions,
    target: str,
    channel: Channel,
    clock: Callable[[], datetime],
    sent: Sent,
    order: SendingOrder,
) -> None:
    """Send one delivery after the other until nothing is due or the target does not accept one."""
    while claimed := claim(transaction, target, clock(), order):
        try:
            channel(claimed.message, claimed.created_at)
        except Undelivered as problem:
            from alerts.retries import put_back  # only a run with a failure needs it

            sent.problems[target] = str(problem)
            with transaction() as session:
                is_given_up = put_back(session, _update_claimed(claimed), claimed, problem, clock())
            if not is_given_up:
                return
        else:
            mark_delivered(transaction, claimed, clock())
            sent.delivered[target] = sent.delivered.get(target, 0) + 1
