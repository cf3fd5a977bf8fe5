"""Readers of Moonshot's pages of prices, in US dollars and in yuan."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.moonshot.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
