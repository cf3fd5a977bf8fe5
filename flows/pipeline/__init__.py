"""Whole runs: one attempt at a source from fetch to alert, a decision, and the maintenance between them."""

from flows.pipeline.decisions import Decided, Reversal, correction_words, decide, undo
from flows.pipeline.entry import run
from flows.pipeline.last_cycle import CRON, is_overdue, last_beat
from flows.pipeline.maintenance import cycle
from flows.pipeline.page_run import Settled, keep_up, open_store, send, settle, travel, utc_now, wanted

__all__ = [
    "CRON",
    "Decided",
    "Reversal",
    "Settled",
    "correction_words",
    "cycle",
    "decide",
    "is_overdue",
    "keep_up",
    "last_beat",
    "open_store",
    "run",
    "send",
    "settle",
    "travel",
    "undo",
    "utc_now",
    "wanted",
]
