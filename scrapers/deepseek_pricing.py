"""DeepSeek's pricing page, as it has been printed since April 2026: models are columns, prices are rows.

Oddities, dated: the table has neither head nor body and stands inside a `<b>`; since 2026-08-16 a third label column
holds the band (`OFF-PEAK`, `PEAK`); from 2026-08-13 to 08-16 a second table announced prices, and since 2026-10-17 a
table prices Search and Fetch: both are kept as notices. Footnotes carry most of what costs money, and their numbers are
re-assigned at nearly every edit, so a notice is its text without its number.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from bs4.element import Tag

from models.fact import Fact
from models.facts import ModelVersion, Notice, Price
from models.reading import Reading, Scope
from scrapers.deepseek_docs import article, blocks, lines
from scrapers.deepseek_table import model_facts
from scrapers.page import Page, PageChanged
from scrapers.tables import Rectangle, rectangle, text_of

READER = 1
PATH = "/quick_start/pricing"
HEADING = "Models & Pricing"
INTRODUCTION = "The prices listed below are in units of per 1M tokens."
UNREAD_SECTIONS = {"Deduction Rules"}
NUMBERED = re.compile(r"\(([0-9]+)\) ?(.+)")
TELLING = re.compile(r"\$|%|\b20[0-9]{2}\b|UTC|Beijing")
"""What makes a sentence worth keeping wherever it stands: an amount, a share, a date."""

Blocks = list[tuple[str, Tag]]
"""The blocks of the page, each with the section heading above it ("" under the page's own)."""


def read(page: Page) -> Reading:
    """The prices, versions and footnotes of the page, complete. Raises PageChanged."""
    parts = _sections(blocks(article(page, PATH, HEADING)))
    tables = [(heading, rectangle(tag)) for heading, tag in parts if tag.name == "table"]
    facts = [
        *_models(page.source, tables),
        *_notices(page.source, [*_footnotes(parts), *_other_tables(tables)]),
    ]
    scopes = (Scope(Price, page.source, "USD"), Scope(ModelVersion, page.source), Scope(Notice, page.source))
    return Reading(frozenset(scopes), tuple(facts))


def _sections(found: Iterable[Tag]) -> Blocks:
    heading, parts = "", Blocks()
    for tag in found:
        if tag.name in ("h2", "h3", "h4"):
            heading = text_of(tag)
        elif tag.name != "h1":
            parts.append((heading, tag))
    return parts


def _kind(table: Rectangle) -> str:
    """What a table is, by its own header: `models`, `announced`, `requests`. Any other is refused."""
    header = [cell.text for cell in table[0]]
    first_column = {row[0].text for row in table[1:]}
    if header[0] == "MODEL" and "MODEL VERSION" in first_column:
        return "models"
    if header[0] == "MODEL" and header[-1] == "1M OUTPUT TOKENS":
        return "announced"
    if header[0] == "API" and first_column == {"Search", "Fetch"}:
        return "requests"
    raise PageChanged("a table that is none of the known ones", " | ".join(header))


def _models(source: str, tables: Iterable[tuple[str, Rectangle]]) -> Iterator[Fact]:
    found = [(heading, table) for heading, table in tables if _kind(table) == "models"]
    if len(found) != 1:
        raise PageChanged(f"{len(found)} tables of models instead of one")
    heading, table = found[0]
    if heading not in ("", "Model Details"):
        raise PageChanged("the table of models stands under another heading", heading)
    return model_facts(source, table)


def _footnotes(parts: Blocks) -> Iterator[tuple[str, str]]:
    """Each note with its place: what a paragraph says before a number belongs to the note before it."""
    for place, (heading, tag) in enumerate(parts, 1):
        if tag.name == "table" or (_unread(heading, tag) and not TELLING.search(text_of(tag))):
            continue
        notes: list[str] = []
        for line in lines(tag):
            if numbered := NUMBERED.fullmatch(line):
                notes.append(numbered[2])
            elif notes:
                notes[-1] += f" {line}"
            else:
                notes.append(line)
        yield from ((note, f"block {place} line {number}") for number, note in enumerate(notes, 1))


def _unread(heading: str, tag: Tag) -> bool:
    """What is ignored by name, as long as it names no amount and no date."""
    return heading in UNREAD_SECTIONS or text_of(tag).startswith(INTRODUCTION)


def _other_tables(tables: Iterable[tuple[str, Rectangle]]) -> Iterator[tuple[str, str]]:
    for number, (heading, table) in enumerate(tables, 1):
        if (kind := _kind(table)) != "models":
            rows = "; ".join(" | ".join(str(cell) for cell in row) for row in table)
            name = "Announced prices" if kind == "announced" else heading
            yield f"{name}: {rows}", f"table {number}"


def _notices(source: str, notes: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """One notice per text; the page has printed the same one twice."""
    for text, place in dict(notes).items():
        yield Notice(source=source, sha256=sha256(text.encode()).hexdigest(), text=text, locator=place)
