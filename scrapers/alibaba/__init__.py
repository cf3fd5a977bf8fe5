"""Alibaba's source: the page of models' ends of its Model Studio."""

from scrapers.source import Vendor, Website

SITE = Website("alibaba", "https://www.alibabacloud.com")
PATH, READER = "/help/en/model-studio/model-depreciation.md", 1
SOURCES = (
    Vendor("alibaba", "Alibaba", SITE).page(
        *("deprecations", PATH, "44 4,16 * * *", "scrapers.alibaba.deprecations", READER, 1),
        chosen=("vendor_pages", "alibaba_deprecations"),
    ),
)
__all__ = ["SOURCES"]
