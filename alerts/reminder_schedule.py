"""When people are reminded of a deadline: each rung once, anew when it moves, and once when it is no more. Pure.

What is known of a deadline is its row of `reminder`: the rows that are handed in are moved along, and what is to be
said comes back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from models.queries import Deadline
from models.schema import Reminder

RUNGS = (30, 14, 7, 3, 1, 0)
"""Days before a deadline; 0 is the instant itself."""
MONTH = timedelta(days=30)
"""So often people are reminded of what has no date."""
LATEST = timedelta(days=30)
"""A deadline that passed longer ago than this while nobody looked is no news any more."""
Dated = TypeVar("Dated", Reminder, Deadline)
IsTold = Callable[[Reminder], bool]
"""Whether an alert has told already what became of a deadline: that it is over, or that it is no more."""


@dataclass(frozen=True)
class Due:
    """Something to be said of a deadline."""

    row: Reminder
    what: str
    """`rung`, `undated`, `gone`."""
    number: int = 0
    """Of a rung its days; of what has no date, how many months ago it was said."""


@dataclass(frozen=True)
class Climbed:
    """The rows of deadlines that nobody knew, and what is to be said of all."""

    new: list[Reminder]
    due: list[Due]


def climb(
    known: Iterable[Reminder], current: Iterable[Deadline], at: datetime, rungs: Sequence[int], is_told: IsTold
) -> Climbed:
    """Move the rows that are `ahead` on to what is current at an instant."""
    rows, stated = _by_thing(known), _by_thing(current)
    new, due = list[Reminder](), list[Due]()
    for thing in sorted({*rows, *stated}):
        its = _moved(rows[thing], stated[thing], at, rungs)
        new += its
        for row in [*rows[thing], *its]:
            due += _due(row, at, rungs, is_told)
    return Climbed(new, due)


def _by_thing(dated: Iterable[Dated]) -> defaultdict[tuple[str, str, str], list[Dated]]:
    found: defaultdict[tuple[str, str, str], list[Dated]] = defaultdict(list)
    for its in dated:
        found[its.vendor, its.kind, its.subject].append(its)
    return found


def _moved(rows: Sequence[Reminder], current: Sequence[Deadline], at: datetime, rungs: Sequence[int]) -> list[Reminder]:
    """Bring the rows of one thing up to date; those that are new. What only has another instant now has moved."""
    instants = {its.due_at: its for its in current}
    left = [row for row in rows if row.due_at not in instants and (row.due_at is None or row.due_at > at)]
    known = {row.due_at for row in rows}
    came = [its for its in current if its.due_at not in known]
    for row in rows:
        if row.due_at in instants:
            row.says, row.source = instants[row.due_at].says, instants[row.due_at].source
    for row, its in zip(left, came, strict=False):
        row.sequence += 1
        _arm(row, its, rungs)
    for row in left[len(came) :]:
        row.state, row.sequence = "cancelled", row.sequence + 1
    return [_begun(its, rungs) for its in came[len(left) :]]


def _begun(its: Deadline, rungs: Sequence[int]) -> Reminder:
    row = Reminder(
        uid=uid(its.vendor, its.kind, its.subject, its.recorded_from, its.due_at),
        kind=its.kind,
        vendor=its.vendor,
        subject=its.subject,
        first_recorded_from=its.recorded_from,
        sequence=0,
        state="ahead",
    )
    _arm(row, its, rungs)
    return row


def uid(vendor: str, kind: str, subject: str, recorded_from: datetime, due_at: datetime | None) -> str:
    """The name of a new row: another one for each vendor, and the same however often the row is begun."""
    return _digest(vendor, kind, subject, recorded_from.isoformat(), due_at)


def former_uid(row: Reminder) -> str:
    """The name that a new row had until version 0012 of the database, when names were made without the vendor."""
    return _digest(row.kind, row.subject, row.first_recorded_from.isoformat(), row.due_at)


def _digest(*parts: object) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def _arm(row: Reminder, its: Deadline, rungs: Sequence[int]) -> None:
    """Begin the ladder; what an alert told of the statement itself need not be said again."""
    row.source, row.due_at, row.says = its.source, its.due_at, its.says
    row.revised_at, row.snapshot_id, row.rung = its.recorded_from, its.snapshot_id, None
    if its.told:
        row.rung = 0 if its.due_at is None else _tightest(its.due_at, its.recorded_from, rungs)


def _tightest(due_at: datetime, at: datetime, rungs: Sequence[int]) -> int | None:
    """The last rung that an instant has passed."""
    return min((rung for rung in rungs if due_at - timedelta(days=rung) <= at), default=None)


def _due(row: Reminder, at: datetime, rungs: Sequence[int], is_told: IsTold) -> Iterator[Due]:
    if row.state == "cancelled":
        told = is_told(row)
        row.revised_at = at
        if not told:
            yield Due(row, "gone")
    elif row.due_at is None:
        months = (at - row.revised_at) // MONTH
        if row.rung is None or row.rung < months:
            row.rung = months
            yield Due(row, "undated", months)
    else:
        yield from _climbed(row, row.due_at, at, rungs, is_told)


def _climbed(row: Reminder, due_at: datetime, at: datetime, rungs: Sequence[int], is_told: IsTold) -> Iterator[Due]:
    """The tightest rung that has been passed, unless it has been told."""
    rung = _tightest(due_at, at, rungs)
    if rung is not None and (row.rung is None or rung < row.rung):
        row.rung = rung
        over = due_at <= at and (at - due_at > LATEST or is_told(row))
        if not over:
            yield Due(row, "rung", rung)
    if due_at <= at:
        row.state = "passed"


def next_due(rows: Iterable[Reminder], after: datetime, rungs: Sequence[int]) -> datetime | None:
    """When something may have to be said next of what is ahead, if nobody says anything new."""
    instants = [instant for row in rows for instant in _instants(row, after, rungs)]
    return min((instant for instant in instants if instant > after), default=None)


def _instants(row: Reminder, after: datetime, rungs: Sequence[int]) -> Iterator[datetime]:
    if row.due_at is None:
        yield row.revised_at + ((after - row.revised_at) // MONTH + 1) * MONTH
    else:
        yield from (row.due_at - timedelta(days=rung) for rung in {*rungs, 0})
