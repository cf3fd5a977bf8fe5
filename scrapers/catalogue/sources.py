"""The catalogue's history as a source of each vendor, trusted less than any page of the vendor."""

from scrapers.source import Backfill, Reader

READER = 1
"""The release of the reader."""
TRUST = 9
"""As that of DeepSeek's dated facts: the last of the family."""
VENDORS = {
    "anthropic": "Anthropic",
    "openai": "OpenAI",
    "google": "Google",
    "moonshot": "Moonshot AI",
    "zai": "Z.ai",
    "xai": "xAI",
    "mistral": "Mistral AI",
}
"""The vendors of the catalogue's history, with their names for people."""
CREDIT = "Price history from model-prices (https://github.com/wakamex/model-prices, MIT) and models.dev (MIT)."
BACKFILLS = tuple(
    Backfill(
        name=f"{vendor}_catalogue",
        vendor=vendor,
        vendor_name=name,
        path=f"almanac:{vendor}_catalogue",
        read=Reader("scrapers.catalogue.reader"),
        reader=READER,
        family=vendor,
        trust=TRUST,
        credit=CREDIT,
        is_complete=False,
    )
    for vendor, name in VENDORS.items()
)
