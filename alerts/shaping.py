"""Decides which of the deliveries of new alerts are sent at once, later, in a digest, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from alerts.digests import gather
from alerts.message import Message
from alerts.silences import silence_alerts
from alerts.targets import Target
from alerts.thresholds import Thresholds
from models.kinds import Severity
from models.schema import Alert, Silence


def shape_deliveries(
    session: Session,
    alerts: Sequence[tuple[Message, Alert]],
    targets: Mapping[str, Target],
    silences: Sequence[Silence],
    now: datetime,
) -> None:
    """Apply the thresholds and digests of targets, and the silences in force, to deliveries before they are written."""
    thresholds = Thresholds(session, now)
    for message, alert in alerts:
        alert.deliveries = [
            delivery
            for delivery in alert.deliveries
            if delivery.target not in targets or thresholds.let_pass(targets[delivery.target], message)
        ]
    silence_alerts(session, alerts, silences, now)
    for message, alert in alerts:
        digests = {
            name: (target.digest, target.digest_at, target.zone)
            for name, target in targets.items()
            if target.digest and (target.digest_critical or message.severity != Severity.CRITICAL)
        }
        gather(alert.deliveries, digests, now)
