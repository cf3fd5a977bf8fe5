"""The alert that a calendar of public holidays ends: once for each calendar and last published year."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from alerts.message import Message
from alerts.outbox import enqueue
from alerts.reminder_schedule import DEADLINE
from flows.database import Store, one_at_a_time
from flows.run import AlertSettings
from models.facts import HOURS
from models.kinds import CALENDAR_ENDS, Severity
from models.pricing import HolidayCalendar
from models.queries import facts_at
from models.schema import Alert
from scrapers.registry import find_calendar


def alert_calendars(store: Store, alerting: AlertSettings, at: datetime) -> int:
    """Alert about every calendar in use that ends soon or has ended; returns the number of alerts."""
    with store.reading() as session:
        if not _untold(session, at):
            return 0
    with store.writing() as session:
        one_at_a_time(session, "calendars")
        messages = _untold(session, at)
        enqueue(session, messages, alerting.targets, at)
    return len(messages)


def _untold(session: Session, at: datetime) -> list[Message]:
    """Return the alerts about calendars that were not written yet."""
    by_name = dict[str, list[Row[Any]]]()
    for row in facts_at.declared_holidays(session, at):
        by_name.setdefault(row.holidays, []).append(row)
    messages = list[Message]()
    for name, rows in by_name.items():
        calendar = find_calendar(name)
        last = calendar.ending(at.date())
        if last is not None:
            messages.append(_message(calendar, last, rows, at))
    keys = [message.alert_key for message in messages]
    told = set(session.scalars(select(Alert.alert_key).where(Alert.alert_key.in_(keys)))) if keys else set[str]()
    return [message for message in messages if message.alert_key not in told]


def _message(calendar: HolidayCalendar, last: date, rows: Iterable[Row[Any]], at: datetime) -> Message:
    stated = list(rows)
    first, sources = stated[0], ", ".join(sorted({row.source for row in stated}))
    after = last + timedelta(days=1)
    ends, are = ("ended", "are") if at.date() > last else ("ends", "will be")
    body = [
        f"- From {after} on nobody here knows which days are {calendar.holiday}s: on working days the prices in the",
        f"  peak hours of {sources} {are} unknown, and bills lie between two sums.",
        f"{calendar.remedy(last)} Until when it reaches: almanac doctor",
        "",
        f"Evidence that these hours depend on it: almanac snapshot {first.snapshot_id}",
    ]
    return Message(
        alert_key=f"{DEADLINE}/holidays/{calendar.name}/{last}",
        kind=CALENDAR_ENDS,
        severity=Severity.WARNING,
        source=first.source,
        vendor=first.vendor,
        subject=HOURS,
        title=f"{HOURS}: the calendar of {calendar.holiday}s {ends} on {last}",
        body="\n".join(body),
        effective_at=datetime.combine(after, time(), ZoneInfo(first.time_zone or "UTC")).astimezone(UTC),
        snapshot_id=first.snapshot_id,
    )
