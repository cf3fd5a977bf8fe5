"""DeepSeek's sources: its pricing page, change log, news and API."""

from collections.abc import Callable
from dataclasses import replace

from models.readings import Reading
from scrapers.deepseek import changelog, dated_facts, models_api, news, pricing
from scrapers.deepseek.holidays import CHINA
from scrapers.deepseek.model_names import canonical_name
from scrapers.deepseek.plausibility import PLAUSIBILITY
from scrapers.http import LinkedPages
from scrapers.page import Page
from scrapers.source import Backfill, Source, Website

VENDOR = "deepseek"
DOCUMENTATION = Website("deepseek", "https://api-docs.deepseek.com")
API = Website("deepseek_api", "https://api.deepseek.com")


def _source(name: str, path: str, cron: str, read: Callable[[Page], Reading], reader: int, trust: int) -> Source:
    return Source(
        name=f"deepseek_{name}",
        vendor=VENDOR,
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
    )


SOURCES = (
    _source("pricing", pricing.EN.path, "7 * * * *", pricing.read, pricing.READER, 1),
    _source("pricing_zh", pricing.ZH.path, "17 * * * *", pricing.read_zh, pricing.READER, 2),
    _source("updates", changelog.PATH, "27 */2 * * *", changelog.read, changelog.READER, 3),
    _source("updates_zh", changelog.ZH_PATH, "37 */2 * * *", changelog.read_zh, changelog.READER, 4),
    replace(
        _source("news", changelog.PATH, "47 5 * * *", news.read, news.READER, 5),
        ask=LinkedPages(changelog.news_links, news.bundle),
    ),
    replace(
        _source(
            "models_api",
            models_api.PATH,
            "57 */6 * * *",
            models_api.read,
            models_api.READER,
            6,
        ),
        site=API,
        key="deepseek_api_key",
        key_from="with an account at https://platform.deepseek.com",
    ),
)
BACKFILLS = (
    Backfill(
        name="deepseek_facts",
        vendor=VENDOR,
        path="almanac:deepseek_facts",
        read=dated_facts.read,
        reader=dated_facts.READER,
        family="deepseek",
        trust=9,
        canonical_name=canonical_name,
        holidays=(CHINA,),
    ),
)
