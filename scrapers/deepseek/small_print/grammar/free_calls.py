"""Clauses on until when calls of Search and Fetch are free."""

import re
from collections.abc import Sequence

from scrapers.deepseek.small_print.statements import FreeUntil
from scrapers.deepseek.small_print.syntax import (
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    model_names,
    needed_segments,
    normalize_order,
    text_of,
    word_set,
)

FREE = Vocabulary(
    "T M search fetch free period billed not nolonger only until before ends the_end extended from onward after then "
    "it "
    "post_after post_before on requests price effect will be been becomes stay now usage and or of to with use can we "
    "you n"
)
AROUND = word_set(
    "we search fetch free billed requests will be stay now and or of to use can price effect with then it you becomes "
    "period usage on"
)
ENDING = word_set("until before ends the_end extended been")
TIDY = (
    (re.compile("not (?:be )?billed (?:price )?"), "free "),
    (re.compile("nolonger (?:be )?free "), "billed "),
)
FREE_TILL = (
    r"(?:until|before|(?:ends|the_end)(?: (?:on|until|of|be))*|extended to) {0} |(?:on |until )?{0} (?:ends|until) "
)
UNTIL_THEN = re.compile(
    "(?:(?:and|it|be|search|fetch|requests|all|of) )*(?:(?:until|before) (?:it|then)|on (?:it )?post_before|then) "
    "(?:(?:and|it|be|search|fetch|requests|stay|will|to|use|can|you|of|or) )*free "
)
"""Free calls until the instant from which the clause says that they are billed."""
IS_FREE = re.compile("(?i:\\bfree\\b|not (?:yet |currently )?(?:billed|charged))|免费|未计费|不计费|不收")
CALLS = {"search": re.compile("Search|搜索", re.IGNORECASE), "fetch": re.compile("Fetch|抓取", re.IGNORECASE)}


def read_free_calls(clause: Sequence[Segment], whole: Pieces, sentence: Sentence) -> list[FreeUntil]:
    """Return calls that are free until an instant, or billed from one on. "they" are those of the sentences before."""
    parts = [part for part in needed_segments(clause) if not UNTIL_THEN.fullmatch(_tidy([part], whole, sentence))]
    text = _tidy(parts, whole, sentence)
    slots = set(re.findall("T[0-9]+", text))
    grammar_words = {word for word in text.split() if word not in slots}
    calls = _named(text) or _calls(sentence.marked) or _calls(sentence.before)
    if len(slots) != 1 or not calls:
        return []
    (slot,) = slots
    at = sentence.at(whole.value(slot))
    named = grammar_words & {"search", "fetch", "requests"} or _goes_on(grammar_words, sentence)
    return (
        [FreeUntil(calls, at)]
        if at and named and (_is_free(text, grammar_words, slot) or _is_billed(text, grammar_words, slot))
        else []
    )


def _tidy(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> str:
    text = normalize_order(text_of(parts, FREE), whole, sentence)
    for pattern, put in TIDY:
        text = pattern.sub(put, text)
    return text


def _named(text: str) -> tuple[str, ...]:
    """Return the calls that a clause names; if some are free and others billed, the billed ones."""
    after = text.rpartition("free ")[2]
    part = after if re.search("(?:search|fetch) (?:.* )?billed", after) else text
    return tuple(call for call in CALLS if f"{call} " in part)


def _is_free(text: str, grammar_words: set[str], slot: str) -> bool:
    """Return True if calls are free until an instant, but not for "billed until then, afterwards free"."""
    first = re.search("free|billed", text)
    plain = grammar_words <= AROUND | ENDING and "then free" not in text and (not first or first[0] == "free")
    return (
        plain
        and bool(re.search(FREE_TILL.format(slot), text))
        and ("free" in grammar_words or bool(grammar_words & ENDING))
    )


def _is_billed(text: str, grammar_words: set[str], slot: str) -> bool:
    billed = (
        "billed" in grammar_words
        and re.search(f"(?:from|on) {slot} ", text)
        and grammar_words <= AROUND | {"from", "on"}
    )
    return bool(
        billed and text.rfind("billed") > text.rfind("free") and grammar_words & {"will", "effect", "from", "becomes"}
    )


def _goes_on(grammar_words: set[str], sentence: Sentence) -> bool:
    """Return True if a clause without a name continues a statement on free calls."""
    note = f"{sentence.before} {sentence.marked}"
    return bool(grammar_words & {"it", "billed", "extended", "now"} and IS_FREE.search(note)) and not model_names(note)


def _calls(text: str) -> tuple[str, ...]:
    return tuple(call for call, pattern in CALLS.items() if pattern.search(text))
