"""A price as DeepSeek prints it in a cell: the one in force, the one it was reduced from, and by how much.

From 2024-12 to 2025-02 the ORIGINAL stood first, with the number of a note, and the reduced price behind it. From
2025-02 to 2025-09 the per cent stood behind the price of the discount hours. From 2026-04 to 2026-05 the price in force
stood first, and the old one was struck through.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from scrapers.deepseek.words import Words, squeezed
from scrapers.page import PageChanged
from scrapers.tables import Cell

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


NONE = re.compile(r"[-\u2010-\u2015/]|N/?A|不支持|无", re.IGNORECASE)
FREE = re.compile(r"Free(?: of charge)?|免费", re.IGNORECASE)
OTHER_UNIT = re.compile(r"[$¥€£元/]|\b(?:USD|CNY|RMB|EUR|per)\b|美元|每", re.IGNORECASE)


def value_of(cell: Cell, words: Words) -> Amount | NotStated | NotRead:
    """What a cell says about a price.

    Raises PageChanged for an empty cell, two amounts, a number that is no amount, and another currency or unit: then
    the cell may belong to another place, and what stands beside it, too.
    """
    is_plain = not (cell.struck or cell.problem or cell.badges)
    if NONE.fullmatch(cell.text) and is_plain:
        return NotStated()
    if FREE.fullmatch(cell.text) and is_plain:
        return Amount(Decimal(0))
    try:
        return amount_of(cell, words)
    except PageChanged as problem:
        if not cell.text or is_foreign(cell, words):
            raise
        return NotRead(problem.reason)


def is_foreign(cell: Cell, words: Words) -> bool:
    """Whether a cell holds what belongs elsewhere: several amounts, another number, currency or unit, or a label."""
    text = " ".join((cell.text, *cell.badges))
    amounts = re.findall(words.amount, text)
    rest = re.sub(rf"{words.amount}(?: ?/ ?{words.unit})?", "", text, flags=re.IGNORECASE)
    label = squeezed(cell.text)
    is_number = not amounts and re.search(r"[0-9]", text) is not None
    is_label = label in words.meters or label in words.bands
    return len(amounts) > 1 or is_number or is_label or OTHER_UNIT.search(rest) is not None


def amount_of(cell: Cell, words: Words) -> Amount:
    """The price in a cell. Raises PageChanged for anything else."""
    if cell.problem or cell.badges:
        raise PageChanged(cell.problem or "a badge beside a price", str(cell))
    found = re.fullmatch(
        rf"{words.amount}(?: ?/ ?{words.unit})?(?: {words.amount}(?: ?/ ?{words.unit})?)?( ?{words.reduced.pattern})?",
        cell.text,
        re.IGNORECASE,
    )
    struck = [re.fullmatch(words.amount, text) for text in cell.struck]
    if found is None or None in struck or len(struck) > 1:
        raise PageChanged("not a price", str(cell))
    first, second, reduced, share = found.groups()
    if bool(second) and (struck or reduced or not cell.markers):
        raise PageChanged("two prices in a cell, and no note says which one holds", str(cell))
    if struck and not reduced:
        raise PageChanged("a price struck through, and nothing says by how much it is reduced", str(cell))
    listed = Decimal(first) if second else Decimal(struck[0][1]) if struck and struck[0] else None
    return _checked(Amount(Decimal(second or first), listed, _percent(share, words) if reduced else None), cell)


def _percent(share: str, words: Words) -> Decimal:
    """2.5折 is what is left, in tenths."""
    return Decimal(100 - int(10 * Decimal(share))) if words.in_tenths else Decimal(share)


def _checked(found: Amount, cell: Cell) -> Amount:
    if found.list_amount is not None:
        if found.percent_off is not None:
            refuse_wrong_discount(found, found.list_amount, str(cell))
        elif found.list_amount < found.amount:
            raise PageChanged("a reduced price above the original one", str(cell))
    return found


def refuse_wrong_discount(found: Amount, full: Decimal, text: str) -> None:
    """The per cent that are named have to lead from the full price to the reduced one."""
    if found.percent_off is None:
        return
    expected = full * (100 - found.percent_off) / 100
    if abs(expected - found.amount) > found.amount * ROUNDING:
        raise PageChanged("a discount that does not lead from one price to the other", text)
