"""litellm's source: a file of its repository (MIT). The package itself is never installed."""

from datetime import timedelta
from decimal import Decimal

from scrapers.source import Reader, Source, Website

FAMILIES = {
    "anthropic": "anthropic",
    "openai": "openai",
    "gemini": "google",
    "moonshot": "moonshot",
    "zai": "zai",
    "xai": "xai",
    "mistral": "mistral",
    "deepseek": "deepseek",
}
"""By the names that the map has for them (`litellm_provider`)."""
BARE = ("anthropic", "openai")
"""Providers whose keys are the ids alone; those of the others begin with the provider: `gemini/…`."""
SITE = Website("litellm", "https://raw.githubusercontent.com")
READER = 1
"""The release of the reader."""
SOURCES = (
    Source(
        name="litellm_map",
        vendor="litellm",
        vendor_name="litellm",
        site=SITE,
        page="https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
        path="/BerriAI/litellm/main/model_prices_and_context_window.json",
        cron="41 4 * * *",
        read=Reader("scrapers.litellm.reader"),
        reader=READER,
        family="litellm",
        trust=1,
        checks=" ".join(FAMILIES.values()),
        # It states the vendors' own prices, and follows a change by days.
        check_factor=Decimal(1),
        check_lag=timedelta(days=7),
        credit="Prices compared with litellm's map (https://github.com/BerriAI/litellm, MIT).",
    ),
)
