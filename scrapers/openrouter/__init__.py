"""The reader of OpenRouter's list of models, which checks DeepSeek's prices and end dates."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.openrouter.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
