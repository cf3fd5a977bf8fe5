"""OpenAI's page of prices in its Markdown form: `/api/docs/pricing.md`.

The tables of text models are read, one for each way to be served. Below them stand tables of pictures, audio, tools and
fine-tuning under the headings "Grouped Pricing Table data" and "Pricing Table data", which do not say what they are
about: they are left alone.

A cache write is the meter `input_cache_write_30m`: the API's `prompt_cache_options.ttl` defaults to `30m`, and the page
that also prints 12 hours calls the same amounts "30m write". Priority processing has the mode `fast`, which it was
renamed to on 2026-07-30: the API takes both names for one service, so that its prices have one history.
"""

import re

from models.readings import Reading
from scrapers.openai.promotions import promotions
from scrapers.page import Page
from scrapers.price_list import MODEL, Column, PriceList, WatchedSection, read_price_list

ID = re.compile(
    r"(?:gpt|chatgpt|codex|davinci|babbage|computer|text)-[a-z0-9.-]*[a-z0-9]|o[0-9](?:-[a-z0-9.-]*[a-z0-9])?"
)
LONG = 272_000
"""Tokens of a prompt above which the columns of long context hold."""
METERS = {
    "input": "input_cache_miss",
    "cached input": "input_cache_hit",
    "cache writes": "input_cache_write_30m",
    "output": "output",
}
COLUMNS = {
    "model": MODEL,
    **{f"short context {title}": meter for title, meter in METERS.items()},
    **{f"long context {title}": Column(meter, LONG) for title, meter in METERS.items()},
    # A table without long context.
    "input": "input_cache_miss",
    "cached input": "input_cache_hit",
    "30m write": "input_cache_write_30m",
    "12h write": "input_cache_write_12h",
    "output": "output",
}


def ids(name: str) -> tuple[str, ...]:
    """Return the id in a cell."""
    return (name,) if ID.fullmatch(name) else ()


LAYOUT = PriceList(
    title="pricing",
    sections=(
        WatchedSection(("standard pricing data",), COLUMNS),
        WatchedSection(("batch pricing data",), COLUMNS, "batch", is_required=False),
        WatchedSection(("flex pricing data",), COLUMNS, "flex", is_required=False),
        WatchedSection(("fast pricing data", "priority pricing data"), COLUMNS, "fast", is_required=False),
    ),
    names=ids,
    least_models=10,
    promotions=promotions,
    longest_tier_may_end=True,
    states_unit=True,
)


def read(page: Page) -> Reading:
    """Read the prices. Raises PageChanged."""
    return read_price_list(page, LAYOUT)
