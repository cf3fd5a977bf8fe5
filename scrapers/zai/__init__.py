"""Z.ai's source: its page of prices."""

from scrapers.source import Vendor, Website

SITE = Website("zai", "https://docs.z.ai")
PRICING = "/guides/overview/pricing"
READER = 1
"""The release of the reader."""
SOURCES = (
    Vendor("zai", "Z.ai", SITE).page("pricing", f"{PRICING}.md", "16 4,16 * * *", "scrapers.zai.pricing", READER, 1),
)
__all__ = ["SOURCES"]
