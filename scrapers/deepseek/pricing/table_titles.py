"""Texts around a table of DeepSeek's pages: captions, notes in its foot, and the title of its tab or fold."""

import re

from scrapers.parse import CELLS, Tag, inner_tags, text_of

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
    bold = inner_tags(tag, ("b", "strong"))
    text = text_of(bold[0]) if bold else ""
    return text if is_title(text) and text == text_of(tag) else ""


def tags_of_role(part: Tag, role: str) -> list[Tag]:
    """Return the tags with a role (`tablist`, `tab`, `tabpanel`) inside of a tag."""
    return [tag for tag in part.tags_with("role", role) if tag.get("role") == role]


def title_panels(part: Tag) -> None:
    """Give each tab panel the title of the tab at its position."""
    panels_of: dict[Tag, list[Tag]] = {}
    for tabs in tags_of_role(part, "tablist"):
        around = tabs.parent
        titles = [text_of(tab) for tab in tags_of_role(tabs, "tab")]
        if around is None:
            continue
        if around not in panels_of:
            panels_of[around] = _outer_panels(around)
        panels = panels_of[around]
        for panel, title in zip(panels, titles, strict=False) if len(panels) == len(titles) else ():
            panel.set(TITLE, title)


def _outer_panels(around: Tag) -> list[Tag]:
    """Return the tab panels inside of a tag that are in no other of them."""
    panels = list[Tag]()
    for panel in tags_of_role(around, "tabpanel"):
        if not panels or panel.start >= panels[-1].end:
            panels.append(panel)
    return panels


def title_of(table: Tag) -> str:
    """Return the caption of a table, or the title of its fold or tab; "" if it has none."""
    caption = next(iter(inner_tags(table, ("caption",))), None)
    if caption is not None and is_title(text := text_of(caption)):
        return text
    for around in table.parents:
        summary = next(iter(inner_tags(around, ("summary",))), None) if around.name == "details" else None
        if summary is not None and is_title(text := text_of(summary)):
            return text
        if around.has(TITLE):
            return around.get(TITLE)
    return ""


def captions(table: Tag) -> list[str]:
    """Remove the notes above a table and return them."""
    inner = inner_tags(table, ("caption",))
    texts = [text for caption in inner if (text := text_of(caption))]
    for caption in inner:
        caption.remove()
    return texts


def feet(table: Tag) -> list[str]:
    """Remove the notes below a table, and repeated titles, and return the notes."""
    rows = inner_tags(table, ("tr",))
    first = rows[0] if rows else None
    titles = [] if first is None else [text_of(cell) for cell in inner_tags(first, CELLS)]
    below = [row for foot in inner_tags(table, ("tfoot",)) for row in inner_tags(foot, ("tr",))]
    notes: list[str] = []
    for row, texts in [(row, [text_of(cell) for cell in inner_tags(row, CELLS)]) for row in below]:
        if len(texts) == 1 or (texts == titles and row is not first):
            notes += texts if texts != titles else []
            row.remove()
    return [text for text in notes if text]
