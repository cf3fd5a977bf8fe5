"""Makes events of alerts, for automations. An event is emitted after the transaction of its alert is committed."""

import logging
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from alerts.reminder_schedule import DEADLINE
from alerts.targets import LOG as THE_LOG
from flows.artifact_keys import alert_artifact
from flows.database import Store
from models.changes import REPEATS
from models.kinds import SILENT_STATES, ChangeKind
from models.schema import Alert, Delivery

LOG = logging.getLogger("almanac.events")
Emit = Callable[[dict[str, Any]], object]
NAME = "almanac.alert"
NAMESPACE = UUID("6c0d1f0e-6f0b-5d2c-9b4e-6a1f3c1c7a10")
"""The namespace of event ids: an alert that is emitted again is the same event."""
UNSAFE = re.compile(r"[^a-z0-9._-]+")


@contextmanager
def emitting(store: Store, emit: Emit, *sources: str) -> Generator[None]:
    """Emit the alerts that are written in the block: of pages of these sources, and those without a page.

    They are also emitted if the block fails, because committed alerts stay. A muted alert is no event.
    """
    with store.reading() as session:
        last = session.scalar(select(func.max(Alert.id))) or 0
    try:
        yield
    finally:
        try:
            for alert in _since(store, last):
                if alert.source in sources or not is_of_page(alert):
                    emit(event(alert))
        except SQLAlchemyError as problem:
            LOG.warning("the alerts of this run could not be emitted as events: %s", type(problem).__name__)


def _since(store: Store, last: int) -> Sequence[Alert]:
    new = select(Alert).join(Alert.deliveries).where(Alert.id > last, Delivery.target == THE_LOG)
    with store.reading() as session:
        return session.scalars(new.where(Delivery.state.not_in(SILENT_STATES)).order_by(Alert.id)).all()


def is_of_page(alert: Alert) -> bool:
    """Return True if a page caused the alert. Reminders and alerts of stale sources or lasting trouble have no page."""
    return not alert.alert_key.startswith(f"{DEADLINE}/") and alert.kind not in (ChangeKind.SOURCE_STALE, *REPEATS)


def event(alert: Alert) -> dict[str, Any]:
    """Return the arguments for Prefect: fields for filters in the resource, all fields in the payload."""
    return {
        "event": NAME,
        "id": uuid5(NAMESPACE, alert.alert_key),
        "resource": {
            "prefect.resource.id": resource(alert.source, alert.subject),
            "prefect.resource.name": alert.subject,
            "almanac.kind": alert.kind,
            "almanac.severity": alert.severity,
            "almanac.source": alert.source,
            "almanac.vendor": alert.vendor,
            "almanac.subject": alert.subject,
            "almanac.cause": "page" if is_of_page(alert) else "time",
        },
        "payload": {
            "key": alert.alert_key,
            "kind": alert.kind,
            "severity": alert.severity,
            "source": alert.source,
            "vendor": alert.vendor,
            "subject": alert.subject,
            "title": alert.title,
            "body": alert.body,
            "artifact": alert_artifact(alert.alert_key, alert.kind, alert.source),
            "effective_at": alert.effective_at and alert.effective_at.isoformat(),
            "created_at": alert.created_at.isoformat(),
            "snapshot_id": alert.snapshot_id,
        },
    }


def resource(source: str, subject: str) -> str:
    """Return a resource id, `almanac.arena_text.arena-text`: letters, digits and separators for any subject."""
    return f"almanac.{source}.{UNSAFE.sub('-', subject.lower()).strip('-')[:200]}"
