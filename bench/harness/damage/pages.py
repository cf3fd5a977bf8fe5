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

from bench.harness.damage import boards, cells, tables, text, whole
from bench.harness.damage.base import BOARDS, PARAGRAPH, BasePage, Damage, bases
from bench.harness.damage.tables import CELL, ROW, TABLE, mended
from bench.harness.damage.text import HEADING, of_the_other_language
from models.facts.base import Fact
from models.facts.kinds import Contender, Measurement, ModelVersion, PeakHours, Price, Promotion, Retirement, Score
from samples.alone import ALONE

WHOLE: dict[str, Damage] = {
    "cut off": text.cut_off_somewhere,
    "another page": whole.stranger,
}
TEXT: dict[str, Damage] = {
    "article cut off": text.article_cut_somewhere,
    "article cut off, tags closed": text.article_cut_and_closed,
    "paragraph cut off": text.paragraph_cut,
    "paragraph dropped": text.paragraph_dropped,
    "paragraph doubled": text.paragraph_doubled,
    "paragraphs exchanged": text.paragraphs_exchanged,
    "paragraph of another day": text.paragraph_of_another_day,
    "a digit of a date": text.date_digit,
    "another digit": text.other_digit,
    "digits as entities": whole.entities,
    "another article": whole.in_a_stranger,
    "paragraph of the other language": of_the_other_language(PARAGRAPH),
    "heading of the other language": of_the_other_language(HEADING),
    "article of the other language": of_the_other_language(text.ARTICLE),
}
TABLES: dict[str, Damage] = {
    "note dropped": text.note_dropped,
    "note doubled": text.note_doubled,
    "notes exchanged": text.notes_exchanged,
    "notes renumbered": text.renumbered,
    "note of another day": text.note_of_another_day,
    "row dropped": cells.row_dropped,
    "row doubled": cells.row_doubled,
    "rows exchanged": cells.rows_exchanged,
    "row rotated": cells.row_rotated,
    "row dropped, spans mended": mended(tables.row_dropped),
    "row doubled, spans mended": mended(tables.row_doubled),
    "rows exchanged, spans mended": mended(tables.rows_exchanged),
    "row rotated, spans mended": mended(tables.row_rotated),
    "values of two rows exchanged": mended(tables.values_of_rows_exchanged),
    "column dropped": mended(tables.column_dropped),
    "column doubled": mended(tables.column_doubled),
    "column copied": mended(tables.column_copied),
    "column shifted": mended(tables.column_shifted),
    "columns exchanged": mended(tables.columns_exchanged),
    "headers exchanged": mended(tables.headers_exchanged),
    "values exchanged": mended(tables.values_exchanged),
    "cell dropped": cells.cell_dropped,
    "cell doubled": cells.cell_doubled,
    "cell moved": cells.cell_moved,
    "cells exchanged": cells.cells_exchanged,
    "cell in words": cells.cell_in_words,
    "span changed": cells.span_changed,
    "span added": cells.span_added,
    "amount in words": cells.amount_in_words,
    "amount in the other currency": cells.other_currency,
    "amounts exchanged": cells.amounts_exchanged,
    "amount copied": cells.amount_copied,
    "a digit of a price": cells.price_digit,
    "decimal moved": cells.decimal_moved,
    "decimals of a table moved": cells.decimals_moved,
    "decimal point dropped": cells.point_dropped,
    "row of the other language": of_the_other_language(ROW),
    "cell of the other language": of_the_other_language(CELL),
    "table of the other language": of_the_other_language(TABLE),
}
ENTRIES: dict[str, Damage] = {
    f"{what} {how}": damage(find)
    for what, find in (("entry", whole.ENTRY), ("section", whole.SECTION))
    for how, damage in (
        ("dropped", whole.dropped),
        ("doubled", whole.doubled),
        ("moved", whole.moved),
        ("of the other language", of_the_other_language),
    )
}
POSTS: dict[str, Damage] = {
    "post dropped": whole.dropped(whole.POST),
    "post doubled": whole.doubled(whole.POST),
    "posts in another order": whole.moved(whole.POST),
    "posts exchanged": whole.articles_exchanged,
}
LIST: dict[str, Damage] = {
    "list damaged": whole.list_damaged,
    "a byte changed": whole.flipped,
    "bytes lost": whole.bytes_lost,
}
BYTES: dict[str, Damage] = {
    "cut off": text.cut_off_somewhere,
    "a byte changed": whole.flipped,
    "bytes lost": whole.bytes_lost,
    "another board": boards.of_another_board,
    "another page": boards.stranger,
}
ROWS: dict[str, Damage] = {
    name: boards.of_rows(change)
    for name, change in {
        "a contender dropped": boards.row_dropped,
        "many contenders dropped": boards.half_dropped,
        "a contender doubled": boards.row_doubled,
        "contenders moved": boards.rows_moved,
        "digits of a score moved": boards.digits_moved,
        "a score of another type": boards.of_another_type,
        "a field lost": boards.field_lost,
        "a field more": boards.field_added,
        "scores exchanged": boards.scores_exchanged,
        "null for all": boards.null_for_all,
    }.items()
}
LINES: dict[str, Damage] = {
    "a line dropped": boards.line_dropped,
    "a line doubled": boards.line_doubled,
    "lines moved": boards.lines_moved,
    "a cell of a line dropped": boards.cell_dropped,
    "cells of a line exchanged": boards.cells_exchanged,
    "digits of a shown score moved": boards.shown_moved,
    "a shown score of another type": boards.cell_of_another_type,
}
CLASSES: dict[str, dict[str, Damage]] = {
    "deepseek_pricing": {**WHOLE, **TEXT, **TABLES},
    "deepseek_pricing_zh": {**WHOLE, **TEXT, **TABLES},
    "deepseek_updates": {**WHOLE, **TEXT, **ENTRIES},
    "deepseek_updates_zh": {**WHOLE, **TEXT, **ENTRIES},
    "deepseek_news": {**WHOLE, **TEXT, **POSTS},
    "deepseek_models_api": {**WHOLE, **LIST},
    **{source: {**WHOLE, **LIST} for source in ALONE},
    "litellm_map": {**WHOLE, **{name: LIST[name] for name in ("a byte changed", "bytes lost")}},
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
"""The kinds of facts that a page may report anew, by damage; none if the damage is not listed."""


@dataclass(frozen=True)
class Damaged:
    """A damaged page, and what was done to it."""

    base: BasePage
    damage: str
    body: bytes


def damaged(base: BasePage, most: int, seed: int = 0) -> list[Damaged]:
    """So many damaged pages, each one different, of all classes in turn; for one seed always the same."""
    found: dict[bytes, Damaged] = {}
    for one in _drawn(base, most, Random(f"{base.source} {base.at} {seed}")):  # noqa: S311 (no secret)
        if one.body != base.body:
            found.setdefault(one.body, one)
        if len(found) == most:
            break
    return list(found.values())


def cuts(base: BasePage) -> Iterator[Damaged]:
    """The page cut off at each per cent, and its first article, with what stands below it."""
    for percent in range(100):
        yield Damaged(base, "cut off", text.cut_off(base, percent))
        if base.source not in BOARDS and (cut := text.article_cut(base, percent)) is not None:
            yield Damaged(base, "article cut off", cut.encode())


def _drawn(base: BasePage, most: int, rng: Random) -> Iterator[Damaged]:
    """Each page of a source begins with the class at which the one before it ended, so that few pages have them all."""
    classes = list(CLASSES[base.source].items())
    for turn in count(bases(base.source).index(base) * most):
        name, damage = classes[turn % len(classes)]
        body = damage(base, rng)
        if body is not None:
            yield Damaged(base, name, body if isinstance(body, bytes) else body.encode(errors="replace"))
