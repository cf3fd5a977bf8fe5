"""Moonshot's page of prices in its Markdown form: `/docs/pricing/chat.md`, in US dollars and, in Chinese, in yuan.

Since September 2026 one page has the tables of all series. Before, each series had a page of its own
(`/docs/pricing/chat-k26`), which is still read from a file: it says nothing about the models of the others.
"""

import re
from dataclasses import replace

from models.readings import Reading
from scrapers.page import Page
from scrapers.price_list import CHINA, IGNORED, MODEL, UNIT, CellFormat, PriceList, WatchedSection, read_price_list

NUMBER = r"[0-9]{1,2}(?:\.[0-9]{1,2})?"
ID = re.compile(rf"(?:kimi-(?:k{NUMBER}|latest|thinking)|moonshot-v{NUMBER})(?:-[a-z0-9]+)*")


def ids(name: str) -> tuple[str, ...]:
    """Return the id in a cell."""
    return (name,) if ID.fullmatch(name) else ()


DOLLARS = PriceList(
    title="model inference pricing explanation",
    sections=(
        WatchedSection(
            ("model pricing",),
            {
                "model": MODEL,
                "unit": UNIT,
                "cache write price (ttl 5min)": "input_cache_write_5m",
                "cache write price (ttl 1h)": "input_cache_write_1h",
                "cached input price": "input_cache_hit",
                "input price (cache hit)": "input_cache_hit",
                "input price": "input_cache_miss",
                "input price (cache miss)": "input_cache_miss",
                "output price": "output",
                "context window": IGNORED,
            },
            has_parts=True,
        ),
    ),
    names=ids,
    least_models=2,
    zone=CHINA,
    others=frozenset(),
    reads_html=True,
)
YUAN = replace(
    DOLLARS,
    title="模型推理价格说明",
    sections=(
        WatchedSection(
            ("模型定价",),
            {
                "模型": MODEL,
                "计费单位": UNIT,
                "缓存写入(ttl 5min)": "input_cache_write_5m",
                "缓存写入(ttl 1h)": "input_cache_write_1h",
                "输入价格(缓存命中)": "input_cache_hit",
                "输入价格(缓存未命中)": "input_cache_miss",
                "输出价格": "output",
                "上下文窗口": IGNORED,
            },
            has_parts=True,
        ),
    ),
    cells=CellFormat("CNY"),
)


def of_a_series(layout: PriceList, heading: str) -> PriceList:
    """Return the layout of the former pages, which have one series under a heading."""
    sections = tuple(replace(section, headings=(heading,), has_parts=False) for section in layout.sections)
    return replace(layout, title=heading, sections=sections, least_models=1, lists_all=False)


def read(page: Page) -> Reading:
    """Read the prices in US dollars. Raises PageChanged."""
    return read_price_list(page, DOLLARS, of_a_series(DOLLARS, "product pricing"))


def read_zh(page: Page) -> Reading:
    """Read the prices in yuan. Raises PageChanged."""
    return read_price_list(page, YUAN, of_a_series(YUAN, "产品定价"))
