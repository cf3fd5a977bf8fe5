"""Runs: an attempt at a source from fetch to alert, a decision about a held reading, and the maintenance cycle."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.pipeline.attempts import (
        RunResult,
        deliver_due,
        open_store,
        process_attempt,
        record_snapshot,
        replay_outdated,
    )
    from flows.pipeline.decisions import DecisionResult, Reversal, correction_words, decide, undo
    from flows.pipeline.entry import read_source
    from flows.pipeline.last_cycle import CRON, cycle_finished_at, is_overdue
    from flows.pipeline.maintenance import run_cycle
    from flows.pipeline.many_sources import Lateness, ManyRead, TakeTurn, lateness, read_many
    from flows.pipeline.right_clock import open_to_correct

__all__ = [
    "CRON",
    "DecisionResult",
    "Lateness",
    "ManyRead",
    "Reversal",
    "RunResult",
    "TakeTurn",
    "correction_words",
    "cycle_finished_at",
    "decide",
    "deliver_due",
    "is_overdue",
    "lateness",
    "open_store",
    "open_to_correct",
    "process_attempt",
    "read_many",
    "read_source",
    "record_snapshot",
    "replay_outdated",
    "run_cycle",
    "undo",
]

lazy_package(__name__)
