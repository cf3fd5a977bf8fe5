"""Until when a clause says that calls of Search and Fetch are free."""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.clauses import Sentence
from scrapers.deepseek.small_print.segments import Segment, needed, normal, text_of
from scrapers.deepseek.small_print.statements import FreeUntil
from scrapers.deepseek.small_print.tokens import Pieces, Vocabulary, word_set

FREE = Vocabulary(
    "T M search fetch free billed not nolonger only until before from onward after post_after post_before "
    "on requests price effect will be been stay now and or of to with use can we n"
)
AROUND = word_set("we search fetch free billed requests will be stay now and or of to use can price effect with")
CALLS = {"search": re.compile("Search|搜索", re.IGNORECASE), "fetch": re.compile("Fetch|抓取", re.IGNORECASE)}


def free_calls(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[FreeUntil]:
    """Calls that are free until an instant, or billed from one on. "they" are those of the sentences before."""
    text = normal(text_of(needed(clause), FREE), whole, sentence)
    slots = set(re.findall("T[0-9]+", text))
    words = {word for word in text.split() if word not in slots}
    calls = _calls(sentence.marked) or _calls(sentence.before)
    if len(slots) != 1 or not calls:
        return []
    (slot,) = slots
    at = sentence.at(whole.value(slot))
    free = "free" in words and re.search(f"(?:until|before) {slot} ", text) and words <= AROUND | {"until", "before"}
    billed = "billed" in words and re.search(f"(?:from|on) {slot} ", text) and words <= AROUND | {"from", "on"}
    billed = billed and text.rfind("billed") > text.rfind("free")
    named = words & {"search", "fetch", "requests"}
    return [FreeUntil(calls, at)] if at and named and (free or (billed and words & {"will", "effect", "from"})) else []


def _calls(text: str) -> tuple[str, ...]:
    return tuple(call for call, pattern in CALLS.items() if pattern.search(text))
