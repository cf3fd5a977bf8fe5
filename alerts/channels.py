"""The one module that talks to targets. The first channel is the log: the terminal, and the run's log in the UI."""

import logging
from typing import Protocol

from alerts.compose import Message

LOG = logging.getLogger("almanac.alerts")
LEVELS = {"info": logging.INFO, "notice": logging.INFO, "warning": logging.WARNING, "critical": logging.CRITICAL}


class Undelivered(Exception):
    """The target did not take the message; another try may do."""


class Channel(Protocol):
    """Sends one message, or raises Undelivered."""

    def __call__(self, message: Message, /) -> None: ...


def log(message: Message) -> None:
    """Write the message to the log."""
    LOG.log(LEVELS[message.severity], "%s\n%s", message.title, message.body)


CHANNELS: dict[str, Channel] = {"log": log}
