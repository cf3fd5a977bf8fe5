"""Tables in which models are rows: all tables until February 2025, and the announced prices of August 2026."""

import re
from collections.abc import Sequence
from itertools import pairwise

from models.facts import ModelVersion
from scrapers.deepseek.pricing.columns_layout import (
    METERS,
    MOST_MODELS,
    TableFacts,
    badge_texts,
    is_model,
    refuse_gaps,
    refuse_problems,
)
from scrapers.deepseek.pricing.label_text import compact_label
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.price_cell import CellContext, names_currency
from scrapers.deepseek.pricing.unknown_rows import unread_text
from scrapers.page import PageChanged
from scrapers.parse import Rectangle, TableCell

LIMIT = "context_length", "max_output"
SHAPE = re.compile(r"([0-9]+)([KM])(?: ?\([0-9]+[KM] ?Beta\))?")


def read_rows(source: str, table: Rectangle, page_labels: PageLabels, place: str) -> TableFacts:
    """Read a table with a row per model, or per model and band, and a column per meter. Raises PageChanged."""
    banded = table[0][1] is table[0][0]
    refuse_problems([*table[0], *(row[0] for row in table), *(row[1] for row in table if banded)])
    first = 2 if banded else 1
    content = TableFacts(aside=badge_texts(table, place))
    columns = _columns(table, first, page_labels, content, place)
    content.is_detailed = "context_length" in columns
    for line, row in enumerate(table[1:], 2):
        if not is_model(row[0]):
            raise PageChanged("not the name of a model", " | ".join(map(str, row)))
        model, band = row[0].text, page_labels.bands.get(compact_label(row[1].text)) if banded else "flat"
        if band is None:
            raise PageChanged("a band that is not known", str(row[1]))
        if model not in content.models:
            content.models.append(model)
        cells = dict(zip(columns, row[first:], strict=True))
        around = CellContext(names_currency(row[first:], page_labels), original_first=True)
        for number, (column, cell) in enumerate(cells.items(), first + 1):
            if column in METERS:
                where = f"{place}row {line} column {number}"
                content.add(source, page_labels, (model, column, band), cell, where, around)
        if "context_length" in cells:
            content.versions.append(_version(source, model, cells, f"{place}row {line}"))
    if not 1 <= len(content.models) <= MOST_MODELS:
        raise PageChanged(f"{len(content.models)} models", ", ".join(content.models))
    refuse_gaps(content)
    return content


def is_of_rows(header: Sequence[TableCell], page_labels: PageLabels) -> bool:
    """Return True if the titles are meters or limits, so that the models are rows."""
    return any(compact_label(cell.text) in {*page_labels.kinds, *page_labels.meters} for cell in header)


def _columns(table: Rectangle, first: int, page_labels: PageLabels, content: TableFacts, place: str) -> list[str]:
    """Return the content of each column behind names and bands; report an unknown one."""
    column_names = {**page_labels.kinds, **page_labels.meters}
    columns = list[str]()
    for number, cell in enumerate(table[0][first:], first):
        label = compact_label(cell.text)
        if label not in column_names:
            text = unread_text([cell], (row[number] for row in table[1:]), page_labels, "a column")
            content.not_read(f"{place}column {number + 1}", text)
        columns.append(column_names.get(label, f"unread {number}"))
    if len(set(columns)) < len(columns):
        raise PageChanged("a column twice", " | ".join(map(str, table[0])))
    return columns


def _version(source: str, model: str, cells: dict[str, TableCell], place: str) -> ModelVersion:
    """Return the limits of a model; the version was not printed then."""
    context, output = (str(cells[column]) for column in LIMIT)
    limits = [context, *(str(cell) for column, cell in cells.items() if column == "" and str(cell) != "-"), output]
    if any(_tokens(whole) <= _tokens(part) for whole, part in pairwise(limits)):
        raise PageChanged("a limit that is not below the one that it is a part of", " | ".join(limits))
    return ModelVersion(
        source=source, model=model, version=None, context_length=context, max_output=output, locator=place
    )


def _tokens(limit: str) -> int:
    """Return the first limit of a text in thousands: 128K, 4K (8K Beta)."""
    match = SHAPE.fullmatch(limit)
    if match is None:
        raise PageChanged("not a limit", limit)
    return int(match[1]) * (1000 if match[2] == "M" else 1)
