"""HTML tables as browsers lay them out: spans expanded, struck text and note markers taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mode

from bs4.element import NavigableString, Tag

from scrapers.page import PageChanged
from scrapers.parse.html_tree import enclosing_tag, has_inner, inner_tags
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


@dataclass(frozen=True)
class TableCell:
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
    places = 0
    for line, row in enumerate(rows):
        left = _rows_left(rows, line)
        for column, cell, across, down in _placed(row, grid[line]):
            down = min(down or left, left)
            places += across * down
            if places > MOST_CELLS:
                raise PageChanged(f"a table of more than {MOST_CELLS} cells", str(cell))
            _fill(grid[line : line + down], range(column, column + across), cell)
    return _whole([line for row, line in zip(rows, grid, strict=True) if has_inner(row, CELLS)])


def _rows_left(rows: list[Tag], line: int) -> int:
    """Return the number of rows of the row group from this row on."""
    group = rows[line].parent
    return next((n for n, row in enumerate(rows[line:]) if row.parent is not group), len(rows) - line)


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
        if sorted(row) != list(range(width)):
            raise PageChanged("a ragged table", " | ".join(str(cell) for _, cell in sorted(row.items())))
    return tuple(tuple(row[column] for column in range(width)) for row in grid)


def _placed(row: Tag, taken: dict[int, TableCell]) -> Iterator[tuple[int, TableCell, int, int]]:
    """Yield each cell of a row with its column and spans (a rowspan of 0 reaches the end of the group).

    Cells from above keep their columns.
    """
    column = 0
    for tag in (tag for tag in row.children if isinstance(tag, Tag) and tag.name in CELLS):
        while column in taken:
            column += 1
        across, down = _span(tag, "colspan") or 1, _span(tag, "rowspan")
        yield column, _cell(tag), across, down
        column += across


def _span(tag: Tag, name: str) -> int:
    """Return a span: 1 if it is no number, as in browsers; larger than any table if it is out of bounds."""
    text = str(tag.get(name, "1")).strip()
    if text == "0":
        return 0
    number = SPAN.fullmatch(text)
    return int(number[1]) if number else MOST_CELLS + 1 if text.isdigit() else 1


def _cell(tag: Tag) -> TableCell:
    inside = [inner for inner in tag.descendants if isinstance(inner, Tag)]
    odd = next((inner for inner in inside if inner.name not in INLINE or inner.has_attr("hidden")), None)
    if odd is not None:
        return TableCell(text_of(tag), problem=f"a <{odd.name}> in a cell")
    if is_struck(tag) or is_in_struck(tag):
        return TableCell("", struck=tuple(text for text in [text_of(tag)] if text))
    parts: dict[str, list[str]] = {"struck": [], "sup": [], "badge": []}
    for inner in inside:
        # A tag inside an extracted one was extracted with it.
        if (part := _part(inner)) and tag in inner.parents:
            parts[part].append(text_of(inner))
            inner.extract()
    raised = next((marker for marker in parts["sup"] if not MARKER.fullmatch(marker)), None)
    problem = "" if raised is None else f"a raised text that is no mark of a note: {raised}"
    return TableCell(text_of(tag), tuple(parts["struck"]), tuple(parts["sup"]), problem, tuple(parts["badge"]))


def _part(tag: Tag) -> str:
    """Return "struck", "sup" or "badge" for a tag that is not part of the cell's text; "" for one that is."""
    if is_struck(tag):
        return "struck"
    if tag.name == "sup":
        return "sup"
    return "badge" if is_badge(tag) else ""


def is_struck(tag: Tag) -> bool:
    """Return True if the text of a tag is struck through."""
    return tag.name in STRUCK or "line-through" in str(tag.get("style", "")).lower()


def is_in_struck(tag: Tag) -> bool:
    """Return True if an enclosing tag strikes the text through."""
    return any(is_struck(parent) for parent in tag.parents)


def is_badge(tag: Tag) -> bool:
    """Return True for a small label beside a text."""
    return any(BADGE.search(name) for name in tag.get_attribute_list("class") if name)


def rows_as_text(table: Tag) -> list[str]:
    """Return the rows of a table as lines, cells separated by bars, caption first, empty rows left out."""
    captions = [text_of(caption) for caption in inner_tags(table, ("caption",))]
    rows = (
        " | ".join(text_of(cell) for cell in inner_tags(row, CELLS) if enclosing_tag(cell, ("tr",)) is row)
        for row in inner_tags(table, ("tr",))
    )
    return [line for line in (*captions, *rows) if line.strip(" |")] or [text for text in [text_of(table)] if text]


def text_of(tag: Tag) -> str:
    """Return the visible text of a tag; a line break or block border becomes a space."""
    return plain_text("".join(_pieces(tag)))


def _pieces(tag: Tag) -> Iterator[str]:
    around: Tag | None = None
    for node in tag.descendants:
        if isinstance(node, Tag):
            if node.name == "br":
                yield " "
        elif type(node) is NavigableString:
            # Comments, scripts and styles are strings of other types.
            block = next((parent for parent in node.parents if parent is tag or parent.name in APART), None)
            if block is not around:
                yield " "
            around = block
            yield str(node)
