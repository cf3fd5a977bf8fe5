"""Channels of targets: the log, services through Apprise, and webhooks that take this project's JSON."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from alerts.channels.errors import Refused as Refused
from alerts.channels.errors import Undelivered as Undelivered
from alerts.message import Message
from alerts.targets import LOG as THE_LOG
from alerts.targets import Target, UnreadableSecret
from alerts.texts import lines, one_line

LOG = logging.getLogger("almanac.alerts")
LEVELS = {"info": logging.INFO, "notice": logging.INFO, "warning": logging.WARNING, "critical": logging.CRITICAL}


class Channel(Protocol):
    """Sends one message that was written at an instant, or raises Undelivered."""

    def __call__(self, message: Message, created_at: datetime, /) -> None: ...


def log(message: Message, _created_at: datetime) -> None:
    """Write the message to the log."""
    LOG.log(LEVELS[message.severity], "%s\n%s", one_line(message.title), lines(message.body))


def channels(targets: Mapping[str, Target]) -> dict[str, Channel]:
    """Return a channel for each target, and the log."""
    return {THE_LOG: log, **{name: channel(target) for name, target in targets.items()}}


def channel(target: Target) -> Channel:
    """Return the channel of a target. It raises Undelivered where a file or a command does not give the address."""
    made = _channel(target)
    if not target.stored_secrets:
        return made

    def send(message: Message, created_at: datetime) -> None:
        try:
            for secret in target.stored_secrets:
                secret.get_secret_value()
        except UnreadableSecret as problem:
            raise Undelivered(str(problem)) from None
        made(message, created_at)

    return send


def _channel(target: Target) -> Channel:
    # Each loads its libraries, which a run without such a target need not wait for.
    if target.webhook is not None:
        from alerts.channels.webhook import Webhook

        return Webhook(target.webhook, target.secret, target.timeout_seconds)
    assert target.url is not None  # noqa: S101 (a target has one of the two)
    from alerts.channels.apprise_service import Service

    return Service(target.url, target.timeout_seconds)
