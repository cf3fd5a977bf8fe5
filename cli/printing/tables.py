"""Prints tables for people, as wide as their terminal, and CSV for programs."""

import csv
import re
import sys
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from alerts.texts import CONTROL, one_json
from cli.printing.drawing import GAP, drawn, narrowed
from cli.printing.show import hint, json_line, mapping, plain, print_drawn, print_line, when
from cli.printing.wrapping import terminal_width, width

TableRow = Mapping[str, Any]
Style = Callable[[TableRow], str]
"""The style of a row, as `styled` names it: `bold red`; empty for none."""
LEAST_OF_TEXT = 24
"""A column of sentences gets at least so much width, before optional columns are left out."""
NUMBER = re.compile(r"[-+]?[0-9][0-9.]*%?")
FORMULA = re.compile(r"\s*[=+@\-\uff1d\uff0b\uff20\uff0d]")
"""The beginning of a cell that a spreadsheet would calculate; the last four are as wide as Chinese characters."""


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
    """Return a value as a CSV file has it: lists and objects are JSON, as in `--json`.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; a number stays as it is.
    """
    shown = plain(value)
    if isinstance(shown, str):
        text = shown.translate(CONTROL)
        return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
    return shown if shown is None or isinstance(shown, int | float) else one_json(shown)


def table(mappings: Sequence[TableRow], optional: Sequence[str] = (), style: Style | None = None) -> list[str]:
    """Print rows under their column names, as wide as the terminal. Return the columns that were left out.

    `optional` names columns that are left out, the last one first, where the terminal is too narrow.
    """
    shown = [{name: _shown(value) for name, value in row.items()} for row in mappings]
    texts = {name: [name, *(row[name] for row in shown)] for name in shown[0]}
    widths = _widths(texts, optional)
    columns = [texts[name] for name in widths]
    fitting = narrowed(list(widths.values()), terminal_width() - GAP * (len(widths) - 1))
    styles = [style(row) if style else "" for row in mappings]
    numbers = [_are_numbers(cells[1:]) for cells in columns]
    print_drawn("\n".join(drawn(list(zip(*columns, strict=True)), fitting, numbers, styles)))
    return [name for name in texts if name not in widths]


def _widths(columns: Mapping[str, Sequence[str]], optional: Sequence[str]) -> dict[str, int]:
    """Return the width of each column that is printed. Columns of sentences share what the others leave."""
    widths = {
        name: max(width(line) for cell in cells for line in cell.splitlines() or [""])
        for name, cells in columns.items()
    }
    wide = {name for name, most in widths.items() if most > LEAST_OF_TEXT}
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
    others = (most for name, most in widths.items() if name not in texts)
    return terminal_width() - GAP * (len(widths) - 1) - sum(others)


def _are_numbers(cells: Sequence[str]) -> bool:
    return any(cells) and all(not cell or NUMBER.fullmatch(cell) for cell in cells)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(plain(value))
    return "\n".join(line for line in text.splitlines() if line.strip()).translate(CONTROL)
