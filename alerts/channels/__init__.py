"""The only package of the alerts that is on the net: how a target is reached, for how long, and what of it is told."""

from alerts.channels.apprise_service import unusable
from alerts.channels.channel import Channel, Refused, Undelivered, channel, channels

__all__ = [
    "Channel",
    "Refused",
    "Undelivered",
    "channel",
    "channels",
    "unusable",
]
