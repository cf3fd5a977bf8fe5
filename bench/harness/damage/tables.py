"""Damage to tables: rows, columns and cells, as they are printed or with their spans mended."""

import re
from collections.abc import Callable, Sequence
from random import Random

from bench.harness.damage.base import Base, Choice, pick, put

TABLE = re.compile(r"<table[^>]*>.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[dh]([^>]*)>(.*?)</t[dh]>", re.DOTALL)

Rows = list[list[re.Match[str]]]
Cut = Callable[[Rows, int, Random], Rows | None]
"""Damage to an expanded table; the number is that of its label columns."""


def expanded(table: str) -> Rows:
    """The table with a cell in every place that it covers."""
    lines = [list(CELL.finditer(row[1])) for row in ROW.finditer(table)]
    grid: list[dict[int, re.Match[str]]] = [{} for _ in lines]
    for place, line in enumerate(lines):
        column = 0
        for cell in line:
            while column in grid[place]:
                column += 1
            across, down = (_span(cell, name) for name in ("colspan", "rowspan"))
            for below in grid[place : place + down]:
                below.update(dict.fromkeys(range(column, column + across), cell))
            column += across
    return [[row[column] for column in sorted(row)] for row in grid]


def _span(cell: re.Match[str], name: str) -> int:
    found = re.search(rf'{name}="([0-9]+)"', cell[1])
    return int(found[1]) if found else 1


def printed(rows: Rows) -> str:
    """The HTML of an expanded table: neighbours that are one cell are printed as one."""
    done: set[tuple[int, int]] = set()
    lines: list[str] = []
    for line, row in enumerate(rows):
        cells: list[str] = []
        for column, cell in enumerate(row):
            if (line, column) in done:
                continue
            across = next((n for n in range(1, len(row) - column) if row[column + n] is not cell), len(row) - column)
            wanted = row[column : column + across]
            down = 1
            while line + down < len(rows) and _same(rows[line + down][column : column + across], wanted):
                down += 1
            done |= {(line + below, column + beside) for below in range(down) for beside in range(across)}
            cells.append(f'<td colspan="{across}" rowspan="{down}">{cell[2]}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _same(cells: Sequence[re.Match[str]], others: Sequence[re.Match[str]]) -> bool:
    return len(cells) == len(others) and all(cell is other for cell, other in zip(cells, others, strict=True))


def mended(cut: Cut) -> Callable[[Base, Random], str | None]:
    """Damage after which the table is a clean rectangle again."""

    def damage(base: Base, rng: Random) -> str | None:
        table = pick(rng, list(TABLE.finditer(base.text)))
        rows = expanded(table[0]) if table else []
        if table is None or len(rows) < 2 or len({len(row) for row in rows}) > 1:
            return None
        found = cut(rows, _span(rows[0][0], "colspan"), rng)
        return None if found is None else put(base.text, table, printed(found))

    return damage


def row_dropped(rows: Rows, labels: int, rng: Random) -> Rows:
    place = rng.randrange(len(rows))
    return rows[:place] + rows[place + 1 :]


def rows_exchanged(rows: Rows, labels: int, rng: Random) -> Rows:
    return _exchanged(rows, *rng.sample(range(len(rows)), 2))


def row_doubled(rows: Rows, labels: int, rng: Random) -> Rows:
    place = rng.randrange(len(rows))
    return [*rows[:place], rows[place], *rows[place:]]


def values_of_rows_exchanged(rows: Rows, labels: int, rng: Random) -> Rows:
    one, other = rng.sample(range(len(rows)), 2)
    values = [row[labels:] for row in rows]
    return [row[:labels] + its for row, its in zip(rows, _exchanged(values, one, other), strict=True)]


def row_rotated(rows: Rows, labels: int, rng: Random) -> Rows:
    place, start = rng.randrange(len(rows)), rng.choice((0, labels))
    return [
        row[:start] + row[start + 1 :] + row[start : start + 1] if line == place else row
        for line, row in enumerate(rows)
    ]


def column_dropped(rows: Rows, labels: int, rng: Random) -> Rows:
    place = rng.randrange(len(rows[0]))
    return [row[:place] + row[place + 1 :] for row in rows]


def columns_exchanged(rows: Rows, labels: int, rng: Random) -> Rows | None:
    places = range(labels, len(rows[0]))
    if len(places) < 2:
        return None
    one, other = rng.sample(places, 2)
    return [_exchanged(row, one, other) for row in rows]


def headers_exchanged(rows: Rows, labels: int, rng: Random) -> Rows | None:
    moved = columns_exchanged(rows, labels, rng)
    return moved and [moved[0], *rows[1:]]


def values_exchanged(rows: Rows, labels: int, rng: Random) -> Rows | None:
    """Of all rows or, where the models are columns, of some in the middle."""
    moved = columns_exchanged(rows, labels, rng)
    first = rng.choice((1, rng.randrange(1, len(rows))))
    last = rng.choice((len(rows), rng.randrange(first, len(rows)) + 1))
    return moved and [*rows[:first], *moved[first:last], *rows[last:]]


def column_doubled(rows: Rows, labels: int, rng: Random) -> Rows:
    place = rng.randrange(len(rows[0]))
    return [[*row[:place], row[place], *row[place:]] for row in rows]


def column_copied(rows: Rows, labels: int, rng: Random) -> Rows | None:
    """The values of one column stand in another, too."""
    places = range(labels, len(rows[0]))
    if len(places) < 2:
        return None
    one, other = rng.sample(places, 2)
    return [rows[0], *([*row[:other], row[one], *row[other + 1 :]] for row in rows[1:])]


def column_shifted(rows: Rows, labels: int, rng: Random) -> Rows | None:
    """One column's values move down or up a row; the last one comes first."""
    if labels >= len(rows[0]):
        return None
    place, first = rng.randrange(labels, len(rows[0])), rng.randrange(1, len(rows))
    column = [row[place] for row in rows[first:]]
    by = rng.choice((1, -1))
    turned = column[-by:] + column[:-by]
    return [
        *rows[:first],
        *([*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows[first:], turned, strict=True)),
    ]


def _exchanged(found: list[Choice], one: int, other: int) -> list[Choice]:
    copy = list(found)
    copy[one], copy[other] = copy[other], copy[one]
    return copy
