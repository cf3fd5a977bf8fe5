"""Sends the deliveries that are due, each target in a thread of its own, so that no target waits for another."""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread

from alerts.channels import Channel, Undelivered
from alerts.outbox import Transactions, claim, mark_delivered, put_back, release, waiting
from alerts.targets import DeliveryOrder


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
    orders: Mapping[str, DeliveryOrder] = {},
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
    order: DeliveryOrder,
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
    order: DeliveryOrder,
) -> None:
    """Send one delivery after the other until nothing is due or the target does not accept one."""
    while claimed := claim(transaction, target, clock(), order):
        try:
            channel(claimed.message, claimed.created_at)
        except Undelivered as problem:
            sent.problems[target] = str(problem)
            if not put_back(transaction, claimed, problem, clock()):
                return
        else:
            mark_delivered(transaction, claimed, clock())
            sent.delivered[target] = sent.delivered.get(target, 0) + 1
