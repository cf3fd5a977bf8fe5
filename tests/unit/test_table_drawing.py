"""The lines of a table, beside those that rich draws of the same cells, and what a narrow terminal gets."""

import io
from random import Random

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from cli.printing.drawing import drawn, folded, narrowed
from cli.printing.wrapping import width

WORDS = ("price", "deepseek-v4-pro", "0.435", "2026-09-10 04:00Z", "价格", "1", "")
"""None is longer than a line: rich splits such a word, and may leave an empty line behind it."""


def drawn_by_rich(rows: list[list[str]], widths: list[int], numbers: list[bool]) -> list[str]:
    columns = [
        Column(Text(name), max_width=most, overflow="fold", justify="right" if is_number else "left", vertical="top")
        for name, most, is_number in zip(rows[0], widths, numbers, strict=True)
    ]
    table = Table(*columns, box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for row in rows[1:]:
        table.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=500, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    return [line.rstrip() for line in captured.get().splitlines()]


@pytest.mark.parametrize("seed", range(40))
def test_a_table_is_drawn_as_rich_draws_it(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 (cells of a table)
    count = rng.randrange(1, 6)

    def cell() -> str:
        return rng.choice(" \n").join(rng.choice(WORDS) for _ in range(rng.randrange(5))).strip()

    rows = [[f"name of {place}" for place in range(count)], *([cell() for _ in range(count)] for _ in range(8))]
    widest = [max(width(line) for row in rows for line in row[place].split("\n")) for place in range(count)]
    widths = [min(most, rng.randrange(17, 40)) for most in widest]
    numbers = [rng.random() < 0.5 for _ in range(count)]
    assert list(drawn(rows, widths, numbers, [""] * 8)) == drawn_by_rich(rows, widths, numbers)


@pytest.mark.parametrize("columns", [1, 2, 3, 7, 20, 80])
def test_a_folded_text_has_all_its_characters_and_no_line_is_too_wide(columns: int) -> None:
    rng = Random(columns)  # noqa: S311 (a text to fold)
    for _ in range(100):
        text = "".join(rng.choice(("a", "价", " ", "long-word", "\n", "\u3000")) for _ in range(rng.randrange(40)))
        lines = folded(text, columns)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(width(line.rstrip()) <= max(columns, 2) for line in lines)


def test_a_narrow_terminal_takes_from_the_widest_columns_alone() -> None:
    assert narrowed([4, 30, 10], 44) == [4, 30, 10]
    assert narrowed([4, 30, 10], 30) == [4, 16, 10]
    assert narrowed([4, 30, 10], 13) == [4, 5, 4]
    assert narrowed([4, 30, 10], 2) == [1, 1, 1]
