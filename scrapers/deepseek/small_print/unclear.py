"""Description of a sentence of which nothing was understood: the values and topics in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from scrapers.deepseek.small_print.doubts import is_elsewhere, standard
from scrapers.deepseek.small_print.grammar import ahead_of, shares_of, windows_of
from scrapers.deepseek.small_print.statements import Unclear
from scrapers.deepseek.small_print.syntax import (
    LONGEST,
    SLOTS,
    Piece,
    Pieces,
    Segment,
    Sentence,
    clauses,
    mark_note,
    model_ids,
    split_sentences,
    tokenize,
)
from scrapers.deepseek.small_print.values import (
    BEIJING_AHEAD,
    EVERY_DAY,
    WORKDAYS,
    minutes_of,
    others,
    reaches_another_day,
    weekdays_of,
)
from scrapers.parse import PrintedInstant, find_instants, looks_dated

CACHED = 4096
"""Texts of which the sentences are kept: the cells of a page are those of its last version."""
SHOWN = 300
"""Characters that are kept of a text too long to be a note."""
ABOUT = {
    "retirement": ("ended", "ends", "end", "ending", "the_end", "nolonger", "routed", "route", "cancelled"),
    "promotion": ("S", "off", "offer"),
    "peak_hours": ("peak", "offpeak"),
    "hours": ("H",),
    "price": ("price", "list"),
}
DENIES = {
    "not": ("refuse", "untrue"),
    "withdrawn": ("cancelled", "postponed", "in_place_of"),
    "unsure": ("cond", "report", "hedge", "ask"),
    "past": ("was",),
    "forever": ("forever",),
    "some": ("group", "foreign"),
}
"""Effects of words on a value beside them: deny, withdraw, doubt, put into the past, make permanent, or narrow."""
NEGATIONS, USE = ("not", "nolonger"), ("usable", "use", "support", "served", "stay", "fails")
BETWEEN = ("", "be", "been", "can", "will", "n")
STAY, STILL = ("stay", "continue"), ("still", "继续")
FORMER = ("original", "previous", "原")
INSTEAD = re.compile(r"\binstead of\b|而不是|而非", re.IGNORECASE)
WEEKEND_DAYS = {"weekend": "67", "sat": "6", "sun": "7"}
KEPT = {"retirement", "promotion", "peak_hours"}
VALUES = ("T", "date", "S", "P", "V")


def describe_unclear(sentence: Sentence, whole: Pieces) -> Unclear | None:
    """Return the sentence as unclear; None if it names nothing of interest.

    `whole` are its pieces, or those of a clause of it without a statement.
    """
    about = frozenset(name for name, words in ABOUT.items() if any(piece.may_be(*words) for piece in whole.pieces))
    models, days, denies = _models(whole), _days_named(whole), _denies(whole, sentence.text)
    kept = bool(denies) and not about.isdisjoint(KEPT)
    if not (models or "hours" in about or days != _Days() or kept or _has_value(whole, about)):
        return None
    stated = [sentence.instants[int(number)] for number in _values(whole, "T")]
    return Unclear(
        sentence=sentence.text,
        models=models,
        instants=_at(stated),
        days=_days(stated),
        percents=_shares(sentence, whole),
        windows=_windows(whole),
        looks_dated=any(piece.may_be("date") for piece in whole.pieces),
        about=about,
        weekdays=tuple(sorted(days.weekdays)),
        holidays_rest=days.holidays_rest,
        denies=denies,
        elsewhere=is_elsewhere(sentence.text),
    )


def clause_pieces(clause: Sequence[Segment], whole: Pieces) -> Pieces:
    """Return the pieces of one clause of a sentence."""
    part = Pieces()
    for segment in clause:
        for piece in segment.pieces:
            slot = SLOTS & piece.words
            if slot:
                part.add(next(iter(slot)), whole.value(piece.text))
            else:
                part.pieces.append(piece)
        part.pieces.append(Piece(frozenset({","}), ","))
    return part


def _values(whole: Pieces, kind: str) -> Sequence[str]:
    return whole.values.get(kind, ())


def _models(whole: Pieces) -> tuple[str, ...]:
    return model_ids(", ".join(_values(whole, "M")))


def _denies(whole: Pieces, text: str) -> frozenset[str]:
    """Return the effects of a sentence's words on its values, by the names of DENIES; and `stay`."""
    effects = {name for name, words in DENIES.items() if any(_is_only(piece, words) for piece in whole.pieces)}
    if any(piece.text.startswith(FORMER) for piece in whole.pieces if piece.may_be("planned", "was")):
        effects.add("past")
    if INSTEAD.search(text):
        effects.add("withdrawn")
    parts = [part for clause in clauses(whole) for part in clause]
    if any(_negates(part) for part in parts):
        effects.add("not")
    stays = any(piece.may_be(*STAY) and not piece.text.startswith(STILL) for piece in whole.pieces)
    if stays and not any(piece.may_be("until") for piece in whole.pieces):
        effects.add("stay")
    return frozenset(effects)


def _is_only(piece: Piece, words: Sequence[str]) -> bool:
    """Return True if a piece is one of these words, and neither advice nor a word without a meaning.

    A single Chinese character of doubt is part of many words: 如 in 如此.
    """
    vague = len(piece.text) == 1 and piece.may_be(*DENIES["unsure"])
    return piece.may_be(*words) and not vague and not piece.may_be("please", "reason", "", "n", "planned")


