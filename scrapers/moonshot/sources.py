"""Moonshot's sources: its page of prices on its international site, in dollars, and on its Chinese one, in yuan.

In October 2026 the Markdown form of the page was seen with empty tables: then the page itself is asked for.
"""

from scrapers.http import WEB_PAGE, TwoForms
from scrapers.page import Page, PageChanged
from scrapers.source import Reader, Vendor, Website

SITE = Website("moonshot", "https://platform.kimi.ai")
CHINESE_SITE = Website("moonshot_zh", "https://platform.kimi.com")
MOONSHOT = Vendor("moonshot", "Moonshot", SITE)
PRICING, MODULE = "/docs/pricing/chat", "scrapers.moonshot.pricing"
READER = 1
"""The release of the readers."""


def _is_read(page: Page) -> bool:
    """Return True if the page in dollars is read."""
    from scrapers.guarded import read_guarded  # loaded with the first page, as readers are
    from scrapers.moonshot.pricing import read

    try:
        read_guarded(read, page)
    except PageChanged:
        return False
    return True


SOURCES = (
    MOONSHOT.page(
        "pricing",
        f"{PRICING}.md",
        "18 4,16 * * *",
        MODULE,
        READER,
        1,
        ask=TwoForms(PRICING, _is_read),
        most_bytes=WEB_PAGE.most_bytes,
    ),
    MOONSHOT.page(
        "pricing_zh",
        PRICING,
        "20 4,16 * * *",
        MODULE,
        READER,
        2,
        site=CHINESE_SITE,
        read=Reader(MODULE, "read_zh"),
        language="zh",
        translates="moonshot_pricing",
        expected=WEB_PAGE,
    ),
)
