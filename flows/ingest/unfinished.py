"""Counting the runs that die while they read a snapshot, so that no page can kill every run for ever."""

from collections.abc import Generator
from contextlib import contextmanager, suppress

from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from flows.database import Store
from models.schema import Snapshot

MOST_DEATHS = 3
DIED = "the reader tripped: three runs died while they read it"
"""Why a snapshot is refused that killed so many runs."""


@contextmanager
def attempted(store: Store, source: str, snapshot_id: int) -> Generator[int]:
    """Note that a run begins to read a snapshot, committed before it does; how many runs have died of that before.

    Nobody else reads snapshots of the source meanwhile: a run that waits for its turn is none that died. Who gets out
    with an exception lives, and takes the note back.
    """
    with store.alone(source):
        deaths = _noted(store, snapshot_id, 1)
        try:
            yield deaths
        except BaseException:
            with suppress(SQLAlchemyError):
                _noted(store, snapshot_id, -1)
            raise


def _noted(store: Store, snapshot_id: int, more: int) -> int:
    """Add to the count of a snapshot that awaits reading; what it was before."""
    unread = (Snapshot.id == snapshot_id, Snapshot.outcome.is_(None))
    # An attempt that brought nothing is not read.
    readable = or_(Snapshot.body_sha256.is_not(None), Snapshot.reason.is_(None))
    with store.writing() as session:
        count = session.scalar(select(Snapshot.read_attempts).where(*unread, readable)) or 0
        if count < MOST_DEATHS:
            session.execute(update(Snapshot).where(*unread, readable).values(read_attempts=count + more))
    return count
