"""Feeds: alerts as an Atom feed, and deadlines as an iCalendar file."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from alerts.feeds.atom import atom
    from alerts.feeds.endoflife import cycles
    from alerts.feeds.icalendar import calendar, shown
    from alerts.feeds.origin import Origin

__all__ = [
    "Origin",
    "atom",
    "calendar",
    "cycles",
    "shown",
]

lazy_package(__name__)
