"""Where a source says what it says, and what has to stand wherever that is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A source as calendars and feeds name it."""

    url: str = ""
    """Its page; empty where it is not known."""
    credit: str = ""
    """The line that its terms of use ask for; empty where they ask for none."""


UNKNOWN = Origin()
