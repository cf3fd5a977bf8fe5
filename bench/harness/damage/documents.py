"""Damage to Markdown documents: their lines, headings, tables, rows, columns and cells."""

import re
from collections.abc import Callable
from random import Random

from bench.harness.damage.base import BasePage, Damage, exchanged, pick, put, two
from bench.harness.damage.cells import TENS, times

TABLE = re.compile(r"^\|.*\n\|[-| :]+\|\n(?:\|.*\n?)*", re.MULTILINE)
ROW = re.compile(r"^\|(?! ?:?-)[^\n]*\|\n", re.MULTILINE)
"""A row of a table, or its titles."""
CELL = re.compile(r"(?<=\|)(?!\n)((?:[^|\n\\]|\\.)*)(?=\|)")
HEADING = re.compile(r"^#{1,6} [^\n]+\n", re.MULTILINE)
LINE = re.compile(r"^(?![|#\n])[^\n]+\n", re.MULTILINE)
AMOUNT = re.compile(r"(?<=[$¥])[0-9]+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?= ?元)")
DATE = re.compile(r"[A-Z][a-z]+ [0-9]{1,2}, 20[0-9]{2}|(?<![a-z0-9]-)20[0-9]{2}-[0-9]{2}-[0-9]{2}")
UNITS = ("/ KTok", "/ 1K tokens", "per request", "/ MTok / hour", "¥", "€")
WORDS = ("TBD", "Contact us", "See note", "$", "soon", "from $1", "$1-2", "?", "3", "N.A.")
TITLES = ("Price", "Cost", "Amount", "Modèle", "Tokens", "", "Output tokens (old)", "Day")
TextGrid = list[list[str]]


def row_dropped(base: BasePage, rng: Random) -> str | None:
    row = pick(rng, list(ROW.finditer(base.text)))
    return row and put(base.text, row, "")


def row_doubled(base: BasePage, rng: Random) -> str | None:
    row = pick(rng, list(ROW.finditer(base.text)))
    return row and put(base.text, row, row[0] * 2)


