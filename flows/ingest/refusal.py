"""Why a page is refused, whatever went wrong with it; and what is no page's fault."""

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
"""A database that is busy, full or gone, and a snapshot out of its order: the page stays unread, for the next run."""


def refusal_reason(source: str, error: Exception) -> str:
    """The reason, for people; where a reader tripped, the place of that is in the log, for debugging."""
    if not isinstance(error, PageChanged | Contradiction | BadReading):
        error = Tripped.over(error)
    if isinstance(error, Tripped):
        LOG.debug("%s: %s\n%s", source, error, error.trace)
    return str(error)
