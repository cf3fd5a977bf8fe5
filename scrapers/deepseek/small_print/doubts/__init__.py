"""Rules that withdraw a statement that other words of the note make doubtful."""

from scrapers.deepseek.small_print.doubts.elsewhere import is_elsewhere, standard
from scrapers.deepseek.small_print.doubts.half_read import leave_disagreeing, leave_doubtful, with_tariff
from scrapers.deepseek.small_print.doubts.names import (
    NEVER,
    denies,
    is_less,
    is_of_a_thing,
    is_silent_of,
    leave_doubtful_names,
    leave_halves,
    with_last_day,
)
from scrapers.deepseek.small_print.doubts.relations import leave_doubtful_relations

__all__ = [
    "NEVER",
    "denies",
    "is_elsewhere",
    "is_less",
    "is_of_a_thing",
    "is_silent_of",
    "leave_disagreeing",
    "leave_doubtful",
    "leave_doubtful_names",
    "leave_doubtful_relations",
    "leave_halves",
    "standard",
    "with_last_day",
    "with_tariff",
]
