"""The reason why a page is refused, and the faults that are not the page's."""

import logging

from sqlalchemy import exc

from models.bitemporal import Contradiction
from models.history import OutOfOrder
from models.readings import BadReading
from scrapers.page import PageChanged, Tripped

LOG = logging.getLogger("almanac.reader")
NOT_OF_THE_PAGE = (
    OutOfOrder,
    exc.OperationalError,
    exc.InterfaceError,
    exc.InternalError,
    exc.PendingRollbackError,
    exc.ResourceClosedError,
    exc.TimeoutError,
)
"""Faults of the database or of the order of snapshots: the page stays unread, and the next run reads it."""


def refusal_reason(source: str, error: Exception) -> str:
    """The reason for people; an unexpected error of a reader is logged with its place at the level DEBUG."""
    if not isinstance(error, PageChanged | Contradiction | BadReading):
        error = Tripped.over(error)
    if isinstance(error, Tripped):
        LOG.debug("%s: %s\n%s", source, error, error.trace)
    return str(error)
