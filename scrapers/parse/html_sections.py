"""HTML pages of documentation as the sections that their Markdown form has: headings, lines of text, and tables."""

from collections.abc import Iterator

from scrapers.page import PageChanged
from scrapers.parse.html_parser import parse_html
from scrapers.parse.html_tables import APART, TableCell, rectangle, text_of
from scrapers.parse.html_tree import Tag, inner_tags
from scrapers.parse.markdown import MarkdownSection, MarkdownTable, parse_markdown, section_below
from scrapers.parse.text import decode, ends_with_html

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BEGINS = ("<!doctype html", "<html")


def parse_document(body: bytes) -> list[MarkdownSection]:
    """Return the sections of a page in its HTML or its Markdown form. Raises PageChanged, also for a part of a page."""
    text = decode(body)
    if not text[:200].lstrip().lower().startswith(BEGINS):
        return parse_markdown(text)
    if not ends_with_html(body):
        raise PageChanged("the page is not complete", text[-200:])
    return html_sections(text)


def html_sections(text: str) -> list[MarkdownSection]:
    """Return the sections of the main part of an HTML page, in order. Raises PageChanged for an unreadable table."""
    page = parse_html(text)
    main = next(iter(inner_tags(page, ("main", "article"))), page)
    sections = [MarkdownSection()]
    for part in _parts(main):
        if part.name in HEADINGS:
            sections.append(section_below(sections[-1], text_of(part), int(part.name[1])))
        elif part.name == "table":
            sections[-1].tables.append(_table(part))
        elif shown := text_of(part):
            sections[-1].lines.append(shown)
    return sections


def _parts(main: Tag) -> Iterator[Tag]:
    """Yield headings, tables and the innermost tags around other text, each once."""
    end = 0
    for node in main.inside:
        if isinstance(node, Tag) and node.start >= end and _is_part(node):
            end = node.end
            yield node


def _is_part(tag: Tag) -> bool:
    if tag.name in HEADINGS or tag.name == "table":
        return True
    is_block = tag.name in APART or tag.get("data-as") == "p"
    return is_block and not any(isinstance(inner, Tag) and _is_part(inner) for inner in tag.inside)


def _table(table: Tag) -> MarkdownTable:
    """Return a table whose first row has the titles. Raises PageChanged for a cell that could hide text."""
    titles, *rows = (tuple(map(_shown, row)) for row in rectangle(table))
    return MarkdownTable(titles, tuple(rows), table.start)


def _shown(cell: TableCell) -> str:
    if cell.problem:
        raise PageChanged(cell.problem, cell.text)
    return " ".join((*(f"~~{text}~~" for text in cell.struck), cell.text)).strip()
