"""DeepSeek's pricing page divided into sections: notes, tables of models with the text above them, other tables.

Footnotes carry most of what costs money, and their numbers change at nearly every edit, so a notice is its text without
its number.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapers.deepseek.docs_site import HEADINGS, TOP_OF_PAGE, article, blocks, take_struck_texts, text_lines
from scrapers.deepseek.pricing.label_text import compact_label
from scrapers.deepseek.pricing.labels import PageLabels
from scrapers.deepseek.pricing.products import product_columns
from scrapers.deepseek.pricing.table_titles import bold_title, captions, feet, tags_of_role, title_of, title_panels
from scrapers.deepseek.small_print import NoteStatement, PlacedStatement, PricesHold, is_understood, parse_note
from scrapers.page import Page, PageChanged
from scrapers.parse import (
    CELLS,
    Rectangle,
    Tag,
    inner_tags,
    is_in_struck,
    rectangle,
    rows_as_text,
    text_beside,
    text_of,
)

NUMBERED = re.compile(r"(?:\([0-9]+\)|\[[0-9]+\]|[*\u2020\u2021\u2022]) ?(.+)")


@dataclass(frozen=True)
class PageTable:
    """A table of models and prices, or the reason why it is not rectangular."""

    heading: str
    place: str
    """Prefix of its cells' locators: empty for the first table of the page, `table 2 ` for the second."""
    under: str
    """The heading above it, of any section."""
    title: str
    """Its caption, or the title of its tab or fold; may be empty."""
    line: str
    """The bold line above it, which may be its title."""
    rows: Rectangle | PageChanged
    text: str
    above: tuple[NoteStatement, ...]
    """Statements above it, since the last table of this kind or the heading."""
    has_meters: bool
    """True if it is about something else and has a label of token prices."""

    @property
    def where(self) -> str:
        return f"section {self.heading or TOP_OF_PAGE}, table"


