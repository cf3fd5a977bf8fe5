"""Replay: a source's snapshots are read again in order by today's reader, and the result is swapped in."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, starmap

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import Kept, archive_late, keep, know
from flows.progress import Print, with_progress
from flows.replay.correct_record import correct
from flows.replay.differences import correction, differences, remembered
from flows.replay.record_again import count, derived, forget, forget_deaths, read_again, unread
from models.history import Stage, correction_instants
from models.schema import Snapshot, Watermark
from scrapers.page import Page
from scrapers.source import Source


@dataclass(frozen=True)
class Replayed:
    """How many snapshots were read again, the history rows that this made, and what came out different."""

    source: str
    snapshots: int
    rows: int
    corrections: int
    changes: int
    """Changes that had not been derived before."""
    retracted: int
    """Changes that are derived no more."""
    stored_at: datetime
    """Of the corrections."""

    def __str__(self) -> str:
        told = counted(snapshot=self.snapshots, row=self.rows, correction=self.corrections)
        moved = f", {self.changes} more and {self.retracted} retracted of its changes"
        return told + (moved if self.changes or self.retracted else "")


def counted(**things: int) -> str:
    """`3 snapshots, 1 row`."""
    return ", ".join(f"{count} {thing}{'' if count == 1 else 's'}" for thing, count in things.items())


def replay(store: Store, source: Source, say: Print, clock: Clock = utc_now) -> Replayed:
    """Read again all that was read before. One transaction, so that a kill leaves the old history; alerts nobody."""
    with store.writing() as session:
        one_at_a_time(session, source.name)
        return _again(session, source, _last_read(session, source.name), (), say, clock())


def catch_up(store: Store, source: Source, say: Print, clock: Clock = utc_now) -> Replayed:
    """Read again what an earlier release recorded. What it refused since then awaits reading: that is the page's news,
    and the next hops tell it.
    """
    with store.writing() as session:
        one_at_a_time(session, source.name)
        return _again(session, source, _last_recorded(session, source.name), (), say, clock())


def file_late(
    store: Store, source: Source, pages: Iterable[Page], say: Print, clock: Clock = utc_now
) -> Replayed | None:
    """File pages at their own moments, whatever is newest, by one replay; None where all of them are there already.

    Their bytes are kept one by one, as they come; snapshots and history come together at the end, or not at all.
    """
    kept = [_keep(store, source, page) for page in pages]
    with store.writing() as session:
        one_at_a_time(session, source.name)
        late = [page.moment for page in kept if archive_late(session, page, clock()) is not None]
        if not late:
            return None
        last = _last_recorded if is_behind(session, source) else _last_read
        known = last(session, source.name)
        return _again(session, source, max([*late, *([known] if known else [])]), late, say, clock())


def is_behind(session: Session, source: Source) -> bool:
    """Whether the source was last recorded by an earlier reader release than today's."""
    behind = select(Watermark.source).where(Watermark.source == source.name, Watermark.reader < source.reader).limit(1)
    return session.scalar(behind) is not None


def _keep(store: Store, source: Source, page: Page) -> Kept:
    with store.writing() as session:
        one_at_a_time(session, page.source)
        know(session, source, page.url)
        return keep(session, page)


def _last_read(session: Session, source: str) -> datetime | None:
    """When the record ends: with the last snapshot that was read, or a correction by a decision after it."""
    read = select(func.max(Snapshot.moment)).where(Snapshot.source == source, Snapshot.outcome.is_not(None))
    return max(filter(None, [session.scalar(read), *correction_instants(session, source)]), default=None)


def _last_recorded(session: Session, source: str) -> datetime | None:
    return session.scalar(select(func.max(Watermark.last_at)).where(Watermark.source == source))


def _again(
    session: Session, source: Source, until: datetime | None, late: Sequence[datetime], say: Print, now: datetime
) -> Replayed:
    """Read everything up to `until` again; what is newer stays unread."""
    why = _why(session, source, late)
    with remembered(session, source.name) as before:
        made = derived(session, source.name)
        forget(session, source)
        forget_deaths(session, source.name, until)
        snapshots = unread(session, source.name, until)
        _read(session, source, with_progress(snapshots, say, source.name), until, now)
        found = [correction(session, difference, why, now) for difference in differences(session, before)]
    session.add_all(found)
    makes = derived(session, source.name)
    return Replayed(
        source=source.name,
        snapshots=len(snapshots),
        rows=count(session, source.name),
        corrections=len(found),
        changes=len(makes - made),
        retracted=len(made - makes),
        stored_at=now,
    )


def _read(session: Session, source: Source, snapshots: Iterable[int], until: datetime | None, now: datetime) -> None:
    """Read snapshots in order, and correct the record in between as decisions did; later corrections are not made."""
    instants = [at for at in correction_instants(session, source.name) if until is not None and at <= until]
    stages = deque([*starmap(Stage, pairwise([None, *instants])), None])
    ahead = deque(instants)

    def correct_before(moment: datetime | None) -> None:
        while ahead and (moment is None or ahead[0] < moment):
            stages.popleft()
            correct(session, source, ahead.popleft(), now, stages[0])

    for snapshot_id in snapshots:
        correct_before(session.get_one(Snapshot, snapshot_id).moment)
        read_again(session, source, snapshot_id, now, stages[0])
    correct_before(None)


def _why(session: Session, source: Source, late: Sequence[datetime]) -> str:
    """Why a value may come out different."""
    releases = select(Snapshot.reader).where(Snapshot.source == source.name, Snapshot.reader != source.reader)
    others = [str(release) for release in session.scalars(releases.distinct().order_by(Snapshot.reader))]
    reasons = [f"reader release {', '.join(others)} → {source.reader}"] if others else []
    if len(late) == 1:
        reasons.append(f"an older page was filed: {late[0]:%Y-%m-%d %H:%M} UTC")
    elif late:
        reasons.append(f"{len(late)} older pages were filed: {min(late):%Y-%m-%d} to {max(late):%Y-%m-%d}")
    return "; ".join(reasons) or "the same snapshots, read again"
