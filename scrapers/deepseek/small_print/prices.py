"""From when or until when a clause says that prices hold."""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.clauses import Sentence
from scrapers.deepseek.small_print.makers import LOOKS_BACK, meters_of
from scrapers.deepseek.small_print.segments import Segment, needed, normal, text_of
from scrapers.deepseek.small_print.statements import PricesHold
from scrapers.deepseek.small_print.tokens import Pieces, Vocabulary, word_set

PRICES = Vocabulary(
    "T M date not nolonger only price until from before after onward post_after post_before newer present "
    "stay adopt effect will be on by now of we to and you n"
)
NEW = word_set("price newer from adopt effect will be on now of we to and present onward after")
OLD = word_set("price until before present stay effect adopt will be on now of we")


def prices(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[PricesHold]:
    """The instant between two sets of prices, where a clause is about all models."""
    text = normal(text_of(needed(clause), PRICES), whole, sentence)
    words = [word for word in text.split() if not re.fullmatch("T[0-9]+", word)]
    slots = set(re.findall("T[0-9]+", text))
    if len(slots) != 1 or "price" not in words or LOOKS_BACK.match(sentence.marked):
        return []
    (slot,) = slots
    at, kinds = sentence.at(whole.value(slot)), set(words)
    if re.search(f"(?:until|before) {slot} ", text) and kinds <= OLD and kinds & {"present", "stay", "effect"}:
        return [PricesHold(None, at, meters_of(sentence.marked))]
    if re.search(f"(?:from|on|after) {slot} ", text) and kinds <= NEW and kinds & {"effect", "adopt", "be"}:
        return [PricesHold(at, None, meters_of(sentence.marked))]
    return []
