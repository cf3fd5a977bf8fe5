"""A price in a cell of DeepSeek's tables: the price in force, the price it was reduced from, and the percentage.

From 2024-12 to 2025-02 the ORIGINAL price stood first, with a note number, and the reduced price behind it. From
2025-02 to 2025-09 the percentage stood behind the price of the discount hours. From 2026-04 to 2026-05 the price in
force stood first, and the old one was struck through.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from scrapers.deepseek.pricing.label_text import NUMBER, decimal_of
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.page import PageChanged
from scrapers.parse import TableCell

ROUNDING = Decimal("0.05")
"""Allowed deviation of a reduced price from its percentage of the full price, as a share."""


@dataclass(frozen=True)
class Amount:
    """A price, digit for digit as printed; `list_amount` and `percent_off` are None if the cell has none."""

    amount: Decimal
    list_amount: Decimal | None = None
    percent_off: Decimal | None = None


@dataclass(frozen=True)
class NotStated:
    """A cell that states that there is no such price."""


@dataclass(frozen=True)
class NotRead:
    """A cell that holds neither a price nor a statement that there is none."""

    why: str


@dataclass(frozen=True)
class CellContext:
    """Facts about the table around a cell that decide how its numbers are read."""

    names_currency: bool = False
    """True if a number alone is in the table's currency."""
    original_first: bool = False
    """True if the first of two prices with a note marker is the original (2024-12 to 2025-02)."""


NONE = re.compile(r"[-\u2010-\u2015\u2212/]{1,3}|N/?A|N\.A\.|不支持|无", re.IGNORECASE)
FREE = re.compile(r"Free(?: of charge)?|免费", re.IGNORECASE)
MARK = r"(?: ?(?:\([0-9]{1,2}\)|\[[0-9]{1,2}\]|[*\u2020\u2021])+)?"
"""A note marker that is not superscript."""
ALONE = re.compile(NUMBER + MARK)
PER = re.compile("[/每]|per", re.IGNORECASE)
"""Signs of a unit."""


def read_cell(
    cell: TableCell, page_labels: PageLabels, around: CellContext = CellContext()
) -> Amount | NotStated | NotRead:
    """Read a cell of prices.

    Raises PageChanged for a label and for a price in another unit: the cell belongs to another place or table.
    """
    text = " ".join((cell.text, *cell.badges))
    if page_labels.is_label(cell.text):
        raise PageChanged("a label in place of a price", text)
    if has_other_unit(text, page_labels):
        raise PageChanged("a price in a unit that is not known", text)
    is_plain = not (cell.struck or cell.problem or cell.badges)
    if NONE.fullmatch(cell.text) and is_plain:
        return NotStated()
    if FREE.fullmatch(cell.text) and is_plain:
        return Amount(Decimal(0))
    try:
        return _amount(cell, page_labels, around)
    except PageChanged as problem:
        return NotRead(problem.reason)


def has_other_unit(text: str, page_labels: PageLabels) -> bool:
    """Return True if an amount is per something else than a million tokens."""
    return PER.search(text) is not None and _forms(page_labels).other_unit.search(text) is not None


def names_currency(cells: Iterable[TableCell], page_labels: PageLabels) -> bool:
    """Return True if one of the cells holds an amount with the table's currency."""
    amount = _forms(page_labels).with_currency
    return any(amount.fullmatch(cell.text) for cell in cells)


@dataclass(frozen=True)
class PriceForms:
    """The patterns of the prices in the cells of a language."""

    other_unit: re.Pattern[str]
    """An amount per something else than a million tokens."""
    with_currency: re.Pattern[str]
    """An amount with its currency."""
    cell: re.Pattern[str]
    """One or two amounts with what reduces them."""
    struck: re.Pattern[str]


def _forms(page_labels: PageLabels) -> PriceForms:
    return _compiled(page_labels.amount, page_labels.unit, page_labels.reduced.pattern)


@lru_cache(maxsize=8)
def _compiled(amount: str, unit: str, reduced: str) -> PriceForms:
    # A bare M behind a price means a million tokens, and nowhere else.
    million, other_amount = rf"(?:{unit}|M(?![A-Za-z]))", r"[$\u00a5\uffe5]|[0-9.]+ ?(?:元|$)"
    behind = rf"{amount} ?(?:/(?! ?(?:{million}|{other_amount}))|(?:\bper\b|每)(?! ?{million}))"
    in_front = rf"每(?! ?{million})[^0-9]*{amount}"
    form = rf"{amount}(?: ?(?:/|per|每) ?{million})?"
    return PriceForms(
        other_unit=re.compile(rf"{behind}|{in_front}", re.IGNORECASE),
        with_currency=re.compile(rf"{form}{MARK}", re.IGNORECASE),
        cell=re.compile(rf"{form}(?: {form})?( ?{reduced})?{MARK}", re.IGNORECASE),
        struck=re.compile(form, re.IGNORECASE),
    )


def _amount(cell: TableCell, page_labels: PageLabels, around: CellContext) -> Amount:
    """Return the price in a cell. Raises PageChanged for any other text."""
    if not cell.text:
        raise PageChanged("a price struck through, and none in its place" if cell.struck else "an empty cell")
    if cell.problem or cell.badges:
        raise PageChanged(cell.problem or "a badge beside a price")
    if around.names_currency and not cell.struck and (alone := ALONE.fullmatch(cell.text)):
        return Amount(decimal_of(alone[1]))
    match = _forms(page_labels).cell.fullmatch(cell.text)
    if match is None:
        raise PageChanged("not a price")
    first, second, reduced, share = match.groups()
    if bool(second) and (cell.struck or reduced or not (cell.markers and around.original_first)):
        raise PageChanged("two prices in a cell, and no note says which one holds")
    amount = decimal_of(second or first)
    listed = decimal_of(first) if second else _struck(cell, page_labels)
    if listed is not None and not reduced and not second and listed <= amount:
        return Amount(amount)
    return _checked(Amount(amount, listed, _percent(share, page_labels) if reduced else None))


def _struck(cell: TableCell, page_labels: PageLabels) -> Decimal | None:
    """Return the price that is struck through in a cell. Raises PageChanged for any other struck text."""
    matches = [_forms(page_labels).struck.fullmatch(text) for text in cell.struck]
    if not matches:
        return None
    if len(matches) > 1 or matches[0] is None:
        raise PageChanged("something else than one price is struck through")
    return decimal_of(matches[0][1])


def _percent(share: str, page_labels: PageLabels) -> Decimal:
    """Return the percentage off; 2.5折 is what is left to pay, in tenths."""
    return Decimal(100 - int(10 * Decimal(share))) if page_labels.in_tenths else Decimal(share)


def _checked(amount: Amount) -> Amount:
    if amount.list_amount is not None:
        if amount.percent_off is not None:
            refuse_wrong_discount(amount, amount.list_amount)
        elif amount.list_amount < amount.amount:
            raise PageChanged("a reduced price above the original one")
    return amount


def refuse_wrong_discount(amount: Amount, full: Decimal) -> None:
    """Raise PageChanged if the percentage does not lead from the full price to the reduced one."""
    if amount.percent_off is None:
        return
    expected = full * (100 - amount.percent_off) / 100
    if abs(expected - amount.amount) > amount.amount * ROUNDING:
        raise PageChanged("a discount that does not lead from one price to the other")
