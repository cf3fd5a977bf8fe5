"""Notes in sentences, sentences in pieces, pieces in clauses and segments."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from scrapers.deepseek.small_print.syntax.segments import (
        HARD,
        SCOPE,
        Segment,
        clauses,
        halves,
        is_doubted,
        needed_segments,
        normalize_order,
        present_in,
        text_of,
        too_long,
    )
    from scrapers.deepseek.small_print.syntax.sentences import (
        AT,
        ID,
        LONGEST,
        MODEL,
        MODELS,
        NAME,
        Sentence,
        mark_note,
        model_ids,
        model_names,
        split_sentences,
    )
    from scrapers.deepseek.small_print.syntax.tokens import (
        HAN_STOPS,
        SLOTS,
        Piece,
        Pieces,
        Vocabulary,
        tokenize,
        word_set,
    )

__all__ = [
    "AT",
    "HAN_STOPS",
    "HARD",
    "ID",
    "LONGEST",
    "MODEL",
    "MODELS",
    "NAME",
    "SCOPE",
    "SLOTS",
    "Piece",
    "Pieces",
    "Segment",
    "Sentence",
    "Vocabulary",
    "clauses",
    "halves",
    "is_doubted",
    "mark_note",
    "model_ids",
    "model_names",
    "needed_segments",
    "normalize_order",
    "present_in",
    "split_sentences",
    "text_of",
    "tokenize",
    "too_long",
    "word_set",
]

lazy_package(__name__)
