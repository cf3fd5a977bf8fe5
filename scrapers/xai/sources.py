"""xAI's source: its page of prices in its Markdown form, with the guides to models that it redirects.

The guides are fetched with the page, because a redirected name costs what the model costs that answers. The terms of
xAI's site have conditions for programs, so a user who wants it read has to say so in the settings.
"""

from scrapers.http import LinkedPages
from scrapers.page import Page
from scrapers.source import Vendor, Website

SITE = Website("xai", "https://docs.x.ai")
XAI = Vendor("xai", "xAI", SITE)
PRICING_READER = 1
"""The release of the reader."""


def _guides(page: Page) -> list[str]:
    """Return the paths of the guides to redirected models: the known one, and those that the page links to."""
    from scrapers.xai.bundle import guides  # a reader, which is loaded with the first page

    return guides(page)


def _bundle(pages: list[tuple[str, bytes]]) -> bytes:
    from scrapers.xai.bundle import bundle

    return bundle(pages)


SOURCES = (
    XAI.page(
        "pricing",
        "/developers/pricing.md",
        "40 4,16 * * *",
        "scrapers.xai.pricing",
        PRICING_READER,
        1,
        ask=LinkedPages(_guides, _bundle, with_index=True),
        chosen=("xai_pages", "pricing"),
    ),
)
