"""What a note of DeepSeek's small print states: a footnote, a paragraph or a bullet, English or Chinese.

A sentence from which nothing is understood is `Unclear` where it names a model, hours, or a date of something that we
keep. Sentences of one note may complete each other: "They stand for …" names the replacement, "It now ends on …" moves
the end of the promotion before it, "After that, …" says what follows.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from types import ModuleType
from typing import TypeGuard

from scrapers.deepseek.small_print.composer import Composer, Grammars, together
from scrapers.deepseek.small_print.doubts import (
    NEVER,
    denies,
    is_less,
    is_of_a_thing,
    is_silent_of,
    leave_disagreeing,
    leave_doubtful,
    leave_doubtful_names,
    leave_doubtful_relations,
    leave_halves,
    with_last_day,
    with_tariff,
)
from scrapers.deepseek.small_print.grammar import (
    ANY,
    IT,
    completed,
    continued,
    discount_window,
    goes_on,
    is_end_alone,
    read_endpoints,
    read_free_calls,
    read_off_days,
    read_peak_hours,
    read_prices,
    read_promotions,
    read_retirements,
    rules_en,
    rules_zh,
    tells_days,
    with_advice,
    with_their_prices,
    without_off_days,
)
from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.retirement_roles import read_outcomes, rewrite_sentence
from scrapers.deepseek.small_print.statements import TARIFF, Discounts, NoteStatement, Peaks, Retires
from scrapers.deepseek.small_print.syntax import (
    LONGEST,
    Segment,
    Sentence,
    clauses,
    is_doubted,
    mark_note,
    model_ids,
    model_names,
    present_in,
    split_sentences,
    tokenize,
)
from scrapers.deepseek.small_print.tariff_roles import has_doubts
from scrapers.deepseek.small_print.unclear import clause_pieces, describe_unclear, too_long_note

__all__ = ["discount_window", "parse_note"]

KEPT = 4096
MOST_PIECES = 300
"""Pieces of a sentence; the longest that was ever printed has 70. The time to read one grows with their square."""
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
    """Everything that a note states, in its order. `text` is normalised by `scrapers.parse.text.plain_text`."""
    if len(text) > LONGEST:
        return (too_long_note(text),)
    note, known = mark_note(text), LANGUAGES[language]
    parts: list[ParsedSentence] = []
    for sentence in split_sentences(note):
        part = ParsedSentence(
            sentence, tokenize(sentence), foreign=bool(HAN.search(sentence.text)) != (language == "zh")
        )
        if len(part.pieces.pieces) > MOST_PIECES:
            return (too_long_note(text),)
        part.states = _stated(part, parts, known)
        parts.append(part)
        if not sentence.asks and not part.foreign:
            _complete(parts, known)
    of_the_note: list[NoteStatement] = []
    for rule in known.NOTE_RULES:
        for match, stated in rule.matches(note):
            of_the_note.append(stated)
            _mark(parts, note, match)
    if not of_the_note:
        _by_roles(parts)
    leave_halves(parts)
    leave_doubtful(parts)
    leave_doubtful_names(parts)
    leave_doubtful_relations(parts)
    if has_doubts(text):
        of_the_note = [one for one in of_the_note if not isinstance(one, TARIFF)]
    stated = tuple(dict.fromkeys([*_settled(with_last_day(with_their_prices(_all(parts)))), *of_the_note]))
    return tuple(_all(parts)) if leave_disagreeing(stated, parts, text) else with_tariff(stated, parts, text)


def _by_roles(parts: Sequence[ParsedSentence]) -> None:
    """Read by roles what no pattern knows of names; where the patterns read less of the same, the more is stated."""
    stated = [one for part in parts for one in part.states]
    unread = [part for part in parts if not (part.states or part.completes or part.left)]
    rest = [part for part in unread if describe_unclear(part.sentence, part.pieces)]
    rest += [part for part in parts if is_silent_of(part, stated)]
    names_any = any(part.pieces.values.keys() & {"M", "U"} for part in parts)
    if (
        not (rest or (names_any and not stated))
        or any(part.foreign and part.pieces.pieces for part in parts)
        or len(stated) > 1
    ):
        return
    told = read_outcomes([rewrite_sentence(part.sentence) for part in parts])
    dated = any("T" in part.pieces.values for part in parts)
    undated = any(isinstance(one, Retires) and one.state == "announced" for one in told)
    moved = any(piece.may_be("postponed", "extended") for part in parts for piece in part.pieces.pieces)
    if (dated and undated and not moved) or denies(" ".join(part.sentence.text for part in parts)):
        return
    if not told or not all(any(one == other or is_less(one, other) for other in told) for one in stated):
        return
    for part in parts:
        part.states, part.completes = [], True
    parts[0].states = list(told)


def _stated(part: ParsedSentence, before: Sequence[ParsedSentence], known: ModuleType) -> list[NoteStatement]:
    if part.sentence.asks or part.foreign:
        return []
    composer = Composer(GRAMMARS, part.pieces, part.sentence)
    reading, part.advice = composer.read(_has_ended(before)), composer.advised()
    if not reading.states:
        part.remarks = reading.remarks
    else:
        part.left = composer.left
    stated = together(reading, part.advice)
    stated += [one for rule in known.SENTENCE_RULES for one in rule.read(part.sentence)]
    if NEVER.search(part.sentence.text):
        return []
    if OTHER_DAYS.search(part.sentence.text):
        stated = [one for one in stated if not isinstance(one, Peaks)]
    return [one for each in stated if (one := _named(each, part, before)) is not None]


def _has_ended(before: Sequence[ParsedSentence]) -> bool:
    """Whether the sentence before states the end of a name."""
    return bool(before) and any(isinstance(one, Retires) and one.then == "retired" for one in before[-1].states)


def _named(stated: NoteStatement, part: ParsedSentence, before: Sequence[ParsedSentence]) -> NoteStatement | None:
    """With the models that "it" stands for: those of the sentence before, where they are one group."""
    if not isinstance(stated, Retires) or stated.models != IT:
        return stated
    if _after_a_promotion(part, before) or (before and is_of_a_thing(before[-1])):
        return None
    groups = part.pieces.values.get("M", ())[:1] if not before else before[-1].pieces.values.get("M", ())
    ended = {one.models for one in (before[-1].states if before else ()) if isinstance(one, Retires)}
    if len(ended) == 1 and not any(isinstance(one, Retires) and one.replacement for one in before[-1].states):
        return replace(stated, models=ended.pop())
    return replace(stated, models=model_ids(groups[0])) if len(groups) == 1 else None


def _after_a_promotion(part: ParsedSentence, before: Sequence[ParsedSentence]) -> bool:
    """Whether "it" may be the promotion of the sentence before: "It stops on …"."""
    offered = bool(before) and any(piece.may_be("S", "P", "K", "offer") for piece in before[-1].pieces.pieces)
    return offered and not A_MODEL.search(part.sentence.text)


def _complete(parts: Sequence[ParsedSentence], known: ModuleType) -> None:
    """Let the last sentence say more of what the sentences before it state."""
    last, sentence = parts[-1], parts[-1].sentence
    match: re.Match[str] | None = known.ANSWERED_BY.search(sentence.marked)
    if match and len(models := model_names(sentence.marked[match.start() :])) == 1:
        _change(parts, lambda one: _answered_by(one, models[0]))
    elif known.LIST_PRICE.search(sentence.marked):
        _change(parts, lambda one: replace(one, then="list_price") if _is_open(one) else one)
    for clause in clauses(last.pieces):
        if not last.states or len(parts) > 1 or ";" in sentence.marked:
            _without_rest(parts, clause)
    if not (last.states or last.completes) and any(
        tells_days(one, last.pieces, sentence) for one in clauses(last.pieces)
    ):
        _without_peaks(parts)
    if len(parts) > 1 and is_end_alone(last.states) and parts[-2].states:
        _go_on(parts)
        last.states = [] if last.completes else last.states
    if not last.states and len(parts) > 1:
        _add_remarks(parts)
        _go_on(parts)
        if not _changes_nothing(last) and any(
            is_doubted(clause) and not last.pieces.values.get("M") for clause in clauses(last.pieces)
        ):
            parts[-2].states = []


def _changes_nothing(part: ParsedSentence) -> bool:
    """Whether it only says whom the end of a name leaves alone."""
    return bool(part.remarks) and all(remark.fits == ANY for remark in part.remarks)


def _add_remarks(parts: Sequence[ParsedSentence]) -> None:
    """Let remarks and advice complete what the sentence before states of names."""
    last, before = parts[-1], parts[-2]
    if not any(isinstance(one, Retires) for one in before.states):
        return
    before.states = [one for one in before.states if not any(remark.takes_back(one) for remark in last.remarks)]
    done = completed(before.states, last.remarks)
    if last.advice:
        done = [with_advice(one, last.advice) for one in done]
    if done and done != before.states:
        before.states, last.completes = done, True


def _without_peaks(parts: Sequence[ParsedSentence]) -> None:
    """Leave peak hours unread after which a sentence names days and is not understood."""
    for part in parts:
        part.states = [one for one in part.states if not isinstance(one, Peaks)]


def _without_rest(parts: Sequence[ParsedSentence], clause: Sequence[Segment]) -> None:
    last = parts[-1]
    if present_in(clause).isdisjoint(("offpeak", "weekend", "holiday")):
        return
    rest = read_off_days(clause, last.pieces, last.sentence)
    part = next((part for part in reversed(parts) if any(isinstance(one, Peaks) for one in part.states)), None)
    if rest is not None and part is not None:
        part.states = without_off_days(part.states, rest, last.sentence)
        last.completes = True


def _go_on(parts: Sequence[ParsedSentence]) -> None:
    """Let a sentence after a promotion say its end and what follows; one that is not understood leaves it unclear."""
    last, before = parts[-1], next((part for part in reversed(parts[:-1]) if part.states), None)
    of_it = clauses(last.pieces)
    if before is None or not isinstance(one := before.states[-1], Discounts):
        return
    if not any(goes_on(one, clause, last.pieces) for clause in of_it):
        return
    further: Discounts | None = one
    for clause in of_it:
        further = further and continued(further, clause, last.pieces, last.sentence)
    if further:
        last.completes = True
    before.states[-1:] = [further] if further else []


def _change(parts: Sequence[ParsedSentence], change: Callable[[NoteStatement], NoteStatement]) -> None:
    for part in parts:
        part.states = [change(one) for one in part.states]
    parts[-1].completes = any(part.states for part in parts)


def _answered_by(one: NoteStatement, model: str) -> NoteStatement:
    is_open = isinstance(one, Retires) and one.replacement is None and one.state in ("announced", "dated")
    return replace(one, replacement=model) if is_open else one


def _is_open(one: NoteStatement) -> TypeGuard[Discounts]:
    return isinstance(one, Discounts) and one.then is None


def _mark(parts: Sequence[ParsedSentence], note: Sentence, match: re.Match[str]) -> None:
    """Mark the sentences that a statement of the whole note was read from."""
    place = 0
    for part in parts:
        start = max(note.marked.find(part.sentence.marked, place), place)
        place = start + len(part.sentence.marked)
        if start < match.end() and match.start() < place:
            part.completes = True


def _all(parts: Sequence[ParsedSentence]) -> list[NoteStatement]:
    """What every sentence states, and those and the clauses that state nothing as unclear."""
    stated: list[NoteStatement] = []
    for part in parts:
        if part.states or part.completes:
            stated += part.states
            left = [] if part.completes else [clause_pieces(clause, part.pieces) for clause in part.left]
        else:
            left = [part.pieces]
        stated += [one for pieces in left if (one := describe_unclear(part.sentence, pieces))]
    return stated


def _settled(stated: Iterable[NoteStatement]) -> Iterable[NoteStatement]:
    """Without plans for names of which the same note says more: "we plan to retire X. From …, X will be routed"."""
    stated = list(stated)
    firm = {model for one in stated if isinstance(one, Retires) and one.state != "announced" for model in one.models}
    return (
        one for one in stated if not (isinstance(one, Retires) and one.state == "announced" and set(one.models) <= firm)
    )
