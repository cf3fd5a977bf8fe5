"""Readers of Google's pages about the Gemini API: prices, and models' ends."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.google.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
