"""A price as DeepSeek prints it in a cell: the one in force, the one it was reduced from, and by how much.

From 2024-12 to 2025-02 the ORIGINAL stood first, with the number of a note, and the reduced price behind it. From
2025-02 to 2025-09 the per cent stood behind the price of the discount hours. From 2026-04 to 2026-05 the price in force
stood first, and the old one was struck through.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scrapers.deepseek.pricing.label_text import NUMBER, decimal_of
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.page import PageChanged
from scrapers.parse import TableCell

ROUNDING = Decimal("0.05")
"""How far a reduced price may lie from what its percentage makes of the full price, as a share."""


@dataclass(frozen=True)
class Amount:
    """Digit for digit as printed; `list_amount` and `percent_off` are null where the cell does not say."""

    amount: Decimal
    list_amount: Decimal | None = None
    percent_off: Decimal | None = None


@dataclass(frozen=True)
class NotStated:
    """A cell that says that there is no such price."""


@dataclass(frozen=True)
class NotRead:
    """A cell that holds neither a price nor that there is none."""

    why: str


@dataclass(frozen=True)
class CellContext:
    """What the table around a cell says about the numbers in it."""

    names_currency: bool = False
    """A number that stands alone is in the currency of the table."""
    original_first: bool = False
    """Of two prices with the mark of a note the first one is the original (2024-12 to 2025-02)."""


NONE = re.compile(r"[-\u2010-\u2015\u2212/]{1,3}|N/?A|N\.A\.|不支持|无", re.IGNORECASE)
FREE = re.compile(r"Free(?: of charge)?|免费", re.IGNORECASE)
MARK = r"(?: ?(?:\([0-9]{1,2}\)|\[[0-9]{1,2}\]|[*\u2020\u2021])+)?"
"""The mark of a note that is not raised."""


def read_cell(cell: TableCell, words: PageLabels, around: CellContext = CellContext()) -> Amount | NotStated | NotRead:
    """What a cell says about a price.

    Raises PageChanged for a label and for a price in another unit: the cell belongs to another place or table.
    """
    text = " ".join((cell.text, *cell.badges))
    if words.is_label(cell.text):
        raise PageChanged("a label in place of a price", text)
    if has_other_unit(text, words):
        raise PageChanged("a price in a unit that is not known", text)
    is_plain = not (cell.struck or cell.problem or cell.badges)
    if NONE.fullmatch(cell.text) and is_plain:
        return NotStated()
    if FREE.fullmatch(cell.text) and is_plain:
        return Amount(Decimal(0))
    try:
        return _amount(cell, words, around)
    except PageChanged as problem:
        return NotRead(problem.reason)


def has_other_unit(text: str, words: PageLabels) -> bool:
    """Whether an amount is that of something else than a million tokens."""
    other_amount = r"[$\u00a5\uffe5]|[0-9.]+ ?(?:元|$)"
    unit = _million(words)
    behind = rf"{words.amount} ?(?:/(?! ?(?:{unit}|{other_amount}))|(?:\bper\b|每)(?! ?{unit}))"
    in_front = rf"每(?! ?{unit})[^0-9]*{words.amount}"
    return re.search(rf"{behind}|{in_front}", text, re.IGNORECASE) is not None


def names_currency(cells: Iterable[TableCell], words: PageLabels) -> bool:
    """Whether one of the cells of a row holds an amount with the currency of the table."""
    return any(re.fullmatch(rf"{words.amount}{_unit(words)}{MARK}", cell.text, re.IGNORECASE) for cell in cells)


def _unit(words: PageLabels) -> str:
    return rf"(?: ?(?:/|per|每) ?{_million(words)})?"


def _million(words: PageLabels) -> str:
    """A million tokens, as they may be called behind a price; a bare M is that nowhere else."""
    return rf"(?:{words.unit}|M(?![A-Za-z]))"


def _amount(cell: TableCell, words: PageLabels, around: CellContext) -> Amount:
    """The price in a cell. Raises PageChanged for anything else."""
    if not cell.text:
        raise PageChanged("a price struck through, and none in its place" if cell.struck else "an empty cell")
    if cell.problem or cell.badges:
        raise PageChanged(cell.problem or "a badge beside a price")
    if around.names_currency and not cell.struck and (alone := re.fullmatch(NUMBER + MARK, cell.text)):
        return Amount(decimal_of(alone[1]))
    one = words.amount + _unit(words)
    found = re.fullmatch(rf"{one}(?: {one})?( ?{words.reduced.pattern})?{MARK}", cell.text, re.IGNORECASE)
    if found is None:
        raise PageChanged("not a price")
    first, second, reduced, share = found.groups()
    if bool(second) and (cell.struck or reduced or not (cell.markers and around.original_first)):
        raise PageChanged("two prices in a cell, and no note says which one holds")
    amount = decimal_of(second or first)
    listed = decimal_of(first) if second else _struck(cell, words)
    if listed is not None and not reduced and not second and listed <= amount:
        return Amount(amount)
    return _checked(Amount(amount, listed, _percent(share, words) if reduced else None))


def _struck(cell: TableCell, words: PageLabels) -> Decimal | None:
    """The price that is struck through in a cell. Raises PageChanged for anything else that is."""
    found = [re.fullmatch(words.amount + _unit(words), text, re.IGNORECASE) for text in cell.struck]
    if not found:
        return None
    if len(found) > 1 or found[0] is None:
        raise PageChanged("something else than one price is struck through")
    return decimal_of(found[0][1])


def _percent(share: str, words: PageLabels) -> Decimal:
    """2.5折 is what is left, in tenths."""
    return Decimal(100 - int(10 * Decimal(share))) if words.in_tenths else Decimal(share)


def _checked(found: Amount) -> Amount:
    if found.list_amount is not None:
        if found.percent_off is not None:
            refuse_wrong_discount(found, found.list_amount)
        elif found.list_amount < found.amount:
            raise PageChanged("a reduced price above the original one")
    return found


def refuse_wrong_discount(found: Amount, full: Decimal) -> None:
    """Raise PageChanged where the per cent that are named do not lead from the full price to the reduced one."""
    if found.percent_off is None:
        return
    expected = full * (100 - found.percent_off) / 100
    if abs(expected - found.amount) > found.amount * ROUNDING:
        raise PageChanged("a discount that does not lead from one price to the other")
