"""Tables of DeepSeek's pricing page whose columns are models (since February 2025): labels, then a value per model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from re import fullmatch

from models.facts import ModelVersion, Price
from scrapers.deepseek.cells import Amount, amount_of, refuse_wrong_discount
from scrapers.deepseek.small_print.sentences import discount_window
from scrapers.deepseek.words import VERSION, Words, squeezed
from scrapers.page import PageChanged
from scrapers.tables import Cell, Rectangle

MODEL = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
MOST_MODELS = 4
METERS = ("input_cache_hit", "input_cache_miss", "output")


@dataclass
class Found:
    """What a table says: prices and versions, which models have reduced prices, and the hours in its labels."""

    models: list[str] = field(default_factory=list[str])
    prices: list[Price] = field(default_factory=list[Price])
    versions: list[ModelVersion] = field(default_factory=list[ModelVersion])
    reduced: dict[str, set[Decimal | None]] = field(default_factory=dict[str, set[Decimal | None]])
    """Per model with a price below its list price, the per cent that are named."""
    windows: dict[str, str] = field(default_factory=dict[str, str])
    """Per band, the hours on Beijing's clock that the label of its rows names (2025)."""

    def add(self, source: str, words: Words, key: tuple[str, str, str], cell: Cell, place: str) -> None:
        """A price of (model, meter, band)."""
        (model, meter, band), found = key, amount_of(cell, words)
        if found.percent_off is not None and found.list_amount is None:
            self._check_against_standard(found, model, meter, str(cell))
        if found.list_amount is not None:
            self.reduced.setdefault(model, set()).add(found.percent_off)
        self.prices.append(
            Price(
                source=source,
                model=model,
                meter=meter,
                band=band,
                currency=words.currency,
                amount=found.amount,
                list_amount=found.list_amount,
                unit="1M tokens",
                locator=place,
            )
        )

    def _check_against_standard(self, found: Amount, model: str, meter: str, text: str) -> None:
        """A per cent beside no struck price is that of the discount hours."""
        standard = [p.amount for p in self.prices if (p.model, p.meter, p.band) == (model, meter, "peak")]
        if not standard or standard[0] is None:
            raise PageChanged("a discount, and no price that it is taken off", text)
        refuse_wrong_discount(found, standard[0], text)


def read_columns(source: str, table: Rectangle, words: Words, place: str) -> Found:
    """Every price and version of a table. Each row is read, ignored by name, or refused (PageChanged)."""
    width = sum(cell is table[0][0] for cell in table[0])
    found, limits = Found(_models(table[0][width:], width)), dict[str, Sequence[Cell]]()
    for line, row in enumerate(table[1:], 2):
        labels, values = row[:width], row[width:]
        _refuse_spans(labels, values, table[line - 2][width:])
        path = [cell for number, cell in enumerate(labels) if number == 0 or cell is not labels[number - 1]]
        if (what := _priced([cell.text for cell in path], words, found)) is not None:
            for column, (model, cell) in enumerate(zip(found.models, values, strict=True), width + 1):
                found.add(source, words, (model, *what), cell, f"{place}row {line} column {column}")
        elif squeezed(path[0].text) in words.features:
            _refuse_prices(row, words)
        elif len(path) > 1:
            raise PageChanged("a row with two labels that are not known together", str(path[-1]))
        else:
            _note_limits(limits, path[0], values, words)
    if found.prices:
        refuse_gaps(found.prices, found.models)
    found.versions += _versions(source, found.models, limits, words) if limits else []
    return found


def _models(cells: Sequence[Cell], width: int) -> list[str]:
    names = [cell.text for cell in cells]
    if width not in (1, 2, 3) or not 1 <= len(names) <= MOST_MODELS or len(set(names)) < len(names):
        raise PageChanged(f"{width} label columns and these models", " | ".join(names))
    for cell in cells:
        refuse_no_model(cell)
    return names


def refuse_no_model(cell: Cell) -> None:
    if not MODEL.fullmatch(str(cell)):
        raise PageChanged("not the name of a model", str(cell))


def _refuse_spans(labels: Sequence[Cell], values: Sequence[Cell], above: Sequence[Cell]) -> None:
    if any(value is other for value, other in zip(values, above, strict=True)):
        raise PageChanged("a value that covers two rows", str(values[0]))
    if any(value is label for value in values for label in labels):
        raise PageChanged("a label reaches into the values", str(labels[-1]))


def _priced(path: Sequence[str], words: Words, found: Found) -> tuple[str, str] | None:
    """Meter and band of a row of prices; None where it is none."""
    group, rest = path[0], [squeezed(text) for text in path[1:]]
    bands = {"peak": words.standard.fullmatch(group), "off_peak": words.discount.fullmatch(group)}
    if band := next((band for band, match in bands.items() if match), None):
        found.windows[band] = discount_window(group)
    elif squeezed(group) in words.meters:
        band, rest = "flat", [squeezed(text) for text in path]
    elif squeezed(group) in words.prices:
        band = words.bands.get(rest.pop()) if len(rest) == 2 else "flat"
    else:
        return None
    if band is None or len(rest) != 1 or rest[0] not in words.meters:
        raise PageChanged("a row of prices for something that is not known", " | ".join(path))
    return words.meters[rest[0]], band


def _refuse_prices(row: Sequence[Cell], words: Words) -> None:
    for cell in row:
        label = squeezed(cell.text)
        if "$" in str(cell) or "元" in str(cell) or label in words.meters or label in words.bands:
            raise PageChanged("a price among the features", str(cell))


def _note_limits(limits: dict[str, Sequence[Cell]], label: Cell, values: Sequence[Cell], words: Words) -> None:
    name = squeezed(label.text)
    column = "version" if name in words.version else words.limits[name][0] if name in words.limits else None
    if column is not None and column not in limits:
        limits[column] = values
    elif name not in words.unread_rows:
        raise PageChanged("a row that is not known, or twice", str(label))


def refuse_gaps(prices: Sequence[Price], models: Sequence[str]) -> None:
    """Every meter once for every model, and the same bands for all."""
    found = [(price.meter, price.band) for price in prices]
    bands = {"off_peak", "peak"} if any(band != "flat" for _, band in found) else {"flat"}
    wanted = sorted((meter, band) for meter in METERS for band in bands for _ in models)
    if sorted(found) != wanted:
        raise PageChanged("prices are missing or printed twice", ", ".join(f"{meter} {band}" for meter, band in found))


def _versions(
    source: str, models: Sequence[str], limits: dict[str, Sequence[Cell]], words: Words
) -> Iterator[ModelVersion]:
    """The version has a row since 2025-08."""
    patterns = {"version": VERSION, **{column: pattern.pattern for column, pattern in words.limits.values()}}
    if missing := [column for column in ("context_length", "max_output") if column not in limits]:
        raise PageChanged("a row is missing", ", ".join(missing))
    for number, model in enumerate(models):
        said = {column: _limit(patterns[column], values[number], column) for column, values in limits.items()}
        yield ModelVersion(
            source=source,
            model=model,
            version=said.get("version"),
            context_length=said["context_length"],
            max_output=said["max_output"],
            locator=f"row MODEL VERSION column {number + 1}",
        )


def _limit(pattern: str, cell: Cell, column: str) -> str:
    found = fullmatch(pattern, str(cell))
    if found is None:
        raise PageChanged(f"not a {column.replace('_', ' ')}", str(cell))
    return found[1] if found.groups() else found[0]
