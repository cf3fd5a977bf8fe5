"""Keeps a failed or refused read to one line in the run's log; the traceback is logged at DEBUG."""

import logging
from logging import LogRecord

from prefect.exceptions import FailedRun

LOG = logging.getLogger("almanac.read")
ENGINES = ("prefect.flow_runs", "prefect.engine")
"""The loggers of a run's process that report how its flow ended."""


def quiet_failures() -> None:
    """Keep Prefect from logging a traceback of its engine for each flow that returns the state Failed."""
    for name in ENGINES:
        logging.getLogger(name).addFilter(_is_no_failed_read)


def _is_no_failed_read(record: LogRecord) -> bool:
    """Return False for the traceback of a returned state: the run's log has the state and its reason already."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, FailedRun):
        return True
    LOG.debug("%s", record.getMessage(), exc_info=record.exc_info)
    return False
