"""Feeds: alerts as an Atom feed, and deadlines as an iCalendar file."""

from alerts.feeds.atom import atom
from alerts.feeds.icalendar import calendar, shown
from alerts.feeds.origin import Origin

__all__ = [
    "Origin",
    "atom",
    "calendar",
    "shown",
]
