"""What a note states of the tariff, read by roles: the whole note has one meaning, or none is understood."""

from dataclasses import replace

from scrapers.deepseek.small_print.statements import Peaks, Statement
from scrapers.deepseek.small_print.tariff_roles.free_calls import free_calls
from scrapers.deepseek.small_print.tariff_roles.note import note_of
from scrapers.deepseek.small_print.tariff_roles.peak_hours import hours
from scrapers.deepseek.small_print.tariff_roles.promotions import discounts, prices
from scrapers.deepseek.small_print.tariff_roles.relevant_words import stating


def tariff(text: str) -> tuple[Statement, ...]:
    """What the whole text states; () where it has no meaning or two."""
    note = stating(note_of(text))
    if note is None:
        return ()
    if note.has("T") and note.has("Z") and not (note.has("H") or note.is_dated_by_day):
        return ()
    readings = [tuple(read(note)) for read in (hours, discounts, prices, free_calls)]
    found = [reading for reading in readings if reading]
    return tuple(_as_printed(one, text) for one in found[0]) if len(found) == 1 else ()


def _as_printed(one: Statement, text: str) -> Statement:
    return replace(one, sentence=text) if isinstance(one, Peaks) else one
