"""Readers of Arena: the official dataset (CC BY 4.0, lmarena-ai), and the pages of its leaderboards."""

from scrapers.arena.dataset import read as read_dataset
from scrapers.arena.sources import FORMER, SOURCES

__all__ = [
    "FORMER",
    "SOURCES",
    "read_dataset",
]
