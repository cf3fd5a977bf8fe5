"""OpenAI's sources: its API's list of models, and its pages of prices and of models' ends.

OpenAI's terms forbid programs to extract data from its services, while its robots.txt allows its documentation and each
page of it names its Markdown form. A user who wants the pages read has to say so in the settings.
"""

from dataclasses import replace

from scrapers.http import JSON
from scrapers.source import Vendor, Website

SITE = Website("openai", "https://developers.openai.com")
API = Website("openai_api", "https://api.openai.com")
OPENAI = Vendor("openai", "OpenAI", SITE)
FOLDER, SHOWN = "/api/docs", f"{SITE.url}/api/docs"
PRICING_READER, DEPRECATIONS_READER, MODELS_READER = 1, 1, 1
"""The releases of the readers."""
SOURCES = (
    OPENAI.page(
        "pricing",
        f"{FOLDER}/pricing.md",
        "32 4,16 * * *",
        "scrapers.openai.pricing",
        PRICING_READER,
        1,
        chosen=("openai_pages", "pricing"),
    ),
    OPENAI.page(
        "deprecations",
        f"{FOLDER}/deprecations.md",
        "34 4,16 * * *",
        "scrapers.openai.deprecations",
        DEPRECATIONS_READER,
        2,
        chosen=("openai_pages", "deprecations"),
    ),
    replace(
        OPENAI.page(
            "models_api",
            "/v1/models",
            "36 4,16 * * *",
            "scrapers.openai.models_api",
            MODELS_READER,
            3,
            page=f"{SHOWN}/deprecations",
            expected=JSON,
            key="openai_api_key",
            key_from="with an account at https://platform.openai.com",
        ),
        site=API,
    ),
)
