"""Reminders of deadlines: look up the deadlines, schedule their reminders, and enqueue the due ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.message import URGENCY, Message
from alerts.outbox import enqueue, withdraw
from alerts.reminder_schedule import DEADLINE, Due, former_uid, members_of, next_due, reminder_key, update_reminders
from alerts.targets import is_watched
from alerts.texts import AlertContext, Reminding, age_line, reminder_body, reminder_title
from flows.database import Store, one_at_a_time
from flows.notify.bill_impact import BILLED, MOMENT, BillMove, bill_text
from flows.notify.change_alerts import seen_snapshot
from flows.run import AlertSettings
from models.facts import HOURS, Fact, Price, qualified_name
from models.kinds import (
    CALENDAR_ENDS,
    LATER_STATES,
    ChangeKind,
    DeadlineKind,
    DeliveryState,
    Movement,
    ReminderOccasion,
    ReminderState,
    Severity,
    Thing,
)
from models.queries import Deadline, deadlines, family_ages
from models.schema import Alert, ChangeRow, Delivery, Reminder, Snapshot, is_shown_source

StatedDeadlines = Mapping[tuple[str, DeadlineKind, str, datetime | None], Deadline]
"""The deadlines ahead by vendor, kind, subject and instant."""
NEAR = 3
"""A deadline is near from this number of days on."""
AHEAD = select(Reminder).where(Reminder.state == ReminderState.AHEAD)
UNSENT = (DeliveryState.PENDING, *LATER_STATES)
"""The states of deliveries from which a reminder that is over is taken."""


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
        due_reminders = [due for due in climbed.due if _is_used(due.row, alerting)]
        stated = {(each.vendor, each.kind, each.subject, each.due_at): each for each in current}
        _withdraw_outdated(session, rows, due_reminders, at, stated, alerting)
        messages = [_message(session, together, stated, at, alerting) for together in _together(due_reminders)]
        if messages:
            enqueue(session, messages, alerting.targets, at)
    return len(messages)


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


def _together(due_reminders: Sequence[Due]) -> Iterable[list[Due]]:
    """Group the reminders that are one message: of one vendor, kind and instant, at one step.

    Prices and peak hours that change at one instant are one; the prices come first.
    """
    groups = defaultdict[object, list[Due]](list)
    for due in sorted(due_reminders, key=lambda due: not due.row.kind.is_about_model):
        row = due.row
        kind = DeadlineKind.PRICE_CHANGE if row.kind is DeadlineKind.PEAK_HOURS_CHANGE else row.kind
        groups[row.vendor, row.source, kind, row.due_at, due.occasion, due.number].append(due)
    return groups.values()


def _withdraw_outdated(
    session: Session,
    rows: Iterable[Reminder],
    due_reminders: Iterable[Due],
    at: datetime,
    stated: StatedDeadlines,
    alerting: AlertSettings,
) -> None:
    """Take deadlines that moved or have their next reminder now out of pending reminders.

    A message is withdrawn if none is left in it.
    """
    due_now = {due.row.uid for due in due_reminders}
    waiting = Alert.id.in_(select(Delivery.alert_id).where(Delivery.state.in_(UNSENT)))
    reminders = select(Alert).where(waiting, Alert.alert_key.like(f"{DEADLINE}/%"), Alert.kind != CALENDAR_ENDS)
    for alert in session.scalars(reminders):
        members, occasion, number = members_of(alert.alert_key)
        stored = select(Reminder.uid, Reminder.sequence).where(Reminder.uid.in_(members))
        sequences = dict(session.execute(stored).tuples().all())
        left = [
            uid
            for uid, number_then in members.items()
            if sequences.get(uid, number_then) == number_then and uid not in due_now
        ]
        if not left:
            withdraw(session, Alert.id == alert.id, UNSENT)
        elif len(left) < len(members):
            dues = [Due(session.get_one(Reminder, uid), occasion, number) for uid in left]
            message = _message(session, dues, stated, at, alerting)
            alert.title, alert.body = message.title, message.body


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


def _message(
    session: Session, dues: Sequence[Due], stated: StatedDeadlines, at: datetime, alerting: AlertSettings
) -> Message:
    """The message of reminders of one instant; the first one has the effect on the bill and the ages of sources."""
    moves = [
        BillMove(Movement.IN_EFFECT, due.row.source, due.row.vendor, due.row.subject, due.row.due_at, at)
        for due in dues
        if due.occasion is ReminderOccasion.RUNG and due.row.kind.thing in BILLED
    ]
    bill = bill_text(session, moves, alerting)
    lines = tuple([age_line(age, at) for age in family_ages(session, dues[0].row.source, at)])
    reminders = list[Reminding]()
    for due in dues:
        row, snapshot = due.row, session.get_one(Snapshot, due.row.snapshot_id)
        deadline = stated.get((row.vendor, row.kind, row.subject, row.due_at))
        if deadline is None and row.due_at and due.occasion is ReminderOccasion.RUNG:
            deadline = _stated_until(session, row, row.due_at, at)
        context = AlertContext()
        if deadline is not None:
            facts = [_of_currency(facts, alerting.currency) for facts in (deadline.facts_before, deadline.facts)]
            context = AlertContext(cells=deadline.cells, facts=(facts[0], facts[1]))
        if not reminders:
            context = replace(
                context, bill_lines=bill.sentences, short=bill.short, sources=lines, bill_changes=bill.changes
            )
        reminders.append(Reminding(due, seen_snapshot(snapshot, row.vendor), context))
    return compose(reminders, at, alerting.time_zone)


def _of_currency(facts: Sequence[Fact], currency: str) -> tuple[Fact, ...]:
    """The facts without prices in another currency, if there is one in this one."""
    prices = [fact for fact in facts if isinstance(fact, Price)]
    chosen = {price.currency for price in prices} & {currency}
    return tuple(fact for fact in facts if not chosen or not isinstance(fact, Price) or fact.currency in chosen)


def compose(reminders: Sequence[Reminding], now: datetime, zone: str = "UTC") -> Message:
    """Compose the message of the reminders of one instant. Each step of a deadline has its own place in alert keys."""
    first = reminders[0]
    row, occasion = first.due.row, first.due.occasion
    models = frozenset(each.due.row.subject for each in reminders if each.due.row.kind.is_about_model)
    state = ReminderState.CANCELLED if occasion is ReminderOccasion.GONE else ReminderState.AHEAD
    bodies = [reminder_body(each.due, each.seen, each.context, zone) for each in reminders]
    headed = [f"{each.name}:\n{text}" for each, text in zip(reminders, bodies, strict=True)]
    return Message(
        alert_key=reminder_key([each.due for each in reminders]),
        kind=f"{row.kind} {state}",
        severity=max((_reminder_severity(each.due) for each in reminders), key=URGENCY.index),
        source=row.source,
        vendor=row.vendor,
        subject=row.subject,
        title=reminder_title(reminders, now, zone),
        body=bodies[0] if len(bodies) == 1 else "\n\n".join(headed),
        effective_at=row.due_at,
        bill_changes=first.context.bill_changes,
        snapshot_id=row.snapshot_id,
        kinds=frozenset(f"{each.due.row.kind} {state}" for each in reminders),
        models=models,
        qualified_names=frozenset(qualified_name(row.vendor, name) for name in models),
    )


def _reminder_severity(due: Due) -> Severity:
    """Return the severity of a reminder. A near retirement is CRITICAL, because it breaks products. A near change of
    money is a WARNING, else a NOTICE.
    """
    kind = due.row.kind
    near = due.occasion is ReminderOccasion.RUNG and due.number <= NEAR
    if kind is DeadlineKind.RETIREMENT:
        return Severity.CRITICAL if near else Severity.WARNING
    is_off = kind is DeadlineKind.PRICE_CHANGE and due.occasion is ReminderOccasion.GONE
    return Severity.WARNING if near or is_off else Severity.NOTICE


def _stated_until(session: Session, row: Reminder, due_at: datetime, at: datetime) -> Deadline | None:
    """The deadline of a row that is due now, as it was ahead a moment before."""
    about = (row.vendor, row.kind, row.subject, due_at)
    ahead = deadlines(session, due_at - MOMENT, at)
    return next((each for each in ahead if (each.vendor, each.kind, each.subject, each.due_at) == about), None)
