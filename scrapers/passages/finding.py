"""Finds the place of a fact on its page by its locator."""

from collections.abc import Callable, Sequence

from scrapers.page import Page, PageChanged
from scrapers.passages.in_json import in_json, is_json
from scrapers.passages.in_sections import BETWEEN, in_sections, lines_naming
from scrapers.passages.passage import Passage

FindPlace = Callable[[Page, str], Passage | None]
"""A function of a source that returns the passage at a locator of its page. Raises PageChanged."""


def find_passage(page: Page, locator: str, find_place: FindPlace | None = None) -> Passage | None:
    """Return the row of a table, or the object of JSON, at a locator; None for a text, and for what is not found.

    `find_place` is the finder of the page's source, if its locators are not those of sections or JSON.
    """
    try:
        if find_place is not None:
            return find_place(page, locator)
        if is_json(page):
            return in_json(page, locator)
        return in_sections(page, locator) if BETWEEN in locator else None
    except PageChanged:
        return None


def find_name(page: Page, name: str, beside: Sequence[str] = ()) -> Passage | None:
    """Return the first lines of a page of sections that have a name, and one of the words beside it if any has both.

    None for other pages, and if there are none.
    """
    try:
        return None if is_json(page) else lines_naming(page, name, beside) or lines_naming(page, name)
    except PageChanged:
        return None
