"""A public catalogue of prices as dated history: its file, the account of each vendor, and the account's reader."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.catalogue.account import account, as_of_account, instants
    from scrapers.catalogue.bundle import bundled, bundled_lines
    from scrapers.catalogue.entries import Catalogue, CatalogueEntry
    from scrapers.catalogue.model_prices import parse_model_prices
    from scrapers.catalogue.sources import BACKFILLS
    from scrapers.catalogue.tokenizers import TokenizerNote, tokenizer_note

__all__ = [
    "BACKFILLS",
    "Catalogue",
    "CatalogueEntry",
    "TokenizerNote",
    "account",
    "as_of_account",
    "bundled",
    "bundled_lines",
    "instants",
    "parse_model_prices",
    "tokenizer_note",
]

lazy_package(__name__)
