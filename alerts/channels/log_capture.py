"""What libraries log while they send: it holds addresses with their secrets, so nobody hears it but we."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from logging import LogRecord

HEARD: ContextVar[list[LogRecord] | None] = ContextVar("HEARD", default=None)
TALKERS = ("apprise", "urllib3.connectionpool", "urllib3.util.retry", "requests_oauthlib", "charset_normalizer")
"""The loggers of the libraries: a filter of a logger is not asked for what is logged below it."""


def _ours(record: LogRecord) -> bool:
    """Keep a record of our own sending to ourselves; what others do with the libraries goes its way."""
    heard = HEARD.get()
    if heard is not None:
        heard.append(record)
    return heard is None


for _name in TALKERS:
    logging.getLogger(_name).addFilter(_ours)
APPRISE = logging.getLogger("apprise")
# At this level it says why a connection failed. Nowhere else does that go: a thread that a plugin starts is not ours.
APPRISE.setLevel(logging.DEBUG)
APPRISE.propagate = False
APPRISE.addHandler(logging.NullHandler())


@contextmanager
def hushed() -> Generator[list[LogRecord]]:
    """What is logged meanwhile, by us and by the threads that have our context."""
    heard: list[LogRecord] = []
    token = HEARD.set(heard)
    try:
        yield heard
    finally:
        HEARD.reset(token)
