"""Reading archived snapshots again, and correcting the record."""

from flows.replay.correct_record import correct
from flows.replay.differences import correction, differences, remembered
from flows.replay.record_again import NOT_DERIVED, Reread
from flows.replay.replays import Replayed, catch_up, counted, file_late, is_behind, replay

__all__ = [
    "NOT_DERIVED",
    "Replayed",
    "Reread",
    "catch_up",
    "correct",
    "correction",
    "counted",
    "differences",
    "file_late",
    "is_behind",
    "remembered",
    "replay",
]
