"""Places on a page of sections (Markdown, or HTML of that form): `Model pricing / Claude Opus 4.5 / output tokens`."""

import re
from collections.abc import Iterator, Sequence

from scrapers.page import Page
from scrapers.parse import MarkdownSection, MarkdownTable, parse_document
from scrapers.passages.passage import Passage

BETWEEN = " / "
MOST_LINES = 6


def in_sections(page: Page, locator: str) -> Passage | None:
    """Return the row of a table below the heading that a locator names. Raises PageChanged."""
    for section in parse_document(page.body):
        rest = locator.removeprefix(section.place + BETWEEN if section.place else "")
        if section.place and rest == locator:
            continue
        for table in section.tables:
            if (found := _row(section, table, rest)) is not None:
                return found
    return None


def lines_naming(page: Page, name: str, beside: Sequence[str] = ()) -> Passage | None:
    """Return the lines of the first section that have a name, and one of the words beside it. Raises PageChanged."""
    for section in parse_document(page.body):
        lines = [line for line in _lines(section) if _has(line, name)]
        if lines := [line for line in lines if not beside or any(_has(line, word) for word in beside)]:
            return Passage(section.title, (), tuple(lines[:MOST_LINES]))
    return None


def _has(line: str, name: str) -> bool:
    """Return True if a line has a name as a word of its own."""
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", line, re.IGNORECASE) is not None


def _lines(section: MarkdownSection) -> Iterator[str]:
    yield from section.lines
    yield from (" | ".join(row) for table in section.tables for row in table.rows)


def _row(section: MarkdownSection, table: MarkdownTable, rest: str) -> Passage | None:
    """Return the row that the rest of a locator names: by its label, and the title of a column if it has one."""
    titles = [title.lower() for title in table.titles]
    for row in table.rows:
        for label in row:
            if label and (rest == label or rest.startswith(label + BETWEEN)):
                title = rest[len(label) + len(BETWEEN) :]
                cell = titles.index(title) if title and title in titles else None
                if not title or cell is not None:
                    return _passage(section, table, row, cell)
    return next((_passage(section, table, row, None) for row in table.rows if _names(row, rest)), None)


def _names(row: Sequence[str], name: str) -> bool:
    """Return True if a cell of a row has a name among other words: `Claude Opus 4 (claude-opus-4-20250514)`."""
    return any(name in re.split(r"[\s(),`]+", cell) for cell in row)


def _passage(section: MarkdownSection, table: MarkdownTable, row: Sequence[str], cell: int | None) -> Passage:
    return Passage(section.place, tuple(table.titles), tuple(row), cell)
