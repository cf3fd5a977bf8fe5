"""Readers of DeepSeek: the pricing page, the change log, news posts, the API's list of models, and dated facts."""

from scrapers.deepseek.small_print import (
    Discounts,
    EndpointEnds,
    FreeUntil,
    NoteStatement,
    Peaks,
    PricesHold,
    Retires,
    parse_note,
)
from scrapers.deepseek.sources import BACKFILLS, SOURCES

__all__ = [
    "BACKFILLS",
    "SOURCES",
    "Discounts",
    "EndpointEnds",
    "FreeUntil",
    "NoteStatement",
    "Peaks",
    "PricesHold",
    "Retires",
    "parse_note",
]
