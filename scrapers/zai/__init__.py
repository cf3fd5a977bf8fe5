"""Reader of Z.ai's page of prices."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.zai.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
