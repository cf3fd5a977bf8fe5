"""Changes of a source that another source of its family reported before. They are logged, but not sent again."""

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

REPORT_COUNTS = timedelta(days=30)
"""The time for which a report of another source counts."""
ONE_PUBLISH = timedelta(days=3)
"""The time within which two sources of a board report one publish: the dataset follows the page a day later."""
WHOLE = (
    ChangeKind.CONTENDER_ADDED,
    ChangeKind.CONTENDER_REMOVED,
    ChangeKind.LEADERBOARD_REBASED,
    ChangeKind.LEADERBOARD_STALE,
)
"""The kinds of changes of a whole board or contender; any other change is about a category."""


def repeated_changes(
    session: Session, sources: Sequence[str], changes: Sequence[Change], moment: datetime
) -> list[Change]:
    """Return the changes that another source of the family reported lately and still states."""
    return [change for change in changes if _is_repeated(session, sources, change, moment)]


def _is_repeated(session: Session, sources: Sequence[str], change: Change, moment: datetime) -> bool:
    if isinstance(change, BoardChange):
        return _is_on_another(session, [source for source in sources if source != change.source], change, moment)
    was, now = (next(iter(state), None) for state in (change.was, change.now))
    is_cancelled = change.kind.movement is Movement.CANCELLED
    if is_cancelled and change.kind.thing is not Thing.RETIREMENT:
        # The change is that of the announced value; the value stated now held before it.
        was, now = now, was
    others = [source for source in sources if source != change.source]
    reporters = _reporters(session, others, change, _since(session, was if now is None else None, moment), moment)
    if change.kind is ChangeKind.MODEL_REMOVED:
        return bool(reporters)
    fact = now or was
    if not reporters or not isinstance(fact, COMPARED) or change.kind is ChangeKind.MODEL_ADDED:
        return False
    # An announced value is compared at its instant.
    at = max(moment, change.effective_at or moment) if isinstance(fact, PeakHours) else moment
    stated = [row for row in rows_at(session, type(fact), reporters, at) if row.key[1:] == fact.key[1:]]
    if at > moment and not is_cancelled:
        stated = [row for row in stated if row.start == at]
    return any(_repeats(row.fact, was, now) for row in stated)


def _is_on_another(session: Session, sources: Sequence[str], change: BoardChange, moment: datetime) -> bool:
    """Return True if another source of the board reported the change for this publish, or since the last reading."""
    read = select(func.max(Snapshot.moment)).where(
        Snapshot.source == change.source, Snapshot.moment < moment, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    since = min(moment - ONE_PUBLISH, session.scalar(read) or moment)
    items_of = select(ChangeRow.item).where(*_conditions(sources, change, since, moment))
    items = session.scalars(items_of).all()
    if change.kind in WHOLE:
        return bool(items)
    return any(_part(item) == _part(change.data.item) for item in items)


def _part(item: ItemKey | None) -> object:
    """Return the category of a change of a score, or the categories that a board does not state."""
    return item and (item.get("category") or item.get("categories"))


def _reporters(
    session: Session, sources: Sequence[str], change: Change, since: datetime, moment: datetime
) -> list[str]:
    """Return the sources that reported such a change of the same subject since an instant."""
    return list(
        session.scalars(select(ChangeRow.source).where(*_conditions(sources, change, since, moment)).distinct())
    )


def _conditions(
    sources: Sequence[str], change: Change, since: datetime, moment: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for such changes of the same subject by these sources, seen since an instant."""
    return (
        ChangeRow.source.in_(sources),
        ChangeRow.kind == change.kind,
        ChangeRow.subject == change.subject,
        ChangeRow.seen_at > since,
        ChangeRow.seen_at <= moment,
        ChangeRow.retracted.is_(False),
    )


def _since(session: Session, ended: Fact | None, moment: datetime) -> datetime:
    """Return the instant from which reports count: for an end, not before the ended value began."""
    earliest = moment - REPORT_COUNTS
    if not isinstance(ended, COMPARED):
        return earliest
    rows = HISTORY[type(ended)]
    same_key = (rows.c[name] == part for name, part in zip(key_columns(type(ended)), ended.key, strict=True))
    began = select(func.max(rows.c.effective_from)).where(
        *same_key, rows.c.recorded_to.is_(None), rows.c.gone.is_(False), rows.c.effective_from <= moment
    )
    return max(earliest, session.scalar(began) or earliest)


def _repeats(stated: Fact | None, was: Fact | None, now: Fact | None) -> bool:
    """Return True if a source that states a fact has followed the change from `was` to `now`."""
    if stated is None or now is None:
        return stated is now
    if differ(now, stated):
        return False
    if was is None or differ(was, now):
        return True
    moved = [name for name in value_columns(type(now)) if getattr(was, name) != getattr(now, name)]
    return all(getattr(stated, name) == getattr(now, name) for name in moved)