def _negates(part: Segment) -> bool:
    """Return True if a segment denies more than that a thing can be used, or that some days are peak."""
    if part.has("holiday", "any_holiday", *WEEKEND_DAYS) and not part.has("H"):
        return False
    for place, piece in enumerate(part.pieces):
        if piece.may_be(*NEGATIONS):
            after = next((other for other in part.pieces[place + 1 :] if not other.may_be(*BETWEEN)), None)
            if after is None or not after.may_be(*USE):
                return True
    return False


def _has_value(whole: Pieces, about: frozenset[str]) -> bool:
    """Return True if a value stands beside words about something that is kept; for prices only a date counts."""
    dated = any(piece.may_be("T", "date") for piece in whole.pieces)
    return (dated and "price" in about) or (
        any(piece.may_be(*VALUES) for piece in whole.pieces) and not about.isdisjoint(KEPT)
    )


@dataclass
class _Days:
    """The days that a sentence names for peak hours."""

    weekdays: set[str] = field(default_factory=set[str])
    holidays_rest: bool | None = None


def _days_named(whole: Pieces) -> _Days:
    """Return the named days; off-peak days stand for the others: "weekends are off-peak" is Monday to Friday."""
    days, resting = _Days(), False
    for clause in clauses(whole):
        for part in clause:
            resting = _rests(part, resting)
            days.weekdays |= _weekdays(part, resting, whole)
            if part.has("holiday", "any_holiday"):
                days.holidays_rest = resting
    if days.weekdays - {EVERY_DAY} and _on_another_day(whole):
        days.weekdays = {""}
    return days


def _on_another_day(whole: Pieces) -> bool:
    """Return True if the hours fall on another day on Beijing's clock than on the printed one."""
    zones = {ahead_of(zone) for zone in _values(whole, "Z")}
    windows = [window for text in _values(whole, "H") if (window := minutes_of(text))]
    return BEIJING_AHEAD not in zones and any(reaches_another_day(windows, BEIJING_AHEAD - zone) for zone in zones)


def _rests(part: Segment, before: bool) -> bool:
    """Return True if a segment is about off-peak hours; "weekends included" continues the segment before."""
    rests, denied = part.has("offpeak", "other", "left_out", "but_for"), part.has("not", "nolonger")
    return before if part.has("with_them") and not (rests or denied or part.has("peak", "H")) else rests != denied


def _weekdays(part: Segment, resting: bool, whole: Pieces) -> set[str]:
    ends = {day for word, days in WEEKEND_DAYS.items() if part.has(word) for day in days}
    named = [weekdays_of(whole.value(piece.text)) for piece in part.pieces if piece.may_be("D")]
    if None in named:
        return {""}
    if resting:
        others = {_in_order(set(EVERY_DAY) - ends)} if ends else set[str]()
        return others | ({days for days in named if days} if part.has("peak", "H") else set())
    days = ends.union(*(days for days in named if days), WORKDAYS if ends and part.has("with_them") else "")
    return {_in_order(days)} if days else set()


def _in_order(days: set[str]) -> str:
    return "".join(sorted(days))


def too_long_note(text: str) -> Unclear:
    """Return a text that is too long to be a note, with the values at its beginning."""
    text = text[:LONGEST]
    stated = find_instants(text)
    left = text
    for instant in stated:
        left = left[: instant.start] + " " * (instant.end - instant.start) + left[instant.end :]
    return Unclear(
        sentence=text[:SHOWN],
        models=model_ids(text),
        instants=_at(stated),
        days=_days(stated),
        percents=(),
        windows="",
        looks_dated=looks_dated(left),
        about=frozenset(),
    )


@lru_cache(maxsize=CACHED)
def unclear_sentences(text: str) -> tuple[Unclear, ...]:
    """Return the sentences of a text that is not read as a note (a cell, a heading): all are unclear."""
    if len(text) > LONGEST:
        return (too_long_note(text),)
    described = (describe_unclear(sentence, tokenize(sentence)) for sentence in split_sentences(mark_note(text)))
    return tuple(unclear for unclear in described if unclear)


def _at(stated: Iterable[PrintedInstant]) -> tuple[datetime, ...]:
    return tuple(dict.fromkeys(instant.at for instant in stated))


def _days(stated: Iterable[PrintedInstant]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(instant.day for instant in stated))


def _shares(sentence: Sentence, whole: Pieces) -> tuple[Decimal, ...]:
    """Return the shares of a sentence or clause, without those that do not hold for everybody ("(batch: 85% off)")."""
    shares = dict.fromkeys(shares_of(whole))
    marked = standard(sentence.marked)
    if marked == sentence.marked:
        return tuple(shares)
    everywhere = set(shares_of(tokenize(replace(sentence, marked=marked))))
    return tuple(share for share in shares if share in everywhere)


def _windows(whole: Pieces) -> str:
    """Return the hours of a sentence; if it names only off-peak ones, the others of the day."""
    peak, rest = _slots(whole, resting=False), _slots(whole, resting=True)
    zones = [piece.text for piece in whole.pieces if piece.may_be("Z")]
    windows = windows_of([*(peak or rest), *zones], whole) or ""
    return windows if peak else others(windows)


def _slots(whole: Pieces, *, resting: bool) -> list[str]:
    """Return the peak hours, or the others: decided by the word before them, else by the one behind."""
    parts = [part for clause in clauses(whole) for part in clause]
    # "All other hours are off-peak" is not about named hours.
    pieces = [(piece, not part.has("other")) for part in parts for piece in part.pieces]
    slots: list[str] = []
    for place, (piece, _) in enumerate(pieces):
        if piece.may_be("H"):
            around = [*reversed(pieces[:place]), *pieces[place:]]
            word = next((near for near, counts in around if counts and near.may_be("peak", "offpeak")), None)
            if resting == (word is not None and not word.may_be("peak")):
                slots.append(piece.text)
    return slots
