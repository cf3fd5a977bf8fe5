"""The page and the attribution of a source, as feeds and calendars show them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The page and the attribution of a source."""

    url: str = ""
    """The page that a person reads; empty if unknown."""
    credit: str = ""
    """The attribution that its terms of use ask for; empty if they ask for none."""
    vendor_name: str = ""
    """The name of its vendor for people; empty if unknown."""


UNKNOWN = Origin()
