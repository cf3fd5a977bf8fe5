"""Sample pages to read, whole and damaged."""

import re
from datetime import datetime
from functools import cache

from bench.harness.dates import day
from bench.harness.sample_boards import board_page
from models.facts.kinds import ModelVersion, Notice, Price
from models.readings.reading import Reading
from samples.alone import ALONE, LINKED, is_missing
from samples.boards.visits import SOURCES as BOARDS
from samples.deepseek.news import news
from samples.deepseek.pages import pricing
from samples.site import answer
from scrapers.deepseek.addresses import UPDATES
from scrapers.deepseek.changelog import news_links
from scrapers.deepseek.docs_site.page_checks import HOST
from scrapers.deepseek.news import bundle
from scrapers.deepseek.pricing.page import read
from scrapers.http import LinkedPages
from scrapers.page import Page
from scrapers.registry import SOURCES

PROMOTION = day("2026-05-08")
BANDS = day("2026-08-18")
MOMENT = day("2026-05-01")
"""Between what a page dates back and what it announces."""


@cache
def body(at: datetime = PROMOTION) -> str:
    return pricing(at)


@cache
def page_of(source: str, at: datetime) -> bytes:
    """The body that a source serves at an instant: a page of the sample sites, its posts together, or a board."""
    if source in BOARDS:
        return board_page(source, at)
    if source == "deepseek_news":
        log = Page(source, f"{HOST}{UPDATES}", answer(UPDATES, at).encode(), at)
        return bundle([(f"{HOST}{path}", news(at)[path].encode()) for path in news_links(log)])
    if source in ALONE:
        return _with_linked_pages(source, ALONE[source].page(at), at)
    return answer(SOURCES[source].path, at).encode()


def _with_linked_pages(source: str, index: bytes, at: datetime) -> bytes:
    """A page with those that its source fetches with it, as they are joined; a page alone as it is."""
    way, url, site = SOURCES[source].ask, SOURCES[source].url({}), SOURCES[source].site.url
    if not isinstance(way, LinkedPages):
        return index
    paths = way.links(Page(source, url, index, at))
    found = [page for page in LINKED if page.path in paths and not is_missing(page.path, at)]
    return way.bundle([(url, index), *((f"{site}{page.path}", page.answer(at).encode()) for page in found)])


def page(text: str | bytes, at: datetime = PROMOTION) -> Page:
    encoded = text.encode() if isinstance(text, str) else text
    return Page("deepseek_pricing", "https://example.org/quick_start/pricing", encoded, at)


def reading(text: str | bytes, at: datetime = PROMOTION) -> Reading:
    return read(page(text, at))


def prices(found: Reading) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    """(model, meter, band) → (amount, list amount), as printed."""
    return {
        (fact.model, fact.meter, fact.band): (
            f"{fact.amount}",
            None if fact.list_amount is None else f"{fact.list_amount}",
        )
        for fact in found.facts
        if isinstance(fact, Price) and (fact.effective_from or MOMENT) <= MOMENT
    }


def versions(found: Reading) -> dict[str, str | None]:
    return {fact.model: fact.version for fact in found.facts if isinstance(fact, ModelVersion)}


def notices(found: Reading) -> list[str]:
    return [fact.text or "" for fact in found.facts if isinstance(fact, Notice)]


def replaced(old: str, new: str, at: datetime = PROMOTION, count: int = 1) -> str:
    """The sample page with something else in it; the old text has to be there."""
    text = body(at)
    assert old in text
    return text.replace(old, new, count)


def row(label: str, at: datetime = PROMOTION) -> str:
    """The HTML of the row that holds a label."""
    return next(line for line in re.findall(r"<tr>.*?</tr>", body(at)) if label in line)
