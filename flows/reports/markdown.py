"""Markdown for Prefect's artifacts: tables and pictures, in which text of a page stays text."""

from base64 import b64encode
from collections.abc import Iterable, Sequence

from alerts.texts import CONTROL

MARKUP = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_{}[]<>#|!&~@"}


class Strong(str):
    """What a reader's eye should find first."""

    __slots__ = ()


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [[escaped(column) for column in columns], ["---"] * len(columns)]
    lines += [[_cell(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: object) -> str:
    return f"**{escaped(cell)}**" if isinstance(cell, Strong) else escaped(cell)


def escaped(cell: object) -> str:
    """Text of a page as text: no markup of it comes through."""
    return " ".join(("" if cell is None else str(cell)).translate(CONTROL | MARKUP).split())


def picture(title: str, svg: bytes) -> str:
    """As data that the UI shows: it strips inline SVG."""
    return f"![{escaped(title)}](data:image/svg+xml;base64,{b64encode(svg).decode()})"
