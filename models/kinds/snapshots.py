"""Every outcome of a snapshot, and what each says of its source."""

from enum import StrEnum

GIVEN_BY_HAND = "given by hand"
"""Begins the reason of a refused page that a person gave as a file: it is no trouble of its source."""


def is_by_hand(reason: str | None) -> bool:
    """Return True for the reason of a page that was given by hand, and is not read yet or was refused."""
    return reason is not None and reason.startswith(GIVEN_BY_HAND)


class SnapshotOutcome(StrEnum):
    """The outcome of a snapshot. Its value is its name in databases and in `--json`."""

    FACTS = "facts"
    """It was read and changed what is recorded."""
    SAME = "same"
    """It was read and states what is recorded."""
    NOT_MODIFIED = "not_modified"
    """HTTP 304: it states what the snapshot before it states."""
    FAILED = "failed"
    """No page came."""
    REFUSED = "refused"
    """A page came that the reader does not understand."""
    HELD = "held"
    """It was read and is not recorded: what it states is doubted."""

    @property
    def is_good(self) -> bool:
        """True if its source is good after it."""
        return self in (SnapshotOutcome.FACTS, SnapshotOutcome.SAME, SnapshotOutcome.NOT_MODIFIED)

    @property
    def is_bad(self) -> bool:
        """True if it brought nothing that can be read; a held one is neither good nor bad."""
        return self in (SnapshotOutcome.FAILED, SnapshotOutcome.REFUSED)

    @property
    def is_readable(self) -> bool:
        """True if the snapshot states something."""
        return not self.is_bad


GOOD_OUTCOMES = tuple(outcome for outcome in SnapshotOutcome if outcome.is_good)
BAD_OUTCOMES = tuple(outcome for outcome in SnapshotOutcome if outcome.is_bad)
READABLE_OUTCOMES = tuple(outcome for outcome in SnapshotOutcome if outcome.is_readable)
"""The same sets for a condition in SQL."""
UNCHANGED_OUTCOMES = (SnapshotOutcome.SAME, SnapshotOutcome.NOT_MODIFIED)
"""The outcomes of a page that recorded nothing."""
