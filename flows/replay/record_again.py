"""Reading snapshots a second time: their history is forgotten, and the change log reconciled with what comes out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import Table, and_, delete, func, select, update
from sqlalchemy.orm import Session

from flows.ingest import DIED, file
from models.changes import Change, Data
from models.history import OutOfOrder, Stage
from models.kinds import ChangeKind, SnapshotOutcome, Thing
from models.schema import HISTORY, ChangeRow, Snapshot, Watermark
from scrapers.source import Source


@dataclass(frozen=True)
class Reread:
    """What a snapshot says otherwise than when it was read before."""

    snapshot_id: int
    news: list[Change] = field(default_factory=list[Change])
    """The changes that were not in the log, or were retracted."""
    retracted: list[ChangeRow] = field(default_factory=list[ChangeRow])
    """The changes that it makes no more."""


def forget(session: Session, source: Source) -> None:
    """Delete a source's history and set its snapshots to await reading; the log of its changes stays.

    A page that killed the runs which read it is read again by another release of its reader only: it would kill this
    one, too, and with it the whole transaction.
    """
    for table in tables(session, source.name):
        session.execute(delete(table).where(table.c.source == source.name))
    session.execute(delete(Watermark).where(Watermark.source == source.name))
    deadly = and_(
        Snapshot.outcome == SnapshotOutcome.REFUSED, Snapshot.reason == DIED, Snapshot.reader == source.reader
    )
    read = (Snapshot.source == source.name, Snapshot.outcome.is_not(None), Snapshot.outcome != SnapshotOutcome.FAILED)
    ids = select(Snapshot.id).where(*read).except_(select(Snapshot.id).where(deadly))
    again = update(Snapshot).where(Snapshot.id.in_(ids))
    session.execute(again.values(outcome=None, reason=None, held_for=None, reader=None))


def forget_deaths(session: Session, source: str, until: datetime | None) -> None:
    """How many runs died of what stays unread after `until` counts no more: that was another release."""
    later = update(Snapshot).where(Snapshot.source == source, Snapshot.outcome.is_(None))
    session.execute((later if until is None else later.where(Snapshot.moment > until)).values(read_attempts=0))


def tables(session: Session, source: str) -> list[Table]:
    """The history tables that a source ever wrote to."""
    kinds = set(session.scalars(select(Watermark.fact).where(Watermark.source == source)))
    return [table for fact, table in HISTORY.items() if fact.table in kinds]


def count(session: Session, source: str) -> int:
    """How many history rows a source has."""
    counts = (select(func.count()).where(table.c.source == source) for table in tables(session, source))
    return sum(session.scalar(its) or 0 for its in counts)


def unread(session: Session, source: str, until: datetime | None) -> Sequence[int]:
    """A source's snapshots that await reading, up to an instant, in the order of their moments."""
    if until is None:
        return ()
    query = select(Snapshot.id).where(Snapshot.source == source, Snapshot.outcome.is_(None), Snapshot.moment <= until)
    return session.scalars(query.order_by(Snapshot.moment, Snapshot.id)).all()


def read_again(session: Session, source: Source, snapshot_id: int, now: datetime, stage: Stage | None = None) -> Reread:
    """File a snapshot by the decisions of a stage of the record, or of today."""
    known = _derived(session, snapshot_id)
    told = [row for row in known if not row.retracted]
    snapshot = session.get_one(Snapshot, snapshot_id)
    made = list[Change]()
    try:
        made = file(session, source, snapshot, now, stage).changes
    except OutOfOrder as problem:
        # Two addresses of one source at one moment: the first one filed speaks.
        snapshot.outcome, snapshot.reason = SnapshotOutcome.REFUSED, str(problem)
    session.flush()
    new = [row for row in _derived(session, snapshot_id) if row not in known]
    retracted = _reconcile(session, known, new)
    return Reread(snapshot_id, [change for change in made if not any(_is_same(row, change) for row in told)], retracted)


def derived(session: Session, source: str) -> set[int]:
    """The ids of the changes that the readings of a source make."""
    rows = select(ChangeRow.id).where(ChangeRow.source == source, ChangeRow.kind.not_in(NOT_DERIVED))
    return set(session.scalars(rows.where(ChangeRow.retracted.is_(False))))


NOT_DERIVED = ChangeKind.about(Thing.SOURCE, Thing.AGREEMENT, Thing.DECISION)
"""The kinds of changes that no reading makes: how its source stands, alone and among others, and what people did."""


def _derived(session: Session, snapshot_id: int) -> Sequence[ChangeRow]:
    """The changes that a reading made."""
    rows = select(ChangeRow).where(ChangeRow.snapshot_id == snapshot_id, ChangeRow.kind.not_in(NOT_DERIVED))
    return session.scalars(rows.order_by(ChangeRow.id)).all()


def _reconcile(session: Session, known: Sequence[ChangeRow], new: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Keep the old row of a change that is made again, with its id; retract and return those that are not."""
    before = defaultdict[tuple[object, ...], list[ChangeRow]](list)
    for row in known:
        before[_about(row)].append(row)
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


def _fill_in(row: ChangeRow, again: ChangeRow) -> None:
    """It stands again; what an older release did not keep of it is kept now."""
    row.retracted = False
    for name in DATA:
        setattr(row, name, getattr(again, name))


DATA = tuple(each.name for each in fields(Data))
"""The columns of what a change is about and of its values."""


def _about(change: ChangeRow | Change) -> tuple[object, ...]:
    return change.kind, change.subject, change.effective_at


def _is_same(row: ChangeRow, other: ChangeRow | Change) -> bool:
    """Whether two changes are one: by their values, or by the words of a row that has none."""
    if _about(row) != _about(other):
        return False
    ours, theirs = ([getattr(each, name) for name in DATA] for each in (row, _data(other)))
    said = (row.said_before, row.said_after) == (other.said_before, other.said_after)
    return said if row.value_before is row.value_after is None else ours == theirs


def _data(change: ChangeRow | Change) -> ChangeRow | Data:
    return change.data if isinstance(change, Change) else change
