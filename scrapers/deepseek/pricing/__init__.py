"""DeepSeek's pricing page: its sections, the layouts of its tables, its price cells and notes."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.pricing.columns_layout import MODEL
    from scrapers.deepseek.pricing.labels import EN, ZH
    from scrapers.deepseek.pricing.page import read, read_zh
    from scrapers.deepseek.pricing.passages import find_place, find_place_zh

__all__ = [
    "EN",
    "MODEL",
    "ZH",
    "find_place",
    "find_place_zh",
    "read",
    "read_zh",
]

lazy_package(__name__)
