"""Readers of xAI: its page of prices, with its guides to models that are redirected."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.xai.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
