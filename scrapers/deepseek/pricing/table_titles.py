"""Texts around a table of DeepSeek's pages: captions, notes in its foot, and the title of its tab or fold."""

import re

from bs4.element import Tag

from scrapers.parse import CELLS, inner_tags, text_of

MOST_TITLE = 40
SENTENCE = re.compile(r"[.,!?。，！？;；$]|[0-9]元|20[0-9]{2}")
"""Signs of a sentence, a price or a date, which no title has."""
TITLE = "data-title"
"""The attribute in which a tab's panel keeps the tab's title."""


def is_title(text: str) -> bool:
    """Return True if a text may be the title of the content below it."""
    return 0 < len(text) <= MOST_TITLE and SENTENCE.search(text) is None


def bold_title(tag: Tag) -> str:
    """Return the text of a wholly bold paragraph that may be a title; "" for any other."""
    text, bold = text_of(tag), next(inner_tags(tag, ("b", "strong")), None)
    return text if bold is not None and text_of(bold) == text and is_title(text) else ""


def title_panels(part: Tag) -> None:
    """Give each tab panel the title of the tab at its position."""
    for tabs in part.find_all(role="tablist"):
        around = tabs.parent
        titles = [text_of(tab) for tab in tabs.find_all(role="tab")]
        if around is None:
            continue
        inner = {id(panel) for other in around.find_all(role="tabpanel") for panel in other.find_all(role="tabpanel")}
        panels = [panel for panel in around.find_all(role="tabpanel") if id(panel) not in inner]
        for panel, title in zip(panels, titles, strict=False) if len(panels) == len(titles) else ():
            panel[TITLE] = title


def title_of(table: Tag) -> str:
    """Return the caption of a table, or the title of its fold or tab; "" if it has none."""
    caption = next(inner_tags(table, ("caption",)), None)
    if caption is not None and is_title(text := text_of(caption)):
        return text
    for around in table.parents:
        summary = around.find("summary") if around.name == "details" else None
        if summary is not None and is_title(text := text_of(summary)):
            return text
        if around.has_attr(TITLE):
            return str(around[TITLE])
    return ""


def captions(table: Tag) -> list[str]:
    """Remove the notes above a table and return them."""
    return [text for caption in list(inner_tags(table, ("caption",))) if (text := text_of(caption.extract()))]


def feet(table: Tag) -> list[str]:
    """Remove the notes below a table, and repeated titles, and return the notes."""
    first = next(inner_tags(table, ("tr",)), None)
    titles = [] if first is None else [text_of(cell) for cell in inner_tags(first, CELLS)]
    notes: list[str] = []
    for row in [row for foot in inner_tags(table, ("tfoot",)) for row in inner_tags(foot, ("tr",))]:
        texts = [text_of(cell) for cell in inner_tags(row, CELLS)]
        if len(texts) == 1 or (texts == titles and row is not first):
            notes += texts if texts != titles else []
            row.extract()
    return [text for text in notes if text]
