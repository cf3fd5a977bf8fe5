"""Backfills: load history from before the first run, from dated facts, web archives and full datasets."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from flows.backfill.built_in import backfill_built_in
    from flows.backfill.captures import NoIndex
    from flows.backfill.catalogue import backfill_catalogue
    from flows.backfill.dated_facts import FACTS, backfill_deepseek
    from flows.backfill.full_history import backfill_whole
    from flows.backfill.wayback import backfill_wayback

__all__ = [
    "FACTS",
    "NoIndex",
    "backfill_built_in",
    "backfill_catalogue",
    "backfill_deepseek",
    "backfill_wayback",
    "backfill_whole",
]

lazy_package(__name__)
