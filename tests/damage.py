"""Damaged pages by the ten thousand: every sample page of a source, damaged in every way that has a name here.

What a damaged page may still tell (`SAID`). A page is believed for what it prints, so a change that leaves a page which
somebody could have meant is told: a digit of a price within the plausible band, a digit of a date, an hour, a version,
a limit, a share or a name in a note, and a note that is one of another day, which says in full what it said then.
Everything else has to be refused, held, or make no difference: a part that is gone, doubled, moved, cut off, in another
language or in words says nothing that anybody meant. A notice is the text as printed and may always differ.
Whatever the damage is, no price may be told that is further from the one believed than the plausible band.
A board is believed for its rows, too: a score on its scale and one row less are what somebody could have meant, where
nothing counts the rows. Many rows less, a score far outside of the board and another board's rows are not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

from models.facts.base import Fact
from models.facts.kinds import Contender, Measurement, ModelVersion, PeakHours, Price, Promotion, Retirement, Score
from samples.alone import ALONE
from tests import damage_boards, damage_cells, damage_tables, damage_text, damage_whole
from tests.damage_base import BOARDS, PARAGRAPH, Base, Damage, bases
from tests.damage_tables import CELL, ROW, TABLE, mended
from tests.damage_text import HEADING, of_the_other_language

WHOLE: dict[str, Damage] = {
    "cut off": damage_text.cut_off_somewhere,
    "another page": damage_whole.stranger,
}
TEXT: dict[str, Damage] = {
    "article cut off": damage_text.article_cut_somewhere,
    "article cut off, tags closed": damage_text.article_cut_and_closed,
    "paragraph cut off": damage_text.paragraph_cut,
    "paragraph dropped": damage_text.paragraph_dropped,
    "paragraph doubled": damage_text.paragraph_doubled,
    "paragraphs exchanged": damage_text.paragraphs_exchanged,
    "paragraph of another day": damage_text.paragraph_of_another_day,
    "a digit of a date": damage_text.date_digit,
    "another digit": damage_text.other_digit,
    "digits as entities": damage_whole.entities,
    "another article": damage_whole.in_a_stranger,
    "paragraph of the other language": of_the_other_language(PARAGRAPH),
    "heading of the other language": of_the_other_language(HEADING),
    "article of the other language": of_the_other_language(damage_text.ARTICLE),
}
TABLES: dict[str, Damage] = {
    "note dropped": damage_text.note_dropped,
    "note doubled": damage_text.note_doubled,
    "notes exchanged": damage_text.notes_exchanged,
    "notes renumbered": damage_text.renumbered,
    "note of another day": damage_text.note_of_another_day,
    "row dropped": damage_cells.row_dropped,
    "row doubled": damage_cells.row_doubled,
    "rows exchanged": damage_cells.rows_exchanged,
    "row rotated": damage_cells.row_rotated,
    "row dropped, spans mended": mended(damage_tables.row_dropped),
    "row doubled, spans mended": mended(damage_tables.row_doubled),
    "rows exchanged, spans mended": mended(damage_tables.rows_exchanged),
    "row rotated, spans mended": mended(damage_tables.row_rotated),
    "values of two rows exchanged": mended(damage_tables.values_of_rows_exchanged),
    "column dropped": mended(damage_tables.column_dropped),
    "column doubled": mended(damage_tables.column_doubled),
    "column copied": mended(damage_tables.column_copied),
    "column shifted": mended(damage_tables.column_shifted),
    "columns exchanged": mended(damage_tables.columns_exchanged),
    "headers exchanged": mended(damage_tables.headers_exchanged),
    "values exchanged": mended(damage_tables.values_exchanged),
    "cell dropped": damage_cells.cell_dropped,
    "cell doubled": damage_cells.cell_doubled,
    "cell moved": damage_cells.cell_moved,
    "cells exchanged": damage_cells.cells_exchanged,
    "cell in words": damage_cells.cell_in_words,
    "span changed": damage_cells.span_changed,
    "span added": damage_cells.span_added,
    "amount in words": damage_cells.amount_in_words,
    "amount in the other currency": damage_cells.other_currency,
    "amounts exchanged": damage_cells.amounts_exchanged,
    "amount copied": damage_cells.amount_copied,
    "a digit of a price": damage_cells.price_digit,
    "decimal moved": damage_cells.decimal_moved,
    "decimals of a table moved": damage_cells.decimals_moved,
    "decimal point dropped": damage_cells.point_dropped,
    "row of the other language": of_the_other_language(ROW),
    "cell of the other language": of_the_other_language(CELL),
    "table of the other language": of_the_other_language(TABLE),
}
ENTRIES: dict[str, Damage] = {
    f"{what} {how}": damage(find)
    for what, find in (("entry", damage_whole.ENTRY), ("section", damage_whole.SECTION))
    for how, damage in (
        ("dropped", damage_whole.dropped),
        ("doubled", damage_whole.doubled),
        ("moved", damage_whole.moved),
        ("of the other language", of_the_other_language),
    )
}
POSTS: dict[str, Damage] = {
    "post dropped": damage_whole.dropped(damage_whole.POST),
    "post doubled": damage_whole.doubled(damage_whole.POST),
    "posts in another order": damage_whole.moved(damage_whole.POST),
    "posts exchanged": damage_whole.articles_exchanged,
}
LIST: dict[str, Damage] = {
    "list damaged": damage_whole.list_damaged,
    "a byte changed": damage_whole.flipped,
    "bytes lost": damage_whole.bytes_lost,
}
BYTES: dict[str, Damage] = {
    "cut off": damage_text.cut_off_somewhere,
    "a byte changed": damage_whole.flipped,
    "bytes lost": damage_whole.bytes_lost,
    "another board": damage_boards.of_another_board,
    "another page": damage_boards.stranger,
}
ROWS: dict[str, Damage] = {
    name: damage_boards.of_rows(change)
    for name, change in {
        "a contender dropped": damage_boards.row_dropped,
        "many contenders dropped": damage_boards.half_dropped,
        "a contender doubled": damage_boards.row_doubled,
        "contenders moved": damage_boards.rows_moved,
        "digits of a score moved": damage_boards.digits_moved,
        "a score of another type": damage_boards.of_another_type,
        "a field lost": damage_boards.field_lost,
        "a field more": damage_boards.field_added,
        "scores exchanged": damage_boards.scores_exchanged,
        "null for all": damage_boards.null_for_all,
    }.items()
}
LINES: dict[str, Damage] = {
    "a line dropped": damage_boards.line_dropped,
    "a line doubled": damage_boards.line_doubled,
    "lines moved": damage_boards.lines_moved,
    "a cell of a line dropped": damage_boards.cell_dropped,
    "cells of a line exchanged": damage_boards.cells_exchanged,
    "digits of a shown score moved": damage_boards.shown_moved,
    "a shown score of another type": damage_boards.cell_of_another_type,
}
CLASSES: dict[str, dict[str, Damage]] = {
    "deepseek_pricing": {**WHOLE, **TEXT, **TABLES},
    "deepseek_pricing_zh": {**WHOLE, **TEXT, **TABLES},
    "deepseek_updates": {**WHOLE, **TEXT, **ENTRIES},
    "deepseek_updates_zh": {**WHOLE, **TEXT, **ENTRIES},
    "deepseek_news": {**WHOLE, **TEXT, **POSTS},
    "deepseek_models_api": {**WHOLE, **LIST},
    **{source: {**WHOLE, **LIST} for source in ALONE},
    **{source: {**BYTES, **(LINES if source == "arena_page_code" else ROWS)} for source in BOARDS},
}
TERMS = frozenset[type[Fact]]({PeakHours, Promotion, Retirement})
ON_BOARDS = frozenset[type[Fact]]({Contender, Measurement, Score})
SAID: Mapping[str, frozenset[type[Fact]]] = {
    "a digit of a price": frozenset({Price}),
    "amount copied": frozenset({Price}),
    "column copied": frozenset({Price, ModelVersion}),
    "a digit of a date": TERMS | {Price, ModelVersion},
    "another digit": TERMS | {Price, ModelVersion},
    "paragraph of another day": TERMS | {Price, ModelVersion},
    "note of another day": TERMS | {Price},
    **dict.fromkeys(("a contender dropped", "a byte changed", "bytes lost", "a field lost"), ON_BOARDS),
    **dict.fromkeys(("a score of another type", "scores exchanged", "digits of a score moved"), frozenset({Score})),
}
"""Which kinds of facts a page may tell anew under which damage; none where it is not named."""


@dataclass(frozen=True)
class Damaged:
    """A damaged page, and what was done to it."""

    base: Base
    damage: str
    body: bytes


def damaged(base: Base, most: int, seed: int = 0) -> list[Damaged]:
    """So many damaged pages, each one different, of all classes in turn; for one seed always the same."""
    found: dict[bytes, Damaged] = {}
    for one in _drawn(base, most, Random(f"{base.source} {base.at} {seed}")):  # noqa: S311 (no secret)
        if one.body != base.body:
            found.setdefault(one.body, one)
        if len(found) == most:
            break
    return list(found.values())


def cuts(base: Base) -> Iterator[Damaged]:
    """The page cut off at each per cent, and its first article, with what stands below it."""
    for percent in range(100):
        yield Damaged(base, "cut off", damage_text.cut_off(base, percent))
        if base.source not in BOARDS and (cut := damage_text.article_cut(base, percent)) is not None:
            yield Damaged(base, "article cut off", cut.encode())


def _drawn(base: Base, most: int, rng: Random) -> Iterator[Damaged]:
    """Each page of a source begins with the class at which the one before it ended, so that few pages have them all."""
    classes = list(CLASSES[base.source].items())
    for turn in count(bases(base.source).index(base) * most):
        name, damage = classes[turn % len(classes)]
        body = damage(base, rng)
        if body is not None:
            yield Damaged(base, name, body if isinstance(body, bytes) else body.encode(errors="replace"))