def rows_exchanged(base: BasePage, rng: Random) -> str | None:
    """Anywhere on the page: a row may come into another table."""
    pair = two(rng, list(ROW.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def of_a_table(change: Callable[[TextGrid, Random], bool]) -> Damage:
    """Damage to a table that leaves it a table. `change` returns False where there is nothing to damage so."""

    def damage(base: BasePage, rng: Random) -> str | None:
        table = pick(rng, list(TABLE.finditer(base.text)))
        if table is None:
            return None
        grid = [CELL.findall(line) for line in table[0].splitlines()]
        if len({len(row) for row in grid}) > 1 or not change(grid, rng):
            return None
        return put(base.text, table, "".join(f"|{'|'.join(row)}|\n" for row in grid))

    return damage


def columns_exchanged(grid: TextGrid, rng: Random) -> bool:
    """With their titles: nothing else is said."""
    return _exchange(grid, rng, range(len(grid)))


def titles_exchanged(grid: TextGrid, rng: Random) -> bool:
    return _exchange(grid, rng, range(1))


def values_exchanged(grid: TextGrid, rng: Random) -> bool:
    return _exchange(grid, rng, range(2, len(grid)))


def _exchange(grid: TextGrid, rng: Random, lines: range) -> bool:
    if len(grid[0]) < 2 or len(grid) < 3:
        return False
    one, other = rng.sample(range(len(grid[0])), 2)
    for line in lines:
        row = grid[line]
        row[one], row[other] = row[other], row[one]
    return True


def values_of_rows_exchanged(grid: TextGrid, rng: Random) -> bool:
    if len(grid) < 4:
        return False
    one, other = rng.sample(range(2, len(grid)), 2)
    grid[one][1:], grid[other][1:] = grid[other][1:], grid[one][1:]
    return True


def column_dropped(grid: TextGrid, rng: Random) -> bool:
    place = rng.randrange(len(grid[0]))
    for row in grid:
        row.pop(place)
    return len(grid[0]) > 0


def column_doubled(grid: TextGrid, rng: Random) -> bool:
    place = rng.randrange(len(grid[0]))
    for row in grid:
        row.insert(place, row[place])
    return True


def column_copied(grid: TextGrid, rng: Random) -> bool:
    """The values of one column stand under another title, too."""
    if len(grid[0]) < 3:
        return False
    one, other = rng.sample(range(1, len(grid[0])), 2)
    for row in grid[2:]:
        row[one] = row[other]
    return True


def all_rows_dropped(grid: TextGrid, rng: Random) -> bool:
    del grid[rng.choice((2, 2, min(3, len(grid)))) :]
    return True


def title_renamed(grid: TextGrid, rng: Random) -> bool:
    grid[0][rng.randrange(len(grid[0]))] = f" {rng.choice(TITLES)} "
    return True


def titles_in_another_case(grid: TextGrid, rng: Random) -> bool:
    grid[0] = [rng.choice((str.upper, str.lower, str.title))(title) for title in grid[0]]
    return True


def cell_dropped(base: BasePage, rng: Random) -> str | None:
    cell = pick(rng, list(CELL.finditer(base.text)))
    return cell and base.text[: cell.start()] + base.text[cell.end() + 1 :]


def cell_in_words(base: BasePage, rng: Random) -> str | None:
    cell = pick(rng, list(CELL.finditer(base.text)))
    return cell and put(base.text, cell, f" {rng.choice(WORDS)} ")


def words_added(base: BasePage, rng: Random) -> str | None:
    """A phrase that nobody knows, in a cell."""
    cell = pick(rng, list(CELL.finditer(base.text)))
    phrase = rng.choice(
        ("for new customers", "(see note)", "until further notice", "+ taxes", "before 2027", "or less")
    )
    return cell and put(base.text, cell, f" {cell[0].strip()} {phrase} ")


def cells_exchanged(base: BasePage, rng: Random) -> str | None:
    """Of one row."""
    row = pick(rng, list(ROW.finditer(base.text)))
    pair = row and two(rng, list(CELL.finditer(row[0])))
    return put(base.text, row, exchanged(row[0], *pair)) if row and pair else None


def unit_changed(base: BasePage, rng: Random) -> str | None:
    amount = pick(rng, list(AMOUNT.finditer(base.text)))
    if amount is None:
        return None
    end = re.compile(r" ?/ ?MTok").match(base.text, amount.end())
    return base.text[: amount.end()] + f" {rng.choice(UNITS)}" + base.text[end.end() if end else amount.end() :]


def heading_dropped(base: BasePage, rng: Random) -> str | None:
    heading = pick(rng, list(HEADING.finditer(base.text)))
    return heading and put(base.text, heading, "")


def heading_renamed(base: BasePage, rng: Random) -> str | None:
    heading = pick(rng, list(HEADING.finditer(base.text)))
    words = rng.choice(("Overview", "Legacy", "Prices", "Other models", "Batch", ""))
    return heading and put(base.text, heading, f"{heading[0].split(' ')[0]} {words}\n")


def headings_exchanged(base: BasePage, rng: Random) -> str | None:
    pair = two(rng, list(HEADING.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def table_dropped(base: BasePage, rng: Random) -> str | None:
    table = pick(rng, list(TABLE.finditer(base.text)))
    return table and put(base.text, table, "")


def tables_exchanged(base: BasePage, rng: Random) -> str | None:
    pair = two(rng, list(TABLE.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def line_dropped(base: BasePage, rng: Random) -> str | None:
    line = pick(rng, list(LINE.finditer(base.text)))
    return line and put(base.text, line, "")


def line_doubled(base: BasePage, rng: Random) -> str | None:
    line = pick(rng, list(LINE.finditer(base.text)))
    return line and put(base.text, line, line[0] * 2)


def row_of_another_day(base: BasePage, rng: Random) -> str | None:
    row, other = pick(rng, list(ROW.finditer(base.text))), pick(rng, list(ROW.finditer(base.of_another_day(rng))))
    return row and other and put(base.text, row, other[0])


def amounts_exchanged(base: BasePage, rng: Random) -> str | None:
    pair = two(rng, list(AMOUNT.finditer(base.text)))
    return pair and exchanged(base.text, *pair)


def price_digit(base: BasePage, rng: Random) -> str | None:
    amount = pick(rng, list(AMOUNT.finditer(base.text)))
    if amount is None:
        return None
    place = rng.choice([n for n, sign in enumerate(amount[0]) if sign.isdigit()])
    digit = rng.choice((*"0123456789", "", amount[0][place] * 2))
    return put(base.text, amount, amount[0][:place] + digit + amount[0][place + 1 :])


def decimal_moved(base: BasePage, rng: Random) -> str | None:
    amount = pick(rng, list(AMOUNT.finditer(base.text)))
    return amount and put(base.text, amount, times(amount[0], rng.choice(TENS)))


def decimals_moved(base: BasePage, rng: Random) -> str | None:
    """Of every amount of a table."""
    table = pick(rng, list(TABLE.finditer(base.text)))
    by = rng.choice(TENS)
    return table and put(base.text, table, AMOUNT.sub(lambda amount: times(amount[0], by), table[0]))


def date_digit(base: BasePage, rng: Random) -> str | None:
    date = pick(rng, list(DATE.finditer(base.text)))
    digit = pick(rng, list(re.compile("[0-9]").finditer(base.text, date.start(), date.end()))) if date else None
    return digit and put(base.text, digit, rng.choice([sign for sign in "0123456789" if sign != digit[0]]))


def date_in_words(base: BasePage, rng: Random) -> str | None:
    date = pick(rng, list(DATE.finditer(base.text)))
    return date and put(base.text, date, rng.choice(("soon", "TBD", "mid 2027", "Q1 2027", "31/12", "the end of 2027")))


def escapes_lost(base: BasePage, rng: Random) -> str | None:
    """Or added, where Markdown takes them away again."""
    return base.text.replace("\\", "") if rng.random() < 0.5 else base.text.replace("$", "\\$")


def footnotes_added(base: BasePage, rng: Random) -> str | None:
    """Marks behind cells, which say nothing."""
    cell = pick(rng, [found for found in CELL.finditer(base.text) if found[0].strip(" :-")])
    mark = rng.choice(("<sup>2</sup>", "^\\*^", "[^1]", "*", "†"))
    return cell and put(base.text, cell, f" {cell[0].strip()}{mark} ")


def letter_changed(base: BasePage, rng: Random) -> str:
    place = rng.randrange(len(base.text))
    return base.text[:place] + rng.choice("abcXYZ 0159.,-|#$`*\\\n") + base.text[place + 1 :]


def letters_lost(base: BasePage, rng: Random) -> str:
    place, count = rng.randrange(len(base.text)), rng.randrange(1, 40)
    return base.text[:place] + base.text[place + count :]


DOCUMENT: dict[str, Damage] = {
    "document row dropped": row_dropped,
    "document row doubled": row_doubled,
    "document rows exchanged": rows_exchanged,
    "document columns exchanged": of_a_table(columns_exchanged),
    "document titles exchanged": of_a_table(titles_exchanged),
    "document values exchanged": of_a_table(values_exchanged),
    "document values of rows exchanged": of_a_table(values_of_rows_exchanged),
    "document column dropped": of_a_table(column_dropped),
    "document column doubled": of_a_table(column_doubled),
    "document column copied": of_a_table(column_copied),
    "document rows dropped": of_a_table(all_rows_dropped),
    "document title renamed": of_a_table(title_renamed),
    "document titles in another case": of_a_table(titles_in_another_case),
    "document cell dropped": cell_dropped,
    "document cell in words": cell_in_words,
    "document words added": words_added,
    "document cells exchanged": cells_exchanged,
    "document unit changed": unit_changed,
    "document heading dropped": heading_dropped,
    "document heading renamed": heading_renamed,
    "document headings exchanged": headings_exchanged,
    "document table dropped": table_dropped,
    "document tables exchanged": tables_exchanged,
    "document line dropped": line_dropped,
    "document line doubled": line_doubled,
    "document row of another day": row_of_another_day,
    "document amounts exchanged": amounts_exchanged,
    "document a digit of a price": price_digit,
    "document decimal moved": decimal_moved,
    "document decimals moved": decimals_moved,
    "document a digit of a date": date_digit,
    "document date in words": date_in_words,
    "document escapes": escapes_lost,
    "document footnotes added": footnotes_added,
    "document letter changed": letter_changed,
    "document letters lost": letters_lost,
}
