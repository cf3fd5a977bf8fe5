"""Statements of a note about the tariff, read by roles: the whole note has one meaning, or none is understood."""

from dataclasses import replace

from scrapers.deepseek.small_print.statements import NoteStatement, Peaks
from scrapers.deepseek.small_print.tariff_roles.free_calls import read_free_calls
from scrapers.deepseek.small_print.tariff_roles.note import divide_note
from scrapers.deepseek.small_print.tariff_roles.peak_hours import read_peak_hours
from scrapers.deepseek.small_print.tariff_roles.promotions import read_discounts, read_prices
from scrapers.deepseek.small_print.tariff_roles.relevant_words import relevant_note


def read_tariff(text: str) -> tuple[NoteStatement, ...]:
    """Return the statements of the whole text; () if it has no meaning or two."""
    note = relevant_note(divide_note(text))
    if note is None:
        return ()
    if note.has("T") and note.has("Z") and not (note.has("H") or note.is_dated_by_day):
        return ()
    readings = [tuple(read(note)) for read in (read_peak_hours, read_discounts, read_prices, read_free_calls)]
    meanings = [reading for reading in readings if reading]
    return tuple(_as_printed(statement, text) for statement in meanings[0]) if len(meanings) == 1 else ()


def _as_printed(statement: NoteStatement, text: str) -> NoteStatement:
    return replace(statement, sentence=text) if isinstance(statement, Peaks) else statement
