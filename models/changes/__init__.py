"""The changes that a reading makes, as rows of the change log: of facts, of unread texts and of source health."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from models.changes.change import (
        DATA_COLUMNS,
        SAID_COLUMNS,
        Change,
        ChangeValue,
        Data,
        ItemKey,
        facts_in,
        gravest,
        gravest_of,
        item_of,
        logged_columns,
        value_of,
    )
    from models.changes.detect import Recording, changes
    from models.changes.source_health import (
        DAY,
        FOR_A_PERSON,
        REPEATED,
        REPEATS,
        SEEN_ONCE,
        STANDING,
        due_repeat,
        settled_by,
    )
    from models.changes.unread_notices import was_logged, with_unread

__all__ = [
    "DATA_COLUMNS",
    "DAY",
    "FOR_A_PERSON",
    "REPEATED",
    "REPEATS",
    "SAID_COLUMNS",
    "SEEN_ONCE",
    "STANDING",
    "Change",
    "ChangeValue",
    "Data",
    "ItemKey",
    "Recording",
    "changes",
    "due_repeat",
    "facts_in",
    "gravest",
    "gravest_of",
    "item_of",
    "logged_columns",
    "settled_by",
    "value_of",
    "was_logged",
    "with_unread",
]

lazy_package(__name__)
