"""Google's sources: its page of prices of the Gemini API, and its page of models' ends."""

from scrapers.source import Vendor, Website

GOOGLE = Vendor("google", "Google", Website("google", "https://ai.google.dev"))
FOLDER = "/gemini-api/docs"
PRICING_READER, DEPRECATIONS_READER = 2, 1
"""The releases of the readers."""
SOURCES = (
    GOOGLE.page(
        "pricing",
        f"{FOLDER}/pricing.md.txt",
        "24 4,16 * * *",
        "scrapers.google.pricing",
        PRICING_READER,
        1,
    ),
    GOOGLE.page(
        "deprecations",
        f"{FOLDER}/deprecations.md.txt",
        "26 4,16 * * *",
        "scrapers.google.deprecations",
        DEPRECATIONS_READER,
        2,
    ),
)
