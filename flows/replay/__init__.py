"""Reading archived snapshots again, and correcting the record."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.replay.correct_record import correct
    from flows.replay.date_anew import DatedAnew, date_anew
    from flows.replay.differences import copy_of_believed, correction, differences
    from flows.replay.record_again import NOT_DERIVED, RereadSnapshot, restored_changes
    from flows.replay.replays import (
        ReplayResult,
        insert_pages,
        is_behind,
        replay,
        replay_recorded,
    )

__all__ = [
    "NOT_DERIVED",
    "DatedAnew",
    "ReplayResult",
    "RereadSnapshot",
    "copy_of_believed",
    "correct",
    "correction",
    "date_anew",
    "differences",
    "insert_pages",
    "is_behind",
    "replay",
    "replay_recorded",
    "restored_changes",
]

lazy_package(__name__)
