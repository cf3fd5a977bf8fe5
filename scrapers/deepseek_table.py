"""The table of models on DeepSeek's pricing page: rows of labels, then one value per model. Strict."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from models.fact import Fact
from models.facts import ModelVersion, Price
from scrapers.page import PageChanged
from scrapers.tables import Cell, Rectangle

METERS = {
    "1M INPUT TOKENS (CACHE HIT)": "input_cache_hit",
    "1M INPUT TOKENS (CACHE MISS)": "input_cache_miss",
    "1M OUTPUT TOKENS": "output",
}
BANDS = {"OFF-PEAK": "off_peak", "PEAK": "peak"}
LIMITS = {
    "MODEL VERSION": re.compile(r"DeepSeek-[A-Za-z0-9.-]+"),
    "CONTEXT LENGTH": re.compile(r"[0-9]+[KM]"),
    "MAX OUTPUT": re.compile(r"MAXIMUM: [0-9]+[KM]"),
}
UNREAD_ROWS = {"BASE URL (OpenAI Format)", "BASE URL (Anthropic Format)", "THINKING MODE", "Concurrency Limit"}
MODEL = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
AMOUNT = r"\$((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)"
PRICE = re.compile(AMOUNT + r"(?: \(([1-9][0-9]?)% off\))?")
STRUCK = re.compile(AMOUNT)
MOST_MODELS = 4
ROUNDING = Decimal("0.05")
"""How far a discounted price may lie from what its percentage makes of the list price, as a share."""


def model_facts(source: str, table: Rectangle) -> Iterator[Fact]:
    """Every price and version in the table. Each row is read, ignored by name, or refused (PageChanged)."""
    width = sum(cell is table[0][0] for cell in table[0])
    models = _models(table[0][width:], width)
    prices: list[Price] = []
    limits: dict[str, Sequence[Cell]] = {}
    for line, row in enumerate(table[1:], 2):
        labels, values = row[:width], row[width:]
        if any(value is above for value, above in zip(values, table[line - 2][width:], strict=True)):
            raise PageChanged("a value that covers two rows", str(values[0]))
        if any(value is label for value in values for label in labels):
            raise PageChanged("a label reaches into the values", str(labels[-1]))
        if labels[0].text == "PRICING":
            prices += _prices(source, models, labels, values, f"row {line}")
        elif labels[0].text == "FEATURES":
            _refuse_prices(row)
        elif any(label is not labels[0] for label in labels):
            raise PageChanged("a row with two labels that are not known together", str(labels[-1]))
        elif labels[0].text in LIMITS and labels[0].text not in limits:
            limits[labels[0].text] = values
        elif labels[0].text not in UNREAD_ROWS:
            raise PageChanged("a row that is not known, or twice", str(labels[0]))
    _refuse_gaps(prices, models)
    yield from prices
    yield from _versions(source, models, limits)


def _models(cells: Sequence[Cell], width: int) -> list[str]:
    names = [cell.text for cell in cells]
    if width not in (2, 3) or not 1 <= len(names) <= MOST_MODELS or len(set(names)) < len(names):
        raise PageChanged(f"{width} label columns and these models", " | ".join(names))
    for cell in cells:
        if not MODEL.fullmatch(str(cell)):
            raise PageChanged("not the name of a model", str(cell))
    return names


def _prices(
    source: str, models: Sequence[str], labels: Sequence[Cell], values: Sequence[Cell], place: str
) -> Iterator[Price]:
    meter = METERS.get(labels[1].text)
    banded = len(labels) > 2 and labels[2] is not labels[1]
    band = BANDS.get(labels[2].text) if banded else "flat"
    if meter is None or band is None or labels[1] is labels[0]:
        raise PageChanged("a row of prices for something that is not known", " | ".join(map(str, labels)))
    for column, (model, cell) in enumerate(zip(models, values, strict=True), len(labels) + 1):
        amount, list_amount = _amounts(cell)
        yield Price(
            source=source,
            model=model,
            meter=meter,
            band=band,
            currency="USD",
            amount=amount,
            list_amount=list_amount,
            unit="1M tokens",
            locator=f"{place} column {column}",
        )


def _amounts(cell: Cell) -> tuple[Decimal, Decimal | None]:
    """The price in force and the struck-through one beside it. A discount is named exactly where a price is struck."""
    price = PRICE.fullmatch(cell.text)
    struck = [STRUCK.fullmatch(text) for text in cell.struck]
    if price is None or None in struck or len(struck) > 1 or bool(price[2]) != bool(struck):
        raise PageChanged("not a price", str(cell))
    list_amount = Decimal(struck[0][1]) if struck and struck[0] else None
    amount = Decimal(price[1])
    if list_amount is not None and abs(list_amount * (100 - Decimal(price[2])) / 100 - amount) > amount * ROUNDING:
        raise PageChanged("a discount that does not lead from one price to the other", str(cell))
    return amount, list_amount


def _refuse_prices(row: Sequence[Cell]) -> None:
    for cell in row:
        if "$" in str(cell) or cell.text in METERS or cell.text in BANDS:
            raise PageChanged("a price among the features", str(cell))


def _refuse_gaps(prices: Sequence[Price], models: Sequence[str]) -> None:
    """Every meter once for every model, and the same bands for all."""
    found = [(price.meter, price.band) for price in prices]
    bands = {"off_peak", "peak"} if any(band != "flat" for _, band in found) else {"flat"}
    wanted = sorted((meter, band) for meter in METERS.values() for band in bands for _ in models)
    if sorted(found) != wanted:
        raise PageChanged("prices are missing or printed twice", ", ".join(f"{meter} {band}" for meter, band in found))


def _versions(source: str, models: Sequence[str], limits: dict[str, Sequence[Cell]]) -> Iterator[ModelVersion]:
    for name, pattern in LIMITS.items():
        for cell in limits.get(name, ()):
            if not pattern.fullmatch(str(cell)):
                raise PageChanged(f"not a {name.lower()}", str(cell))
        if name not in limits:
            raise PageChanged("a row is missing", name)
    for column, model in enumerate(models):
        version, context_length, max_output = (limits[name][column].text for name in LIMITS)
        yield ModelVersion(
            source=source,
            model=model,
            version=version,
            context_length=context_length,
            max_output=max_output,
            locator=f"row MODEL VERSION column {column + 1}",
        )
