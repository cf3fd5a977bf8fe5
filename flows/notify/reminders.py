"""Reminders of deadlines: look up the deadlines, schedule their reminders, and enqueue the due ones."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.compose import DEADLINE
from alerts.compose import remind as compose
from alerts.message import Message
from alerts.outbox import enqueue, withdraw
from alerts.reminder_schedule import Due, former_uid, next_due, update_reminders
from alerts.targets import is_watched
from alerts.texts import AlertContext, age_line
from flows.database import Store, one_at_a_time
from flows.notify.bill_impact import BILLED, MOMENT, BillMove, bill_text
from flows.notify.change_alerts import seen_snapshot
from flows.run import AlertSettings
from models.facts import HOURS, qualified_name
from models.kinds import ChangeKind, DeliveryState, Movement, ReminderOccasion, ReminderState, Thing
from models.queries import Deadline, deadlines, family_ages
from models.schema import Alert, ChangeRow, Reminder, Snapshot, is_shown_source

AHEAD = select(Reminder).where(Reminder.state == ReminderState.AHEAD)


def remind(store: Store, alerting: AlertSettings, at: datetime) -> int:
    """Enqueue the reminders that are due at an instant; returns their number.

    A reminder and the step of its schedule are written in one transaction.
    """
    with store.writing() as session:
        one_at_a_time(session, "reminders")
        rows = session.scalars(AHEAD.order_by(Reminder.uid)).all()
        current = deadlines(session, at, at)
        climbed = update_reminders(rows, current, at, alerting.ladder, partial(_is_logged, session, at))
        for row in climbed.new:
            _add(session, row)
        session.flush()
        for row in rows:
            _withdraw(session, row, but=f"{row.sequence}/%")
        due_reminders = [due for due in climbed.due if _is_used(due.row, alerting)]
        stated = {(each.vendor, each.kind, each.subject, each.due_at): each for each in current}
        for due in due_reminders:
            _withdraw(session, due.row)
            deadline = stated.get((due.row.vendor, due.row.kind, due.row.subject, due.row.due_at))
            enqueue(session, [_message(session, due, deadline, at, alerting)], alerting.targets, at)
    return len(due_reminders)


def remind_until(store: Store, alerting: AlertSettings, after: datetime, until: datetime) -> Iterator[datetime]:
    """Enqueue the reminders that came due in between, each at its own instant; yields these instants."""
    while (instant := _next(store, alerting, after)) is not None and instant < until:
        remind(store, alerting, instant)
        yield instant
        after = instant


def _next(store: Store, alerting: AlertSettings, after: datetime) -> datetime | None:
    with store.reading() as session:
        rows = session.scalars(AHEAD).all()
    return next_due(rows, after, alerting.ladder)


def _add(session: Session, row: Reminder) -> None:
    """Add a new row. A cancelled deadline that is stated again keeps its UID, with the next sequence number."""
    for name in (row.uid, former_uid(row)):
        before = session.get(Reminder, name)
        if before is not None and before.vendor == row.vendor:
            row.uid, row.sequence = name, before.sequence + 1
            break
    session.merge(row)


def _is_used(row: Reminder, alerting: AlertSettings) -> bool:
    name = qualified_name(row.vendor, row.subject)
    return not row.kind.is_about_model or is_watched([row.subject], [name], alerting.uses)


def _withdraw(session: Session, row: Reminder, but: str | None = None) -> None:
    """Withdraw earlier reminders of a deadline that are still pending."""
    # The source of a deadline may have changed since then; its subject stays.
    earlier = (Alert.subject == row.subject) & Alert.alert_key.like(f"{DEADLINE}/{row.uid}/%")
    if but is not None:
        earlier &= Alert.alert_key.not_like(f"{DEADLINE}/{row.uid}/{but}")
    withdraw(session, earlier, (DeliveryState.PENDING,))


def _is_logged(session: Session, at: datetime, row: Reminder) -> bool:
    """Return True if the change log has a later change that ended or cancelled the deadline.

    Changes of another vendor do not count, nor do those of sources that only check others.
    """
    since = row.due_at if row.due_at and row.due_at <= at else row.revised_at
    subjects = (row.subject,) if row.kind.is_about_model else (row.subject, HOURS)
    things = [thing for thing in Thing if thing.family is row.kind.thing]
    rows = select(ChangeRow.id).where(
        ChangeRow.kind.in_(ChangeKind.about(*things, Thing.MODEL)),
        ChangeRow.vendor == row.vendor,
        is_shown_source(ChangeRow.source),
        ChangeRow.subject.in_(subjects),
        ChangeRow.seen_at > row.revised_at,
        ChangeRow.seen_at >= since,
        ChangeRow.retracted.is_(False),
    )
    return session.scalar(rows.limit(1)) is not None


def _message(session: Session, due: Due, deadline: Deadline | None, at: datetime, alerting: AlertSettings) -> Message:
    row = due.row
    if deadline is None and row.due_at and due.occasion is ReminderOccasion.RUNG:
        deadline = _stated_until(session, row, row.due_at, at)
    snapshot = session.get_one(Snapshot, row.snapshot_id)
    seen = seen_snapshot(snapshot, row.vendor)
    costs = due.occasion is ReminderOccasion.RUNG and row.kind.thing in BILLED
    move = BillMove(Movement.IN_EFFECT, row.source, row.vendor, row.subject, row.due_at, at)
    bill = bill_text(session, [move] if costs else [], alerting)
    lines = tuple([age_line(age, at) for age in family_ages(session, row.source, at)])
    cells, facts = (deadline.cells, (deadline.facts_before, deadline.facts)) if deadline else ((), ((), ()))
    context = AlertContext(bill.sentences, bill.short, cells=cells, sources=lines, facts=facts)
    return compose(due, seen, context, at, alerting.time_zone)


def _stated_until(session: Session, row: Reminder, due_at: datetime, at: datetime) -> Deadline | None:
    """The deadline of a row that is due now, as it was ahead a moment before."""
    about = (row.vendor, row.kind, row.subject, due_at)
    ahead = deadlines(session, due_at - MOMENT, at)
    return next((each for each in ahead if (each.vendor, each.kind, each.subject, each.due_at) == about), None)
