"""The one renderer of Prefect's UI: Markdown, tables and pictures. Text of a page is never interpreted as markup.

Both UIs of Prefect understand a backslash before a mark; the older one shows `&#95;` as it is. The older one also reads
the cells of a table artifact as Markdown, the newer one shows them as they are: there an invisible character takes the
meaning from a mark.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from alerts.texts import CONTROL

MARK = re.compile(r"[\\`*{}\[\]<>#|!&~@$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=[Ww]{3})\.")
"""A character that may begin or end markup, or stands in an address that a reader would make a link of.

Markdown knows no emphasis within a word: `input_cache_hit` stays.
"""
BLOCK = re.compile(r"^([-+=](?=[-=\s]|$)|\d+(?=[.)](?:\s|$)))")
"""The beginning of a line that makes a list or a heading of it."""
CELL_MARK = re.compile(r"(?<=[!\]<&`*~\\])(?=.)|(?<=[:w])(?=//|ww\.)")
"""The place after a mark."""
INVISIBLE = "\N{ZERO WIDTH NON-JOINER}"


class Strong(str):
    """A cell in bold."""

    __slots__ = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [[escaped(column) for column in columns], ["---"] * len(columns)]
    lines += [[_cell(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: object) -> str:
    return f"**{escaped(cell)}**" if isinstance(cell, Strong) else escaped(cell)


def plain(cell: object) -> str:
    """Return text in one line, without control characters."""
    return " ".join(("" if cell is None else str(cell)).translate(CONTROL).split())


def escaped(cell: object) -> str:
    """Return text of a page as Markdown that shows it as it is."""
    text = plain(cell)
    begins = BLOCK.match(text)
    marked = MARK.sub(r"\\\g<0>", text)
    if begins is None:
        return marked
    return f"{begins[0]}\\{marked[begins.end() :]}" if begins[0].isdigit() else f"\\{marked}"


def table_cell(cell: object) -> str:
    """Return text of a page as a cell of a table artifact: the same with and without Markdown."""
    return CELL_MARK.sub(INVISIBLE, plain(cell))


def instant_text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def link(text: object, address: str) -> str:
    """Return a link; of an address only what an address may have is kept."""
    return f"[{escaped(text)}]({quote(address, safe=':/?&=%#,;+@~$!-._')})"


def picture(title: str, svg: bytes) -> str:
    """Return a picture as a data URL, because the UI removes inline SVG."""
    return f"![{escaped(title)}](data:image/svg+xml;base64,{b64encode(svg).decode()})"
