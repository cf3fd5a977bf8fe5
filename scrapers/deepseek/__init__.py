"""Readers of DeepSeek: the pricing page, the change log, news posts, the API's list of models, and dated facts."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.dated_facts import account, announced
    from scrapers.deepseek.plausibility import PLAUSIBILITY
    from scrapers.deepseek.small_print import (
        TARIFF,
        Discounts,
        EndpointEnds,
        FreeUntil,
        NoteStatement,
        Peaks,
        PricesHold,
        Retires,
        is_known_phrase,
        parse_note,
    )
    from scrapers.deepseek.sources import BACKFILLS, SOURCES

__all__ = [
    "BACKFILLS",
    "PLAUSIBILITY",
    "SOURCES",
    "TARIFF",
    "Discounts",
    "EndpointEnds",
    "FreeUntil",
    "NoteStatement",
    "Peaks",
    "PricesHold",
    "Retires",
    "account",
    "announced",
    "is_known_phrase",
    "parse_note",
]

lazy_package(__name__)
