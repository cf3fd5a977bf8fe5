"""What one source of a family changes and another one of them has told before: a change, and no news."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.agreement.family import COMPARED, differ, rows_at
from models.changes import Change, ItemKey
from models.facts import Fact, PeakHours, key_columns, value_columns
from models.kinds import GOOD_OUTCOMES, ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.schema import HISTORY, ChangeRow, Snapshot

OF_LATE = timedelta(days=30)
"""Within this, what another source has told is no news."""
ONE_PUBLISH = timedelta(days=3)
"""Within this, two sources of one board tell of one publish: the dataset follows the page a day later."""
WHOLE = (
    ChangeKind.CONTENDER_ADDED,
    ChangeKind.CONTENDER_REMOVED,
    ChangeKind.LEADERBOARD_REBASED,
    ChangeKind.LEADERBOARD_STALE,
)
"""What is told of a board or a contender as a whole; any other change is about a category."""


def echoes(session: Session, sources: Sequence[str], changes: Sequence[Change], moment: datetime) -> list[Change]:
    """Those of one source's changes that another one of the family has told of late, and still says."""
    return [change for change in changes if _echoes(session, sources, change, moment)]


def _echoes(session: Session, sources: Sequence[str], change: Change, moment: datetime) -> bool:
    if isinstance(change, BoardChange):
        return _is_on_another(session, [source for source in sources if source != change.source], change, moment)
    was, now = (next(iter(state), None) for state in (change.was, change.now))
    is_cancelled = change.kind.movement is Movement.CANCELLED
    if is_cancelled and change.kind.thing is not Thing.RETIREMENT:
        # Told as what had been announced; what is said now is what held before it.
        was, now = now, was
    others = [source for source in sources if source != change.source]
    tellers = _tellers(session, others, change, _since(session, was if now is None else None, moment), moment)
    if change.kind is ChangeKind.MODEL_REMOVED:
        return bool(tellers)
    fact = now or was
    if not tellers or not isinstance(fact, COMPARED) or change.kind is ChangeKind.MODEL_ADDED:
        return False
    # What is announced is compared at its instant.
    at = max(moment, change.effective_at or moment) if isinstance(fact, PeakHours) else moment
    said = [row for row in rows_at(session, type(fact), tellers, at) if row.key[1:] == fact.key[1:]]
    if at > moment and not is_cancelled:
        said = [row for row in said if row.start == at]
    return any(_repeats(row.fact, was, now) for row in said)


def _is_on_another(session: Session, sources: Sequence[str], change: BoardChange, moment: datetime) -> bool:
    """Whether another source of the board has told this of the same publish, or since this one was read last."""
    read = select(func.max(Snapshot.moment)).where(
        Snapshot.source == change.source, Snapshot.moment < moment, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    since = min(moment - ONE_PUBLISH, session.scalar(read) or moment)
    told = select(ChangeRow.item).where(*_such(sources, change, since, moment))
    items = session.scalars(told).all()
    if change.kind in WHOLE:
        return bool(items)
    return any(_part(item) == _part(change.data.item) for item in items)


def _part(item: ItemKey | None) -> object:
    """The category of a change of a score, or the categories that a board does not state."""
    return item and (item.get("category") or item.get("categories"))


def _tellers(session: Session, sources: Sequence[str], change: Change, since: datetime, moment: datetime) -> list[str]:
    """Those that have told such a change of the same subject since then."""
    return list(session.scalars(select(ChangeRow.source).where(*_such(sources, change, since, moment)).distinct()))


def _such(sources: Sequence[str], change: Change, since: datetime, moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """The rows of these sources that tell such a change of the same subject, seen since then."""
    return (
        ChangeRow.source.in_(sources),
        ChangeRow.kind == change.kind,
        ChangeRow.subject == change.subject,
        ChangeRow.seen_at > since,
        ChangeRow.seen_at <= moment,
        ChangeRow.retracted.is_(False),
    )


def _since(session: Session, ended: Fact | None, moment: datetime) -> datetime:
    """From when on it counts what others told: of an end, not before what ended had begun."""
    late = moment - OF_LATE
    if not isinstance(ended, COMPARED):
        return late
    rows = HISTORY[type(ended)]
    same_key = (rows.c[name] == part for name, part in zip(key_columns(type(ended)), ended.key, strict=True))
    began = select(func.max(rows.c.effective_from)).where(
        *same_key, rows.c.recorded_to.is_(None), rows.c.gone.is_(False), rows.c.effective_from <= moment
    )
    return max(late, session.scalar(began) or late)


def _repeats(said: Fact | None, was: Fact | None, now: Fact | None) -> bool:
    """Whether a source that says this has gone along from `was` to `now`."""
    if said is None or now is None:
        return said is now
    if differ(now, said):
        return False
    if was is None or differ(was, now):
        return True
    moved = [name for name in value_columns(type(now)) if getattr(was, name) != getattr(now, name)]
    return all(getattr(said, name) == getattr(now, name) for name in moved)
