"""Draws the lines of a table: columns of text below each other, under their names and a rule."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from cli.printing.show import styled
from cli.printing.wrapping import padded, width

GAP = 2
"""The space between columns."""
RULE = "─"
HEAD_STYLE = "bold"
WORD = re.compile(r"\s*\S+\s*")


def drawn(
    rows: Sequence[Sequence[str]], widths: Sequence[int], numbers: Sequence[bool], styles: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of a table whose first row is its head. A cell too wide for its column takes several lines.

    `numbers` is True for columns whose cells end below each other; `styles` has one for each row but the head.
    """
    head = [folded(name, columns) for name, columns in zip(rows[0], widths, strict=True)]
    high = max(map(len, head))
    # The names stand on the rule.
    yield from _lines([[""] * (high - len(name)) + name for name in head], widths, numbers, HEAD_STYLE)
    yield RULE * (sum(widths) + GAP * (len(widths) - 1))
    for row, style in zip(rows[1:], styles, strict=True):
        cells = [folded(cell, columns) for cell, columns in zip(row, widths, strict=True)]
        yield from _lines(cells, widths, numbers, style)


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int], numbers: Sequence[bool], style: str) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        placed = (
            " " * (columns - width(part)) + part if is_number else padded(part, columns)
            for part, columns, is_number in zip(parts, widths, numbers, strict=True)
        )
        yield styled((" " * GAP).join(placed).rstrip(), style)


def folded(text: str, columns: int) -> list[str]:
    """Return a text in lines of at most so many columns; a word that is longer than a line is split."""
    return [part for line in text.split("\n") for part in _folded(line, columns)]


def _folded(line: str, columns: int) -> Iterator[str]:
    if width(line) <= columns:
        yield line
        return
    part = ""
    for word in WORD.findall(line):
        if width(part) + width(word.rstrip()) <= columns:
            part += word
            continue
        if part:
            yield part.rstrip()
        *full, part = _chopped(word, columns)
        yield from full
    yield part.rstrip()


def _chopped(word: str, columns: int) -> Iterator[str]:
    """Yield parts of a word, none wider than a line; the spaces behind it count as no part of their own."""
    part, used = "", 0
    for character in word.rstrip():
        needed = width(character)
        if part and used + needed > columns:
            yield part
            part, used = "", 0
        part += character
        used += needed
    yield part + word[len(word.rstrip()) :]


def narrowed(widths: Sequence[int], most: int) -> list[int]:
    """Return widths whose sum is at most so much: the widest ones become narrower, none below 1."""
    left, result = max(most, len(widths)), list(widths)
    for taken, place in enumerate(sorted(range(len(widths)), key=widths.__getitem__)):
        result[place] = min(widths[place], left // (len(widths) - taken))
        left -= result[place]
    return result
