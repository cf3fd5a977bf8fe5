"""Tables whose columns are models (since February 2025): labels, then a value per model."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from re import fullmatch

from models.facts import ModelVersion, Price, Promotion
from models.readings import KeptFacts, Unread
from scrapers.deepseek.plausibility import METERS
from scrapers.deepseek.pricing.label_text import compact_label, unify_label
from scrapers.deepseek.pricing.labels import VERSION, PageLabels
from scrapers.deepseek.pricing.price_cell import (
    Amount,
    CellContext,
    NotRead,
    names_currency,
    read_cell,
    refuse_wrong_discount,
)
from scrapers.deepseek.pricing.unknown_rows import CURRENCY, unread_text
from scrapers.deepseek.small_print import discount_window
from scrapers.page import PageChanged
from scrapers.parse import Rectangle, TableCell

MODEL = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
WHOLE_VERSION = re.compile(f"{VERSION}$")
REDUCED = re.compile("[%折]")
"""Signs of a reduced price."""
MOST_MODELS = 12
BANDED = ("off_peak", "peak")
PriceKey = tuple[str, str, str]
"""Model, meter, band."""


@dataclass
class TableFacts:
    """The content of a table: prices, versions, models with reduced prices, and hours from its labels."""

    models: list[str] = field(default_factory=list[str])
    prices: list[Price] = field(default_factory=list[Price])
    versions: list[ModelVersion] = field(default_factory=list[ModelVersion])
    reduced: dict[str, set[Decimal | None]] = field(default_factory=dict[str, set[Decimal | None]])
    """Per model with a price below its list price, the percentages printed."""
    struck: set[str] = field(default_factory=set[str])
    """Models with a struck price and another in its place, which may or may not be a promotion."""
    windows: dict[str, str] = field(default_factory=dict[str, str])
    """Per band, the hours on Beijing's clock in the label of its rows (2025)."""
    empty: list[PriceKey] = field(default_factory=list[PriceKey])
    """Cells without a price: none is stated, or it was not understood."""
    unread: list[Unread] = field(default_factory=list[Unread])
    aside: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Texts of cells that state no fact, each with its place: they may name something."""
    is_detailed: bool = False
    """True if the table has rows or columns of limits."""

    def add(
        self, source: str, words: PageLabels, key: PriceKey, cell: TableCell, place: str, around: CellContext
    ) -> None:
        """Add a price of (model, meter, band), or record that the cell holds none."""
        (model, meter, band), value = key, read_cell(cell, words, around)
        if isinstance(value, Amount) and value.percent_off is not None and value.list_amount is None:
            value = self._checked_against_standard(value, key)
        if not isinstance(value, Amount):
            self.empty.append(key)
            if isinstance(value, NotRead):
                keeps = [KeptFacts.of(Price, model=model, meter=meter, band=band, currency=words.currency)]
                keeps += [KeptFacts.of(Promotion, model=model)] if cell.struck or REDUCED.search(cell.text) else []
                self.not_read(f"{model} {meter} {band}", f"{cell} ({value.why})".strip(), *keeps)
            return
        if value.list_amount is not None and value.percent_off is None and cell.struck:
            self.struck.add(model)
        elif value.list_amount is not None or (value.percent_off is not None and band != "off_peak"):
            self.reduced.setdefault(model, set()).add(value.percent_off)
        self.prices.append(
            Price(
                source=source,
                model=model,
                meter=meter,
                band=band,
                currency=words.currency,
                amount=value.amount,
                list_amount=value.list_amount,
                unit="1M tokens",
                locator=place,
            )
        )

    def not_read(self, where: str, text: str, *keeps: KeptFacts) -> None:
        """Record a cell that was not understood."""
        self.unread.append(Unread(where, text, keeps=frozenset(keeps)))

    def set_aside(self, row: Sequence[TableCell], place: str) -> None:
        """Record the texts of a row without prices, each cell once; of a version the text behind it."""
        for cell in dict.fromkeys(row[1:]):
            version = WHOLE_VERSION.match(cell.text)
            text = cell.text[version.end(1) :].strip(" ()") if version else cell.text
            self.aside.append((text, f"{place}row {row[0].text}"))

    def _checked_against_standard(self, value: Amount, key: PriceKey) -> Amount | NotRead:
        """Check a percentage without a struck price: it is that of the discount hours, or of an unexplained promotion.

        The price before it is the price to pay.
        """
        model, meter, band = key
        standard = [p.amount for p in self.prices if (p.model, p.meter, p.band) == (model, meter, "peak")]
        if not standard or standard[0] is None:
            return NotRead("a discount, and no price that it is taken off") if band == "off_peak" else value
        try:
            refuse_wrong_discount(value, standard[0])
        except PageChanged as problem:
            return NotRead(problem.reason)
        return value


def read_columns(source: str, table: Rectangle, words: PageLabels, place: str) -> TableFacts:
    """Read every price and version of a table. A row is read, ignored by name, reported, or refused (PageChanged)."""
    width = _labels(table)
    refuse_problems(cell for row in table for cell in row[:width])
    found, limits, added = TableFacts(_models(table, width)), dict[str, Sequence[TableCell]](), dict[str, str]()
    found.aside += badge_texts(table, place)
    for line, row in enumerate(table[1:], 2):
        labels, values = row[:width], row[width:]
        if (aside := _is_of_no_column(row, words)) is not None:
            added |= {f"row {line}": aside} if aside else {}
            continue
        _refuse_spans(labels, values, table[line - 2][width:])
        path = [cell for number, cell in enumerate(labels) if number == 0 or cell is not labels[number - 1]]
        if (what := _priced([cell.text for cell in path], words, found)) is not None:
            alone = compact_label(path[0].text) in words.names_currency or names_currency(values, words)
            for column, (model, cell) in enumerate(zip(found.models, values, strict=True), width + 1):
                where = f"{place}row {line} column {column}"
                found.add(source, words, (model, *what), cell, where, CellContext(names_currency=alone))
        elif compact_label(path[0].text) in words.features:
            _refuse_prices(row, words, "a price among the features")
            found.set_aside(row, place)
        elif len(path) > 1 or not _is_limit(path[0], words):
            added[f"row {line}"] = unread_text(path, values, words, "a row")
        else:
            _note_limits(limits, path[0], values, words)
            found.set_aside(row, place)
    if found.prices or found.empty:
        refuse_gaps(found)
    # An unknown row may be the version row under another label.
    renamed = [KeptFacts.of(ModelVersion, model=model) for model in found.models if limits and "version" not in limits]
    for where, text in added.items():
        found.not_read(f"{place}{where}", text, *renamed)
    if limits:
        found.is_detailed = True
        versions = list(_versions(source, found, limits, words))
        found.versions += [] if added and renamed else versions
    return found


def _is_of_no_column(row: Sequence[TableCell], words: PageLabels) -> str | None:
    """Return the text of a row that is one cell, empty or struck through; None for any other row."""
    # A cell covers neighbouring columns only.
    is_empty, is_one = not any(cell.text for cell in row), row[0] is row[-1]
    if not is_empty and not is_one:
        return None
    text = " | ".join(filter(None, map(str, dict.fromkeys(row))))
    return text if is_empty or not (CURRENCY.search(text) or words.is_label(text)) else None


def _labels(table: Rectangle) -> int:
    """Return the number of columns that the first label covers."""
    return sum(cell is table[0][0] for cell in table[0])


def badge_texts(table: Rectangle, place: str) -> list[tuple[str, str]]:
    """Return the badges of a table, each behind the text beside it."""
    cells = dict.fromkeys(cell for row in table for cell in row if cell.badges)
    return [(f"{cell.text} {' '.join(cell.badges)}", f"{place}a badge beside {cell.text}") for cell in cells]


def refuse_problems(labels: Iterable[TableCell]) -> None:
    """Raise PageChanged unless the labels are plain: the subject of a row or column must be certain."""
    for cell in labels:
        if cell.problem:
            raise PageChanged(cell.problem, str(cell))


def _models(table: Rectangle, width: int) -> list[str]:
    names = [cell.text for cell in table[0][width:]]
    for column, cell in enumerate(table[0][width:], width):
        if not is_model(cell):
            values = " | ".join(map(str, dict.fromkeys(row[column] for row in table[1:] if row[column].text)))
            raise PageChanged("a column whose title is not the name of a model", f"{str(cell) or 'no title'}: {values}")
    if width not in (1, 2, 3) or not 1 <= len(names) <= MOST_MODELS or len(set(names)) < len(names):
        raise PageChanged(f"{width} label columns and these models", " | ".join(names))
    return names


def is_model(cell: TableCell) -> bool:
    """Return True if a cell holds the name of a model that is not struck through."""
    return not cell.struck and MODEL.fullmatch(cell.text) is not None


def _refuse_spans(labels: Sequence[TableCell], values: Sequence[TableCell], above: Sequence[TableCell]) -> None:
    for value, other in zip(values, above, strict=True):
        if value is other and re.search("[0-9]", str(value)):
            raise PageChanged("a value that covers two rows", str(value))
    if values[0] is labels[-1]:
        raise PageChanged("a label reaches into the values", str(labels[-1]))


def _priced(path: Sequence[str], words: PageLabels, found: TableFacts) -> tuple[str, str] | None:
    """Return meter and band of a row of prices; None for another row, and for an unknown one among the prices."""
    first, *rest = (compact_label(text) for text in path)
    if first in words.meters:
        band, rest = "flat", [first, *rest]
    elif first in words.prices:
        band = words.bands.get(rest.pop()) if len(rest) == 2 else "flat"
    elif band := _band_of_hours(group := unify_label(path[0]), words):
        found.windows[band] = discount_window(group)
    else:
        return None
    known = band is not None and len(rest) == 1 and rest[0] in words.meters
    if not known and first in words.prices and len(path) > 1:
        return None
    if band is None or not known:
        raise PageChanged("a row of prices for something that is not known", " | ".join(path))
    return words.meters[rest[0]], band


def _band_of_hours(label: str, words: PageLabels) -> str | None:
    """Return the band of a label that has its hours (2025)."""
    bands = {"peak": words.standard, "off_peak": words.discount}
    return next((band for band, pattern in bands.items() if pattern.fullmatch(label)), None)


def _refuse_prices(row: Sequence[TableCell], words: PageLabels, reason: str) -> None:
    for cell in dict.fromkeys(row):
        label = compact_label(cell.text)
        if CURRENCY.search(str(cell)) or label in words.meters or label in words.bands:
            raise PageChanged(reason, str(cell))


def _is_limit(label: TableCell, words: PageLabels) -> bool:
    """Return True for the label of a row of versions or limits, or of an ignored row."""
    name = compact_label(label.text)
    return name in words.version or name in words.limits or name in words.unread_rows


def _note_limits(
    limits: dict[str, Sequence[TableCell]], label: TableCell, values: Sequence[TableCell], words: PageLabels
) -> None:
    name = compact_label(label.text)
    column = "version" if name in words.version else words.limits[name][0] if name in words.limits else None
    if column is not None and column not in limits:
        limits[column] = values
    elif name not in words.unread_rows:
        raise PageChanged("a row twice", str(label))
    _refuse_prices(values, words, "a price in a row of something else")


def refuse_gaps(found: TableFacts) -> None:
    """Raise PageChanged unless every model has every meter once, flat or in both bands, and some cell a price."""
    stated = [(price.meter, price.band) for price in found.prices] + [(meter, band) for _, meter, band in found.empty]
    wanted = sorted((meter, band) for meter in METERS for band in _bands(meter, stated) for _ in found.models)
    if sorted(stated) != wanted:
        raise PageChanged("prices are missing or printed twice", ", ".join(f"{meter} {band}" for meter, band in stated))
    if not found.prices:
        raise PageChanged("none of the cells holds a price", ", ".join(" ".join(key) for key in found.empty))


def _bands(meter: str, stated: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return BANDED if any((meter, band) in stated for band in BANDED) else ("flat",)


def _versions(
    source: str, found: TableFacts, limits: dict[str, Sequence[TableCell]], words: PageLabels
) -> Iterator[ModelVersion]:
    """Yield the versions (a row of their own since 2025-08). An unreadable value leaves the model as believed."""
    patterns = {"version": VERSION, **{column: pattern.pattern for column, pattern in words.limits.values()}}
    if missing := [column for column in ("context_length", "max_output") if column not in limits]:
        raise PageChanged("a row is missing", ", ".join(missing))
    for number, model in enumerate(found.models):
        said = {column: _limit(patterns[column], values[number]) for column, values in limits.items()}
        if None in said.values():
            odd = "; ".join(_odd(column, limits[column][number]) for column, value in said.items() if value is None)
            found.not_read(f"{model} version and limits", odd, KeptFacts.of(ModelVersion, model=model))
            continue
        yield ModelVersion(
            source=source,
            model=model,
            version=said.get("version"),
            context_length=said["context_length"],
            max_output=said["max_output"],
            locator=f"row MODEL VERSION column {number + 1}",
        )


def _odd(column: str, cell: TableCell) -> str:
    return f"{column} {cell}" if str(cell) else f"{column}: an empty cell"


def _limit(pattern: str, cell: TableCell) -> str | None:
    """Return the limit in a cell; None for any other text."""
    found = None if cell.problem else fullmatch(pattern, str(cell))
    return found and (found[1] if found.groups() else found[0])
