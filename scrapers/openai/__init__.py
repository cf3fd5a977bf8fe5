"""Readers of OpenAI: the API's list of models, and the pages of prices and of models' ends."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.openai.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
