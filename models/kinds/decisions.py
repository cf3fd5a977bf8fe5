"""The verdicts of decisions about held readings."""

from enum import StrEnum


class Verdict(StrEnum):
    """The verdict of a decision. Its value is its name in databases and in `--json`."""

    ACCEPTED = "accepted"
    """The reading is recorded."""
    REJECTED = "rejected"
    """The believed facts remain."""
