"""DeepSeek's pricing page taken apart, section by section: its notes, each without its number, the tables that are
watched, each with what stands above, and what is about something else.

Footnotes carry most of what costs money, and their numbers are re-assigned at nearly every edit, so a notice is its
text without its number.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from bs4.element import Tag

from scrapers.deepseek.docs_site import HEADINGS, article, blocks, take_struck_texts, text_lines
from scrapers.deepseek.pricing.label_text import compact_label
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.products import product_columns
from scrapers.deepseek.pricing.table_titles import bold_title, captions, feet, title_of, title_panels
from scrapers.deepseek.small_print import NoteStatement, PlacedStatement, PricesHold, is_understood, parse_note
from scrapers.page import Page, PageChanged
from scrapers.parse import Rectangle, is_badge, is_in_struck, is_struck, rectangle, rows_as_text, text_of

NUMBERED = re.compile(r"(?:\([0-9]+\)|\[[0-9]+\]|[*\u2020\u2021\u2022]) ?(.+)")
TOP_OF_PAGE = "the top of the page"
"""Where something stands that stands under no heading."""


@dataclass(frozen=True)
class PageTable:
    """A table of models and prices, or why it is no rectangle."""

    heading: str
    place: str
    """How its cells are located: empty for the first table of the page, `table 2 ` for the second."""
    under: str
    """The heading above it, of whatever section."""
    title: str
    """Its caption, or the title of its tab or fold; empty where there is none."""
    line: str
    """The bold line above it, which may be its title."""
    rows: Rectangle | PageChanged
    text: str
    above: tuple[NoteStatement, ...]
    """What was said above it, since the last table of this kind or the heading."""
    has_meters: bool
    """It has a label of the prices of tokens."""

    @property
    def where(self) -> str:
        return f"section {self.heading or TOP_OF_PAGE}, table"


@dataclass
class PageSections:
    """What stands on the page."""

    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Text and place, each text once: the page has printed the same one twice."""
    said: list[PlacedStatement] = field(default_factory=list[PlacedStatement])
    models: list[PageTable] = field(default_factory=list[PageTable])
    products: list[PageTable] = field(default_factory=list[PageTable])
    foreign: list[PageTable] = field(default_factory=list[PageTable])
    """Tables about something else."""
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    """By heading, what stands in sections about something else and states nothing."""
    of_products: dict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    """By heading, the notes in sections of other products that state nothing."""
    headings: list[str] = field(default_factory=list[str])
    struck: list[str] = field(default_factory=list[str])
    """What is struck through outside of cells."""

    def note_of(self, statement: NoteStatement) -> str:
        """The note that states something."""
        places = {one.place for one in self.said if one.statement is statement}
        return next((text for text, place in self.notes if place in places), "")


def divide_page(page: Page, words: PageLabels) -> PageSections:
    """The parts of a page in the currency of its source. Raises PageChanged."""
    part = article(page, words.path, words.heading)
    title_panels(part)
    _choose_currency(part, words)
    struck = take_struck_texts(part)
    parts = _parts(part, words)
    parts.struck += struck
    return parts


def is_model_table(table: Tag, words: PageLabels) -> bool:
    """Whether a table is one of models: it begins with their title, and has a label of prices or limits."""
    labels = _labels(table)
    if not labels or labels[0] not in words.model:
        return False
    return _has_meters(labels, words) or any(label in words.limits for label in labels)


def _labels(table: Tag) -> list[str]:
    return [compact_label(_label(cell)) for cell in table.find_all(["td", "th"])]


def _has_meters(labels: Iterable[str], words: PageLabels) -> bool:
    known = {*words.meters, *(label for label, kind in words.kinds.items() if kind)}
    return any(label in known for label in labels)


def _label(cell: Tag) -> str:
    """The text of a cell without the marks of notes, badges, and what is struck through."""
    if cell.find(_is_beside) is None:
        return text_of(cell)
    copied = copy(cell)
    for beside in copied.find_all(_is_beside):
        beside.extract()
    return text_of(copied)


def _is_beside(tag: Tag) -> bool:
    return tag.name == "sup" or is_badge(tag) or is_struck(tag)


def _choose_currency(part: Tag, words: PageLabels) -> None:
    """Until February 2025 a tab per currency stood on the page: only that of this source is read."""
    priced = [panel for panel in part.find_all(role="tabpanel") if _has_models(panel, words)]
    own = [panel for panel in priced if re.search(words.amount, text_of(panel))]
    if not priced:
        return
    if not own:
        raise PageChanged(f"no tab with prices in {words.currency}")
    for tabs in part.find_all(role="tablist"):
        tabs.extract()
    for panel in priced:
        if panel not in own:
            panel.extract()


def _has_models(panel: Tag, words: PageLabels) -> bool:
    return any(is_model_table(table, words) for table in panel.find_all("table"))


