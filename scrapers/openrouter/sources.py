"""OpenRouter's source."""

from models.readings import Aliases
from scrapers.deepseek import PLAUSIBILITY
from scrapers.source import Reader, Source, Website

SITE = Website("openrouter", "https://openrouter.ai")
READER = 7
"""The release of the reader."""
SOURCES = (
    Source(
        name="openrouter",
        vendor="deepseek",
        vendor_name="DeepSeek",
        site=SITE,
        page=f"{SITE.url}/deepseek",
        path="/api/v1/models",
        cron="31 4 * * *",
        read=Reader("scrapers.openrouter.reader"),
        reader=READER,
        family="openrouter",
        trust=1,
        checks="deepseek",
        plausibility=PLAUSIBILITY,
        aliases=Aliases.load("scrapers.openrouter", "aliases.csv"),
    ),
)
