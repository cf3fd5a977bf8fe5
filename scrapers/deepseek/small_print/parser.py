"""The parser of a note (a footnote, a paragraph or a bullet, English or Chinese): from text to statements.

A sentence of which nothing is understood is `Unclear` if it names a model, hours, or a date of something that we keep.
Sentences of one note may complete each other: "They stand for …" names the replacement, "It now ends on …" moves the
end of the promotion before it, "After that, …" states what follows.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from types import ModuleType

from scrapers.deepseek.small_print.completion import complete_earlier
from scrapers.deepseek.small_print.composer import Composer, Grammars, together
from scrapers.deepseek.small_print.doubts import (
    MOST,
    NEVER,
    add_tariff,
    has_stray_negation,
    is_about_a_part,
    is_less_detailed,
    leaves_models_out,
    with_last_day,
    withdraw_disagreeing_tariff,
    withdraw_doubtful_names,
    withdraw_doubtful_relations,
    withdraw_doubtful_tariff,
    withdraw_half_dated_ends,
    withdraw_tariff,
    without_qualifiers,
)
from scrapers.deepseek.small_print.grammar import (
    IT,
    discount_window,
    read_endpoints,
    read_free_calls,
    read_peak_hours,
    read_prices,
    read_promotions,
    read_retirements,
    rules_en,
    rules_zh,
    with_their_prices,
)
from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.retirement_roles import read_outcomes, rewrite_sentence
from scrapers.deepseek.small_print.statements import TARIFF, NoteStatement, Peaks, Retires, Unclear
from scrapers.deepseek.small_print.syntax import (
    LONGEST,
    Sentence,
    mark_note,
    model_ids,
    split_sentences,
    tokenize,
)
from scrapers.deepseek.small_print.tariff_roles import has_doubts
from scrapers.deepseek.small_print.unclear import clause_pieces, describe_unclear, too_long_note

__all__ = ["discount_window", "parse_note"]

KEPT = 4096
MOST_PIECES = 300
"""Pieces of a sentence at most; the longest ever printed has 70. Reading time grows with their square."""
LANGUAGES: dict[str, ModuleType] = {"en": rules_en, "zh": rules_zh}
OTHER_DAYS = re.compile(
    r"\b(?:other|remaining|such|these|those) days\b|(?:其他|其余|除此以外的?)(?:日|日子|日期)", re.IGNORECASE
)
"""Days that only another sentence names."""
A_MODEL = re.compile(r"\bmodels?\b|\bnames?\b|模型|名", re.IGNORECASE)
HAN = re.compile("[\u4e00-\u9fff]")
GRAMMARS: Grammars = (
    (read_retirements, frozenset({"M", "it", "that_name"})),
    (read_endpoints, frozenset({"U"})),
    (read_promotions, frozenset({"S", "off", "offer", "list"})),
    (read_peak_hours, frozenset({"H"})),
    (read_prices, frozenset({"T"})),
    (read_free_calls, frozenset({"T"})),
)
"""Each with the words of which a clause needs one."""


@lru_cache(maxsize=KEPT)
def parse_note(text: str, language: str = "en") -> tuple[NoteStatement, ...]:
    """Return all statements of a note, in order. `text` is normalised by `plain_text`.

    Nothing is stated of the tariff if the text would state the same without one of its negations, limits or scopes.
    """
    parts: list[ParsedSentence] = []
    stated = _parse(text, language, parts)
    if not _passes_over_a_word(text, language, stated):
        return stated
    withdraw_tariff(parts)
    others = (statement for statement in stated if not isinstance(statement, (*TARIFF, Unclear)))
    return tuple(dict.fromkeys([*_all(parts), *others]))


def _passes_over_a_word(text: str, language: str, stated: Iterable[NoteStatement]) -> bool:
    """Return True if a text states the same of the tariff without one of its negations, limits or scopes."""
    tariff = _tariff(stated)
    others = list(islice(without_qualifiers(text), MOST + 1)) if tariff else []
    return len(others) > MOST or any(_tariff(_parse(other, language, [])) == tariff for other in others)


def _tariff(stated: Iterable[NoteStatement]) -> set[NoteStatement]:
    """Return the statements about the tariff, whatever the sentences that they were read from."""
    tariff = (statement for statement in stated if isinstance(statement, TARIFF))
    return {replace(statement, sentence="") if isinstance(statement, Peaks) else statement for statement in tariff}


def _parse(text: str, language: str, parts: list[ParsedSentence]) -> tuple[NoteStatement, ...]:
    """Return all statements of a note by the rules, whatever they pass over; add its sentences to `parts`."""
    if len(text) > LONGEST:
        return (too_long_note(text),)
    note, rules = mark_note(text), LANGUAGES[language]
    for sentence in split_sentences(note):
        part = ParsedSentence(
            sentence, tokenize(sentence), foreign=bool(HAN.search(sentence.text)) != (language == "zh")
        )
        if len(part.pieces.pieces) > MOST_PIECES:
            return (too_long_note(text),)
        part.states = _stated(part, parts, rules)
        parts.append(part)
        if not sentence.asks and not part.foreign:
            complete_earlier(parts, rules)
    of_the_note: list[NoteStatement] = []
    for rule in rules.NOTE_RULES:
        for match, stated in rule.matches(note):
            of_the_note.append(stated)
            _mark(parts, note, match)
    if not of_the_note:
        _by_roles(parts)
    withdraw_half_dated_ends(parts)
    withdraw_doubtful_tariff(parts)
    withdraw_doubtful_names(parts)
    withdraw_doubtful_relations(parts)
    if of_the_note and has_doubts(text):
        of_the_note = [statement for statement in of_the_note if not isinstance(statement, TARIFF)]
    stated = tuple(
        dict.fromkeys([*_without_superseded_plans(with_last_day(with_their_prices(_all(parts)))), *of_the_note])
    )
    found = tuple(_all(parts)) if withdraw_disagreeing_tariff(stated, parts, text) else add_tariff(stated, parts, text)
    return tuple(_with_present_route(statement, note, rules) for statement in found)


def _with_present_route(statement: NoteStatement, note: Sentence, rules: ModuleType) -> NoteStatement:
    """Return the end of a name with the model as which it answers until then: "X is now routed to Y and ends on …"."""
    if (
        not isinstance(statement, Retires)
        or statement.state not in ("announced", "dated")
        or statement.then == "routed"
    ):
        return statement
    match: re.Match[str] | None = rules.ROUTED_NOW.search(note.marked)
    named = model_ids(note.marked[match.end() :])[:1] if match else ()
    is_same = statement.replacement is not None and named == model_ids(statement.replacement)
    return replace(statement, answers_as=statement.replacement) if is_same else statement


def _by_roles(parts: Sequence[ParsedSentence]) -> None:
    """Read by roles the names that no pattern reads; if patterns read less of the same, the fuller statement counts."""
    stated = [statement for part in parts for statement in part.states]
    if len(stated) > 1 or any(part.foreign and part.pieces.pieces for part in parts):
        return
    if not (_names_any(parts) and not stated) and not any(_is_left(part, stated) for part in parts):
        return
    outcomes = read_outcomes([rewrite_sentence(part.sentence) for part in parts])
    dated = any("T" in part.pieces.values for part in parts)
    undated = any(isinstance(statement, Retires) and statement.state == "announced" for statement in outcomes)
    moved = any(piece.may_be("postponed", "extended") for part in parts for piece in part.pieces.pieces)
    if (dated and undated and not moved) or has_stray_negation(" ".join(part.sentence.text for part in parts)):
        return
    if not outcomes or not all(
        any(statement == other or is_less_detailed(statement, other) for other in outcomes) for statement in stated
    ):
        return
    for part in parts:
        part.states, part.completes = [], True
    parts[0].states = list(outcomes)


def _names_any(parts: Sequence[ParsedSentence]) -> bool:
    return any(part.pieces.values.keys() & {"M", "U"} for part in parts)


def _is_left(part: ParsedSentence, stated: Sequence[NoteStatement]) -> bool:
    """Return True if a sentence of interest is unread, or read without some of its models."""
    unread = not (part.states or part.completes or part.left)
    return leaves_models_out(part, stated) or (unread and describe_unclear(part.sentence, part.pieces) is not None)


def _stated(part: ParsedSentence, before: Sequence[ParsedSentence], rules: ModuleType) -> list[NoteStatement]:
    if part.sentence.asks or part.foreign:
        return []
    composer = Composer(GRAMMARS, part.pieces, part.sentence)
    reading, part.advice = composer.read(_has_ended(before)), composer.advised()
    if not reading.states:
        part.remarks = reading.remarks
    else:
        part.left = composer.left
    stated = together(reading, part.advice)
    stated += [statement for rule in rules.SENTENCE_RULES for statement in rule.read(part.sentence)]
    if NEVER.search(part.sentence.text):
        return []
    if OTHER_DAYS.search(part.sentence.text):
        stated = [statement for statement in stated if not isinstance(statement, Peaks)]
    return [statement for each in stated if (statement := _named(each, part, before)) is not None]


def _has_ended(before: Sequence[ParsedSentence]) -> bool:
    """Return True if the sentence before states the end of a name."""
    return bool(before) and any(
        isinstance(statement, Retires) and statement.then == "retired" for statement in before[-1].states
    )


def _named(stated: NoteStatement, part: ParsedSentence, before: Sequence[ParsedSentence]) -> NoteStatement | None:
    """Return the statement with the models that "it" stands for: those of the sentence before, if one group."""
    if not isinstance(stated, Retires) or stated.models != IT:
        return stated
    if _after_a_promotion(part, before) or (before and is_about_a_part(before[-1])):
        return None
    groups = part.pieces.values.get("M", ())[:1] if not before else before[-1].pieces.values.get("M", ())
    ended = {statement.models for statement in (before[-1].states if before else ()) if isinstance(statement, Retires)}
    if len(ended) == 1 and not any(
        isinstance(statement, Retires) and statement.replacement for statement in before[-1].states
    ):
        return replace(stated, models=ended.pop())
    return replace(stated, models=model_ids(groups[0])) if len(groups) == 1 else None


def _after_a_promotion(part: ParsedSentence, before: Sequence[ParsedSentence]) -> bool:
    """Return True if "it" may be the promotion of the sentence before: "It stops on …"."""
    offered = bool(before) and any(piece.may_be("S", "P", "K", "offer") for piece in before[-1].pieces.pieces)
    return offered and not A_MODEL.search(part.sentence.text)


def _mark(parts: Sequence[ParsedSentence], note: Sentence, match: re.Match[str]) -> None:
    """Mark the sentences from which a statement of the whole note was read."""
    place = 0
    for part in parts:
        start = max(note.marked.find(part.sentence.marked, place), place)
        place = start + len(part.sentence.marked)
        if start < match.end() and match.start() < place:
            part.completes = True


def _all(parts: Sequence[ParsedSentence]) -> list[NoteStatement]:
    """Return the statements of every sentence, and unread sentences and clauses as unclear."""
    stated: list[NoteStatement] = []
    for part in parts:
        if part.states or part.completes:
            stated += part.states
            left = [] if part.completes else [clause_pieces(clause, part.pieces) for clause in part.left]
        else:
            left = [part.pieces]
        stated += [statement for pieces in left if (statement := describe_unclear(part.sentence, pieces))]
    return stated


def _without_superseded_plans(stated: Iterable[NoteStatement]) -> Iterable[NoteStatement]:
    """Drop plans for names of which the same note states more: "we plan to retire X. From …, X will be routed"."""
    stated = list(stated)
    firm = {
        model
        for statement in stated
        if isinstance(statement, Retires) and statement.state != "announced"
        for model in statement.models
    }
    return (
        statement
        for statement in stated
        if not (isinstance(statement, Retires) and statement.state == "announced" and set(statement.models) <= firm)
    )
