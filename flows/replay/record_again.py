"""Read snapshots again: reset their history, record it anew, and reconcile the change log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, case, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from flows.ingest import DIED_REASON, read_and_record
from models.changes import DATA_COLUMNS, Change, Data
from models.facts import FACTS
from models.history import Stage, log_changes
from models.kinds import GIVEN_BY_HAND, ChangeKind, SnapshotOutcome, Thing
from models.schema import TABLES, ChangeRow, HistoryTables, Snapshot, Watermark
from scrapers.source import Source

if TYPE_CHECKING:
    from models.history import RunningBeliefs

NOT_DERIVED = ChangeKind.about(Thing.SOURCE, Thing.AGREEMENT, Thing.DECISION)
"""The kinds of changes that no reading makes: source health, agreement of sources, and decisions."""
DIED = (DIED_REASON, f"{GIVEN_BY_HAND}: {DIED_REASON}")
"""The reasons of a page that killed its runs."""


@dataclass(frozen=True)
class RereadSnapshot:
    """The differences between the changes of a snapshot and those of its reading before."""

    snapshot_id: int
    news: list[Change] = field(default_factory=list[Change])
    """Changes that were not in the log, or were retracted."""
    retracted: list[ChangeRow] = field(default_factory=list[ChangeRow])
    """Changes that it does not make any more."""


def reset_history(session: Session, source: Source) -> None:
    """Delete the history of a source and mark its snapshots as unread; the change log stays.

    A page that killed its runs stays refused under the same reader release, as it would kill the replay, too. One that
    was too large stays refused: what was read before is larger by now, and a history depends on no later page.
    """
    from flows.ingest import refused_for_size  # few runs replay

    for tables in tables_of(session, source.name):
        session.execute(delete(tables.spans).where(tables.spans.c.series_id.in_(_series_of(tables, source.name))))
    session.execute(delete(Watermark).where(Watermark.source == source.name))
    killers = and_(
        Snapshot.outcome == SnapshotOutcome.REFUSED, Snapshot.reason.in_(DIED), Snapshot.reader == source.reader
    )
    read = (Snapshot.source == source.name, Snapshot.outcome.is_not(None), Snapshot.outcome != SnapshotOutcome.FAILED)
    ids = select(Snapshot.id).where(*read).except_(select(Snapshot.id).where(or_(killers, refused_for_size())))
    again = update(Snapshot).where(Snapshot.id.in_(ids))
    by_hand = case((Snapshot.reason.like(f"{GIVEN_BY_HAND}%"), GIVEN_BY_HAND), else_=None)
    session.execute(again.values(outcome=None, reason=by_hand, held_for=None, reader=None, same_until=None))


def reset_read_attempts(session: Session, source: str, until: datetime | None) -> None:
    """Reset the read attempts of snapshots that stay unread after `until`: they were of another release."""
    later = update(Snapshot).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    session.execute((later if until is None else later.where(Snapshot.moment > until)).values(read_attempts=0))


def forget_unused_series(session: Session, source: str) -> None:
    """Delete the series of a source that have no span any more, as an earlier reader took them for facts."""
    for tables in (TABLES[fact] for fact in FACTS):
        is_used = exists().where(tables.spans.c.series_id == tables.series.c.id)
        session.execute(delete(tables.series).where(tables.series.c.source == source, ~is_used))


def tables_of(session: Session, source: str) -> list[HistoryTables]:
    """The tables of the kinds of facts of which a source has a scope."""
    kinds = set(session.scalars(select(Watermark.fact).where(Watermark.source == source)))
    return [TABLES[fact] for fact in FACTS if fact.table in kinds]


def _series_of(tables: HistoryTables, source: str) -> Select[Any]:
    return select(tables.series.c.id).where(tables.series.c.source == source)


def count_rows(session: Session, source: str) -> int:
    """The number of history rows of a source."""
    rows = (tables.rows for tables in tables_of(session, source))
    return sum(session.scalar(select(func.count()).where(each.c.source == source)) or 0 for each in rows)


def unread_snapshot_ids(session: Session, source: str, until: datetime | None) -> Sequence[int]:
    """The unread snapshots of a source up to an instant, in the order of their moments."""
    if until is None:
        return ()
    query = select(Snapshot.id).where(Snapshot.source == source, Snapshot.outcome.is_(None), Snapshot.moment <= until)
    return session.scalars(query.order_by(Snapshot.moment, Snapshot.id)).all()


def reread(
    session: Session,
    source: Source,
    snapshot_id: int,
    now: datetime,
    beliefs: "RunningBeliefs",
    stage: Stage | None = None,
) -> RereadSnapshot:
    """Read a snapshot again by the decisions of a stage of the record, or of today, and reconcile its changes.

    The log keeps the rows of changes that are made again, and gets those of others. `beliefs` are those of all
    snapshots that are read again, one after the other.
    """
    from flows.replay.known_changes import known_changes, match_changes  # few runs replay
    from models.history import Rereading

    known, found = known_changes(session, snapshot_id), list[Change]()
    snapshot = session.get_one(Snapshot, snapshot_id)

    def note(_session: Session, _snapshot: Snapshot, changes: Iterable[Change], _at: datetime) -> None:
        found.extend(changes)

    made = read_and_record(session, source, snapshot, now, Rereading(beliefs, note, stage)).changes
    session.flush()
    if snapshot.outcome is SnapshotOutcome.REFUSED:
        found.clear()  # the fault came after they were found
    same, gone = match_changes(known, found)
    for change, row in ((change, same[id(change)]) for change in found if id(change) in same):
        if row.retracted or not row.has_values:
            _fill_in(session.get_one(ChangeRow, row.id), change.data)
    retracted = [session.get_one(ChangeRow, row.id) for row in gone]
    for each in retracted:
        each.retracted = True
    session.flush()
    log_changes(session, snapshot, [change for change in found if id(change) not in same], now)
    active = [row for row in known if not row.retracted]
    unchanged = {each for each, row in same.items() if not row.retracted}
    others = [change for change in made if id(change) not in unchanged]
    news = [change for change in others if not any(row.is_same(change) for row in active)]
    return RereadSnapshot(snapshot_id, news, retracted)


def restored_changes(session: Session, snapshot_id: int, made: Sequence[Change]) -> list[Change]:
    """The changes of a reading that an earlier reading of the same snapshot made and a replay retracted.

    Their rows in the log are restored, in place of the new ones.
    """
    rows: Sequence[ChangeRow] = _derived(session, snapshot_id) if made else ()
    known = [row for row in rows if row.retracted]
    if not known:
        return []
    _reconcile(session, known, [row for row in rows if row not in known])
    restored = _by_item(row for row in known if not row.retracted)
    return [change for change in made if _is_among(restored, change)]


def derived_changes(session: Session, source: str) -> set[int]:
    """The ids of the changes that the readings of a source make."""
    rows = select(ChangeRow.id).where(ChangeRow.source == source, ChangeRow.kind.not_in(NOT_DERIVED))
    return set(session.scalars(rows.where(ChangeRow.retracted.is_(False))))


def _derived(session: Session, snapshot_id: int) -> Sequence[ChangeRow]:
    """The changes in the log that the reading of a snapshot made."""
    rows = select(ChangeRow).where(ChangeRow.snapshot_id == snapshot_id, ChangeRow.kind.not_in(NOT_DERIVED))
    return session.scalars(rows.order_by(ChangeRow.id)).all()


def _reconcile(session: Session, known: Sequence[ChangeRow], new: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Keep the rows of changes that are made again, with their ids; retract and return the others."""
    before = _by_item(known)
    for row in new:
        candidates = before[_about(row)]
        same = next((one for one in candidates if _is_same(one, row)), None)
        if same is not None:
            candidates.remove(same)
            _fill_in(same, row)
            session.delete(row)
    gone = [row for rows in before.values() for row in rows if not row.retracted]
    for row in gone:
        row.retracted = True
    session.flush()
    return gone


