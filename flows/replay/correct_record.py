"""Correct the record as of an instant: from then on the beliefs follow the decisions that are in force.

The clock of the record keeps what was believed until then. A replay corrects at the same instants and makes the same
corrections, as they follow from the decisions.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, and_, delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from flows.replay.differences import copy_history
from flows.replay.record_again import (
    RereadSnapshot,
    forget_unused_series,
    reread,
    reset_history,
    tables_of,
    unread_snapshot_ids,
)
from models.facts import FACTS, Fact, value_columns
from models.history import Stage
from models.schema import TABLES, InstantNumber, Snapshot
from scrapers.source import Source


def correct(
    session: Session, source: Source, at: datetime, now: datetime, stage: Stage | None = None
) -> list[RereadSnapshot]:
    """Read again what was read up to `at`, by the decisions of a stage or of today, and believe it from then on.

    Returns the changes that the snapshots make otherwise than before.
    """
    before = {fact: copy_history(session, fact, source.name, "was") for fact in _kinds(session, source.name)}
    reset_history(session, source)
    from models.history import RunningBeliefs  # few runs correct or replay

    beliefs, unread = RunningBeliefs(session), unread_snapshot_ids(session, source.name, at)
    reread_snapshots = [reread(session, source, snapshot, now, beliefs, stage) for snapshot in unread]
    after = {fact: copy_history(session, fact, source.name, "now") for fact in _kinds(session, source.name)}
    for fact in FACTS:
        if fact in before or fact in after:
            _merge(session, source.name, fact, before.get(fact), after.get(fact), at)
    for copy in (*before.values(), *after.values()):
        copy.drop(session.connection())
    forget_unused_series(session, source.name)
    # How long a page records nothing was found by the beliefs before the merge.
    session.execute(update(Snapshot).where(Snapshot.source == source.name).values(same_until=None))
    return reread_snapshots


def _kinds(session: Session, source: str) -> Sequence[type[Fact]]:
    written = tables_of(session, source)
    return [fact for fact in FACTS if TABLES[fact] in written]


def _merge(
    session: Session, source: str, fact: type[Fact], before: Table | None, after: Table | None, at: datetime
) -> None:
    """Restore the rows before the correction, close those no longer believed, and add the new ones."""
    table, series = TABLES[fact].spans, TABLES[fact].series
    of_source = table.c.series_id.in_(select(series.c.id).where(series.c.source == source))
    believed = (of_source, table.c.recorded_to.is_(None))
    names = table.c.keys()
    session.execute(delete(table).where(of_source))
    if before is not None:
        session.execute(insert(table).from_select(names, select(*(before.c[name] for name in names))))
    if after is None:
        session.execute(update(table).where(*believed).values(recorded_to=at))
        return
    now = after.alias()
    of_now = now.c.recorded_to.is_(None)
    starts = [table.c[name] == now.c[name] for name in ("series_id", "effective_from")]
    same = [table.c[name].is_not_distinct_from(now.c[name]) for name in ("gone", *value_columns(fact))]
    is_kept = exists().where(of_now, *starts, *same)
    session.execute(update(table).where(*believed, ~is_kept).values(recorded_to=at))
    until = select(now.c.effective_to).where(of_now, *starts).scalar_subquery()
    session.execute(update(table).where(*believed).values(effective_to=until))
    columns = [literal(at, InstantNumber()) if name == "recorded_from" else now.c[name] for name in names]
    is_stored = exists().where(and_(*believed, *starts))
    new = select(*columns).where(of_now, ~is_stored)
    session.execute(insert(table).from_select(names, new))
