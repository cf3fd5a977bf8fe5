"""Prints facts: tables, lines, JSON and CSV, colours, the width of the terminal, the pager."""

from typing import TYPE_CHECKING

from models.lazy_package import lazy_package

if TYPE_CHECKING:
    from cli.printing.drawing import GAP
    from cli.printing.pager import paged
    from cli.printing.show import (
        ALL_COLUMNS,
        REFUSED,
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
        print_utf8,
        record_words,
        styled,
        when,
    )
    from cli.printing.tables import csv_rows, rows, table
    from cli.printing.wrapping import shortened, terminal_width, text_width, wrapped

__all__ = [
    "ALL_COLUMNS",
    "GAP",
    "REFUSED",
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
    "print_utf8",
    "record_words",
    "rows",
    "shortened",
    "styled",
    "table",
    "terminal_width",
    "text_width",
    "when",
    "wrapped",
]

lazy_package(__name__)
