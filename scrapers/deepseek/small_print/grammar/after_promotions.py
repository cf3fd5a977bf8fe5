"""The price after a reduced one (list price, or the reduced price for good), and clauses that continue a promotion."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from scrapers.deepseek.small_print.statements import Discounts, NoteStatement
from scrapers.deepseek.small_print.syntax import (
    Piece,
    Pieces,
    Segment,
    Sentence,
    Vocabulary,
    model_ids,
    needed_segments,
    normalize_order,
    text_of,
)

OFFERED = Vocabulary(
    "T M date S K P not nolonger only list return again forever then until ends the_end extended moved enjoy been now "
    "off offer price token released made adjusted becomes "
    "billed usable stay will be we you can after post_after before "
    "post_before from on runs with to by of it and n"
)
GOES_ON = re.compile(
    "(?:(?:it|offer|off|S[PKL0-9]+|price|of|now|will|be|been|stay|usable|extended|moved|again|runs|the_end|we|enjoy|and|M0)"
    " )*(?:ends (?:(?:on|from|by) )?|until |before |extended (?:to|until) |moved (?:to|until) |the_end (?:be )?)"
    "(?P<at>T[0-9]+) |(?:(?:it|offer|off|now|will|of|be|and) )*(?:on )?(?P<then>T[0-9]+) (?:ends|until) "
)
NOT_LONGER = re.compile(
    "(?:(?:it|offer|off|and|we|of) )*(?:will )?(?:not|nolonger) (?:be )?(?:again )?(?:extended|moved) (?:again )?"
)
ABOUT_IT = ("offer", "off", "list", "extended", "forever", "S", "P", "K")
"""Words of a sentence that continues a promotion."""


def list_price_returns(part: Segment) -> bool:
    """Return True if a segment says that the list price returns."""
    back = part.has("return", "then", "again") or (part.has("ends", "post_after", "after") and not part.has("T"))
    if not part.has("list") or not back or part.has("S", "K", "P", "M"):
        return False
    return not part.has("not", "nolonger", "cond", "hedge", "date", "report", "was", "forever", "becomes")


def list_price_stays_away(part: Segment) -> bool:
    """Return True if a segment says that the list price does not return, or that it stays after a promotion."""
    if part.has("S", "K", "P", "M", "T", "date", "cond", "hedge", "report"):
        return False
    if part.has("list") and part.has("return") and part.has("not", "nolonger"):
        return True
    return part.has("ends", "offer", "off") and part.has("post_after", "after", "then") and not part.has("not", "list")


def never_extended(part: Segment, whole: Pieces, sentence: Sentence) -> bool:
    """Return True if a segment says that the end of a promotion does not change."""
    return bool(NOT_LONGER.fullmatch(normalize_order(text_of([part], OFFERED), whole, sentence)))


def instant_of(parts: Sequence[Segment], whole: Pieces, sentence: Sentence) -> tuple[datetime | None, bool]:
    """Return the instant at which the list price returns, and whether at most one is named."""
    slots = {piece.text for piece in _pieces(parts, "T")}
    at = sentence.at(whole.value(next(iter(slots)))) if len(slots) == 1 else None
    return at, len(slots) < 2


def continue_promotion(
    before: Discounts, clause: Sequence[Segment], whole: Pieces, sentence: Sentence
) -> Discounts | None:
    """Return a promotion with the end or the price after it from a further clause; None if it has neither."""
    parts = needed_segments(clause)
    tail = [part for part in parts if list_price_returns(part)]
    plain = [part for part in parts if not (part.first and part.first.may_be("then") and len(part.pieces) == 1)]
    kept = [part for part in plain if part not in tail and not never_extended(part, whole, sentence)]
    text = normalize_order(text_of(kept, OFFERED), whole, sentence)
    match = GOES_ON.fullmatch(text)
    if (text and not match) or len(kept) == len(parts) == 0 or any(part.has("T") for part in tail):
        return None
    at = sentence.at(whole.value(match["at"] or match["then"])) if match else before.ends_at
    return replace(before, ends_at=at, then="list_price" if tail else before.then)


def is_end_alone(stated: Sequence[NoteStatement]) -> bool:
    """Return True if the only statement is the end of a promotion without models and share."""
    return (
        len(stated) == 1
        and isinstance(statement := stated[0], Discounts)
        and not (statement.models or statement.percent_off)
    )


def is_about_promotion(before: Discounts, clause: Sequence[Segment], whole: Pieces) -> bool:
    """Return True if a clause is about a promotion, so that the one before cannot be read without it."""
    named = {model for piece in _pieces(clause, "M") for model in model_ids(whole.value(piece.text))}
    if named and not named & set(before.models):
        return False
    ends = any(part.has("T") and part.has("it", "ends", "until", "the_end") for part in clause)
    return any(part.has(*ABOUT_IT) for part in clause) or (ends and not named)


def _pieces(clause: Sequence[Segment], word: str) -> Iterator[Piece]:
    return (piece for part in clause for piece in part.pieces if piece.may_be(word))
