"""Replay: read the snapshots of a source again, in order, by today's reader, and replace its history."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, starmap

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.database import one_at_a_time
from flows.ingest import ArchivedPage, archive_body, archive_late, ensure_source_row
from flows.loading import reduced_collection
from flows.progress import with_progress
from flows.replay.correct_record import correct
from flows.replay.differences import copy_of_believed, correction, differences
from flows.replay.record_again import (
    count_rows,
    derived_changes,
    forget_unused_series,
    reread,
    reset_history,
    reset_read_attempts,
    unread_snapshot_ids,
)
from flows.run import Run, counts_text
from models.history import Stage, correction_instants
from models.schema import Snapshot, Watermark
from scrapers.page import Page
from scrapers.source import Source

LOADED = 100
"""The number of snapshots that are loaded at once."""


@dataclass(frozen=True)
class ReplayResult:
    """The numbers of a replay: snapshots read, history rows, corrections and changes."""

    source: str
    snapshots: int
    rows: int
    corrections: int
    changes: int
    """Changes that are new in the log."""
    retracted: int
    """Changes that the readings do not make any more."""
    stored_at: datetime
    """The instant at which the corrections were stored."""

    def __str__(self) -> str:
        counts = counts_text(snapshot=self.snapshots, row=self.rows, correction=self.corrections)
        changes = f", {self.changes} more and {self.retracted} retracted of its changes"
        return counts + (changes if self.changes or self.retracted else "")


def replay(run: Run) -> ReplayResult:
    """Read again everything that was read before, in one transaction and without alerts."""
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        return _replay(run, session, _last_read(session, run.source.name))


def replay_within(run: Run, session: Session, why: str) -> ReplayResult:
    """Read again everything that was read before, in a transaction that has changed what is read, for a reason."""
    return _replay(run, session, _last_read(session, run.source.name), why=why)


def replay_recorded(run: Run) -> ReplayResult:
    """Read again what an earlier reader release recorded.

    Snapshots after the last recorded one, which that release refused, stay unread: the run reads them next and alerts.
    """
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        return _replay(run, session, _last_recorded(session, run.source.name))


def insert_pages(run: Run, pages: Iterable[Page]) -> ReplayResult | None:
    """Insert pages at their own moments by one replay; None if all of them are archived already.

    The bytes of each page are stored as it comes; snapshots and history follow in one transaction at the end.
    """
    archived = list[ArchivedPage]()
    for page in pages:
        archived.append(_archive_body(run, page, like=archived[-1] if archived else None))
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        late = [page.moment for page in archived if archive_late(session, page, run.clock()) is not None]
        if not late:
            return None
        last = _last_recorded if is_behind(session, run.source) else _last_read
        end = last(session, run.source.name)
        return _replay(run, session, max([*late, *([end] if end else [])]), late)


def is_behind(session: Session, source: Source) -> bool:
    """Return True if a source was last recorded by an earlier reader release than today's."""
    behind = select(Watermark.source).where(Watermark.source == source.name, Watermark.reader < source.reader).limit(1)
    return session.scalar(behind) is not None


def _archive_body(run: Run, page: Page, like: ArchivedPage | None) -> ArchivedPage:
    with run.store.writing() as session:
        one_at_a_time(session, page.source)
        ensure_source_row(session, run.source, page.url)
        return archive_body(session, page, like)


def _last_read(session: Session, source: str) -> datetime | None:
    """The end of the record: the moment of the last snapshot that was read, or of a correction after it."""
    read = select(func.max(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_not(None))
    return max(filter(None, [session.scalar(read), *correction_instants(session, source)]), default=None)


def _last_recorded(session: Session, source: str) -> datetime | None:
    return session.scalar(select(func.max(Watermark.last_at)).where(Watermark.source == source))


def _replay(
    run: Run, session: Session, until: datetime | None, late: Sequence[datetime] = (), why: str = ""
) -> ReplayResult:
    """Read everything up to `until` again; what is newer stays unread. `late` are the moments of inserted pages.

    `why` is the reason for corrections where it is not found in the snapshots.
    """
    source, now, why = run.source, run.clock(), why or _reason(session, run.source, late)
    with copy_of_believed(session, source.name) as before:
        made = derived_changes(session, source.name)
        reset_history(session, source)
        reset_read_attempts(session, source.name, until)
        snapshots = unread_snapshot_ids(session, source.name, until)
        with reduced_collection():
            _reread(session, source, _loaded(run, session, snapshots), until, now)
        found = [correction(session, difference, why, now) for difference in differences(session, before)]
        forget_unused_series(session, source.name)
    session.add_all(found)
    makes = derived_changes(session, source.name)
    return ReplayResult(
        source=source.name,
        snapshots=len(snapshots),
        rows=count_rows(session, source.name),
        corrections=len(found),
        changes=len(makes - made),
        retracted=len(made - makes),
        stored_at=now,
    )


def _reread(
    session: Session, source: Source, snapshots: Iterable[Snapshot], until: datetime | None, now: datetime
) -> None:
    """Read snapshots in order, with the corrections of decisions between them; none after `until`."""
    from models.history import RunningBeliefs  # few runs replay

    instants = [at for at in correction_instants(session, source.name) if until is not None and at <= until]
    stages = deque([*starmap(Stage, pairwise([None, *instants])), None])
    ahead, beliefs = deque(instants), RunningBeliefs(session)

    def correct_before(moment: datetime | None) -> None:
        while ahead and (moment is None or ahead[0] < moment):
            stages.popleft()
            correct(session, source, ahead.popleft(), now, stages[0])
            beliefs.forget()

    for snapshot in snapshots:
        correct_before(snapshot.moment)
        reread(session, source, snapshot.id, now, beliefs, stages[0])
    correct_before(None)


def _loaded(run: Run, session: Session, snapshot_ids: Sequence[int]) -> Iterator[Snapshot]:
    """Yield snapshots by their ids, in order, and say how far it is; each batch is loaded at once."""
    by_id = dict[int, Snapshot]()
    for place, snapshot_id in enumerate(with_progress(snapshot_ids, run.log, run.source.name)):
        if place % LOADED == 0:
            batch = select(Snapshot).where(Snapshot.id.in_(snapshot_ids[place : place + LOADED]))
            by_id = {snapshot.id: snapshot for snapshot in session.scalars(batch)}
        yield by_id[snapshot_id]


def _reason(session: Session, source: Source, late: Sequence[datetime]) -> str:
    """The reason why values may differ from those before, for the corrections."""
    releases = select(Snapshot.reader).where(Snapshot.source == source.name, Snapshot.reader != source.reader)
    others = [str(release) for release in session.scalars(releases.distinct().order_by(Snapshot.reader))]
    reasons = [f"reader release {', '.join(others)} → {source.reader}"] if others else []
    if len(late) == 1:
        reasons.append(f"an older page was filed: {late[0]:%Y-%m-%d %H:%M} UTC")
    elif late:
        reasons.append(f"{len(late)} older pages were filed: {min(late):%Y-%m-%d} to {max(late):%Y-%m-%d}")
    return "; ".join(reasons) or "the same snapshots, read again"
