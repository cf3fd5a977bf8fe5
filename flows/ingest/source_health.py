"""Source health: detect when a source is broken, stale or recovered, and when its trouble is alerted again.

Also the readable snapshot before another one, and the longest time without one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from flows.ingest.held_snapshots import LAST_READABLE
from models.changes import DAY, REPEATED, REPEATS, STANDING, Change, Data, due_repeat
from models.kinds import BAD_OUTCOMES, GOOD_OUTCOMES, ChangeKind, SnapshotOutcome, is_by_hand
from models.queries import IS_OF_SOURCE, Age, ages
from models.schema import ChangeRow, Snapshot

RECOVERED = ChangeKind.SOURCE_RECOVERED
PATIENCE = 3
"""The number of attempts in a row that have to fail; an unreadable page is alerted at once."""


def health_change(session: Session, snapshot: Snapshot) -> Change | None:
    """The change of source health that a snapshot with an outcome makes, if any.

    A snapshot that is read again makes none if it made one before. A page that cannot be read makes none if the source
    has a good one of the same moment.
    """
    change = _health_change(session, snapshot)
    return None if change is None or _has_health_change(session, snapshot) else change


def _has_health_change(session: Session, snapshot: Snapshot) -> bool:
    logged = select(ChangeRow.id).where(ChangeRow.snapshot_id == snapshot.id, ChangeRow.kind.in_(STANDING)).limit(1)
    return session.scalar(logged) is not None


def _health_change(session: Session, snapshot: Snapshot) -> Change | None:
    last = _last_kind(session, snapshot.source)
    if snapshot.outcome == SnapshotOutcome.HELD:
        return None if _is_known(session, snapshot) else held_change(snapshot)
    if snapshot.outcome not in BAD_OUTCOMES:
        if last is None or last is RECOVERED:
            return None
        data = Data(value_before={"kind": last}, value_after={"outcome": snapshot.outcome})
        return replace(_change(RECOVERED, snapshot, last.verb, snapshot.outcome), about=data)
    if is_by_hand(snapshot.reason) or _has_good_twin(session, snapshot):
        return None
    # A stale source that fails is no news; a stale source whose page cannot be read is.
    if last is ChangeKind.SOURCE_BROKEN or (
        last is ChangeKind.SOURCE_STALE and snapshot.outcome != SnapshotOutcome.REFUSED
    ):
        return None
    if snapshot.outcome != SnapshotOutcome.REFUSED and not _keeps_failing(session, snapshot.source):
        return None
    return _change(ChangeKind.SOURCE_BROKEN, snapshot, _since(_last_good(session, snapshot.source)), snapshot.reason)


def held_change(snapshot: Snapshot) -> Change:
    """The change that a source is held, for a held snapshot."""
    data = Data(value_after=snapshot.held_for)
    return replace(_change(ChangeKind.SOURCE_HELD, snapshot, None, snapshot.reason), about=data)


def _is_known(session: Session, snapshot: Snapshot) -> bool:
    """Return True if the source was alerted as held, for a decision if the snapshot needs one."""
    row = _last_row(session, snapshot.source)
    if row is None or row.kind is not ChangeKind.SOURCE_HELD:
        return False
    known, new = (bool(held_for and held_for["needs_decision"]) for held_for in (row.value_after, snapshot.held_for))
    return known or not new


def stale_source(session: Session, source: str, at: datetime) -> tuple[Snapshot, Change] | None:
    """The last attempt and the change of a source that is stale: no good reading for longer than twice its cadence.

    None if the source is not stale, was never tried, or was alerted as broken, held or stale already.
    """
    age = _age(session, source, at)
    if age is None or not age.is_stale or _last_kind(session, source) not in (None, RECOVERED):
        return None
    last = session.get_one(Snapshot, age.snapshot_id)
    return last, _change(ChangeKind.SOURCE_STALE, last, _since(age.last_good), _attempts(session, last, age.last_good))


@dataclass(frozen=True)
class TroubleRepeat:
    """A due repeat of the alert about lasting trouble, `days` after the first alert."""

    days: int
    age: Age
    snapshot: Snapshot
    """The last attempt."""
    change: Change


def due_repeat_of(session: Session, source: str, at: datetime) -> TroubleRepeat | None:
    """The newest due repeat of a source's trouble; None if it was logged already or the trouble is over."""
    trouble = _last_row(session, source)
    if trouble is None or trouble.kind == RECOVERED:
        return None
    days, age = due_repeat(trouble.stored_at, at), _age(session, source, at)
    if days is None or age is None or _is_over(age) or _was_repeated(session, trouble, days):
        return None
    last = session.get_one(Snapshot, age.snapshot_id)
    change = _change(REPEATED[trouble.kind], last, _since(age.last_good), _attempts(session, last, age.last_good))
    return TroubleRepeat(days, age, last, change)


