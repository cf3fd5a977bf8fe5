"""Deliveries of an alert to the targets that take it only because another page states the same."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import Message
from alerts.outbox import SILENCES
from alerts.shaping import shape_deliveries
from alerts.targets import LOG, Target, takers
from models.kinds import DeliveryState, SilenceAction
from models.schema import Alert, Delivery, Silence


def deliver_also(
    session: Session,
    alert: Alert,
    message: Message,
    targets: Mapping[str, Target],
    now: datetime,
    muted_until: datetime | None = None,
) -> None:
    """Deliver an alert to each target that takes `message`, its changes as another page states them, and has it not.

    Filters, thresholds, digests and silences apply to that message. A target that lacks the alert because the first
    page is muted gets it now; an acknowledged alert goes to nobody.
    """
    silences = session.scalars(SILENCES).all()
    if any(silence.alert_id == alert.id for silence in silences):
        return
    muted = _muted(session, alert)
    has = {delivery.target for delivery in alert.deliveries} - muted.keys() | {LOG}
    state, due_at = (DeliveryState.MUTED, muted_until) if muted_until else (DeliveryState.PENDING, now)
    names = [name for name in takers(targets, message) if name not in has]
    draft = Alert(
        alert_key=message.alert_key,
        body=message.body,
        deliveries=[Delivery(target=name, state=state, due_at=due_at, since=due_at) for name in names],
    )
    # What was acknowledged is not reopened by another page that says the same.
    patterns = [silence for silence in silences if silence.action is not SilenceAction.ACK]
    shape_deliveries(session, [(message, draft)], targets, patterns, now)
    for delivery in list(draft.deliveries):
        draft.deliveries.remove(delivery)
        before = muted.get(delivery.target)
        if before is None:
            alert.deliveries.append(delivery)
        elif delivery.state is not DeliveryState.WITHDRAWN:
            for name in ("state", "due_at", "since", "silence_id", "digest_key"):
                setattr(before, name, getattr(delivery, name))


def _muted(session: Session, alert: Alert) -> dict[str, Delivery]:
    """The deliveries of an alert that a mute withdrew, by target."""
    mutes = select(Silence.id).where(Silence.action == SilenceAction.MUTE)
    numbers = set(session.scalars(mutes.where(Silence.id.in_([each.silence_id for each in alert.deliveries]))))
    return {
        each.target: each
        for each in alert.deliveries
        if each.state is DeliveryState.WITHDRAWN and each.silence_id in numbers
    }
