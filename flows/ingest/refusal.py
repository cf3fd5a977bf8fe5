"""The reason why a page is refused, and the faults that are not the page's."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import exc

from flows.ingest.archive import BytesLost
from flows.page_reader import NoReaderProcess
from models.bitemporal import Contradiction
from models.history import MomentTaken, OutOfOrder
from models.kinds import GIVEN_BY_HAND, SnapshotOutcome, is_by_hand
from models.readings import BadReading
from models.schema import Snapshot
from scrapers.page import PageChanged, Tripped
from scrapers.source import Source

LOG = logging.getLogger("almanac.reader")
NOT_OF_THE_PAGE = (
    OutOfOrder,
    NoReaderProcess,
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.PendingRollbackError,
    exc.ResourceClosedError,
    exc.TimeoutError,
)
"""Faults of the database, the machine or the order of snapshots: the page stays unread, and the next run reads it."""


class PageRefused(Exception):
    """A page cannot be read or recorded; the message is the reason for people."""


@contextmanager
def refusing(source: str) -> Generator[None]:
    """Raise PageRefused for whatever is wrong with a page of a source in the block; faults of the database pass."""
    try:
        yield
    except NOT_OF_THE_PAGE:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a page does to the rules, it is refused)
        reason = refusal_reason(source, error)
    else:
        return
    raise PageRefused(reason)


def refusal_reason(source: str, error: Exception) -> str:
    """The reason for people; an unexpected error of a reader is logged with its place at the level DEBUG."""
    if not isinstance(error, PageChanged | Contradiction | BadReading | BytesLost | MomentTaken):
        error = Tripped.over(error)
    if isinstance(error, Tripped):
        LOG.debug("%s: %s\n%s", source, error, error.trace)
    return str(error)


def refuse(snapshot: Snapshot, source: Source, reason: str) -> None:
    """Set the outcome of a snapshot that cannot be read; of a page that was given by hand the reason says so."""
    if is_by_hand(snapshot.reason):
        reason = f"{GIVEN_BY_HAND}: {reason}"
    snapshot.outcome, snapshot.reason, snapshot.reader = SnapshotOutcome.REFUSED, reason, source.reader
    snapshot.held_for = None
