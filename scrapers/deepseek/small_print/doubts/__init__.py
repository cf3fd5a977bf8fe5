"""Rules that withdraw a statement that other words of the note make doubtful."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.doubts.elsewhere import is_elsewhere, standard
    from scrapers.deepseek.small_print.doubts.half_read import (
        add_tariff,
        withdraw_disagreeing_tariff,
        withdraw_doubtful_tariff,
        withdraw_tariff,
    )
    from scrapers.deepseek.small_print.doubts.names import (
        NEVER,
        has_stray_negation,
        is_about_a_part,
        is_less_detailed,
        leaves_models_out,
        with_last_day,
        withdraw_doubtful_names,
        withdraw_half_dated_ends,
    )
    from scrapers.deepseek.small_print.doubts.qualifiers import MOST, is_known_phrase, without_qualifiers
    from scrapers.deepseek.small_print.doubts.relations import withdraw_doubtful_relations

__all__ = [
    "MOST",
    "NEVER",
    "add_tariff",
    "has_stray_negation",
    "is_about_a_part",
    "is_elsewhere",
    "is_known_phrase",
    "is_less_detailed",
    "leaves_models_out",
    "standard",
    "with_last_day",
    "withdraw_disagreeing_tariff",
    "withdraw_doubtful_names",
    "withdraw_doubtful_relations",
    "withdraw_doubtful_tariff",
    "withdraw_half_dated_ends",
    "withdraw_tariff",
    "without_qualifiers",
]

lazy_package(__name__)
