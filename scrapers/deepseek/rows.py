"""Tables of DeepSeek's pricing page in which models are rows: all of it until February 2025, and the announced prices
of August 2026."""

import re
from collections.abc import Sequence
from itertools import pairwise

from models.facts import ModelVersion
from scrapers.deepseek.table import MOST_MODELS, Found, badges, refuse_gaps, refuse_no_model, refuse_problems
from scrapers.deepseek.words import Words, squeezed
from scrapers.page import PageChanged
from scrapers.tables import Cell, Rectangle

LIMIT = "context_length", "max_output"
SHAPE = re.compile(r"([0-9]+)([KM])(?: ?\([0-9]+[KM] ?Beta\))?")


def read_rows(source: str, table: Rectangle, words: Words, place: str) -> Found:
    """A row per model, or per model and band; a column per kind of token. Raises PageChanged."""
    banded = table[0][1] is table[0][0]
    refuse_problems([*table[0], *(row[0] for row in table), *(row[1] for row in table if banded)])
    columns = _columns(table[0][2 if banded else 1 :], words)
    found = Found(is_detailed="context_length" in columns, aside=badges(table, place))
    for line, row in enumerate(table[1:], 2):
        refuse_no_model(row[0])
        model, band = row[0].text, words.bands.get(squeezed(row[1].text)) if banded else "flat"
        if band is None:
            raise PageChanged("a band that is not known", str(row[1]))
        if model not in found.models:
            found.models.append(model)
        said = dict(zip(columns, row[2 if banded else 1 :], strict=True))
        for number, (column, cell) in enumerate(said.items(), 3 if banded else 2):
            if column not in ("", *LIMIT):
                found.add(source, words, (model, column, band), cell, f"{place}row {line} column {number}")
        if "context_length" in said:
            found.versions.append(_version(source, model, said, f"{place}row {line}"))
    if not 1 <= len(found.models) <= MOST_MODELS:
        raise PageChanged(f"{len(found.models)} models", ", ".join(found.models))
    refuse_gaps(found)
    return found


def _columns(header: Sequence[Cell], words: Words) -> list[str]:
    known = {**words.kinds, **words.meters}
    labels = [squeezed(cell.text) for cell in header]
    if unknown := [label for label in labels if label not in known]:
        raise PageChanged("a column that is not known", ", ".join(unknown))
    columns = [known[label] for label in labels]
    if len(set(columns)) < len(columns):
        raise PageChanged("a column twice", " | ".join(labels))
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
