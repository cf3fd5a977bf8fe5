"""Readers of Hugging Face's API: the cards of open models, and the leaderboards of official benchmark datasets."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.huggingface.sources import SITE, SOURCES

__all__ = [
    "SITE",
    "SOURCES",
]

lazy_package(__name__)
