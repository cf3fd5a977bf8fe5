"""Google's page of prices in its Markdown form: `/gemini-api/docs/pricing.md.txt`.

Each model has a line of ids and a table for each mode, whose rows are meters. Prices of pictures, video and music have
no meter of ours: they are out of scope, and named as such. The free tier is no price.
"""

import re

from models.facts import STANDARD
from models.readings import Reading
from scrapers.google.ids import ID
from scrapers.page import Page
from scrapers.price_list import (
    AMOUNTS,
    IGNORED,
    LABEL,
    NO_METER,
    CellFormat,
    PriceList,
    WatchedSection,
    read_price_list,
)

IDS = re.compile(rf"{ID}(?:(?:, |,? and ){ID})*")


def ids(line: str) -> tuple[str, ...]:
    """Return the ids in a line that has nothing else; none for another line."""
    return tuple(re.findall(ID, line)) if IDS.fullmatch(line) else ()


COLUMNS = {
    "": LABEL,
    "free tier": IGNORED,
    "paid tier, per 1m tokens in usd": AMOUNTS,
    **{f"paid tier, per {unit} in usd": NO_METER for unit in ("image", "minute", "request", "second", "song", "video")},
}
LABELS = {
    "input price": "input_cache_miss",
    "input price (text, image, video)": "input_cache_miss",
    "text input price": "input_cache_miss",
    "audio input price": "input_audio",
    "output price": "output",
    "output price (including thinking tokens)": "output",
    "context caching price": "input_cache_hit",
    "context caching (storage)": "cache_storage",
    **dict.fromkeys(("image input price", "video input price", "image generation pricing"), NO_METER),
    **dict.fromkeys(("tuning price", "used to improve our products"), IGNORED),
    **{
        f"grounding with google {what}": IGNORED
        for what in ("search", "maps", "image search", "web and image search", "web search")
    },
}
MODES = (STANDARD, "batch", "flex", "priority")
LAYOUT = PriceList(
    title="",
    sections=[WatchedSection((mode,), COLUMNS, mode, is_required=mode == STANDARD) for mode in MODES],
    names=ids,
    least_models=1,
    cells=CellFormat(refuses_units=False, same_unit=" / 1,000,000 tokens", prefix="Same as Standard"),
    labels=LABELS,
    other_headings=frozenset({"pricing for tools", "pricing for agents"}),
)


def read(page: Page) -> Reading:
    """Read the prices. Raises PageChanged."""
    return read_price_list(page, LAYOUT)
