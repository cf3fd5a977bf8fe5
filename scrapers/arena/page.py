"""Arena's leaderboard pages (`/leaderboard/text`): their embedded data, or the visible table.

The site's terms forbid automated access; the pages are read only if the user's settings say so. An unknown address
answers 200 with a page that "could not be found" (2026-02).
"""

import re

from models.readings import Reading
from scrapers.arena import page_data, page_table
from scrapers.arena.boards import board_of, categories_of, slugs_of
from scrapers.arena.contenders import PageRows, page_reading
from scrapers.page import Page, PageChanged
from scrapers.parse import decode, ends_with_html, flight_data, whole_elements, without_elements

NOT_FOUND = "could not be found"
TAG = re.compile(r"<[^>]*>")
TOTAL = re.compile(r"Total Models(?:\s*<[^<>]*>)+\s*([0-9,]+)\s*<")


def read(page: Page) -> Reading:
    """Read the scores and contenders of a whole board. Raises PageChanged."""
    text = _text(page)
    board, flight = board_of(page.source), flight_data(text)
    if page_data.has_leaderboard(flight):
        return page_reading(page, page_data.read_entries(flight, board, page.source))
    if "<table" not in text:
        raise PageChanged("no leaderboard: neither its data nor a table", NOT_FOUND if NOT_FOUND in text else page.url)
    return page_reading(page, _shown(without_elements(text, "script"), board, page))


def _text(page: Page) -> str:
    """Return the text of a complete page. Raises PageChanged if it is cut off."""
    text = decode(page.body)
    if not ends_with_html(page.body):
        raise PageChanged("the page is cut off: it does not end with </html>", text[-60:])
    return text


def _shown(text: str, board: str, page: Page) -> PageRows:
    """Return the rows of the table of the board's own page. Raises PageChanged for fewer than the page says."""
    _refuse_another(text, board, page.url)
    table_rows, totals = (
        page_table.read_table(text, page.source),
        {int(total.replace(",", "")) for total in TOTAL.findall(text)},
    )
    there = len(table_rows.rows) + table_rows.left_out
    if len(totals) != 1 or there < max(totals):
        raise PageChanged("the leaderboard is cut off", f"{there} of {sorted(totals) or 'nobody knows how many'}")
    return table_rows


def _without_tags(html: str) -> str:
    """Return a piece of HTML with spaces for its tags."""
    end = html.rfind(">") + 1
    return TAG.sub(" ", html[:end]) + html[end:]


def _refuse_another(text: str, board: str, url: str) -> None:
    headings = [" ".join(_without_tags(heading).split()) for heading in whole_elements(text, "h1")]
    names = [heading.casefold().removesuffix(" arena").replace(" ", "-") for heading in headings]
    if len(names) != 1 or names[0] not in slugs_of(board):
        raise PageChanged(f"not the page of {board}", ", ".join(headings) or "no heading")
    path = url.partition("?")[0].partition("/leaderboard/")[2].strip("/")
    if "/" in path and path.rpartition("/")[2] not in categories_of(board):
        raise PageChanged(f"not the whole board {board} but a category of it", url)
