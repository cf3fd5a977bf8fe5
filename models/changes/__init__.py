"""The changes that a reading makes, as rows of the change log: of facts, of unread texts and of source health."""

from models.changes.data import ChangeValue, ItemKey, value_of
from models.changes.detect import Change, Data, Recording, changes
from models.changes.source_health import (
    DAY,
    FOR_A_PERSON,
    REPEATED,
    REPEATS,
    SEEN_ONCE,
    STANDING,
    due_repeat,
    needs_decision,
    why_held,
)
from models.changes.unread import unread_changes, was_logged, without_unread

__all__ = [
    "DAY",
    "FOR_A_PERSON",
    "REPEATED",
    "REPEATS",
    "SEEN_ONCE",
    "STANDING",
    "Change",
    "ChangeValue",
    "Data",
    "ItemKey",
    "Recording",
    "changes",
    "due_repeat",
    "needs_decision",
    "unread_changes",
    "value_of",
    "was_logged",
    "why_held",
    "without_unread",
]
