"""Captures the log records of libraries while a message is sent: they contain addresses with secrets."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from logging import LogRecord

CAPTURED: ContextVar[list[LogRecord] | None] = ContextVar("HEARD", default=None)
LOGGERS = ("apprise", "urllib3.connectionpool", "urllib3.util.retry", "requests_oauthlib", "charset_normalizer")
"""The loggers of these libraries. Each needs its own filter, because a filter does not apply to child loggers."""


def _capture(record: LogRecord) -> bool:
    """Capture a record of this delivery; let records of other users of the libraries pass."""
    records = CAPTURED.get()
    if records is not None:
        records.append(record)
    return records is None


for _name in LOGGERS:
    logging.getLogger(_name).addFilter(_capture)
APPRISE = logging.getLogger("apprise")
# At this level Apprise logs why a connection failed. It is logged nowhere else, also from threads without the context.
APPRISE.setLevel(logging.DEBUG)
APPRISE.propagate = False
APPRISE.addHandler(logging.NullHandler())


@contextmanager
def captured_logs() -> Generator[list[LogRecord]]:
    """Capture the records of this thread and of threads that share its context."""
    records: list[LogRecord] = []
    token = CAPTURED.set(records)
    try:
        yield records
    finally:
        CAPTURED.reset(token)
