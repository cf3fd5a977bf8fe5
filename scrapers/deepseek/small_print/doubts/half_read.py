"""Drops statements about the tariff that a pattern read too easily: a doubt stands beside them, or half is missing."""

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
from scrapers.deepseek.small_print.tariff_roles import divide_note, has_doubts, read_tariff, stays_reduced, tells_past

PRICED = ("peak", "offpeak", "off", "offer", "free")
"""Words of sentences about the tariff."""
DAYS_OFF = re.compile(
    "holiday|festival|golden week|national day|new year|lab(?:ou)?r day"
    "|节假|节日|假[日期]|放假|公休|调休|春节|国庆|元旦|黄金周|(?:劳动|中秋|清明|端午)节",
    re.IGNORECASE,
)


def leave_doubtful(parts: Sequence[ParsedSentence]) -> None:
    """Leave unread what the note states of the tariff with a word that may change it, or beside such a sentence."""
    for place, part in enumerate(parts):
        if not any(isinstance(one, TARIFF) for one in part.states):
            continue
        before = (other for other in parts[:place] if any(piece.may_be(*PRICED) for piece in other.pieces.pieces))
        after = takewhile(lambda other: not other.states, parts[place + 1 :])
        text = " ".join(one.sentence.text for one in (*before, part, *after))
        doubts = {is_all: has_doubts(text, of_all=is_all) for is_all in (False, True)}
        part.states = [
            one
            for one in part.states
            if not isinstance(one, TARIFF)
            or not (
                doubts[not isinstance(one, PricesHold)]
                or _is_half(one, part, parts)
                or contradicts(one, text)
                or _is_past(one, part)
            )
        ]


def leave_disagreeing(stated: Sequence[NoteStatement], parts: Sequence[ParsedSentence], text: str) -> bool:
    """Leave unread a tariff that the patterns read as a whole where the roles of its words state another.

    Whether there is one.
    """
    if not stated or not all(isinstance(one, TARIFF) for one in stated):
        return False
    told, others = read_tariff(text), set[type[NoteStatement]]()
    for kind in TARIFF:
        by_patterns, by_roles = ({_plain(one) for one in all_of if isinstance(one, kind)} for all_of in (stated, told))
        if by_patterns and by_roles and by_patterns.isdisjoint(by_roles):
            others.add(kind)
    for part in parts if others else ():
        part.states, part.completes = [one for one in part.states if type(one) not in others], False
    return bool(others)


def with_tariff(
    stated: tuple[NoteStatement, ...], parts: Sequence[ParsedSentence], text: str
) -> tuple[NoteStatement, ...]:
    """With what the note states of the tariff by roles, where the patterns leave a sentence of it unread."""
    known = [one for one in stated if not isinstance(one, Unclear)]
    if (known and len(known) == len(stated)) or any(part.foreign and part.sentence.text.strip() for part in parts):
        return stated
    of_names = NEVER.search(text) or any(isinstance(one, Retires) for one in known)
    return stated if of_names else read_tariff(text) or stated


def _plain(one: NoteStatement) -> NoteStatement:
    """Without the sentence and the meters: roles tell of whole notes and of all prices."""
    match one:
        case Peaks():
            return replace(one, sentence="")
        case PricesHold():
            return replace(one, meters=())
        case _:
            return one


def contradicts(one: NoteStatement, text: str) -> bool:
    """Whether it is a promotion followed by the list price, and the text makes the reduced price the list price."""
    return isinstance(one, Discounts) and one.then == "list_price" and stays_reduced(text)


def _is_half(one: NoteStatement, part: ParsedSentence, parts: Sequence[ParsedSentence]) -> bool:
    """Whether a part of it stands in a sentence that is unread.

    Of a promotion the model or the share that its own sentence names, or an unread one; of peak hours the days off.
    """
    if isinstance(one, Peaks):
        return one.holidays is None and any(DAYS_OFF.search(text) for text in _unread(parts))
    if not isinstance(one, Discounts) or one.models:
        return False
    unread = [
        other for other in parts if other is not part and not (other.states or other.completes or _excludes(other))
    ]
    named = ["M"] if one.percent_off else ["M", "S", "P", "K"]
    return any(piece.may_be(*named) for other in (part, *unread) for piece in other.pieces.pieces)


def _is_past(one: NoteStatement, part: ParsedSentence) -> bool:
    """Whether it is the instant at which prices were changed once."""
    return isinstance(one, PricesHold) and tells_past(divide_note(part.sentence.text))


def _unread(parts: Sequence[ParsedSentence]) -> Iterator[str]:
    """The sentences of which nothing is read, and the clauses that state nothing beside others that do."""
    for part in parts:
        if not (part.states or part.completes):
            yield part.sentence.text
        elif not part.completes:
            yield from (piece.text for clause in part.left for segment in clause for piece in segment.pieces)


def _excludes(part: ParsedSentence) -> bool:
    """ "DeepSeek-R1 is not included." """
    return any(piece.may_be("not", "left_out", "but_for") for piece in part.pieces.pieces)
