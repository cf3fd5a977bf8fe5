"""xAI's page of prices in its Markdown form, `/developers/pricing.md`, and its guides to redirected models."""

import re

from models.facts import Retirement
from models.readings import KeptFacts, Reading, Scope
from scrapers.page import Page, PageChanged
from scrapers.price_list import IGNORED, MODEL, PriceList, WatchedSection, read_price_list
from scrapers.xai.bundle import parts
from scrapers.xai.guide import is_guide, read_guides

ID = re.compile(r"grok-[a-z0-9.-]*[a-z0-9]")
COLUMNS = {
    "model": MODEL,
    "context": IGNORED,
    "input / 1m tokens": "input_cache_miss",
    "cached input / 1m tokens": "input_cache_hit",
    "output / 1m tokens": "output",
}


def ids(name: str) -> tuple[str, ...]:
    """Return the id in a cell."""
    return (name,) if ID.fullmatch(name) else ()


LAYOUT = PriceList(
    title="pricing", sections=(WatchedSection(("text api pricing",), COLUMNS),), names=ids, least_models=2
)


def read(page: Page) -> Reading:
    """Read the prices and the guides; a saved guide alone is read, too. Raises PageChanged."""
    whole = parts(page)
    guides, prices = [part for part in whole if is_guide(part)], [part for part in whole if not is_guide(part)]
    if len(prices) > 1 or not whole:
        raise PageChanged("more than one page of prices", " ".join(part.url for part in prices))
    facts, odd = read_guides(guides)
    listed = " ".join(fact.model for fact in facts)
    # A guide that is gone, or that names other models, withdraws nothing.
    kept = KeptFacts(Retirement, (("source", page.source),), unless_in=listed)
    scope = Scope(Retirement, page.source)
    if not prices:
        ends = frozenset({Retirement})
        return Reading(frozenset({scope}), tuple(facts), unread=odd.named, kept=frozenset({kept}), listed_kinds=ends)
    reading = read_price_list(prices[0], LAYOUT)
    return Reading(
        reading.scopes | {scope},
        (*reading.facts, *facts),
        unread=(*reading.unread, *odd.named),
        kept=reading.kept | {kept},
        listed_kinds=reading.listed_kinds | {Retirement},
    )
