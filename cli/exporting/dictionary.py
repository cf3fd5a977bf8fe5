"""The data dictionary: what each view and each of its columns means."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cli.documents import document

ROW = re.compile(r"\| `(\w+)` \| (.*) \|$", re.MULTILINE)
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
BULLET = re.compile(r"^[-*] ", re.MULTILINE)
AS_IN = re.compile(r"(?:as|the same) in (\w+)")
HISTORIES = {
    "price": "price_history",
    "retirement": "retirement_history",
    "score": "score_history",
    "peak_hours": "peak_hours_now",
    "promotion": "promotion_now",
    "model_card": "model_card_now",
    "measurement": "measurement_now",
}
"""The views that have the words for the columns of a history."""


class View(NamedTuple):
    """A view in the dictionary."""

    about: str
    columns: Mapping[str, str]


@cache
def dictionary() -> Mapping[str, View]:
    """Return every view of the page by its name, in the page's order."""
    found: dict[str, View] = {}
    for section in document("data-dictionary.md").split("\n## ")[1:]:
        if names := re.match(r"`(\w+)`\n", section):
            text, _, table = section[names.end() :].partition("\n| column | what |")
            found[names[1]] = View(_plain(text), {name: _plain(what) for name, what in ROW.findall(table)})
    return found


def column_text(view: str, column: str) -> str:
    """Return what a column of a view or of a history means; "" where the page has no words of its own for it."""
    views, name = dictionary(), HISTORIES.get(view, view)
    if view in ("source", "snapshot", "watermark"):
        return ""
    for each in (name, "price_history"):
        if each in views and (text := views[each].columns.get(column)):
            referred = AS_IN.match(text)
            return column_text(referred[1], column) if referred and referred[1] != each else text
    return ""


def _plain(text: str) -> str:
    return " ".join(BULLET.sub("", LINK.sub(r"\1", text)).replace("`", "").split())
