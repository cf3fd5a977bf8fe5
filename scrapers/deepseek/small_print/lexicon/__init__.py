"""English and Chinese phrases, each with the grammar words that it stands for."""

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
