"""English and Chinese phrases, each with the grammar words that it stands for."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.lexicon.phrases import (
        GRAMMAR_LEXICON,
        ROLE_LEXICON,
        UNKNOWN,
        PhraseLexicon,
        chinese_phrases,
        english_phrases,
    )

__all__ = [
    "GRAMMAR_LEXICON",
    "ROLE_LEXICON",
    "UNKNOWN",
    "PhraseLexicon",
    "chinese_phrases",
    "english_phrases",
]

lazy_package(__name__)
