"""Reader of the tariff (peak hours, promotions, announced prices, free calls), by roles and free of word order."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.tariff_roles.kept_prices import stays_reduced
    from scrapers.deepseek.small_print.tariff_roles.note import divide_note
    from scrapers.deepseek.small_print.tariff_roles.promotions import states_past_change
    from scrapers.deepseek.small_print.tariff_roles.reader import read_tariff
    from scrapers.deepseek.small_print.tariff_roles.relevant_words import has_doubts

__all__ = [
    "divide_note",
    "has_doubts",
    "read_tariff",
    "states_past_change",
    "stays_reduced",
]

lazy_package(__name__)
