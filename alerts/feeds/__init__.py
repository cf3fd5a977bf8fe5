"""What was said as an Atom feed, and what is dated as a calendar."""

from alerts.feeds.atom import atom
from alerts.feeds.icalendar import calendar, shown
from alerts.feeds.origin import Origin

__all__ = [
    "Origin",
    "atom",
    "calendar",
    "shown",
]
