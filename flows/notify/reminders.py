"""Reminders of deadlines: what is dated is looked up, its ladder climbed, and what is due goes to the outbox."""

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
from alerts.texts import AlertContext, SeenSnapshot
from alerts.watchlist import is_watched
from flows.database import Store, one_at_a_time
from flows.notify.age_notes import family_lines
from flows.notify.alert_context import cost
from flows.notify.alerting import Telling
from flows.notify.bill_impact import Move, is_costing
from models.facts import HOURS, qualified_name
from models.kinds import ChangeKind, Movement, Thing
from models.queries import deadlines
from models.schema import Alert, ChangeRow, Reminder, Snapshot, shown


def remind(store: Store, telling: Telling, at: datetime) -> int:
    """Say what is due of deadlines as they are believed at an instant; how many reminders that makes.

    One transaction: a rung is noted with the alert that tells it.
    """
    with store.writing() as session:
        one_at_a_time(session, "reminders")
        known = session.scalars(select(Reminder).where(Reminder.state == "ahead").order_by(Reminder.uid)).all()
        current = deadlines(session, at)
        climbed = update_reminders(known, current, at, telling.ladder, partial(_is_told, session, at))
        for row in climbed.new:
            _begin(session, row)
        session.flush()
        for row in known:
            _withdraw(session, row, but=f"{row.sequence}/%")
        heard = [due for due in climbed.due if _is_used(due.row, telling)]
        cells = {(its.vendor, its.kind, its.subject, its.due_at): its.cells for its in current}
        for due in heard:
            _withdraw(session, due.row)
            where = cells.get((due.row.vendor, due.row.kind, due.row.subject, due.row.due_at), ())
            enqueue(session, [_message(session, due, where, at, telling)], telling.targets, at)
    return len(heard)


def remind_until(store: Store, telling: Telling, after: datetime, until: datetime) -> Iterator[datetime]:
    """Say what came due in between, each at its own instant, as if somebody had looked all the time."""
    while (instant := _next(store, telling, after)) is not None and instant < until:
        remind(store, telling, instant)
        yield instant
        after = instant


def _next(store: Store, telling: Telling, after: datetime) -> datetime | None:
    with store.reading() as session:
        rows = session.scalars(select(Reminder).where(Reminder.state == "ahead")).all()
    return next_due(rows, after, telling.ladder)


def _begin(session: Session, row: Reminder) -> None:
    """Add a new row. A deadline that was cancelled and is said again, as of the same page, keeps its name."""
    for name in (row.uid, former_uid(row)):
        before = session.get(Reminder, name)
        if before is not None and before.vendor == row.vendor:
            row.uid, row.sequence = name, before.sequence + 1
            break
    session.merge(row)


def _is_used(row: Reminder, telling: Telling) -> bool:
    name = qualified_name(row.vendor, row.subject)
    return not row.kind.is_about_model or is_watched([row.subject], [name], telling.uses)


def _withdraw(session: Session, row: Reminder, but: str | None = None) -> None:
    """Earlier reminders that some target has not taken yet: what they say is over."""
    # Its source may have become another one since then, its subject not.
    its = (Alert.subject == row.subject) & Alert.alert_key.like(f"{DEADLINE}/{row.uid}/%")
    if but is not None:
        its &= Alert.alert_key.not_like(f"{DEADLINE}/{row.uid}/{but}")
    withdraw(session, its, ("pending",))


def _is_told(session: Session, at: datetime, row: Reminder) -> bool:
    """Whether the change log tells what became of it: that it is over, or that it is no more.

    Another vendor's changes say nothing of it, nor do those of a source that only checks: they alert nobody.
    """
    since = row.due_at if row.due_at and row.due_at <= at else row.revised_at
    subjects = (row.subject,) if row.kind.is_about_model else (row.subject, HOURS)
    things = [thing for thing in Thing if thing.family is row.kind.thing]
    rows = select(ChangeRow.id).where(
        ChangeRow.kind.in_(ChangeKind.about(*things, Thing.MODEL)),
        ChangeRow.vendor == row.vendor,
        shown(ChangeRow.source),
        ChangeRow.subject.in_(subjects),
        ChangeRow.seen_at > row.revised_at,
        ChangeRow.seen_at >= since,
        ChangeRow.retracted.is_(False),
    )
    return session.scalar(rows.limit(1)) is not None


def _message(session: Session, due: Due, cells: tuple[str, ...], at: datetime, telling: Telling) -> Message:
    row = due.row
    snapshot = session.get_one(Snapshot, row.snapshot_id)
    seen = SeenSnapshot(snapshot.source, snapshot.url, snapshot.moment, snapshot.id, vendor=row.vendor)
    costs = due.what == "rung" and is_costing(row.kind.thing)
    move = Move(Movement.IN_EFFECT, row.source, row.vendor, row.subject, row.due_at, at)
    money = cost(session, [move] if costs else [], telling)
    lines = family_lines(session, row.source, at)
    return compose(
        due, seen, AlertContext(money.sentences, money.short, cells=cells, sources=lines), at, telling.time_zone
    )
