"""The kinds of changes that say how a source stands, and after how many days standing trouble is repeated. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from models.changes.detect import Change
from models.kinds import ChangeKind, Thing

REPEATED = {
    ChangeKind.SOURCE_BROKEN: ChangeKind.SOURCE_STILL_BROKEN,
    ChangeKind.SOURCE_HELD: ChangeKind.SOURCE_STILL_HELD,
    ChangeKind.SOURCE_STALE: ChangeKind.SOURCE_STILL_STALE,
}
"""By the kind of the trouble, the kind that repeats it while it lasts."""
REPEATS = tuple(REPEATED.values())
STANDING = tuple(kind for kind in ChangeKind.about(Thing.SOURCE) if kind not in REPEATS)
FOR_A_PERSON, SEEN_ONCE = "held for a person to decide", "seen once"
"""What the reason of a held snapshot begins with: whether no second sighting settles it, or one does."""
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


def needs_decision(change: Change) -> bool:
    """Whether a change says that a reading is held until a person decides."""
    return change.kind is ChangeKind.SOURCE_HELD and bool(_held_for(change).get("needs_decision"))


def why_held(change: Change) -> str:
    """Why a reading is held, without what settles it."""
    return str(_held_for(change).get("why", ""))


def _held_for(change: Change) -> Mapping[str, Any]:
    value = change.data.value_after
    return value if isinstance(value, Mapping) else {}
