"""Sentences of DeepSeek's pages, English and Chinese: the statements in them, and their facts.

`parse_note` reads a note; `statement_facts` makes facts of its statements; what is not understood is `Unclear`, and
becomes a mention.
"""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.doubts import is_elsewhere, is_known_phrase, standard
    from scrapers.deepseek.small_print.mentions import (
        is_understood,
        mention_of,
        mentions_in,
        struck_mentions,
        struck_unread,
        unclear_mentions,
    )
    from scrapers.deepseek.small_print.parser import discount_window, parse_note
    from scrapers.deepseek.small_print.statements import (
        TARIFF,
        Discounts,
        EndpointEnds,
        FreeUntil,
        NoteStatement,
        Peaks,
        PricesHold,
        Retires,
        Unclear,
        Upgraded,
    )
    from scrapers.deepseek.small_print.syntax import model_ids
    from scrapers.deepseek.small_print.to_facts import (
        PlacedStatement,
        ReducedModels,
        refuse_two_hours,
        retirement_facts,
        statement_facts,
    )

__all__ = [
    "TARIFF",
    "Discounts",
    "EndpointEnds",
    "FreeUntil",
    "NoteStatement",
    "Peaks",
    "PlacedStatement",
    "PricesHold",
    "ReducedModels",
    "Retires",
    "Unclear",
    "Upgraded",
    "discount_window",
    "is_elsewhere",
    "is_known_phrase",
    "is_understood",
    "mention_of",
    "mentions_in",
    "model_ids",
    "parse_note",
    "refuse_two_hours",
    "retirement_facts",
    "standard",
    "statement_facts",
    "struck_mentions",
    "struck_unread",
    "unclear_mentions",
]

lazy_package(__name__)