def _by_item(rows: Iterable[ChangeRow]) -> dict[tuple[object, ...], list[ChangeRow]]:
    """Rows by what they are about, with an empty list for anything else."""
    by_item = defaultdict[tuple[object, ...], list[ChangeRow]](list)
    for row in rows:
        by_item[_about(row)].append(row)
    return by_item


def _fill_in(row: ChangeRow, again: ChangeRow | Data) -> None:
    """Restore a retracted row, with the columns that an older release did not store."""
    row.retracted = False
    for name in DATA_COLUMNS:
        setattr(row, name, getattr(again, name))


def _about(change: ChangeRow | Change) -> tuple[object, ...]:
    return change.kind, change.subject, change.effective_at


def _is_same(row: ChangeRow, other: ChangeRow | Change) -> bool:
    """Return True if two changes are the same: by their values, or by the texts of a row without values."""
    if _about(row) != _about(other):
        return False
    ours, theirs = ([getattr(each, name) for name in DATA_COLUMNS] for each in (row, _data(other)))
    said = (row.said_before, row.said_after) == (other.said_before, other.said_after)
    return said if row.value_before is row.value_after is None else ours == theirs


def _is_among(rows: Mapping[tuple[object, ...], Sequence[ChangeRow]], change: Change) -> bool:
    return any(_is_same(row, change) for row in rows.get(_about(change), ()))


def _data(change: ChangeRow | Change) -> ChangeRow | Data:
    return change.data if isinstance(change, Change) else change