def _is_over(age: Age) -> bool:
    """Return True if the last attempt was good and is not stale; after a replay the log may not say so yet.

    Of several attempts of one moment one is enough.
    """
    return age.last_good == age.last_attempt and not age.is_stale


def _was_repeated(session: Session, trouble: ChangeRow, days: int) -> bool:
    """Return True if the log has a repeat of this trouble from that day on."""
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
    """The attempts since the last good reading, as text."""
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


def _last_kind(session: Session, source: str) -> ChangeKind | None:
    """The kind of the last change of a source's health, without repeats."""
    row = _last_row(session, source)
    return row and row.kind


def _last_row(session: Session, source: str) -> ChangeRow | None:
    """The last change of a source's health."""
    rows = select(ChangeRow).where(ChangeRow.source == source, ChangeRow.kind.in_(STANDING))
    return session.scalar(rows.order_by(ChangeRow.id.desc()).limit(1))


def _has_good_twin(session: Session, snapshot: Snapshot) -> bool:
    """Return True if the source has a good snapshot of the same moment, from another address."""
    twin = select(Snapshot.id).where(Snapshot.source == snapshot.source, Snapshot.moment == snapshot.moment)
    return session.scalar(twin.where(Snapshot.outcome.in_(GOOD_OUTCOMES)).limit(1)) is not None


def _keeps_failing(session: Session, source: str) -> bool:
    """Return True if the last attempts, this one included, all failed or were refused."""
    # Of several pages of one moment a good one counts.
    newest = (Snapshot.moment.desc(), Snapshot.outcome.in_(GOOD_OUTCOMES).desc(), Snapshot.id.desc())
    last = select(Snapshot.outcome).where(Snapshot.source == source, IS_OF_SOURCE).order_by(*newest).limit(PATIENCE)
    outcomes = session.scalars(last).all()
    return len(outcomes) == PATIENCE and set(outcomes) <= set(BAD_OUTCOMES)


def _last_good(session: Session, source: str) -> datetime | None:
    good = select(Snapshot.moment).where(Snapshot.source == source, Snapshot.outcome.in_(GOOD_OUTCOMES))
    return session.scalar(good.order_by(Snapshot.moment.desc()).limit(1))


def longest_gap(session: Session, snapshot: Snapshot, readable: Snapshot | None) -> timedelta:
    """The longest time without a readable page since the source was last recorded; endless if it never was.

    `readable` is the last readable snapshot before this one.
    """
    if readable is None:
        return timedelta.max
    if readable.outcome in GOOD_OUTCOMES:
        return snapshot.moment - readable.moment
    before = (Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment)
    recorded = session.scalar(select(func.max(Snapshot.moment)).where(*before, Snapshot.outcome.in_(GOOD_OUTCOMES)))
    if recorded is None:
        return timedelta.max
    held = select(Snapshot.moment).where(*before, Snapshot.moment > recorded, Snapshot.outcome == SnapshotOutcome.HELD)
    moments = [recorded, *session.scalars(held.order_by(Snapshot.moment)), snapshot.moment]
    return max(later - earlier for earlier, later in pairwise(moments))


def readable_before(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """The last readable snapshot of a source of an earlier moment."""
    return session.scalar(_readable_query(), {"of_source": snapshot.source, "at": snapshot.moment})


@cache
def _readable_query() -> Select[tuple[Snapshot]]:
    return LAST_READABLE.where(Snapshot.source == bindparam("of_source"), Snapshot.moment < bindparam("at"))
