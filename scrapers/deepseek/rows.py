"""Tables of DeepSeek's pricing page in which models are rows: all of it until February 2025, the announced prices of
August 2026, and the price of Search and Fetch since October 2026."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from models.facts import ModelVersion, Price
from scrapers.deepseek.cells import amount_of
from scrapers.deepseek.table import MOST_MODELS, Found, refuse_gaps, refuse_no_model
from scrapers.deepseek.words import Words, squeezed
from scrapers.page import PageChanged
from scrapers.tables import Cell, Rectangle

APIS = {"Search": ("search", "search_request"), "Fetch": ("fetch", "fetch_request")}
LIMIT = "context_length", "max_output"
SHAPE = re.compile(r"([0-9]+)([KM])(?: ?\([0-9]+[KM] ?Beta\))?")


def read_rows(source: str, table: Rectangle, words: Words, place: str) -> Found:
    """A row per model, or per model and band; a column per kind of token. Raises PageChanged."""
    banded = table[0][1] is table[0][0]
    columns = _columns(table[0][2 if banded else 1 :], words)
    found = Found()
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
    refuse_gaps(found.prices, found.models)
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


def read_requests(source: str, table: Rectangle, words: Words, place: str) -> Iterator[Price]:
    """What a thousand successful requests to Search and to Fetch cost."""
    for line, row in enumerate(table[1:], 2):
        name, unit, price = row
        if name.text not in APIS or not words.requests.fullmatch(str(unit)):
            raise PageChanged("a price per request of something that is not known", " | ".join(map(str, row)))
        found = amount_of(price, words)
        model, meter = APIS[name.text]
        yield Price(
            source=source,
            model=model,
            meter=meter,
            band="flat",
            currency=words.currency,
            amount=found.amount,
            list_amount=found.list_amount,
            unit="1K requests",
            locator=f"{place}row {line} column 3",
        )


def _tokens(limit: str) -> int:
    """128K, 4K (8K Beta): the first of them, in thousands."""
    found = SHAPE.fullmatch(limit)
    if found is None:
        raise PageChanged("not a limit", limit)
    return int(found[1]) * (1000 if found[2] == "M" else 1)
