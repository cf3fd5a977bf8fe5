"""The order of snapshots, and the one page of a moment that is recorded.

A source may have several pages of one moment, from several addresses. They are read in the order in which they were
archived, and the first one that can be recorded counts.
"""

from sqlalchemy import ColumnElement, and_, or_

from models.history.belief_reader import BeliefReader
from models.readings import Reading
from models.schema import Snapshot


class MomentTaken(Exception):
    """Another page of the same source and moment is recorded already."""


def is_at_or_after(snapshot: Snapshot) -> ColumnElement[bool]:
    """The condition for a snapshot itself and for those that are read after it."""
    same = and_(Snapshot.moment == snapshot.moment, Snapshot.id >= snapshot.id)
    return or_(Snapshot.moment > snapshot.moment, same)


def is_at_or_before(snapshot: Snapshot) -> ColumnElement[bool]:
    """The condition for a snapshot itself and for those that are read before it."""
    same = and_(Snapshot.moment == snapshot.moment, Snapshot.id <= snapshot.id)
    return or_(Snapshot.moment < snapshot.moment, same)


def expect_free_moment(beliefs: BeliefReader, reading: Reading, snapshot: Snapshot) -> None:
    """Raise MomentTaken if a scope of a reading is recorded at the moment of its snapshot."""
    if any(mark.last_at == snapshot.moment for mark in beliefs.watermarks(reading.scopes).values()):
        at = f"{snapshot.moment:%Y-%m-%d %H:%M:%S} UTC"
        raise MomentTaken(f"another page of {at} is recorded: of several pages of one moment the first counts")
