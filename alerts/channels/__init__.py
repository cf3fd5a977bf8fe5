"""Channels: deliver a message to a target, within a time limit and without its secrets in errors.

The only package of alerts that uses the network.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from alerts.channels.apprise_service import problem_of_address
    from alerts.channels.channel import Channel, Refused, Undelivered, channel, channels

__all__ = [
    "Channel",
    "Refused",
    "Undelivered",
    "channel",
    "channels",
    "problem_of_address",
]

lazy_package(__name__)
