"""DeepSeek's pricing page taken apart: its notes, each without its number, and its tables, each with what stands above.

Footnotes carry most of what costs money, and their numbers are re-assigned at nearly every edit, so a notice is its
text without its number.
"""

import re
from dataclasses import dataclass, field

from bs4.element import Tag

from scrapers.deepseek.docs import article, blocks, lines
from scrapers.deepseek.small_print.sentences import statements
from scrapers.deepseek.small_print.statements import Statement
from scrapers.deepseek.terms import Said
from scrapers.deepseek.words import Words
from scrapers.page import Page, PageChanged
from scrapers.tables import Rectangle, rectangle, text_of

NUMBERED = re.compile(r"\(([0-9]+)\) ?(.+)")


@dataclass
class Parts:
    """The text of the page's notes, and its tables, each with what was said just above it."""

    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Text and place, each text once: the page has printed the same one twice."""
    said: list[Said] = field(default_factory=list[Said])
    tables: list[tuple[str, Rectangle, tuple[Statement, ...]]] = field(
        default_factory=list[tuple[str, Rectangle, tuple[Statement, ...]]]
    )
    """The section's heading, the table, the statements of the last sentence above it."""


def taken_apart(page: Page, words: Words) -> Parts:
    """The parts of a page in the currency of its source. Raises PageChanged."""
    part = article(page, words.path, words.heading)
    _choose_currency(part, words)
    return _parts(part, words)


def _choose_currency(part: Tag, words: Words) -> None:
    """Until February 2025 a tab per currency stood on the page: only that of this source is read."""
    for tabs in part.find_all(role="tablist"):
        tabs.extract()
    panels = part.find_all(role="tabpanel")
    own = [panel for panel in panels if re.search(words.amount, text_of(panel))]
    if panels and len(own) != 1:
        raise PageChanged(f"{len(own)} tabs with prices in {words.currency} instead of one")
    for panel in panels:
        if panel not in own:
            panel.extract()


def _parts(part: Tag, words: Words) -> Parts:
    parts, heading, above = Parts(), "", tuple[Statement, ...]()
    seen: set[str] = set()
    for place, tag in enumerate((tag for tag in blocks(part) if tag.name != "h1"), 1):
        if tag.name in ("h2", "h3", "h4"):
            heading, above = text_of(tag), ()
        elif tag.name == "table":
            parts.tables.append((heading, rectangle(tag), above))
            above = ()
        elif not _unread(heading, tag, words):
            for number, text in enumerate(_notes(tag), 1):
                above = statements(text, words.language)
                if text not in seen:
                    seen.add(text)
                    where = f"block {place} line {number}"
                    parts.notes.append((text, where))
                    parts.said += [Said(statement, where) for statement in above]
    return parts


def _unread(heading: str, tag: Tag, words: Words) -> bool:
    """What is ignored by name, as long as it names no amount and no date."""
    text = text_of(tag)
    known = heading in words.unread_sections or text.startswith(words.introduction)
    return known and not words.telling.search(text)


def _notes(tag: Tag) -> list[str]:
    """Each note without its number; what a paragraph says before a number belongs to the note before it."""
    notes: list[str] = []
    for line in lines(tag):
        if numbered := NUMBERED.fullmatch(line):
            notes.append(numbered[2])
        elif notes:
            notes[-1] += f" {line}"
        else:
            notes.append(line)
    return notes
