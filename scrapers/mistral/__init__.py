"""The reader of Mistral: the API's list of models."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.mistral.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
