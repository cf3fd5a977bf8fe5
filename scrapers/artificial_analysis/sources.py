"""Artificial Analysis's sources: its Data API, and its page if the user turns it on.

The API is meant for programs: a free key, and credit wherever the data is shown. The terms forbid scraping pages, so a
user who wants the page read has to say so in the settings.
"""

from scrapers.artificial_analysis.board import BOARD, CONVENTIONS, PAGE_PATH
from scrapers.artificial_analysis.model_names import ALIASES
from scrapers.http import NumberedPages
from scrapers.source import Reader, Source, Website

FAMILY, VENDOR_NAME = BOARD, "Artificial Analysis"
API_READER, PAGE_READER = 3, 3
"""The releases of the readers."""
API_PATH = "/api/v2/language/models/free"
SITE = Website("artificial_analysis", "https://artificialanalysis.ai")
CREDIT = "Source: Artificial Analysis (https://artificialanalysis.ai)."
SOURCES = (
    Source(
        name="artificial_analysis",
        vendor=FAMILY,
        site=SITE,
        path=API_PATH,
        cron="41 5,17 * * *",
        read=Reader("scrapers.artificial_analysis.api"),
        reader=API_READER,
        family=FAMILY,
        trust=1,
        ask=NumberedPages(),
        key="artificial_analysis_key",
        key_from="free with an account at https://artificialanalysis.ai (Data API)",
        key_header="x-api-key",
        page=f"{SITE.url}{PAGE_PATH}",
        budget="artificial_analysis_requests_per_day",
        vendor_name=VENDOR_NAME,
        credit=CREDIT,
        boards=CONVENTIONS,
        aliases=ALIASES,
    ),
    Source(
        name="artificial_analysis_page",
        vendor=FAMILY,
        site=SITE,
        path=PAGE_PATH,
        cron="51 5 * * *",
        read=Reader("scrapers.artificial_analysis.page"),
        reader=PAGE_READER,
        family=FAMILY,
        trust=2,
        chosen=("artificial_analysis_pages", "models"),
        vendor_name=VENDOR_NAME,
        credit=CREDIT,
        boards=CONVENTIONS,
        aliases=ALIASES,
    ),
)
