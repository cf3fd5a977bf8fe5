"""Prints tables for people, as wide as their terminal, and CSV for programs."""

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from itertools import zip_longest
from shutil import get_terminal_size
from typing import Any

from sqlalchemy import Row

from alerts.texts import CONTROL, one_json
from cli.printing.show import hint, json_line, mapping, plain, print_drawn, print_line, styled, when
from cli.printing.wrapping import folded, padded, width

TableRow = Mapping[str, Any]
Style = Callable[[TableRow], str]
"""The style of a row, as `styled` knows it: `bold red`; empty for none."""
GAP = 2
"""The space between columns."""
LEAST_OF_TEXT = 24
"""A column of sentences gets at least so much width, before optional columns are left out."""
NUMBER = re.compile(r"[-+]?[0-9][0-9.]*%?")


def terminal_width() -> int:
    """Return the number of columns of the terminal; 80 if the output is a pipe and COLUMNS is not set."""
    return get_terminal_size((80, 24)).columns


def rows(
    view_rows: Sequence[Row[Any]],
    as_json: bool,
    columns: Sequence[str] = (),
    nothing: str = "nothing found",
    *,
    as_csv: bool = False,
    optional: Sequence[str] = (),
) -> None:
    """Print rows of a view: all columns as JSON Lines or CSV, or the named ones as a table."""
    if not view_rows:
        hint(nothing)
    elif as_csv:
        csv_rows([mapping(row) for row in view_rows])
    elif as_json:
        for row in view_rows:
            print_line(json_line(mapping(row)))
    else:
        table([{name: mapping(row)[name] for name in columns} for row in view_rows], optional)


def csv_rows(mappings: Sequence[TableRow]) -> None:
    """Print rows as CSV under the names of their columns; unknown values are empty."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(mappings[0])
    writer.writerows([_cell(value) for value in row.values()] for row in mappings)


def _cell(value: object) -> object:
    """Return a value as a CSV file has it: lists and objects are JSON, as in `--json`."""
    shown = plain(value)
    if isinstance(shown, str):
        return shown.translate(CONTROL)
    return shown if shown is None or isinstance(shown, int | float) else one_json(shown)


def table(mappings: Sequence[TableRow], optional: Sequence[str] = (), style: Style | None = None) -> None:
    """Print rows under their column names, as wide as the terminal.

    `optional` names columns that are left out, the last one first, where the terminal is too narrow.
    """
    shown = [{name: _shown(value) for name, value in row.items()} for row in mappings]
    widths = _fitting(_widths({name: [name, *(row[name] for row in shown)] for name in shown[0]}, optional))
    numbers = {name for name in widths if _are_numbers([row[name] for row in shown])}
    for line in _lines({name: name for name in widths}, widths, numbers, is_head=True):
        print_drawn(styled(line, "bold"))
    rule = "─" if (sys.stdout.encoding or "utf-8").lower().startswith("utf") else "-"
    print_drawn(rule * (sum(widths.values()) + GAP * (len(widths) - 1)))
    for cells, row in zip(shown, mappings, strict=True):
        for line in _lines(cells, widths, numbers):
            print_drawn(styled(line, style(row) if style else ""))


def _lines(
    cells: Mapping[str, str], widths: Mapping[str, int], numbers: Set[str], *, is_head: bool = False
) -> Iterator[str]:
    """Yield the lines of a row. Numbers stand to the right; the cells of the head stand at its foot."""
    columns = [folded(cells[name], columns) for name, columns in widths.items()]
    if is_head:
        most = max(map(len, columns))
        columns = [[""] * (most - len(lines)) + lines for lines in columns]
    for line in zip_longest(*columns, fillvalue=""):
        fields = zip(line, widths.items(), strict=True)
        aligned = (padded(text, columns, to_the_right=name in numbers) for text, (name, columns) in fields)
        yield (" " * GAP).join(aligned).rstrip()


def _widths(columns: Mapping[str, Sequence[str]], optional: Sequence[str]) -> dict[str, int]:
    """Return the width of each column that is printed. Columns of sentences share what the others leave."""
    widths = {
        name: max(width(line) for cell in cells for line in cell.splitlines() or [""])
        for name, cells in columns.items()
    }
    wide = {name for name, needed in widths.items() if needed > LEAST_OF_TEXT}
    texts = {name for name in wide if any(" " in cell for cell in columns[name][1:])}
    for name in reversed([name for name in optional if name in widths]):
        if _left(widths, texts) < LEAST_OF_TEXT * len(texts):
            del widths[name]
            texts.discard(name)
    left = _left(widths, texts)
    for shared, name in enumerate(sorted(texts, key=widths.__getitem__)):
        widths[name] = min(widths[name], max(LEAST_OF_TEXT, left // (len(texts) - shared)))
        left -= widths[name]
    return widths


def _left(widths: Mapping[str, int], texts: Set[str]) -> int:
    """Return the width that the other columns and the space between all leave for those of sentences."""
    others = (needed for name, needed in widths.items() if name not in texts)
    return terminal_width() - GAP * (len(widths) - 1) - sum(others)


def _fitting(widths: Mapping[str, int]) -> dict[str, int]:
    """Return widths that fit the terminal: the widest columns become narrower, whatever they hold."""
    found = dict(widths)
    for _ in range(-_left(found, set())):
        widest = max(found, key=found.__getitem__)
        found[widest] = max(1, found[widest] - 1)
    return found


def _are_numbers(cells: Sequence[str]) -> bool:
    return any(cells) and all(not cell or NUMBER.fullmatch(cell) for cell in cells)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(plain(value))
    return "\n".join(line for line in text.splitlines() if line.strip()).translate(CONTROL)
