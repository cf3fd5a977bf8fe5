"""Moonshot's sources: its page of prices on its international site, in dollars, and on its Chinese one, in yuan."""

from scrapers.source import Reader, Vendor, Website

SITE = Website("moonshot", "https://platform.kimi.ai")
CHINESE_SITE = Website("moonshot_zh", "https://platform.kimi.com")
MOONSHOT = Vendor("moonshot", "Moonshot", SITE)
PRICING, MODULE = "/docs/pricing/chat", "scrapers.moonshot.pricing"
READER = 1
"""The release of the readers."""
SOURCES = (
    MOONSHOT.page("pricing", f"{PRICING}.md", "18 4,16 * * *", MODULE, READER, 1, page=f"{SITE.url}{PRICING}"),
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
    ),
)
