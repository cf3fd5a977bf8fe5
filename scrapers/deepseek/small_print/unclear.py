"""What can be said of a sentence from which nothing was understood."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from scrapers.deepseek.small_print.clauses import LONGEST, Sentence, model_ids
from scrapers.deepseek.small_print.instants import Instant, instants, looks_dated
from scrapers.deepseek.small_print.peaks import windows_of
from scrapers.deepseek.small_print.promotions import shares_of
from scrapers.deepseek.small_print.statements import Unclear
from scrapers.deepseek.small_print.tokens import Pieces

SHOWN = 300
"""Characters that are kept of a text too long to be a note."""
ABOUT = {
    "retirement": ("ended", "ends", "end", "ending", "the_end", "nolonger", "routed", "route", "cancelled"),
    "promotion": ("S", "off", "offer"),
    "peak_hours": ("peak", "offpeak", "H"),
    "price": ("price", "list"),
}
VALUES = ("T", "date", "S", "P", "V")


def unclear(sentence: Sentence, whole: Pieces) -> Unclear | None:
    """The sentence as one that is unclear; None where it names nothing that anybody would ask for."""
    about = frozenset(name for name, words in ABOUT.items() if any(piece.may_be(*words) for piece in whole.pieces))
    models, hours = model_ids(sentence.text), "H" in whole.values
    dated = any(piece.may_be(*VALUES) for piece in whole.pieces)
    if not (models or hours or (dated and about & {"retirement", "promotion", "peak_hours"})):
        return None
    stated = [sentence.instants[int(number)] for number in whole.values.get("T", ())]
    return Unclear(
        sentence=sentence.text,
        models=models,
        instants=_at(stated),
        days=_days(stated),
        percents=_shares(whole),
        windows=_windows(whole),
        looks_dated=any(piece.may_be("date") for piece in whole.pieces),
        about=about,
    )


def too_long(text: str) -> Unclear:
    """A text that is too long to be a note, with what its beginning names."""
    text = text[:LONGEST]
    stated = instants(text)
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


def _at(stated: Iterable[Instant]) -> tuple[datetime, ...]:
    return tuple(dict.fromkeys(instant.at for instant in stated))


def _days(stated: Iterable[Instant]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(instant.day for instant in stated))


def _shares(whole: Pieces) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(shares_of(whole)))


def _windows(whole: Pieces) -> str:
    return windows_of([piece.text for piece in whole.pieces if piece.may_be("H", "Z")], whole) or ""