@dataclass
class PageSections:
    """The content of the page."""

    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Text and place, each text once: the page has printed the same one twice."""
    said: list[PlacedStatement] = field(default_factory=list[PlacedStatement])
    models: list[PageTable] = field(default_factory=list[PageTable])
    products: list[PageTable] = field(default_factory=list[PageTable])
    foreign: list[PageTable] = field(default_factory=list[PageTable])
    """Tables about something else."""
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    """By heading, texts without statements in sections about something else."""
    of_products: dict[str, list[str]] = field(default_factory=lambda: defaultdict[str, list[str]](list))
    """By heading, notes without statements in sections of other products."""
    headings: list[str] = field(default_factory=list[str])
    struck: list[str] = field(default_factory=list[str])
    """Texts that are struck through outside of cells."""

    def note_of(self, statement: NoteStatement) -> str:
        """Return the note that makes a statement."""
        places = {placed.place for placed in self.said if placed.statement is statement}
        return next((text for text, place in self.notes if place in places), "")


def divide_page(page: Page, page_labels: PageLabels) -> PageSections:
    """Divide a page, in the currency of its source. Raises PageChanged."""
    part = article(page, page_labels.path, page_labels.heading)
    title_panels(part)
    _choose_currency(part, page_labels)
    struck = take_struck_texts(part)
    parts = _parts(part, page_labels)
    parts.struck += struck
    return parts


def is_model_table(table: Tag, page_labels: PageLabels) -> bool:
    """Return True for a table of models: it begins with their title, and has a label of prices or limits."""
    if next(_labels(table), None) not in page_labels.model:
        return False
    return any(label in page_labels.limits or _is_meter(label, page_labels) for label in _labels(table))


def _labels(table: Tag) -> Iterator[str]:
    """Yield the texts of all cells as labels, without note markers, badges and struck text."""
    return (compact_label(text_beside(cell)) for cell in inner_tags(table, CELLS))


def _is_meter(label: str, page_labels: PageLabels) -> bool:
    return label in page_labels.meters or bool(page_labels.kinds.get(label))


def _choose_currency(part: Tag, page_labels: PageLabels) -> None:
    """Remove the tabs of other currencies; until February 2025 the page had one tab for each."""
    priced = [panel for panel in tags_of_role(part, "tabpanel") if _has_models(panel, page_labels)]
    own = [panel for panel in priced if re.search(page_labels.amount, text_of(panel))]
    if not priced:
        return
    if not own:
        raise PageChanged(f"no tab with prices in {page_labels.currency}")
    for tabs in tags_of_role(part, "tablist"):
        tabs.remove()
    for panel in priced:
        if panel not in own:
            panel.remove()


def _has_models(panel: Tag, page_labels: PageLabels) -> bool:
    return any(is_model_table(table, page_labels) for table in inner_tags(panel, ("table",)))


@dataclass
class _Walk:
    """State of a walk over the blocks of a page."""

    page_labels: PageLabels
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
            self.awaited = heading if self.page_labels.is_detailed(heading) else None

    def table(self, tag: Tag, place: int) -> None:
        self.tables += 1
        if is_in_struck(tag):
            self.parts.struck += rows_as_text(tag)
            return
        is_models, is_products = is_model_table(tag, self.page_labels), _is_of_products(tag)
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
            has_meters=not (is_models or is_products)
            and any(_is_meter(label, self.page_labels) for label in _labels(tag)),
        )
        parts = self.parts
        if not table.text:
            return
        (parts.models if is_models else parts.products if is_products else parts.foreign).append(table)
        if is_models:
            self.above, self.awaited = (), None

    def _section(self) -> str:
        """Return the heading that a table of models belongs to.

        A section about something else may stand between the heading of prices, or the sentence that announces them, and
        their table.
        """
        page_labels, heading = self.page_labels, self.heading
        if self.is_known() or page_labels.other_prices.search(heading):
            return heading
        if any(isinstance(statement, PricesHold) for statement in self.above):
            return ""
        return heading if self.awaited is None or page_labels.later_prices.search(heading) else self.awaited

    def text(self, tag: Tag, place: int) -> None:
        self.line = bold_title(tag)
        if _is_ignored(self.heading, tag, self.page_labels):
            return
        for number, text in enumerate(_notes(tag), 1):
            self.note(text, f"block {place} line {number}")

    def note(self, text: str, where: str) -> None:
        stated = parse_note(text, self.page_labels.language)
        self.above += stated
        if text in self.seen:
            return
        self.seen.add(text)
        self.parts.said += [PlacedStatement(statement, where) for statement in stated]
        if is_understood(stated) or self.is_known():
            self.parts.notes.append((text, where))
        else:
            self.parts.texts[self.heading].append(text)
        if self.page_labels.is_of_products(self.heading) and not is_understood(stated):
            self.parts.of_products[self.heading].append(text)

    def is_known(self) -> bool:
        page_labels = self.page_labels
        predicates = (page_labels.is_detailed, page_labels.is_ignored, page_labels.is_of_products)
        return any(is_known(self.heading) for is_known in predicates)


def _parts(part: Tag, page_labels: PageLabels) -> PageSections:
    walk = _Walk(page_labels)
    first = next(iter(inner_tags(part, ("h1",))), None)
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
    rows = inner_tags(table, ("tr",))
    titles = [text_beside(cell) for cell in inner_tags(rows[0], CELLS)] if rows else []
    return product_columns(titles) is not None


def _is_ignored(heading: str, tag: Tag, page_labels: PageLabels) -> bool:
    """Return True for a text that is ignored by name and has no amount and no date."""
    text = text_of(tag)
    ignored = (page_labels.is_ignored(heading) and tag.name == "p") or text.startswith(page_labels.introduction)
    return ignored and not page_labels.telling.search(text)


def _notes(tag: Tag) -> list[str]:
    """Return each note without its number; text before a number belongs to the note before."""
    notes: list[str] = []
    for line in text_lines(tag):
        if numbered := NUMBERED.fullmatch(line):
            notes.append(numbered[1])
        elif notes:
            notes[-1] += f" {line}"
        else:
            notes.append(line)
    return notes
