"""Sending what is due: each target by itself, so that none waits for another; a target's own in its order."""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread

from alerts.channels import Channel, Undelivered
from alerts.outbox import Transactions, claim, mark_delivered, put_back, release, waiting
from alerts.targets import Order


@dataclass
class Sent:
    """What became of a round of sending: deliveries by target, and why a target took no more."""

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
    orders: Mapping[str, Order] = {},
) -> Sent:
    """Send everything that is due. A target that fails is left alone until its pause is over.

    A target without an order gets its messages as they were written.

    Raises what went wrong on our own side, when all targets are done.
    """
    with transaction() as session:
        release(session, clock())
        due = [target for target in waiting(session, clock()) if target in channels]
    sent = Sent()
    threads = [
        # A thread has none of the run's context of its own, and the run's log would not hear of it.
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
    order: Order,
) -> None:
    try:
        _send_all(transaction, target, channel, clock, sent, order)
    except BaseException as problem:  # noqa: BLE001 (a thread has nobody above it: `deliver` raises it again)
        sent.broken.append(problem)


def _send_all(
    transaction: Transactions,
    target: str,
    channel: Channel,
    clock: Callable[[], datetime],
    sent: Sent,
    order: Order,
) -> None:
    """One after the other, until nothing is due or the target does not take one."""
    while its := claim(transaction, target, clock(), order):
        try:
            channel(its.message, its.created_at)
        except Undelivered as problem:
            sent.problems[target] = str(problem)
            if not put_back(transaction, its, problem, clock()):
                return
        else:
            mark_delivered(transaction, its, clock())
            sent.delivered[target] = sent.delivered.get(target, 0) + 1
