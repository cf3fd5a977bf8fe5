"""Previews alerts: replays the archived pages with current settings in a temporary database."""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from alerts.message import Message, message_of
from alerts.outbox import release
from flows.database import Store
from flows.ingest import archive, archive_body, archive_late, archived_attempt, ensure_source_row, recorded_past
from flows.notify import remind, remind_until
from flows.pipeline import record_snapshot
from flows.progress import Print, with_progress
from flows.run import AlertSettings, Run
from models.kinds import DeliveryState
from models.schema import Alert, AlertChange, ChangeRow, Delivery, Snapshot
from scrapers.page import Attempt, Page
from scrapers.registry import REGISTERED


@dataclass(frozen=True)
class PreviewedAlert:
    """An alert that would have been sent, and its targets."""

    at: datetime
    message: Message
    targets: str
    """Names separated by commas; `muted` marks a delivery that is suppressed."""


def preview(store: Store, alerting: AlertSettings, since: datetime, say: Print) -> list[PreviewedAlert]:
    """Return every alert since an instant, oldest first. Nothing is sent, and the queried database does not change."""
    with store.reading() as session, _scratch() as scratch:
        query = select(Snapshot.id).where(Snapshot.source.in_(REGISTERED)).order_by(Snapshot.moment, Snapshot.id)
        before: datetime | None = None
        for snapshot_id in with_progress(session.scalars(query).all(), say, "preview"):
            snapshot = session.get_one(Snapshot, snapshot_id)
            if before is not None:
                for instant in remind_until(scratch, alerting, before, snapshot.moment):
                    _deliver_due(scratch, instant)
            _process(
                scratch,
                snapshot,
                archived_attempt(session, snapshot),
                alerting,
                sends_alerts=not _is_late(session, snapshot),
            )
            before = snapshot.moment
        with scratch.reading() as results:
            return list(_previewed(results, since))


@contextmanager
def _scratch() -> Generator[Store]:
    with tempfile.TemporaryDirectory(prefix="almanac-") as folder:
        scratch = Store(URL.create("sqlite", database=f"{folder}/preview.db"))
        scratch.migrate()
        try:
            yield scratch
        finally:
            scratch.close()


def _is_late(session: Session, snapshot: Snapshot) -> bool:
    """Return True if a snapshot was stored after a newer one of its source, by a backfill, which sends no alerts.

    So it was if another one of its moment, from another address, was stored before.
    """
    newer = select(Snapshot.id).where(
        Snapshot.source == snapshot.source, Snapshot.moment >= snapshot.moment, Snapshot.id < snapshot.id
    )
    return session.scalar(newer.limit(1)) is not None


def _process(scratch: Store, snapshot: Snapshot, attempt: Attempt, alerting: AlertSettings, sends_alerts: bool) -> None:
    """Process one attempt as it happened then."""
    source, at = REGISTERED[snapshot.source], snapshot.moment
    _deliver_due(scratch, at)
    with scratch.writing() as session:
        ensure_source_row(session, source, snapshot.url)
        snapshot_id = _archive(session, attempt, at)
    if snapshot_id is None:
        return
    record_snapshot(Run(scratch, source, lambda: at, alerting), snapshot_id)
    if not sends_alerts:
        with scratch.writing() as session:
            alert_ids = select(Alert.id).where(Alert.snapshot_id == snapshot_id)
            told = AlertChange.alert_id.in_(alert_ids) | AlertChange.change_id.in_(
                select(ChangeRow.id).where(ChangeRow.snapshot_id == snapshot_id)
            )
            session.execute(delete(AlertChange).where(told))
            session.execute(delete(Delivery).where(Delivery.alert_id.in_(alert_ids)))
            session.execute(delete(Alert).where(Alert.snapshot_id == snapshot_id))
    remind(scratch, alerting, at)
    _deliver_due(scratch, at)


def _archive(session: Session, attempt: Attempt, at: datetime) -> int | None:
    """Archive an attempt, also beside another page of its moment; None if there is nothing to archive."""
    if recorded_past(session, attempt) is None:
        return archive(session, attempt, at)
    return archive_late(session, archive_body(session, attempt), at) if isinstance(attempt, Page) else None


def _deliver_due(scratch: Store, at: datetime) -> None:
    """Deliver everything that is due."""
    with scratch.writing() as session:
        release(session, at)
        session.execute(
            update(Delivery)
            .where(Delivery.state == DeliveryState.PENDING)
            .values(state=DeliveryState.DELIVERED, delivered_at=at)
        )


def _previewed(session: Session, since: datetime) -> Iterator[PreviewedAlert]:
    """Yield the alerts with their targets, without deliveries that were withdrawn before they were sent."""
    for alert in session.scalars(select(Alert).where(Alert.created_at >= since).order_by(Alert.created_at, Alert.id)):
        names = [
            f"{delivery.target} (muted)" if delivery.state == DeliveryState.MUTED else delivery.target
            for delivery in alert.deliveries
            if delivery.state != DeliveryState.WITHDRAWN
        ]
        if names:
            yield PreviewedAlert(alert.created_at, message_of(alert), ", ".join(names))
