"""Titles and bodies of reminders of deadlines."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.reminder_schedule import Due
from alerts.texts.change_texts import AlertContext, SeenSnapshot, evidence_lines, moment
from models.kinds import ReminderOccasion


def reminder_title(due: Due, now: datetime, zone: str) -> str:
    """Return the title: the deadline with the time left, or that it is no longer announced."""
    row = due.row
    noun = row.kind.noun
    if due.occasion is ReminderOccasion.GONE:
        return f"{row.subject}: {noun} not announced any more"
    if row.due_at is None:
        return f"{row.subject}: {noun} announced, {'still ' if due.number else ''}without a date"
    when = "due now" if row.due_at <= now else f"in {_time_left(row.due_at - now)}"
    return f"{row.subject}: {noun} {when}, {moment(row.due_at, zone)}"


def reminder_body(due: Due, seen: SeenSnapshot, context: AlertContext, zone: str) -> str:
    """Return the body: the statements, the context, the announcement and the evidence."""
    row = due.row
    statements = row.says.split("\n")
    is_gone = due.occasion is ReminderOccasion.GONE
    when = [f"It was due at {moment(row.due_at, zone)}."] if is_gone and row.due_at else []
    moved = [f"Moved {_times(row.sequence)}, last at {moment(row.revised_at, zone)}"] if row.sequence else []
    return "\n".join(
        [
            *(f"- {line}" for line in statements),
            *when,
            *context.bill_lines,
            *context.sources,
            "",
            f"Announced {moment(row.first_recorded_from, zone)}",
            *([] if is_gone else moved),
            *evidence_lines(seen, context.cells, zone),
        ]
    )


def joint_title(titles: Sequence[tuple[str, str]]) -> str:
    """Return the title of several reminders, each given by its subject and its title."""
    subject, first = titles[0]
    if len(titles) == 1:
        return first
    rest = first.removeprefix(subject)
    same = [other for other, text in titles if text.removeprefix(other) == rest]
    others = [other for other, _ in titles if other not in same]
    return ", ".join(same) + rest + (f"; also {', '.join(others)}" if others else "")


def _time_left(left: timedelta) -> str:
    """Format the time left, rounded to days from 36 hours on: `3 days`, `23 hours`."""
    hours = round(left / timedelta(hours=1))
    if hours >= 36:
        return f"{round(hours / 24)} days"
    return "1 day" if 23 <= hours <= 25 else f"{hours} hours" if hours > 1 else "an hour"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
