"""Sentences that complete or withdraw the statements of the sentences before them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType
from typing import TypeGuard

from scrapers.deepseek.small_print.grammar import (
    ANY,
    complete_statements,
    continue_promotion,
    is_about_promotion,
    is_end_alone,
    names_other_days,
    read_off_days,
    with_advice,
    without_off_days,
)
from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.statements import Discounts, NoteStatement, Peaks, Retires
from scrapers.deepseek.small_print.syntax import (
    Segment,
    clauses,
    is_doubted,
    model_names,
    present_in,
)


def complete_earlier(parts: Sequence[ParsedSentence], rules: ModuleType) -> None:
    """Let the last sentence complete statements of the sentences before it."""
    last, sentence = parts[-1], parts[-1].sentence
    match: re.Match[str] | None = rules.ANSWERED_BY.search(sentence.marked)
    if match and len(models := model_names(sentence.marked[match.start() :])) == 1:
        _change_all(parts, lambda statement: _answered_by(statement, models[0]))
    elif rules.LIST_PRICE.search(sentence.marked):
        _change_all(
            parts, lambda statement: replace(statement, then="list_price") if _is_open(statement) else statement
        )
    for clause in clauses(last.pieces):
        if not last.states or len(parts) > 1 or ";" in sentence.marked:
            _exclude_off_days(parts, clause)
    if not (last.states or last.completes) and any(
        names_other_days(statement, last.pieces, sentence) for statement in clauses(last.pieces)
    ):
        _without_peaks(parts)
    if len(parts) > 1 and is_end_alone(last.states) and parts[-2].states:
        _complete_promotion(parts)
        last.states = [] if last.completes else last.states
    if not last.states and len(parts) > 1:
        _add_remarks(parts)
        _complete_promotion(parts)
        if not _changes_nothing(last) and any(
            is_doubted(clause) and not last.pieces.values.get("M") for clause in clauses(last.pieces)
        ):
            parts[-2].states = []


def _changes_nothing(part: ParsedSentence) -> bool:
    """Return True if it only says who is not affected by the end of a name."""
    return bool(part.remarks) and all(remark.fits == ANY for remark in part.remarks)


def _add_remarks(parts: Sequence[ParsedSentence]) -> None:
    """Complete the statements about names of the sentence before by remarks and advice."""
    last, before = parts[-1], parts[-2]
    if not any(isinstance(statement, Retires) for statement in before.states):
        return
    before.states = [
        statement for statement in before.states if not any(remark.takes_back(statement) for remark in last.remarks)
    ]
    done = complete_statements(before.states, last.remarks)
    if last.advice:
        done = [with_advice(statement, last.advice) for statement in done]
    if done and done != before.states:
        before.states, last.completes = done, True


def _without_peaks(parts: Sequence[ParsedSentence]) -> None:
    """Withdraw peak hours that a not understood sentence about days follows."""
    for part in parts:
        part.states = [statement for statement in part.states if not isinstance(statement, Peaks)]


def _exclude_off_days(parts: Sequence[ParsedSentence], clause: Sequence[Segment]) -> None:
    last = parts[-1]
    if present_in(clause).isdisjoint(("offpeak", "weekend", "holiday")):
        return
    rest = read_off_days(clause, last.pieces, last.sentence)
    part = next(
        (part for part in reversed(parts) if any(isinstance(statement, Peaks) for statement in part.states)), None
    )
    if rest is not None and part is not None:
        part.states = without_off_days(part.states, rest, last.sentence)
        last.completes = True


def _complete_promotion(parts: Sequence[ParsedSentence]) -> None:
    """Complete a promotion by the sentence after it; one that is not understood withdraws the promotion."""
    last, before = parts[-1], next((part for part in reversed(parts[:-1]) if part.states), None)
    of_it = clauses(last.pieces)
    if before is None or not isinstance(statement := before.states[-1], Discounts):
        return
    if not any(is_about_promotion(statement, clause, last.pieces) for clause in of_it):
        return
    further: Discounts | None = statement
    for clause in of_it:
        further = further and continue_promotion(further, clause, last.pieces, last.sentence)
    if further:
        last.completes = True
    before.states[-1:] = [further] if further else []


def _change_all(parts: Sequence[ParsedSentence], change: Callable[[NoteStatement], NoteStatement]) -> None:
    for part in parts:
        part.states = [change(statement) for statement in part.states]
    parts[-1].completes = any(part.states for part in parts)


def _answered_by(statement: NoteStatement, model: str) -> NoteStatement:
    is_open = (
        isinstance(statement, Retires) and statement.replacement is None and statement.state in ("announced", "dated")
    )
    return replace(statement, replacement=model, answers_as=model) if is_open else statement


def _is_open(statement: NoteStatement) -> TypeGuard[Discounts]:
    return isinstance(statement, Discounts) and statement.then is None
