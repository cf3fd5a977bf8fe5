"""DeepSeek's pricing page: its sections, the layouts of its tables, its price cells and notes."""

from scrapers.deepseek.pricing.columns_layout import MODEL
from scrapers.deepseek.pricing.labels import EN, ZH
from scrapers.deepseek.pricing.page import READER, read, read_zh

__all__ = [
    "EN",
    "MODEL",
    "READER",
    "ZH",
    "read",
    "read_zh",
]
