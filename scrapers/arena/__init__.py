"""Readers of Arena: the official dataset (CC BY 4.0, lmarena-ai), and the pages of its leaderboards."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.arena.dataset import read as read_dataset
    from scrapers.arena.sources import FORMER, SOURCES

__all__ = [
    "FORMER",
    "SOURCES",
    "read_dataset",
]

lazy_package(__name__)
