"""Every state of a deadline's reminders, and every occasion of a reminder."""

from enum import StrEnum


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
