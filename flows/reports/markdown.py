"""Markdown for Prefect's artifacts: tables and pictures. Text of a page is never interpreted as markup."""

from base64 import b64encode
from collections.abc import Iterable, Sequence

from alerts.texts import CONTROL

MARKUP = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_{}[]<>#|!&~@"}


class Strong(str):
    """A cell in bold."""

    __slots__ = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [[escaped(column) for column in columns], ["---"] * len(columns)]
    lines += [[_cell(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: object) -> str:
    return f"**{escaped(cell)}**" if isinstance(cell, Strong) else escaped(cell)


def escaped(cell: object) -> str:
    """Return text of a page without markup."""
    return " ".join(("" if cell is None else str(cell)).translate(CONTROL | MARKUP).split())


def picture(title: str, svg: bytes) -> str:
    """Return a picture as a data URL, because the UI removes inline SVG."""
    return f"![{escaped(title)}](data:image/svg+xml;base64,{b64encode(svg).decode()})"
