"""Tables in CSV, with their columns by title."""

import csv
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import StringIO

from scrapers.page import PageChanged
from scrapers.parse.text import plain_text


@dataclass(frozen=True)
class CsvTable:
    """A table: its titles as they are printed, and its rows as they are, which may have other numbers of cells."""

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]

    def columns(self, watched: Collection[str], optional: Collection[str] = ()) -> dict[str, int]:
        """Return the places of columns by title, in upper or lower case. Raises PageChanged if a watched one lacks."""
        places = {_same(title): place for place, title in enumerate(self.titles)}
        for title in watched:
            if _same(title) not in places:
                raise PageChanged(f"the table has no column {title}", ", ".join(self.titles))
        return {title: places[_same(title)] for title in (*watched, *optional) if _same(title) in places}

    def unknown_titles(self, known: Collection[str]) -> list[str]:
        """Return the titles that are not known."""
        names = {_same(title) for title in known}
        return [title for title in self.titles if _same(title) not in names]


def _same(title: str) -> str:
    return plain_text(title).casefold()


def parse_csv(body: bytes) -> CsvTable:
    """Parse a whole file, whose first row has the titles; a cell in quotes may have line breaks.

    Raises PageChanged, also for a file that does not end with the end of a row: it may be cut off.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the table is not UTF-8", repr(body[error.start : error.end])) from None
    if not text.endswith(("\n", "\r")):
        raise PageChanged("the table is cut off: its last row has no end", text[-120:])
    try:
        rows = [row for row in csv.reader(StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise PageChanged(f"not a table in CSV: {error}", text[:120]) from None
    if len(rows) < 2:
        raise PageChanged("a table without rows", text)
    titles, times = rows[0], Counter(map(_same, rows[0]))
    if twice := [title for title in titles if times[_same(title)] > 1]:
        raise PageChanged("a title stands twice", ", ".join(twice))
    return CsvTable(titles, rows[1:])
