"""Clauses on the instant from or until which prices hold."""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.grammar.rules import LOOKS_BACK, meters_of
from scrapers.deepseek.small_print.statements import PricesHold
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    normalize_order,
    text_of,
    word_set,
)

PRICES = Vocabulary(
    "T M date not nolonger only then table price until from before after onward post_after post_before listed newer "
    "present unchanged intact stay adopt effect released usage requests billed token will be on by now of we to and "
    "you n"
)
NEW = word_set(
    "price newer listed from adopt effect released will be on by now of we to and present onward after usage requests "
    "billed token table"
)
OLD = word_set(
    "price until before present listed unchanged intact stay effect adopt will be on by now of we to usage requests "
    "billed token table"
)
SHOWN = re.compile(r"\b(?:shown|displayed|quoted|correct|accurate)\b[^,;.]* as of\b")
"""Prices of which a clause states only the date of the list."""
HOLDS = frozenset({"present", "listed", "unchanged", "intact", "stay", "effect", "adopt"})


def read_prices(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[PricesHold]:
    """Return the instant between two sets of prices, if a clause is about all models."""
    parts = [part for part in clause if not (part.idle and not _billed_at(part)) and not _follows(part)]
    text = normalize_order(text_of(parts, PRICES), whole, sentence)
    grammar_words = [word for word in text.split() if not re.fullmatch("T[0-9]+", word)]
    slots = set(re.findall("T[0-9]+", text))
    if len(slots) != 1 or "price" not in grammar_words or LOOKS_BACK.match(sentence.marked):
        return []
    (slot,) = slots
    at, kinds = sentence.at(whole.value(slot)), set(grammar_words)
    if re.search(f"(?:until|before) {slot} ", text) and kinds <= OLD and kinds & HOLDS:
        return [PricesHold(None, at, meters_of(sentence.marked))]
    if (
        re.search(f"(?:from|on|after) {slot} ", text)
        and kinds <= NEW
        and kinds & {"effect", "adopt", "be", "released", "billed"}
        and not SHOWN.search(sentence.marked)
    ):
        return [PricesHold(at, None, meters_of(sentence.marked))]
    return []


def _billed_at(part: Segment) -> bool:
    """Return True if a segment says which prices are billed, while another says from when on."""
    return part.has("billed") and part.has("newer", "present") and part.has("price")


def _follows(part: Segment) -> bool:
    """Return True if a segment says that new prices come after those of the clause, or where they are printed."""
    if part.has("T", "M", "date", "not", "nolonger", "cond", "report", "was", "only") or not part.has("price"):
        return False
    return part.has("newer") and part.has("then", "table")
