"""The alert that the clock of this machine is in doubt: once a day."""

from datetime import datetime

from sqlalchemy import select

from alerts.message import Message
from alerts.outbox import enqueue
from flows.database import Store, one_at_a_time
from flows.run import AlertSettings
from models.kinds import CLOCK_IN_DOUBT, Severity
from models.schema import Alert, Snapshot
from scrapers.source import Source

CLOCK = "clock"


def alert_clock(store: Store, source: Source, doubt: str, alerting: AlertSettings, at: datetime) -> int:
    """Alert about a doubt, at the instant that is taken for the present one; return the number of alerts.

    None is written before a source has a snapshot: an alert refers to one.
    """
    key = f"{CLOCK}/{at:%Y-%m-%d}"
    with store.writing() as session:
        one_at_a_time(session, CLOCK)
        newest = select(Snapshot.id).where(Snapshot.source == source.name).order_by(Snapshot.id.desc()).limit(1)
        snapshot_id = session.scalar(newest)
        if snapshot_id is None or session.scalar(select(Alert.id).where(Alert.alert_key == key)) is not None:
            return 0
        enqueue(session, [_message(source, key, doubt, snapshot_id)], alerting.targets, at)
    return 1


def _message(source: Source, key: str, doubt: str, snapshot_id: int) -> Message:
    body = [
        "To do: set the clock (`timedatectl set-ntp true`); then the next run of each source goes on by itself.",
        "",
        f"- {doubt}",
        "Until then pages are kept and not recorded, and no reminder is sent. How it stands: almanac doctor",
    ]
    return Message(
        alert_key=key,
        kind=CLOCK_IN_DOUBT,
        severity=Severity.WARNING,
        source=source.name,
        vendor=source.vendor,
        subject=CLOCK,
        title=doubt,
        body="\n".join(body),
        effective_at=None,
        snapshot_id=snapshot_id,
    )
