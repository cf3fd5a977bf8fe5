"""Every state of a deadline's reminders, every occasion of a reminder, and the usual days."""

from enum import StrEnum

RUNGS = (30, 14, 7, 3, 1, 0)
"""The days before a deadline on which a reminder is sent, unless the settings say others; 0 is its instant."""

CALENDAR_ENDS = "holiday calendar ends"
"""The kind of the alert that the holidays of the next year are not known. It is about no change and no deadline."""
CLOCK_IN_DOUBT = "clock in doubt"
"""The kind of the alert that the clock of the machine disagrees with others; it is about neither, too."""


class ReminderState(StrEnum):
    """The state of a deadline in the table `reminder`. Its value is its name in databases."""

    AHEAD = "ahead"
    PASSED = "passed"
    CANCELLED = "cancelled"


class ReminderOccasion(StrEnum):
    """The reason why a reminder is sent. Its value is a part of the alert's key."""

    RUNG = "rung"
    """So many days before the date."""
    UNDATED = "undated"
    """Another month without a date."""
    GONE = "gone"
    """The deadline is not announced any more."""
