"""Anthropic's page of prices in its Markdown form: `/docs/en/about-claude/pricing.md`.

Three of its tables are read: the base prices, the batch and the fast mode. Cloud platforms, tools and data residency
are other products.
"""

import re

from models.readings import Reading
from scrapers.page import Page
from scrapers.price_list import MODEL, CellFormat, PriceList, WatchedSection, read_price_list

EARLIER_IDS = {
    "claude opus 4": "claude-opus-4-20250514",
    "claude sonnet 4": "claude-sonnet-4-20250514",
    "claude sonnet 3.7": "claude-3-7-sonnet-20250219",
    "claude sonnet 3.5": "claude-3-5-sonnet-20241022",
    "claude haiku 3.5": "claude-3-5-haiku-20241022",
    "claude opus 3": "claude-3-opus-20240229",
    "claude haiku 3": "claude-3-haiku-20240307",
    "claude mythos preview": "claude-mythos-preview",
}
"""Names whose ids do not follow the rule, which begins with the models 4.1 and 4.5."""
NAME = re.compile(r"claude ([a-z]+) ([0-9]{1,2})(?:\.([0-9]{1,2}))?")


def ids(name: str) -> tuple[str, ...]:
    """Return the ids of a name, or of two with a slash between them; none for a name of another form."""
    found = [_id(part.strip().lower()) for part in name.split(" / ")]
    return tuple(filter(None, found)) if all(found) else ()


def _id(name: str) -> str:
    if name in EARLIER_IDS:
        return EARLIER_IDS[name]
    known = NAME.fullmatch(name)
    return "-".join(filter(None, ("claude", known[1], known[2], known[3]))) if known else ""


BASE = {
    "model": MODEL,
    "base input tokens": "input_cache_miss",
    "5m cache writes": "input_cache_write_5m",
    "1h cache writes": "input_cache_write_1h",
    "cache hits & refreshes": "input_cache_hit",
    "cache hits and refreshes": "input_cache_hit",
    "output tokens": "output",
}
BATCH = {"model": MODEL, "batch input": "input_cache_miss", "batch output": "output"}
FAST = {"model": MODEL, "input": "input_cache_miss", "output": "output"}
LAYOUT = PriceList(
    title="pricing",
    sections=(
        WatchedSection(("model pricing",), BASE),
        WatchedSection(("batch processing",), BATCH, "batch"),
        WatchedSection(("fast mode pricing",), FAST, "fast", is_required=False),
    ),
    names=ids,
    least_models=5,
    cells=CellFormat(unit="/ MTok"),
)


def read(page: Page) -> Reading:
    """Read the prices. Raises PageChanged."""
    return read_price_list(page, LAYOUT)
