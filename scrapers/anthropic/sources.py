"""Anthropic's sources: its page of prices, and its page of models' ends."""

from scrapers.source import Vendor, Website

SITE = Website("anthropic", "https://platform.claude.com")
ANTHROPIC = Vendor("anthropic", "Anthropic", SITE)
FOLDER = "/docs/en/about-claude"
PRICING_READER, DEPRECATIONS_READER = 1, 1
"""The releases of the readers."""
SOURCES = (
    ANTHROPIC.page(
        "pricing",
        f"{FOLDER}/pricing.md",
        "12 4,16 * * *",
        "scrapers.anthropic.pricing",
        PRICING_READER,
        1,
    ),
    ANTHROPIC.page(
        "deprecations",
        f"{FOLDER}/model-deprecations.md",
        "14 4,16 * * *",
        "scrapers.anthropic.deprecations",
        DEPRECATIONS_READER,
        2,
    ),
)
