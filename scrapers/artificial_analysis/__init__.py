"""Readers of Artificial Analysis: the Data API with the user's key, and the page of its leaderboard.

Both state the same facts of one board. Its uuids are stable; names and slugs pass to other models (2026-08-01,
2026-08-13). The endpoint that was closed in November 2026 said 0 for a missing price or speed. An evaluation can be
null for every model for a while (2026-05-03, 06-16, 07-07).
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.artificial_analysis.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
