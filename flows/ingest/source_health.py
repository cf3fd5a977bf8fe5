"""Whether a source is well: when it counts as broken or stale, when as recovered, and when its trouble is repeated."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.changes import DAY, REPEATED, REPEATS, STANDING, Change, Data, due_repeat
from models.kinds import BAD_OUTCOMES, GOOD_OUTCOMES, ChangeKind, SnapshotOutcome
from models.queries import Age, ages
from models.schema import ChangeRow, Snapshot

RECOVERED = ChangeKind.SOURCE_RECOVERED
PATIENCE = 3
"""So many attempts in a row have to fail; a page that cannot be read any more is told at once."""


def standing(session: Session, snapshot: Snapshot) -> Change | None:
    """The change that this snapshot, its outcome set, makes in how its source stands.

    A snapshot that is read again by a newer reader has said so already, under the key of its alert: the next one does.
    """
    found = _standing(session, snapshot)
    return None if found is None or _spoke(session, snapshot) else found


def _spoke(session: Session, snapshot: Snapshot) -> bool:
    said = select(ChangeRow.id).where(ChangeRow.snapshot_id == snapshot.id, ChangeRow.kind.in_(STANDING)).limit(1)
    return session.scalar(said) is not None


def _standing(session: Session, snapshot: Snapshot) -> Change | None:
    told = _told(session, snapshot.source)
    if snapshot.outcome is SnapshotOutcome.HELD:
        return None if _is_known(session, snapshot) else held(snapshot)
    if snapshot.outcome not in BAD_OUTCOMES:
        if told is None or told is RECOVERED:
            return None
        data = Data(value_before={"kind": told}, value_after={"outcome": snapshot.outcome})
        return replace(_change(RECOVERED, snapshot, told.verb, snapshot.outcome), about=data)
    # That a stale source brings nothing has been told; that its page cannot be read any more is something else.
    if told is ChangeKind.SOURCE_BROKEN or (
        told is ChangeKind.SOURCE_STALE and snapshot.outcome is not SnapshotOutcome.REFUSED
    ):
        return None
    if snapshot.outcome is not SnapshotOutcome.REFUSED and not _keeps_failing(session, snapshot.source):
        return None
    return _change(ChangeKind.SOURCE_BROKEN, snapshot, _since(_last_good(session, snapshot.source)), snapshot.reason)


def held(snapshot: Snapshot) -> Change:
    """That a source is held, as of a snapshot that is."""
    data = Data(value_after=snapshot.held_for)
    return replace(_change(ChangeKind.SOURCE_HELD, snapshot, None, snapshot.reason), about=data)


def _is_known(session: Session, snapshot: Snapshot) -> bool:
    """Whether it was told that its source is held; for a second sighting is another thing than for a person."""
    row = _last_row(session, snapshot.source)
    if row is None or row.kind is not ChangeKind.SOURCE_HELD:
        return False
    known, new = (bool(held_for and held_for["needs_decision"]) for held_for in (row.value_after, snapshot.held_for))
    return known or not new


def stale(session: Session, source: str, at: datetime) -> tuple[Snapshot, Change] | None:
    """Its last attempt, and that a source has gone stale: no good reading for longer than twice its cadence.

    None as well where nobody has ever tried it, and where it has been told already why it brings nothing.
    """
    age = _age(session, source, at)
    if age is None or not age.is_stale or _told(session, source) not in (None, RECOVERED):
        return None
    last = session.get_one(Snapshot, age.snapshot_id)
    return last, _change(ChangeKind.SOURCE_STALE, last, _since(age.last_good), _attempts(session, last, age.last_good))


@dataclass(frozen=True)
class Repeat:
    """A repeat of standing trouble that is due: `days` after the trouble was told first."""

    days: int
    age: Age
    snapshot: Snapshot
    """The last attempt."""
    change: Change


def repeat(session: Session, source: str, at: datetime) -> Repeat | None:
    """The newest repeat that is due of a source's trouble; None where it was logged already or the trouble is over."""
    trouble = _last_row(session, source)
    if trouble is None or trouble.kind == RECOVERED:
        return None
    days, age = due_repeat(trouble.stored_at, at), _age(session, source, at)
    if days is None or age is None or _is_over(age) or _was_repeated(session, trouble, days):
        return None
    last = session.get_one(Snapshot, age.snapshot_id)
    change = _change(REPEATED[trouble.kind], last, _since(age.last_good), _attempts(session, last, age.last_good))
    return Repeat(days, age, last, change)


def _is_over(age: Age) -> bool:
    """Whether the last attempt was good and lately, although no change says so yet: a replay reads without a word."""
    return age.outcome in GOOD_OUTCOMES and not age.is_stale


def _was_repeated(session: Session, trouble: ChangeRow, days: int) -> bool:
    """Whether the log has a repeat of this trouble from that day on."""
    row = select(ChangeRow.id).where(
        ChangeRow.source == trouble.source,
        ChangeRow.kind.in_(REPEATS),
        ChangeRow.id > trouble.id,
        ChangeRow.stored_at >= trouble.stored_at + days * DAY,
    )
    return session.scalar(row.limit(1)) is not None


def _age(session: Session, source: str, at: datetime) -> Age | None:
    return next(iter(ages(session, at, [source])), None)


def _attempts(session: Session, last: Snapshot, good: datetime | None) -> str:
    """What was tried since the last good reading, in words."""
    tried = select(func.count()).where(Snapshot.source == last.source)
    count = session.scalar(tried if good is None else tried.where(Snapshot.moment > good)) or 0
    if count == 0:
        return "no attempt since"
    became = ": ".join(filter(None, [last.outcome or "not read yet", last.reason]))
    return f"{count} attempt{'s' if count > 1 else ''} since, the last at {last.moment:%Y-%m-%d %H:%M} UTC: {became}"


def _since(good: datetime | None) -> str:
    return f"last good reading {good:%Y-%m-%d %H:%M} UTC" if good else "no good reading yet"


def _change(kind: ChangeKind, snapshot: Snapshot, before: str | None, after: str | None) -> Change:
    return Change(kind, snapshot.source, snapshot.source, before, after, None)


def _told(session: Session, source: str) -> ChangeKind | None:
    """What was last said of how it stands; a repeat says nothing else."""
    row = _last_row(session, source)
    return row and row.kind


def _last_row(session: Session, source: str) -> ChangeRow | None:
    """The last change in how a source stands."""
    rows = select(ChangeRow).where(ChangeRow.source == source, ChangeRow.kind.in_(STANDING))
    return session.scalar(rows.order_by(ChangeRow.id.desc()).limit(1))


def _keeps_failing(session: Session, source: str) -> bool:
    """The last attempts, this one included, brought nothing that reads."""
    last = select(Snapshot.outcome).where(Snapshot.source == source).order_by(Snapshot.moment.desc()).limit(PATIENCE)
    outcomes = session.scalars(last).all()
    return len(outcomes) == PATIENCE and set(outcomes) <= set(BAD_OUTCOMES)


def _last_good(session: Session, source: str) -> datetime | None:
    good = select(Snapshot.moment).where(Snapshot.source == source, Snapshot.outcome.in_(GOOD_OUTCOMES))
    return session.scalar(good.order_by(Snapshot.moment.desc()).limit(1))
