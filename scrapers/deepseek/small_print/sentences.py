"""What a note of DeepSeek's small print states: a footnote, a paragraph or a bullet, English or Chinese.

A sentence that no rule knows states nothing; it is kept elsewhere, as a notice. Sentences of one note may complete each
other: "They stand for …" names the replacement, "After that, …" says what follows a discount.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from types import ModuleType

from scrapers.deepseek.small_print import sentences_en, sentences_zh
from scrapers.deepseek.small_print.clauses import Sentence, names, sentences, whole
from scrapers.deepseek.small_print.peaks import discount_window, weekends_off, with_their_prices
from scrapers.deepseek.small_print.statements import Discounts, Retires, Statement

__all__ = ["discount_window", "statements"]

KEPT = 4096
"""Notes whose statements are kept at hand: most of a page says what it said an hour ago."""
LANGUAGES: dict[str, ModuleType] = {"en": sentences_en, "zh": sentences_zh}


@lru_cache(maxsize=KEPT)
def statements(text: str, language: str = "en") -> tuple[Statement, ...]:
    """Everything that a note states, in its order. `text` is normalised by `scrapers.text.plain`.

    Raises PageChanged for a date that does not exist, for a text too long to be a note, and for an announced end of a
    name or a discount whose date is in an unknown shape (the rule stands in `scrapers.deepseek.small_print.makers`).
    """
    known = LANGUAGES[language]
    note = whole(text)
    found: list[Statement] = []
    for sentence in sentences(note):
        found += [one for rule in known.SENTENCE_RULES for one in rule.read(sentence)]
        found = _completed(found, sentence, known)
    found += [one for rule in known.NOTE_RULES for one in rule.read(note)]
    return tuple(dict.fromkeys(_settled(with_their_prices(found))))


def _completed(found: list[Statement], sentence: Sentence, known: ModuleType) -> list[Statement]:
    if sentence.asks:
        return found
    said: re.Match[str] | None = known.ANSWERED_BY.search(sentence.marked)
    if said and len(models := names(sentence.marked[said.start() :])) == 1:
        return [_answered_by(one, models[0]) for one in found]
    if known.LIST_PRICE.search(sentence.marked):
        return [replace(one, then="list_price") if _is_open(one) else one for one in found]
    match: re.Match[str] | None = known.WEEKENDS_OFF.search(sentence.marked)
    return weekends_off(found, match, sentence) if match else found


def _answered_by(one: Statement, model: str) -> Statement:
    open_ = isinstance(one, Retires) and one.replacement is None and one.state in ("announced", "dated")
    return replace(one, replacement=model) if open_ else one


def _is_open(one: Statement) -> bool:
    return isinstance(one, Discounts) and one.then is None


def _settled(found: Iterable[Statement]) -> Iterable[Statement]:
    """Without plans for names of which the same note says more: "we plan to retire X. From …, X will be routed"."""
    found = list(found)
    firm = {model for one in found if isinstance(one, Retires) and one.state != "announced" for model in one.models}
    return (
        one for one in found if not (isinstance(one, Retires) and one.state == "announced" and set(one.models) <= firm)
    )
