"""Prints facts: tables, lines, JSON and CSV, colours, the width of the terminal, the pager."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.printing.drawing import GAP
    from cli.printing.pager import paged
    from cli.printing.show import (
        ALL_COLUMNS,
        REFUSED,
        TERMINAL,
        ZONE,
        Problem,
        day_when,
        hint,
        is_for_programs,
        json_line,
        mapping,
        note,
        own_words,
        plain,
        print_drawn,
        print_line,
        record_words,
        styled,
        when,
    )
    from cli.printing.tables import csv_rows, rows, table, terminal_width
    from cli.printing.wrapping import shortened, wrapped

__all__ = [
    "ALL_COLUMNS",
    "GAP",
    "REFUSED",
    "TERMINAL",
    "ZONE",
    "Problem",
    "csv_rows",
    "day_when",
    "hint",
    "is_for_programs",
    "json_line",
    "mapping",
    "note",
    "own_words",
    "paged",
    "plain",
    "print_drawn",
    "print_line",
    "record_words",
    "rows",
    "shortened",
    "styled",
    "table",
    "terminal_width",
    "when",
    "wrapped",
]

lazy_package(__name__)
