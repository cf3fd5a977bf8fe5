"""The rows of the pricing page's tables by their locators: `row 14 column 4`, `table 2 row 3 column 3`."""

import re

from scrapers.deepseek.pricing.labels import EN, ZH, PageLabels
from scrapers.deepseek.pricing.sections import PageTable, divide_page
from scrapers.page import Page
from scrapers.parse import Rectangle, TableCell
from scrapers.passages import Passage

PLACE = re.compile(r"(?P<table>(?:table [0-9]+ )?)row (?P<row>[0-9]+)(?: column (?P<column>[0-9]+))?")


def find_place(page: Page, locator: str) -> Passage | None:
    """Return the row at a place of the English page; None for a place outside of its tables. Raises PageChanged."""
    return _find(page, locator, EN)


def find_place_zh(page: Page, locator: str) -> Passage | None:
    """Return the same of the Chinese page."""
    return _find(page, locator, ZH)


def _find(page: Page, locator: str, page_labels: PageLabels) -> Passage | None:
    place = PLACE.fullmatch(locator)
    if place is None:
        return None
    parts = divide_page(page, page_labels)
    for table in (*parts.models, *parts.products, *parts.foreign):
        if table.place == place["table"] and isinstance(table.rows, tuple):
            return _row(table, table.rows, int(place["row"]), int(place["column"] or 0))
    return None


def _row(table: PageTable, rows: Rectangle, row: int, column: int) -> Passage | None:
    if row > len(rows) or column > len(rows[0]):
        return None
    cells, titles = _each_once(rows[row - 1]), _each_once(rows[0])
    asked = rows[row - 1][column - 1] if column else None
    at = next((number for number, cell in enumerate(cells) if cell is asked), None)
    heading = " / ".join(dict.fromkeys(filter(None, (table.under, table.title, table.line))))
    return Passage(heading, tuple(map(_shown, titles)), tuple(map(_shown, cells)), at)


def _each_once(row: tuple[TableCell, ...]) -> list[TableCell]:
    """Return the cells of a row, one that covers several columns once."""
    return [cell for number, cell in enumerate(row) if number == 0 or cell is not row[number - 1]]


def _shown(cell: TableCell) -> str:
    """Return the text of a cell; what is struck through is in tildes."""
    return " ".join(filter(None, (cell.text, *cell.badges, *(f"~~{text}~~" for text in cell.struck))))
