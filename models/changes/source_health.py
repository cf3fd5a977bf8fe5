"""The kinds of changes of source health, and the days after which lasting trouble is reported again. Pure."""

from datetime import datetime, timedelta

from models.kinds import ChangeKind, Thing

REPEATED = {
    ChangeKind.SOURCE_BROKEN: ChangeKind.SOURCE_STILL_BROKEN,
    ChangeKind.SOURCE_HELD: ChangeKind.SOURCE_STILL_HELD,
    ChangeKind.SOURCE_STALE: ChangeKind.SOURCE_STILL_STALE,
}
"""The kind that reports trouble again while it lasts, by the kind that reported it first."""
REPEATS = tuple(REPEATED.values())
STANDING = tuple(kind for kind in ChangeKind.about(Thing.SOURCE) if kind not in REPEATS)
FOR_A_PERSON, SEEN_ONCE = "held for a person to decide", "seen once"
"""The beginnings of the reason of a held snapshot: a person has to decide, or a second reading confirms it."""
DAY = timedelta(days=1)
FIRST_DAYS = (1, 3, 7, 14)
EVERY_DAYS = 14
"""Trouble is reported again after each of `FIRST_DAYS`, and then every `EVERY_DAYS`."""


def due_repeat(since: datetime, at: datetime) -> int | None:
    """The latest repeat that is due at an instant, in days after the first report; None before the first repeat."""
    days = (at - since) // DAY
    if days >= FIRST_DAYS[-1]:
        return days - (days - FIRST_DAYS[-1]) % EVERY_DAYS
    return max((number for number in FIRST_DAYS if number <= days), default=None)
