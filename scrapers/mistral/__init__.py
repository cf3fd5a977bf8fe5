"""Mistral's source: its API's list of models."""

from scrapers.http import JSON
from scrapers.source import Vendor, Website

API = Website("mistral", "https://api.mistral.ai")
MISTRAL = Vendor("mistral", "Mistral", API)
MODELS_READER = 1
"""The release of the reader."""
SOURCES = (
    MISTRAL.page(
        "models",
        "/v1/models",
        "38 4,16 * * *",
        "scrapers.mistral.models_api",
        MODELS_READER,
        1,
        page="https://docs.mistral.ai/models",
        expected=JSON,
        key="mistral_api_key",
        key_from="with an account at https://console.mistral.ai",
    ),
)
__all__ = ["SOURCES"]
