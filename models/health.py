"""The kinds of changes that say how a source stands, and after how many days standing trouble is repeated. Pure."""

from datetime import datetime, timedelta

from models.change_kinds import ChangeKind, Thing

REPEATED = {
    ChangeKind.SOURCE_BROKEN: ChangeKind.SOURCE_STILL_BROKEN,
    ChangeKind.SOURCE_HELD: ChangeKind.SOURCE_STILL_HELD,
    ChangeKind.SOURCE_STALE: ChangeKind.SOURCE_STILL_STALE,
}
"""By the kind of the trouble, the kind that repeats it while it lasts."""
REPEATS = tuple(REPEATED.values())
STANDING = tuple(kind for kind in ChangeKind.about(Thing.SOURCE) if kind not in REPEATS)
FOR_A_PERSON = "held for a person to decide"
"""What the reason of a held snapshot begins with that no second sighting settles."""
DAY = timedelta(days=1)
FIRST_DAYS = (1, 3, 7, 14)
EVERY_DAYS = 14
"""Trouble is repeated so many days after it was told first, and every fortnight after the last of these."""


def due_repeat(since: datetime, at: datetime) -> int | None:
    """The newest repeat that is due at an instant, as days after the first telling; None before the first one."""
    days = (at - since) // DAY
    if days >= FIRST_DAYS[-1]:
        return days - (days - FIRST_DAYS[-1]) % EVERY_DAYS
    return max((number for number in FIRST_DAYS if number <= days), default=None)


def needs_decision(kind: ChangeKind, words: str | None) -> bool:
    """Whether a change says that a reading is held until a person decides; `words` are its `after`."""
    return kind is ChangeKind.SOURCE_HELD and (words or "").startswith(FOR_A_PERSON)
