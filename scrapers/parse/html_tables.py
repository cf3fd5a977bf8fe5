"""HTML tables as browsers lay them out: spans expanded, struck text and note markers taken out."""

import re
from collections.abc import Callable, Iterator
from statistics import mode
from typing import NamedTuple

from scrapers.page import PageChanged
from scrapers.parse.html_tree import Tag, enclosing_tag, has_inner, inner_tags
from scrapers.parse.text import plain_text

MOST_CELLS = 2_000
"""Cells of a table at most: a larger one is no price list, and a hostile span would fill the memory."""
CELLS = ("td", "th")
STRUCK = {"del", "s", "strike"}
INLINE = {"a", "b", "br", "code", "em", "font", "i", "ins", "mark", "p", "small", "span", "strong", "sup", "u", *STRUCK}
"""Tags that a cell may contain. Any other tag could hide text, or join numbers that are separate."""
APART = {"blockquote", "caption", "div", "dd", "dt", "li", "p", "pre", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Tags that separate their text from the text before and after."""
BADGE = re.compile(r"(?:^|[-_])badge(?:$|[-_])", re.IGNORECASE)
"""A CSS class of small labels beside a text: New, Beta."""
MARKER = re.compile(r"(?:\([0-9]+\)|\[[0-9]+\]|[*\u2020\u2021])+")
SPAN = re.compile(r"0*([1-9][0-9]{0,3})")


class TableCell(NamedTuple):
    """A cell of the page, which may cover several positions of the grid."""

    text: str
    struck: tuple[str, ...] = ()
    """Texts that are struck through."""
    markers: tuple[str, ...] = ()
    """Texts in `<sup>`."""
    problem: str = ""
    """The reason why the text cannot be relied on: a tag that could hide or join text."""
    badges: tuple[str, ...] = ()
    """Texts of the badges in the cell."""

    def __str__(self) -> str:
        if not self.badges and not self.struck:
            return self.text
        return " ".join(part for part in (self.text, *self.badges, *self.struck) if part)


Rectangle = tuple[tuple[TableCell, ...], ...]
Grid = list[dict[int, TableCell]]


def rectangle(table: Tag) -> Rectangle:
    """Return the rows of a table, all of one width. A cell with spans is the same object at every position.

    A rowspan ends with its row group, and a row without cells is ignored, as in browsers. Raises PageChanged for spans
    that overlap or leave holes, and for a table of more than MOST_CELLS cells.
    """
    rows = [row for row in inner_tags(table, ("tr",)) if enclosing_tag(row, ("table",)) is table]
    grid: Grid = [{} for _ in rows]
    places, is_struck_out = 0, is_struck(table) or is_in_struck(table)
    for line, (row, left) in enumerate(zip(rows, _rows_left(rows), strict=True)):
        column, taken = 0, grid[line]
        is_row_struck = is_struck_out or _is_struck_below(table, row)
        for tag in _cells(row):
            # Cells from above keep their columns.
            while column in taken:
                column += 1
            across, down = _spans(tag, left)
            cell = _cell(tag, is_row_struck)
            places += across * down
            if places > MOST_CELLS:
                raise PageChanged(f"a table of more than {MOST_CELLS} cells", str(cell))
            if across == down == 1:
                taken[column] = cell
            else:
                _fill(grid[line : line + down], range(column, column + across), cell)
            column += across
    return _whole([line for row, line in zip(rows, grid, strict=True) if _cells(row) or has_inner(row, CELLS)])


def _cells(row: Tag) -> list[Tag]:
    return [tag for tag in row.children if isinstance(tag, Tag) and tag.name in CELLS]


def _rows_left(rows: list[Tag]) -> list[int]:
    """Return, for each row, the number of rows of its row group from this row on."""
    left: list[int] = []
    for row, below in zip(reversed(rows), (None, *reversed(rows)), strict=False):
        left.append(left[-1] + 1 if below is not None and below.parent is row.parent else 1)
    return left[::-1]


def _fill(rows: Grid, columns: range, cell: TableCell) -> None:
    for row in rows:
        for column in columns:
            if column in row:
                raise PageChanged("two cells of a table overlap", str(cell))
            row[column] = cell


def _whole(grid: Grid) -> Rectangle:
    """Return the rows as tuples. Raises PageChanged for a ragged table, naming the row of unusual width."""
    width = mode(len(row) for row in grid) if grid else 0
    if not width:
        raise PageChanged("a table without cells")
    for row in grid:
        if len(row) != width or max(row) >= width:
            raise PageChanged("a ragged table", " | ".join(str(cell) for _, cell in sorted(row.items())))
    return tuple(tuple(map(row.__getitem__, range(width))) for row in grid)


def _is_struck_below(table: Tag, row: Tag) -> bool:
    """Return True if a row, or a tag between it and its table, is struck through."""
    tag: Tag | None = row
    while tag is not None and tag is not table:
        if is_struck(tag):
            return True
        tag = tag.parent
    return False


def _spans(tag: Tag, left: int) -> tuple[int, int]:
    """Return the columns and rows that a cell covers; a rowspan of 0 reaches the end of the row group."""
    across, down = tag.get("colspan"), tag.get("rowspan")
    return (_span(across) or 1) if across else 1, min(_span(down) or left, left) if down else 1


def _span(value: str) -> int:
    """Return a span: 1 if it is no number, as in browsers; larger than any table if it is out of bounds."""
    text = value.strip()
    if text == "0":
        return 0
    number = SPAN.fullmatch(text)
    return int(number[1]) if number else MOST_CELLS + 1 if text.isdigit() else 1


def _cell(tag: Tag, is_row_struck: bool) -> TableCell:
    inside = [inner for inner in tag.inside if type(inner) is Tag]
    for inner in inside:
        if inner.name not in INLINE or inner.has("hidden"):
            return TableCell(text_of(tag), problem=f"a <{inner.name}> in a cell")
    if is_row_struck or is_struck(tag):
        return TableCell("", struck=tuple(text for text in [text_of(tag)] if text))
    if not any(map(_part, inside)):
        return TableCell(text_of(tag))
    parts: dict[str, list[str]] = {"struck": [], "sup": [], "badge": []}
    end = 0
    for inner in inside:
        # What is inside of such a part belongs to it.
        if inner.start >= end and (part := _part(inner)):
            parts[part].append(text_of(inner))
            end = inner.end
    raised = next((marker for marker in parts["sup"] if not MARKER.fullmatch(marker)), None)
    problem = "" if raised is None else f"a raised text that is no mark of a note: {raised}"
    return TableCell(text_beside(tag), tuple(parts["struck"]), tuple(parts["sup"]), problem, tuple(parts["badge"]))


def _part(tag: Tag) -> str:
    """Return "struck", "sup" or "badge" for a tag that is not part of the cell's text; "" for one that is."""
    if is_struck(tag):
        return "struck"
    if tag.name == "sup":
        return "sup"
    return "badge" if is_badge(tag) else ""


def is_struck(tag: Tag) -> bool:
    """Return True if the text of a tag is struck through."""
    return tag.name in STRUCK or ((style := tag.get("style")) != "" and "line-through" in style.lower())


def is_in_struck(tag: Tag) -> bool:
    """Return True if an enclosing tag strikes the text through."""
    return any(is_struck(parent) for parent in tag.parents)


def is_badge(tag: Tag) -> bool:
    """Return True for a small label beside a text."""
    names = tag.get("class")
    return bool(names) and any(BADGE.search(name) for name in names.split())


def rows_as_text(table: Tag) -> list[str]:
    """Return the rows of a table as lines, cells separated by bars, caption first, empty rows left out."""
    captions = [text_of(caption) for caption in inner_tags(table, ("caption",))]
    rows: dict[Tag | None, list[str]] = {row: [] for row in inner_tags(table, ("tr",))}
    for cell in inner_tags(table, CELLS):
        row = cell.parent if cell.parent in rows else enclosing_tag(cell, ("tr",))
        if row in rows:
            rows[row].append(text_of(cell))
    lines = (*captions, *map(" | ".join, rows.values()))
    return [line for line in lines if line.strip(" |")] or [text for text in [text_of(table)] if text]


def text_of(tag: Tag) -> str:
    """Return the visible text of a tag; a line break or block border becomes a space."""
    if tag.shown is None:
        tag.shown = plain_text(str(tag.nodes[tag.start + 1]) if _is_bare(tag) else "".join(_pieces(tag, None)))
    return tag.shown


def text_beside(tag: Tag) -> str:
    """Return the visible text of a tag without marks of notes, badges and struck text."""
    if _is_bare(tag) or not any(type(inner) is Tag and _part(inner) for inner in tag.inside):
        return text_of(tag)
    return plain_text("".join(_pieces(tag, _part)))


def _is_bare(tag: Tag) -> bool:
    """Return True if all that is in a tag is one text."""
    return tag.end == tag.start + 2 and type(tag.nodes[tag.start + 1]) is str


def _pieces(tag: Tag, is_left_out: Callable[[Tag], object] | None) -> Iterator[str]:
    around, blocks, left_out = None, [tag], 0
    for place, node in enumerate(tag.inside, tag.start + 1):
        if node is None or place < left_out:
            continue
        while place >= blocks[-1].end:
            blocks.pop()
        if type(node) is str:
            # Comments, scripts and styles are of other types.
            if blocks[-1] is not around:
                around = blocks[-1]
                yield " "
            yield node
        elif isinstance(node, Tag):
            if is_left_out and is_left_out(node):
                left_out = node.end
            elif node.name == "br":
                yield " "
            elif node.name in APART:
                blocks.append(node)
