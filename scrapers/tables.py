"""HTML tables as rectangles: spans expanded, struck-through text and footnote markers taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from statistics import mode

from bs4.element import NavigableString, Tag

from scrapers.page import PageChanged
from scrapers.text import plain

MOST_CELLS = 2_000
"""A table beyond this is no price list; hostile spans would fill the memory."""
INLINE = {"a", "b", "br", "code", "del", "em", "i", "span", "strong", "sup"}
"""What a cell may hold. Any other tag could hide text, or join numbers that stand apart."""
MARKER = re.compile(r"(\([0-9]+\))+")
SPAN = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Cell:
    """A cell of the page, which may cover several places of the rectangle."""

    text: str
    struck: tuple[str, ...]
    """The texts in `<del>`."""
    markers: tuple[str, ...]
    """The texts in `<sup>`."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.text, *self.struck) if part)


Rectangle = tuple[tuple[Cell, ...], ...]


def rectangle(table: Tag) -> Rectangle:
    """The rows of a table, all of one width. The same Cell object stands in every place that it covers.

    Raises PageChanged where spans overlap, leave holes or reach outside the table.
    """
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    covered = 0
    for line, row in enumerate(rows):
        for column, cell, across, down in _placed(row, grid[line]):
            if line + down > len(rows):
                raise PageChanged("a cell reaches outside its table", str(cell))
            if (covered := covered + across * down) > MOST_CELLS:
                raise PageChanged(f"a table of more than {MOST_CELLS} cells", str(cell))
            for taken, place in product(grid[line : line + down], range(column, column + across)):
                if place in taken:
                    raise PageChanged("two cells of a table overlap", str(cell))
                taken[place] = cell
    # The row to name is the one that differs from most, whether it is too short or too long.
    width = mode(len(row) for row in grid) if grid else 0
    if not width:
        raise PageChanged("a table without cells")
    for row in grid:
        if sorted(row) != list(range(width)):
            raise PageChanged("a ragged table", " | ".join(str(cell) for _, cell in sorted(row.items())))
    return tuple(tuple(row[column] for column in range(width)) for row in grid)


def _placed(row: Tag, taken: dict[int, Cell]) -> Iterator[tuple[int, Cell, int, int]]:
    """Each cell of a row with its column and its spans; cells from above keep their places."""
    column = 0
    for tag in (tag for tag in row.children if isinstance(tag, Tag) and tag.name in ("td", "th")):
        while column in taken:
            column += 1
        across, down = (_span(tag, name) for name in ("colspan", "rowspan"))
        yield column, _cell(tag), across, down
        column += across


def _span(tag: Tag, name: str) -> int:
    text = str(tag.get(name, "1"))
    if not SPAN.fullmatch(text):
        raise PageChanged(f"a {name} that is no number", text)
    return int(text)


def _cell(tag: Tag) -> Cell:
    inside = [inner for inner in tag.descendants if isinstance(inner, Tag)]
    for inner in inside:
        if inner.name not in INLINE or inner.has_attr("hidden"):
            raise PageChanged(f"a <{inner.name}> in a cell", text_of(tag))
    parts: dict[str, list[str]] = {"del": [], "sup": []}
    for name, found in parts.items():
        for inner in tag.find_all(name) if inside else ():
            found.append(text_of(inner))
            inner.extract()
    for marker in parts["sup"]:
        if not MARKER.fullmatch(marker):
            raise PageChanged("a raised text that is no number of a note", marker)
    return Cell(text_of(tag), tuple(parts["del"]), tuple(parts["sup"]))


def text_of(tag: Tag) -> str:
    """The text that the tag shows, a line break as a space."""
    return plain("".join(" " if isinstance(node, Tag) else str(node) for node in _leaves(tag)))


def _leaves(tag: Tag) -> Iterator[NavigableString | Tag]:
    for node in tag.descendants:
        # Comments, scripts and styles are strings, too, of other types.
        if type(node) is NavigableString or (isinstance(node, Tag) and node.name == "br"):
            yield node
