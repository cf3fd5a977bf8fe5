"""History from before the first run: dated facts, web archives, pages with a whole history."""

from flows.backfill.captures import NoIndex
from flows.backfill.dated_facts import FACTS, backfill_deepseek
from flows.backfill.full_history import backfill_whole
from flows.backfill.wayback import backfill_wayback

__all__ = [
    "FACTS",
    "NoIndex",
    "backfill_deepseek",
    "backfill_wayback",
    "backfill_whole",
]
