"""Decides when people are reminded of a deadline. Pure: it reads and changes rows of `reminder` in memory.

A rung is a number of days before a deadline at which a reminder is sent. Each rung is sent once. A moved deadline
starts again, and a cancelled one is reported once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from models.kinds import ReminderOccasion, ReminderState
from models.queries import Deadline
from models.schema import Reminder

DEADLINE = "deadline"
"""The prefix of the keys of reminders. No source has this name."""
MONTH = timedelta(days=30)
"""Interval of the reminders of a deadline without a date."""
LATEST = timedelta(days=30)
"""A deadline that passed longer ago than this, while nothing was running, is not reported any more."""
Dated = TypeVar("Dated", Reminder, Deadline)
IsReported = Callable[[Reminder], bool]
"""Returns True if an alert has already reported that a deadline has passed or was cancelled."""


@dataclass(frozen=True)
class Due:
    """A reminder that has to be sent."""

    row: Reminder
    occasion: ReminderOccasion
    number: int = 0
    """The days of a rung; without a date, the number of months since the announcement."""


@dataclass(frozen=True)
class ReminderUpdate:
    """The result of one update: rows of new deadlines, and the reminders to send for all rows."""

    new: list[Reminder]
    due: list[Due]


def update_reminders(
    reminders: Iterable[Reminder],
    current: Iterable[Deadline],
    now: datetime,
    rungs: Sequence[int],
    is_reported: IsReported,
) -> ReminderUpdate:
    """Update the rows in state `ahead` to the deadlines that are current at an instant."""
    rows, stated = _by_subject(reminders), _by_subject(current)
    new, due = list[Reminder](), list[Due]()
    for subject in sorted({*rows, *stated}):
        added = _updated(rows[subject], stated[subject], now, rungs)
        new += added
        for row in [*rows[subject], *added]:
            due += _due(row, now, rungs, is_reported)
    return ReminderUpdate(new, due)


def _by_subject(dated: Iterable[Dated]) -> defaultdict[tuple[str, str, str], list[Dated]]:
    groups: defaultdict[tuple[str, str, str], list[Dated]] = defaultdict(list)
    for row in dated:
        groups[row.vendor, row.kind, row.subject].append(row)
    return groups


def _updated(
    rows: Sequence[Reminder], current: Sequence[Deadline], now: datetime, rungs: Sequence[int]
) -> list[Reminder]:
    """Update the rows of one subject and return the new ones. A deadline that only has another instant has moved."""
    instants = {deadline.due_at: deadline for deadline in current}
    left = [row for row in rows if row.due_at not in instants and (row.due_at is None or row.due_at > now)]
    known_instants = {row.due_at for row in rows}
    added = [deadline for deadline in current if deadline.due_at not in known_instants]
    for row in rows:
        if row.due_at in instants:
            row.says, row.source = instants[row.due_at].says, instants[row.due_at].source
    for row, deadline in zip(left, added, strict=False):
        row.sequence += 1
        _start(row, deadline, rungs)
    for row in left[len(added) :]:
        row.state, row.sequence = ReminderState.CANCELLED, row.sequence + 1
    return [_new_row(deadline, rungs) for deadline in added[len(left) :]]


def _new_row(deadline: Deadline, rungs: Sequence[int]) -> Reminder:
    row = Reminder(
        uid=uid(deadline.vendor, deadline.kind, deadline.subject, deadline.recorded_from, deadline.due_at),
        kind=deadline.kind,
        vendor=deadline.vendor,
        subject=deadline.subject,
        first_recorded_from=deadline.recorded_from,
        sequence=0,
        state=ReminderState.AHEAD,
    )
    _start(row, deadline, rungs)
    return row


def uid(vendor: str, kind: str, subject: str, recorded_from: datetime, due_at: datetime | None) -> str:
    """Return the id of a new row. It depends on the vendor, and is the same each time the row is made."""
    return _digest(vendor, kind, subject, recorded_from.isoformat(), due_at)


def former_uid(row: Reminder) -> str:
    """Return the id that a row had before migration 0012, when ids did not depend on the vendor."""
    return _digest(row.kind, row.subject, row.first_recorded_from.isoformat(), row.due_at)


def _digest(*parts: object) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def _start(row: Reminder, deadline: Deadline, rungs: Sequence[int]) -> None:
    """Start the schedule of a row. Rungs that the alert of the announcement already covers are skipped."""
    row.source, row.due_at, row.says = deadline.source, deadline.due_at, deadline.says
    row.revised_at, row.snapshot_id, row.rung = deadline.recorded_from, deadline.snapshot_id, None
    if deadline.is_alerted:
        row.rung = 0 if deadline.due_at is None else _smallest_passed(deadline.due_at, deadline.recorded_from, rungs)


def _smallest_passed(due_at: datetime, at: datetime, rungs: Sequence[int]) -> int | None:
    """Return the smallest rung whose instant has passed."""
    return min((rung for rung in rungs if due_at - timedelta(days=rung) <= at), default=None)


def _due(row: Reminder, now: datetime, rungs: Sequence[int], is_reported: IsReported) -> Iterator[Due]:
    if row.state is ReminderState.CANCELLED:
        reported = is_reported(row)
        row.revised_at = now
        if not reported:
            yield Due(row, ReminderOccasion.GONE)
    elif row.due_at is None:
        months = (now - row.revised_at) // MONTH
        if row.rung is None or row.rung < months:
            row.rung = months
            yield Due(row, ReminderOccasion.UNDATED, months)
    else:
        yield from _due_rung(row, row.due_at, now, rungs, is_reported)


def _due_rung(
    row: Reminder, due_at: datetime, now: datetime, rungs: Sequence[int], is_reported: IsReported
) -> Iterator[Due]:
    """Yield the smallest rung that has passed, unless it was sent before."""
    rung = _smallest_passed(due_at, now, rungs)
    if rung is not None and (row.rung is None or rung < row.rung):
        row.rung = rung
        over = due_at <= now and (now - due_at > LATEST or is_reported(row))
        if not over:
            yield Due(row, ReminderOccasion.RUNG, rung)
    if due_at <= now:
        row.state = ReminderState.PASSED


def reminder_key(dues: Sequence[Due]) -> str:
    """Return the key of a message of reminders; `members_of` reads it."""
    (first, *others), row = dues, dues[0].row
    more = "".join(f"+{due.row.uid}/{due.row.sequence}" for due in others)
    return f"{DEADLINE}/{row.uid}/{row.sequence}/{first.occasion}/{first.number}{more}"


def members_of(alert_key: str) -> tuple[dict[str, int], ReminderOccasion, int]:
    """Return the deadlines that a message of reminders is about with their sequences, its occasion and its number."""
    # A second alert under one key has a number behind it.
    first, *others = (part.split("/") for part in alert_key.split("+"))
    members = {first[1]: int(first[2])} | {other[0]: int(other[1]) for other in others}
    return members, ReminderOccasion(first[3]), int(first[4])


def next_due(rows: Iterable[Reminder], after: datetime, rungs: Sequence[int]) -> datetime | None:
    """Return the instant of the next reminder of the deadlines ahead, if nothing changes until then."""
    instants = [instant for row in rows for instant in _instants(row, after, rungs)]
    return min((instant for instant in instants if instant > after), default=None)


def _instants(row: Reminder, after: datetime, rungs: Sequence[int]) -> Iterator[datetime]:
    if row.due_at is None:
        yield row.revised_at + ((after - row.revised_at) // MONTH + 1) * MONTH
    else:
        yield from (row.due_at - timedelta(days=rung) for rung in {*rungs, 0})
