"""The reader of litellm's map of prices, which checks the prices of several vendors."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.litellm.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
