"""Tables of DeepSeek's pricing page in which models are rows: all of it until February 2025, and the announced prices
of August 2026."""

import re
from collections.abc import Sequence
from itertools import pairwise

from models.facts import ModelVersion
from scrapers.deepseek.added import unread_text
from scrapers.deepseek.cells import Around, names_currency
from scrapers.deepseek.labels import squeezed
from scrapers.deepseek.plausibility import METERS
from scrapers.deepseek.table import MOST_MODELS, Found, badges, is_model, refuse_gaps, refuse_problems
from scrapers.deepseek.words import Words
from scrapers.page import PageChanged
from scrapers.tables import Cell, Rectangle

LIMIT = "context_length", "max_output"
SHAPE = re.compile(r"([0-9]+)([KM])(?: ?\([0-9]+[KM] ?Beta\))?")


def read_rows(source: str, table: Rectangle, words: Words, place: str) -> Found:
    """A row per model, or per model and band; a column per kind of token. Raises PageChanged."""
    banded = table[0][1] is table[0][0]
    refuse_problems([*table[0], *(row[0] for row in table), *(row[1] for row in table if banded)])
    first = 2 if banded else 1
    found = Found(aside=badges(table, place))
    columns = _columns(table, first, words, found, place)
    found.is_detailed = "context_length" in columns
    for line, row in enumerate(table[1:], 2):
        if not is_model(row[0]):
            raise PageChanged("not the name of a model", " | ".join(map(str, row)))
        model, band = row[0].text, words.bands.get(squeezed(row[1].text)) if banded else "flat"
        if band is None:
            raise PageChanged("a band that is not known", str(row[1]))
        if model not in found.models:
            found.models.append(model)
        said = dict(zip(columns, row[first:], strict=True))
        around = Around(names_currency(row[first:], words), original_first=True)
        for number, (column, cell) in enumerate(said.items(), first + 1):
            if column in METERS:
                where = f"{place}row {line} column {number}"
                found.add(source, words, (model, column, band), cell, where, around)
        if "context_length" in said:
            found.versions.append(_version(source, model, said, f"{place}row {line}"))
    if not 1 <= len(found.models) <= MOST_MODELS:
        raise PageChanged(f"{len(found.models)} models", ", ".join(found.models))
    refuse_gaps(found)
    return found


def is_of_rows(header: Sequence[Cell], words: Words) -> bool:
    """Whether the titles of a table are kinds of tokens or limits, so that its models are rows."""
    return any(squeezed(cell.text) in {*words.kinds, *words.meters} for cell in header)


def _columns(table: Rectangle, first: int, words: Words, found: Found, place: str) -> list[str]:
    """What each column behind the names and the bands holds; one that is not known is named."""
    known = {**words.kinds, **words.meters}
    columns = list[str]()
    for number, cell in enumerate(table[0][first:], first):
        label = squeezed(cell.text)
        if label not in known:
            text = unread_text([cell], (row[number] for row in table[1:]), words, "a column")
            found.not_read(f"{place}column {number + 1}", text)
        columns.append(known.get(label, f"unread {number}"))
    if len(set(columns)) < len(columns):
        raise PageChanged("a column twice", " | ".join(map(str, table[0])))
    return columns


def _version(source: str, model: str, said: dict[str, Cell], place: str) -> ModelVersion:
    """The limits of a model; the version behind it was not printed then."""
    context, output = (str(said[column]) for column in LIMIT)
    limits = [context, *(str(cell) for column, cell in said.items() if column == "" and str(cell) != "-"), output]
    if any(_tokens(whole) <= _tokens(part) for whole, part in pairwise(limits)):
        raise PageChanged("a limit that is not below the one that it is a part of", " | ".join(limits))
    return ModelVersion(
        source=source, model=model, version=None, context_length=context, max_output=output, locator=place
    )


def _tokens(limit: str) -> int:
    """128K, 4K (8K Beta): the first of them, in thousands."""
    found = SHAPE.fullmatch(limit)
    if found is None:
        raise PageChanged("not a limit", limit)
    return int(found[1]) * (1000 if found[2] == "M" else 1)
