"""English and Chinese phrases of the tariff, each with its role."""

from scrapers.deepseek.small_print.tariff_roles.lexicon.phrases import (
    UNKNOWN,
    RoleWord,
    chinese_words,
    english_words,
    with_owners,
)

__all__ = [
    "UNKNOWN",
    "RoleWord",
    "chinese_words",
    "english_words",
    "with_owners",
]
