"""Price lists of vendors: a layout describes a page, and one reader reads them all."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.price_list.cells import CellFormat
    from scrapers.price_list.layout import (
        AMOUNTS,
        CHINA,
        IGNORED,
        LABEL,
        MODEL,
        NO_METER,
        PACIFIC,
        UNIT,
        Column,
        PriceList,
        WatchedSection,
    )
    from scrapers.price_list.reader import read_price_list

__all__ = [
    "AMOUNTS",
    "CHINA",
    "IGNORED",
    "LABEL",
    "MODEL",
    "NO_METER",
    "PACIFIC",
    "UNIT",
    "CellFormat",
    "Column",
    "PriceList",
    "WatchedSection",
    "read_price_list",
]

lazy_package(__name__)
