"""Changes of a source that another source of its family reported before. They are logged, but not sent again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.agreement.family import COMPARED, differ, rows_at
from models.changes import Change, ChangeValue, ItemKey
from models.facts import Fact, PeakHours, Price, key_columns, value_columns
from models.kinds import GOOD_OUTCOMES, MATTERING, SILENT_STATES, ChangeKind, Movement, Thing
from models.leaderboards import BoardChange
from models.schema import HISTORY, AlertChange, ChangeRow, Delivery, Snapshot

REPORT_COUNTS = timedelta(days=30)
"""The time for which a report of another source counts."""
A_DAY = timedelta(hours=24)
"""The time within which what several sources state is one event."""
ONE_PUBLISH = timedelta(days=3)
"""The time within which two sources of a board report one publish: the dataset follows the page a day later."""
WHOLE = (
    ChangeKind.CONTENDER_ADDED,
    ChangeKind.CONTENDER_REMOVED,
    ChangeKind.LEADERBOARD_REBASED,
    ChangeKind.LEADERBOARD_STALE,
)
"""The kinds of changes of a whole board or contender; any other change is about a category."""


@dataclass(frozen=True)
class Report:
    """A change that another source of the family reported."""

    source: str
    seen_at: datetime
    item: ItemKey | None


Reports = Mapping[tuple[ChangeKind, str], Sequence[Report]]
"""The reports of other sources by kind and subject."""


Lately = Sequence[tuple[int | None, ChangeRow]]
"""The words of the last day, the newest first: what alerts tell of other sources, with their ids, and what the source
itself changed.
"""


def repeated_changes(
    session: Session, sources: Sequence[str], changes: Sequence[Change], moment: datetime
) -> list[Change]:
    """Return the changes of one source that another source of the family reported lately and still states."""
    others = set(sources) - {change.source for change in changes}
    if not changes or not others:
        return []
    is_board = any(isinstance(change, BoardChange) for change in changes)
    published_since = _published_since(session, changes[0].source, moment) if is_board else moment
    reports = _reports(session, others, changes, (min(published_since, moment - REPORT_COUNTS), moment))
    return [
        change
        for change in changes
        if (reported := reports.get((change.kind, change.subject)))
        and (
            _is_on_another(reported, change, published_since)
            if isinstance(change, BoardChange)
            else _is_repeated(session, reported, change, moment)
        )
    ]


def _is_repeated(session: Session, reported: Sequence[Report], change: Change, moment: datetime) -> bool:
    was, now = (next(iter(state), None) for state in (change.facts_before, change.facts_after))
    is_cancelled = change.kind.movement is Movement.CANCELLED
    if is_cancelled and change.kind.thing is not Thing.RETIREMENT:
        # The change is that of the announced value; the value stated now was in effect before it.
        was, now = now, was
    since = _since(session, was if now is None else None, moment)
    reporters = sorted({report.source for report in reported if report.seen_at > since})
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


def _published_since(session: Session, source: str, moment: datetime) -> datetime:
    """Return the instant from which reports count for this publish: since the last good reading or for ONE_PUBLISH."""
    read = select(func.max(Snapshot.moment)).where(
        Snapshot.source == source, Snapshot.moment < moment, Snapshot.outcome.in_(GOOD_OUTCOMES)
    )
    return min(moment - ONE_PUBLISH, session.scalar(read) or moment)


def _is_on_another(reported: Sequence[Report], change: BoardChange, since: datetime) -> bool:
    """Return True if another source of the board reported the change since an instant."""
    items = [report.item for report in reported if report.seen_at > since]
    if change.kind in WHOLE:
        return bool(items)
    return any(_part(item) == _part(change.data.item) for item in items)


def _part(item: ItemKey | None) -> object:
    """Return the category of a change of a score, or the categories that a board does not state."""
    return item and (item.get("category") or item.get("categories"))


def _reports(
    session: Session, sources: Iterable[str], changes: Sequence[Change], seen: tuple[datetime, datetime]
) -> Reports:
    """Return what sources reported about the subjects of changes, seen after the first and up to the second instant."""
    rows = select(ChangeRow.kind, ChangeRow.subject, ChangeRow.source, ChangeRow.seen_at, ChangeRow.item).where(
        ChangeRow.source.in_(sources),
        ChangeRow.kind.in_({change.kind for change in changes}),
        ChangeRow.seen_at > seen[0],
        ChangeRow.seen_at <= seen[1],
        ChangeRow.retracted.is_(False),
    )
    reports = defaultdict[tuple[ChangeKind, str], list[Report]](list)
    subjects = {change.subject for change in changes}
    for kind, subject, *report in session.execute(rows):
        if subject in subjects:
            reports[kind, subject].append(Report(*report))
    return reports


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


def _is_foldable(change: Change) -> bool:
    """Return True if another source may state the same; a text that was not understood is never folded."""
    is_fact = change.kind.family in MATTERING or change.kind.thing is Thing.NOTICE
    return is_fact and not isinstance(change, BoardChange)


def told_lately(session: Session, sources: Sequence[str], changes: Sequence[Change], moment: datetime) -> Lately:
    """Return what alerts of the last day tell of other sources; nothing if none of the changes can be among it."""
    if not any(map(_is_foldable, changes)):
        return ()
    heard = exists().where(Delivery.alert_id == AlertChange.alert_id, Delivery.state.not_in(SILENT_STATES))
    rows = (
        select(AlertChange.alert_id, ChangeRow)
        .join(ChangeRow, ChangeRow.id == AlertChange.change_id)
        .where(ChangeRow.source.in_(sources), ChangeRow.seen_at > moment - A_DAY, ChangeRow.seen_at <= moment)
        .where(ChangeRow.retracted.is_(False), AlertChange.is_mention.is_(False), heard)
    )
    told = session.execute(rows.order_by(ChangeRow.id.desc())).tuples().all()
    if not told:
        return ()
    own = select(ChangeRow).where(
        ChangeRow.source == changes[0].source,
        ChangeRow.seen_at > moment - A_DAY,
        ChangeRow.seen_at < moment,
        ChangeRow.retracted.is_(False),
    )
    words = [*told, *((None, row) for row in session.scalars(own))]
    return sorted(words, key=lambda word: -word[1].id)


def alert_of(change: Change, lately: Lately, is_repeated: bool, moment: datetime, currency: str) -> int | None:
    """Return the id of the alert of the last day that tells the same as a change; None if there is none.

    The newest word about the subject counts. `is_repeated` says that it was compared with a change already.
    """
    if change.kind.thing is Thing.NOTICE or not _is_foldable(change):
        return None
    for alert_id, row in lately:
        if is_repeated and alert_id is None:
            continue
        if (row.subject, row.kind.family) != (change.subject, change.kind.family):
            continue
        if change.kind.family is Thing.PRICE and row.item != change.data.item:
            continue
        return alert_id if is_repeated or _is_same(change, row, moment, currency) else None
    return None


def _is_same(change: Change, row: ChangeRow, moment: datetime, currency: str) -> bool:
    if change.kind is not row.kind or _ahead(change.effective_at, moment) != _ahead(row.effective_at, row.seen_at):
        return False
    if change.kind is ChangeKind.MODEL_ADDED:
        return currency in _stated_currencies(row.value_after) or currency not in _stated_currencies(
            change.data.value_after
        )
    if change.kind.thing is Thing.LIMITS:
        return re.findall(r"[\d.]+\w?", change.said_after or "") == re.findall(r"[\d.]+\w?", row.said_after or "")
    return change.said_after == row.said_after


def _ahead(instant: datetime | None, moment: datetime) -> datetime | None:
    return instant if instant and instant > moment else None


def _facts_in(value: ChangeValue | None) -> list[Mapping[str, Any]]:
    return [] if value is None or isinstance(value, Mapping) else list(value)


def _stated_currencies(value: ChangeValue | None) -> set[object]:
    return {fact.get("currency") for fact in _facts_in(value) if fact.get("fact") == Price.table}
