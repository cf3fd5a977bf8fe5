"""Withdrawal of statements about the tariff that a pattern read too easily: beside a doubt, or with half missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from scrapers.deepseek.small_print.doubts.names import NEVER
from scrapers.deepseek.small_print.parsed_sentence import ParsedSentence
from scrapers.deepseek.small_print.statements import (
    TARIFF,
    Discounts,
    NoteStatement,
    Peaks,
    PricesHold,
    Retires,
    Unclear,
)
from scrapers.deepseek.small_print.tariff_roles import (
    divide_note,
    has_doubts,
    read_tariff,
    states_past_change,
    stays_reduced,
)

PRICED = ("peak", "offpeak", "off", "offer", "free")
"""Words of sentences about the tariff."""
DAYS_OFF = re.compile(
    "holiday|festival|golden week|national day|new year|lab(?:ou)?r day"
    "|节假|节日|假[日期]|放假|公休|调休|春节|国庆|元旦|黄金周|(?:劳动|中秋|清明|端午)节",
    re.IGNORECASE,
)


def withdraw_doubtful_tariff(parts: Sequence[ParsedSentence]) -> None:
    """Withdraw statements about the tariff with, or next to, a word that may change them."""
    for place, part in enumerate(parts):
        if not any(isinstance(statement, TARIFF) for statement in part.states):
            continue
        before = (other for other in parts[:place] if any(piece.may_be(*PRICED) for piece in other.pieces.pieces))
        after = takewhile(lambda other: not other.states, parts[place + 1 :])
        text = " ".join(statement.sentence.text for statement in (*before, part, *after))
        doubts = {is_all: has_doubts(text, of_all=is_all) for is_all in (False, True)}
        part.states = [
            statement
            for statement in part.states
            if not isinstance(statement, TARIFF)
            or not (
                doubts[not isinstance(statement, PricesHold)]
                or _is_half(statement, part, parts)
                or contradicts(statement, text)
                or _is_past(statement, part)
            )
        ]


def withdraw_disagreeing_tariff(stated: Sequence[NoteStatement], parts: Sequence[ParsedSentence], text: str) -> bool:
    """Withdraw a tariff that the patterns read as a whole if its roles state another; return True if there was one."""
    if not stated or not all(isinstance(statement, TARIFF) for statement in stated):
        return False
    tariff, others = read_tariff(text), set[type[NoteStatement]]()
    for kind in TARIFF:
        by_patterns, by_roles = (
            {_plain(statement) for statement in all_of if isinstance(statement, kind)} for all_of in (stated, tariff)
        )
        if by_patterns and by_roles and by_patterns.isdisjoint(by_roles):
            others.add(kind)
    if others:
        withdraw_tariff(parts, tuple(others))
    return bool(others)


def withdraw_tariff(parts: Sequence[ParsedSentence], kinds: tuple[type[NoteStatement], ...] = TARIFF) -> None:
    """Withdraw all statements of some kinds: their sentences are unread."""
    for part in parts:
        part.states, part.completes = (
            [statement for statement in part.states if not isinstance(statement, kinds)],
            False,
        )


def add_tariff(
    stated: tuple[NoteStatement, ...], parts: Sequence[ParsedSentence], text: str
) -> tuple[NoteStatement, ...]:
    """Add statements about the tariff that are read by roles, if the patterns leave a sentence of it unread."""
    understood = [statement for statement in stated if not isinstance(statement, Unclear)]
    if (understood and len(understood) == len(stated)) or any(
        part.foreign and part.sentence.text.strip() for part in parts
    ):
        return stated
    of_names = NEVER.search(text) or any(isinstance(statement, Retires) for statement in understood)
    return stated if of_names else read_tariff(text) or stated


def _plain(statement: NoteStatement) -> NoteStatement:
    """Return a statement without its sentence and meters: roles cover whole notes and all prices."""
    match statement:
        case Peaks():
            return replace(statement, sentence="")
        case PricesHold():
            return replace(statement, meters=())
        case _:
            return statement


def contradicts(statement: NoteStatement, text: str) -> bool:
    """Return True for a promotion followed by the list price in a text that makes the reduced price permanent."""
    return isinstance(statement, Discounts) and statement.then == "list_price" and stays_reduced(text)


def _is_half(statement: NoteStatement, part: ParsedSentence, parts: Sequence[ParsedSentence]) -> bool:
    """Return True if part of the statement is in a sentence that is unread.

    For a promotion: the model or the share of its own sentence, or an unread one; for peak hours: the days off.
    """
    if isinstance(statement, Peaks):
        return statement.holidays is None and any(DAYS_OFF.search(text) for text in _unread(parts))
    if not isinstance(statement, Discounts) or statement.models:
        return False
    unread = [
        other for other in parts if other is not part and not (other.states or other.completes or _excludes(other))
    ]
    named = ["M"] if statement.percent_off else ["M", "S", "P", "K"]
    return any(piece.may_be(*named) for other in (part, *unread) for piece in other.pieces.pieces)


def _is_past(statement: NoteStatement, part: ParsedSentence) -> bool:
    """Return True for the instant of a price change in the past."""
    return isinstance(statement, PricesHold) and states_past_change(divide_note(part.sentence.text))


def _unread(parts: Sequence[ParsedSentence]) -> Iterator[str]:
    """Return unread sentences, and clauses without a statement beside others with one."""
    for part in parts:
        if not (part.states or part.completes):
            yield part.sentence.text
        elif not part.completes:
            yield from (piece.text for clause in part.left for segment in clause for piece in segment.pieces)


def _excludes(part: ParsedSentence) -> bool:
    """Return True for an exclusion: "DeepSeek-R1 is not included." """
    return any(piece.may_be("not", "left_out", "but_for") for piece in part.pieces.pieces)
