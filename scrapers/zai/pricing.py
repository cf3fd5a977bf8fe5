"""Z.ai's page of prices in its Markdown form: `/guides/overview/pricing.md`.

The tables of text and vision models are read, and a model that "Latest Models" repeats is read once. Pictures, videos,
sound, agents and tools have other units and are other products. Names are in capitals, ids in lower case: `GLM-5.1` is
called `glm-5.1`.

"Free" and "Limited-time Free" are a price of 0, as it is now: no page says until when, or what follows. The unit of
stored input is not printed, so that an amount there would be reported and not read.
"""

import re

from models.readings import Reading
from scrapers.page import Page
from scrapers.price_list import CHINA, MODEL, Column, PriceList, WatchedSection, read_price_list

NAME = re.compile(r"glm-(?:[0-9]{1,2}(?:\.[0-9]{1,2})?v?|ocr)(?:-[0-9a-z]+)*")


def ids(name: str) -> tuple[str, ...]:
    """Return the id of a name; none for a name of another family."""
    return (name.lower(),) if NAME.fullmatch(name.lower()) else ()


COLUMNS = {
    "model": MODEL,
    "input": "input_cache_miss",
    "cached input": "input_cache_hit",
    "cached input storage": Column("cache_storage", is_free=True),
    "output": "output",
}
UNIT = "prices per 1m tokens"
LAYOUT = PriceList(
    title="pricing",
    sections=(
        WatchedSection(("latest models",), COLUMNS, comes_and_goes=True, unit=UNIT),
        WatchedSection(("text models",), COLUMNS, unit=UNIT),
        WatchedSection(("vision models",), COLUMNS, is_required=False, unit=UNIT),
    ),
    names=ids,
    least_models=3,
    zone=CHINA,
    others=frozenset(
        ("built-in tools", "image generation models", "video generation models", "audio models", "agents")
    ),
    reads_html=True,
)


def read(page: Page) -> Reading:
    """Read the prices. Raises PageChanged."""
    return read_price_list(page, LAYOUT)
