"""The one module that talks to targets: the log, whatever Apprise reaches, and webhooks that take our own JSON."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from alerts.message import Message
from alerts.targets import LOG as THE_LOG
from alerts.targets import Target

LOG = logging.getLogger("almanac.alerts")
LEVELS = {"info": logging.INFO, "notice": logging.INFO, "warning": logging.WARNING, "critical": logging.CRITICAL}


class Undelivered(Exception):
    """The target did not take the message; another try may do. `retry_after` is what it asks us to wait."""

    def __init__(self, why: str, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Refused(Undelivered):
    """The target answers, and will not have this message as it is."""


class Channel(Protocol):
    """Sends one message, written at an instant, or raises Undelivered."""

    def __call__(self, message: Message, created_at: datetime, /) -> None: ...


def log(message: Message, _created_at: datetime) -> None:
    """Write the message to the log."""
    LOG.log(LEVELS[message.severity], "%s\n%s", message.title, message.body)


def channels(targets: Mapping[str, Target]) -> dict[str, Channel]:
    """A channel for each target, and the log."""
    return {THE_LOG: log}
