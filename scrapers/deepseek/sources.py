"""DeepSeek's sources: its pricing page, change log, news and API."""

from dataclasses import replace

from scrapers.deepseek.addresses import MODELS, PRICING, PRICING_ZH, UPDATES, UPDATES_ZH
from scrapers.deepseek.holidays import CHINA
from scrapers.deepseek.model_names import canonical_name
from scrapers.deepseek.plausibility import PLAUSIBILITY
from scrapers.http import LinkedPages
from scrapers.page import Page
from scrapers.source import Backfill, PlaceFinder, Reader, Source, Website

VENDOR, VENDOR_NAME = "deepseek", "DeepSeek"
DOCUMENTATION = Website("deepseek", "https://api-docs.deepseek.com")
API = Website("deepseek_api", "https://api.deepseek.com")
PRICING_READER, CHANGELOG_READER, NEWS_READER, MODELS_READER, DATED_FACTS_READER = 7, 7, 7, 2, 2
"""The releases of the readers."""
MOST_BYTES, MOST_NEWS_BYTES = 2_000_000, 3_000_000
"""Bytes of a page at most, the longest of 2026 has 100,000; and of all posts that are read together."""


def _source(name: str, path: str, cron: str, read: Reader, reader: int, trust: int) -> Source:
    return Source(
        name=f"deepseek_{name}",
        vendor=VENDOR,
        vendor_name=VENDOR_NAME,
        site=DOCUMENTATION,
        path=path,
        cron=cron,
        read=read,
        reader=reader,
        family="deepseek",
        trust=trust,
        plausibility=PLAUSIBILITY,
        canonical_name=canonical_name,
        holidays=(CHINA,),
        most_bytes=MOST_BYTES,
    )


def _news_links(page: Page) -> list[str]:
    """Return the links of the change log to news posts. Raises PageChanged."""
    from scrapers.deepseek.changelog import news_links  # a reader, which is loaded with the first page

    return news_links(page)


def _news_bundle(posts: list[tuple[str, bytes]]) -> bytes:
    """Return news posts as one body."""
    from scrapers.deepseek.news import bundle

    return bundle(posts)


SOURCES = (
    replace(
        _source("pricing", PRICING, "7 * * * *", Reader("scrapers.deepseek.pricing"), PRICING_READER, 1),
        find_place=PlaceFinder("scrapers.deepseek.pricing"),
    ),
    replace(
        _source(
            "pricing_zh", PRICING_ZH, "17 * * * *", Reader("scrapers.deepseek.pricing", "read_zh"), PRICING_READER, 2
        ),
        language="zh",
        translates="deepseek_pricing",
        find_place=PlaceFinder("scrapers.deepseek.pricing", "find_place_zh"),
    ),
    _source("updates", UPDATES, "27 */2 * * *", Reader("scrapers.deepseek.changelog"), CHANGELOG_READER, 3),
    replace(
        _source(
            "updates_zh",
            UPDATES_ZH,
            "37 */2 * * *",
            Reader("scrapers.deepseek.changelog", "read_zh"),
            CHANGELOG_READER,
            4,
        ),
        language="zh",
        translates="deepseek_updates",
    ),
    replace(
        _source("news", UPDATES, "47 5 * * *", Reader("scrapers.deepseek.news"), NEWS_READER, 5),
        ask=LinkedPages(_news_links, _news_bundle),
        most_bytes=MOST_NEWS_BYTES,
    ),
    replace(
        _source("models_api", MODELS, "57 */6 * * *", Reader("scrapers.deepseek.models_api"), MODELS_READER, 6),
        site=API,
        page=f"{DOCUMENTATION.url}/api/list-models",
        key="deepseek_api_key",
        key_from="with an account at https://platform.deepseek.com",
    ),
)
BACKFILLS = (
    Backfill(
        name="deepseek_facts",
        vendor=VENDOR,
        vendor_name=VENDOR_NAME,
        path="almanac:deepseek_facts",
        read=Reader("scrapers.deepseek.dated_facts"),
        reader=DATED_FACTS_READER,
        family="deepseek",
        trust=9,
        canonical_name=canonical_name,
        holidays=(CHINA,),
    ),
)
