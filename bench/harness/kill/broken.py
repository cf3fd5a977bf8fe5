"""Ways in which the promise of the outbox could be broken: the kill test has to notice each of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

import alerts.outbox
import flows.notify.change_alerts
import flows.pipeline.attempts
from alerts.channels.channel import Channel
from alerts.outbox import Claim, Sent, Transactions, claim, mark_delivered
from alerts.targets import SendingOrder
from flows.pipeline.attempts import RunResult
from flows.run import Run
from models.schema.tables import Delivery


def note_before_sending() -> None:
    """A delivery that was noted and not sent is lost."""

    def send_all(
        transaction: Transactions,
        target: str,
        channel: Channel,
        clock: Callable[[], datetime],
        _sent: Sent,
        order: SendingOrder,
    ) -> None:
        while its := claim(transaction, target, clock(), order):
            mark_delivered(transaction, its, clock())
            channel(its.message, its.created_at)

    alerts.outbox.__dict__["_send_all"] = send_all


def note_all_at_the_end() -> None:
    """All that was sent and not yet noted is sent again."""

    def send_all(
        transaction: Transactions,
        target: str,
        channel: Channel,
        clock: Callable[[], datetime],
        _sent: Sent,
        order: SendingOrder,
    ) -> None:
        taken: list[Claim] = []
        while its := claim(transaction, target, clock(), order):
            channel(its.message, its.created_at)
            with transaction() as session:
                # Out of the way of the next one, and back when its lease is over.
                session.execute(update(Delivery).where(Delivery.id == its.id).values(state="muted", due_at=its.lease))
            taken.append(its)
        with transaction() as session:
            ids = [its.id for its in taken]
            session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(state="delivered"))

    alerts.outbox.__dict__["_send_all"] = send_all


def enqueue_afterwards() -> None:
    """An event whose alerts are written in a second transaction has none if we die in between."""
    record, names = flows.pipeline.attempts.record_snapshot, flows.notify.change_alerts.__dict__
    enqueue = names["_enqueue_linked"]

    def in_two(run: Run, snapshot_id: int) -> RunResult:
        later: list[tuple[Any, ...]] = []

        def put_off(_session: Session, *its: Any) -> None:  # noqa: ANN401 (likewise)
            later.append(its)

        names["_enqueue_linked"] = put_off
        settled = record(run, snapshot_id)
        with run.store.writing() as session:
            for its in later:
                enqueue(session, *its)
        return settled

    flows.pipeline.attempts.record_snapshot = in_two


def name_each_try_anew() -> None:
    """A target that was told before cannot know it."""

    def claimed(transaction: Transactions, target: str, now: datetime, order: SendingOrder) -> Claim | None:
        its = claim(transaction, target, now, order)
        if its is None or its.attempts == 1:
            return its
        return replace(its, message=replace(its.message, alert_key=f"{its.message.alert_key}/{its.attempts}"))

    alerts.outbox.claim = claimed


BREAKS: Mapping[str, Callable[[], None]] = {
    function.__name__: function
    for function in (note_before_sending, note_all_at_the_end, enqueue_afterwards, name_each_try_anew)
}