@dataclass
class _Walk:
    """Where a walk over the blocks of a page is."""

    words: PageLabels
    parts: PageSections = field(default_factory=PageSections)
    heading: str = ""
    awaited: str | None = ""
    """The last heading of models and prices that has no table yet."""
    above: tuple[NoteStatement, ...] = ()
    tables: int = 0
    line: str = ""
    """The bold line above, which may be the title of a table."""
    seen: set[str] = field(default_factory=set[str])

    def begin(self, heading: str) -> None:
        if not heading:
            return
        self.heading, self.line = heading, ""
        self.parts.headings.append(heading)
        if self.is_known():
            self.above = ()
            self.awaited = heading if self.words.is_detailed(heading) else None

    def table(self, tag: Tag, place: int) -> None:
        self.tables += 1
        if is_in_struck(tag):
            self.parts.struck += rows_as_text(tag)
            return
        is_models, is_products = is_model_table(tag, self.words), _is_of_products(tag)
        title = title_of(tag)
        above, below = (captions(tag), feet(tag)) if is_models or is_products else ([], [])
        for number, text in enumerate(above, 1):
            self.note(text, f"block {place} caption {number}")
        self._add(tag, title, is_models, is_products)
        for number, text in enumerate(below, 1):
            self.note(text, f"block {place} foot {number}")
        self.line = ""

    def _add(self, tag: Tag, title: str, is_models: bool, is_products: bool) -> None:
        table = PageTable(
            heading=self._section() if is_models else self.heading,
            place="" if self.tables == 1 else f"table {self.tables} ",
            under=self.heading,
            title=title,
            line=self.line,
            text="\n".join(rows_as_text(tag)),
            rows=_rectangle(tag),
            above=self.above,
            has_meters=_has_meters(_labels(tag), self.words),
        )
        parts = self.parts
        if not table.text:
            return
        (parts.models if is_models else parts.products if is_products else parts.foreign).append(table)
        if is_models:
            self.above, self.awaited = (), None

    def _section(self) -> str:
        """The heading that a table of models belongs to.

        A section about something else may stand between the heading of prices, or the sentence that announces them, and
        their table.
        """
        words, heading = self.words, self.heading
        if self.is_known() or words.other_prices.search(heading):
            return heading
        if any(isinstance(one, PricesHold) for one in self.above):
            return ""
        return heading if self.awaited is None or words.later_prices.search(heading) else self.awaited

    def text(self, tag: Tag, place: int) -> None:
        self.line = bold_title(tag)
        if _is_ignored(self.heading, tag, self.words):
            return
        for number, text in enumerate(_notes(tag), 1):
            self.note(text, f"block {place} line {number}")

    def note(self, text: str, where: str) -> None:
        stated = parse_note(text, self.words.language)
        self.above += stated
        if text in self.seen:
            return
        self.seen.add(text)
        self.parts.said += [PlacedStatement(statement, where) for statement in stated]
        if is_understood(stated) or self.is_known():
            self.parts.notes.append((text, where))
        else:
            self.parts.texts[self.heading].append(text)
        if self.words.is_of_products(self.heading) and not is_understood(stated):
            self.parts.of_products[self.heading].append(text)

    def is_known(self) -> bool:
        words = self.words
        known = (words.is_detailed, words.is_ignored, words.is_of_products)
        return any(is_known(self.heading) for is_known in known)


def _parts(part: Tag, words: PageLabels) -> PageSections:
    walk = _Walk(words)
    first = next((tag for tag in part.find_all("h1")), None)
    for place, tag in enumerate((tag for tag in blocks(part) if tag is not first), 1):
        if tag.name in HEADINGS:
            walk.begin(text_of(tag))
        elif tag.name == "table":
            walk.table(tag, place)
        else:
            walk.text(tag, place)
    return walk.parts


def _rectangle(tag: Tag) -> Rectangle | PageChanged:
    try:
        return rectangle(tag)
    except PageChanged as problem:
        return problem


def _is_of_products(table: Tag) -> bool:
    first = table.find("tr")
    titles = [_label(cell) for cell in first.find_all(["td", "th"])] if first else []
    return product_columns(titles) is not None


def _is_ignored(heading: str, tag: Tag, words: PageLabels) -> bool:
    """What is ignored by name, as long as it names no amount and no date."""
    text = text_of(tag)
    known = (words.is_ignored(heading) and tag.name == "p") or text.startswith(words.introduction)
    return known and not words.telling.search(text)


def _notes(tag: Tag) -> list[str]:
    """Each note without its number; what a paragraph says before a number belongs to the note before it."""
    notes: list[str] = []
    for line in text_lines(tag):
        if numbered := NUMBERED.fullmatch(line):
            notes.append(numbered[1])
        elif notes:
            notes[-1] += f" {line}"
        else:
            notes.append(line)
    return notes
