"""Reader of Epoch AI's hub of benchmarks: a table per benchmark in one archive, with Epoch's own runs and claims."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.epoch.sources import SOURCES

__all__ = [
    "SOURCES",
]

lazy_package(__name__)
