"""Damage to single cells and amounts, and to rows as they are printed, whose spans then fit no more."""

import re
from decimal import Decimal
from random import Random

from bench.harness.damage.base import Base, exchanged, pick, put, two
from bench.harness.damage.tables import CELL, ROW, TABLE

AMOUNT = re.compile(r"(?<=\$)(?P<usd>[0-9]+(?:\.[0-9]+)?)|(?P<cny>[0-9]+(?:\.[0-9]+)?)(?=元)")
SPAN = re.compile(r'(?:col|row)span="([0-9]+)"')
WORDS = ("TBD", "-", "N/A", "", "Contact us", "待定", "$", "元", "免费", "Free", "$0", "0元", "$1.00-2.00", "from $1")
TAB = re.compile(r'role="tabpanel".*?</table>', re.DOTALL)
TENS = (Decimal(10), Decimal(100), Decimal(1000), Decimal("0.1"), Decimal("0.01"), Decimal("0.001"))


def amounts(text: str) -> list[re.Match[str]]:
    """The amounts in tables, the struck-through ones too: digits alone, without the currency."""
    inside = [(table.start(), table.end()) for table in TABLE.finditer(text)]
    return [match for match in AMOUNT.finditer(text) if any(start < match.start() < end for start, end in inside)]


def rows(text: str) -> list[re.Match[str]]:
    return list(ROW.finditer(text))


def cells(text: str) -> list[re.Match[str]]:
    return list(CELL.finditer(text))


def of_one_tab(text: str, found: list[re.Match[str]], rng: Random) -> list[re.Match[str]]:
    """Until February 2025 the page had a tab per currency: its other half is the other source's, and stays whole."""
    tabs = list(TAB.finditer(text))
    tab = pick(rng, tabs)
    return found if tab is None else [match for match in found if tab.start() <= match.start() < tab.end()]


def row_dropped(base: Base, rng: Random) -> str | None:
    row = pick(rng, rows(base.text))
    return row and put(base.text, row, "")


def row_doubled(base: Base, rng: Random) -> str | None:
    row = pick(rng, rows(base.text))
    return row and put(base.text, row, row[0] * 2)


def rows_exchanged(base: Base, rng: Random) -> str | None:
    pair = two(rng, of_one_tab(base.text, rows(base.text), rng))
    return pair and exchanged(base.text, *pair)


def row_rotated(base: Base, rng: Random) -> str | None:
    """The cells of a row, with its labels or without the first of them, one place on."""
    row = pick(rng, rows(base.text))
    its = [cell[0] for cell in cells(row[1])] if row else []
    start = rng.choice((0, 1, 2))
    return row and put(base.text, row, "".join(its[:start] + its[start + 1 :] + its[start : start + 1]), 1)


def cell_dropped(base: Base, rng: Random) -> str | None:
    cell = pick(rng, cells(base.text))
    return cell and put(base.text, cell, "")


def cell_doubled(base: Base, rng: Random) -> str | None:
    cell = pick(rng, cells(base.text))
    return cell and put(base.text, cell, cell[0] * 2)


def cell_moved(base: Base, rng: Random) -> str | None:
    """A cell dropped in one place and put into another."""
    pair = two(rng, of_one_tab(base.text, cells(base.text), rng))
    if pair is None:
        return None
    one, other = pair
    return put(put(base.text, other, one[0] + other[0]), one, "")


def cells_exchanged(base: Base, rng: Random) -> str | None:
    pair = two(rng, of_one_tab(base.text, cells(base.text), rng))
    return pair and exchanged(base.text, *pair)


def cell_in_words(base: Base, rng: Random) -> str | None:
    cell = pick(rng, cells(base.text))
    return cell and put(base.text, cell, rng.choice(WORDS), 2)


def amount_in_words(base: Base, rng: Random) -> str | None:
    """Or without a digit, or with the number of a note drawn into it."""
    amount = pick(rng, amounts(base.text))
    return amount and put(base.text, amount, rng.choice((*WORDS, f"{amount[0]},000", f"{amount[0]} {amount[0]}")))


def other_currency(base: Base, rng: Random) -> str | None:
    amount = pick(rng, amounts(base.text))
    if amount is None:
        return None
    if amount["usd"]:
        return f"{base.text[: amount.start() - 1]}{amount[0]}元{base.text[amount.end() :]}"
    return f"{base.text[: amount.start()]}${amount[0]}{base.text[amount.end() + 1 :]}"


def span_changed(base: Base, rng: Random) -> str | None:
    span = pick(rng, list(SPAN.finditer(base.text)))
    return span and put(base.text, span, str(int(span[1]) + rng.choice((1, -1))), 1)


def span_added(base: Base, rng: Random) -> str | None:
    cell = pick(rng, cells(base.text))
    return cell and put(base.text, cell, f'{cell[1]} {rng.choice(("col", "row"))}span="2"', 1)


def amounts_exchanged(base: Base, rng: Random) -> str | None:
    pair = two(rng, of_one_tab(base.text, amounts(base.text), rng))
    return pair and exchanged(base.text, *pair)


def amount_copied(base: Base, rng: Random) -> str | None:
    """An amount stands in another cell, too."""
    pair = two(rng, of_one_tab(base.text, amounts(base.text), rng))
    return pair and put(base.text, pair[0], pair[1][0])


def price_digit(base: Base, rng: Random) -> str | None:
    """A digit of an amount changed, dropped or doubled."""
    amount = pick(rng, amounts(base.text))
    if amount is None:
        return None
    place = rng.choice([n for n, sign in enumerate(amount[0]) if sign.isdigit()])
    digit = rng.choice((*"0123456789", "", amount[0][place] * 2))
    return put(base.text, amount, amount[0][:place] + digit + amount[0][place + 1 :])


def decimal_moved(base: Base, rng: Random) -> str | None:
    amount = pick(rng, amounts(base.text))
    return amount and put(base.text, amount, times(amount[0], rng.choice(TENS)))


def decimals_moved(base: Base, rng: Random) -> str | None:
    """Of every amount of a table."""
    table = pick(rng, list(TABLE.finditer(base.text)))
    by = rng.choice(TENS)
    return table and put(base.text, table, AMOUNT.sub(lambda amount: times(amount[0], by), table[0]))


def point_dropped(base: Base, rng: Random) -> str | None:
    amount = pick(rng, [match for match in amounts(base.text) if "." in match[0]])
    return amount and put(base.text, amount, amount[0].replace(".", rng.choice(("", ",", " "))))


def times(amount: str, by: Decimal) -> str:
    """As a page prints it: without an exponent."""
    return f"{Decimal(amount) * by:f}"
