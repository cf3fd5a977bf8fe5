"""Feeds: alerts as an Atom feed, and deadlines as an iCalendar file."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from alerts.feeds.atom import atom
    from alerts.feeds.endoflife import cycles
    from alerts.feeds.entries import RENDERER, FeedAlert, FeedDeadline, current_deadlines, newest_alerts
    from alerts.feeds.icalendar import calendar
    from alerts.feeds.origin import UNKNOWN, Origin

__all__ = [
    "RENDERER",
    "UNKNOWN",
    "FeedAlert",
    "FeedDeadline",
    "Origin",
    "atom",
    "calendar",
    "current_deadlines",
    "cycles",
    "newest_alerts",
]

lazy_package(__name__)
