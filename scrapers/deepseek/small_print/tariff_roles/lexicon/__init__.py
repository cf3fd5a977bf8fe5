"""English and Chinese phrases of the tariff, each with its role."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
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

lazy_package(__name__)
