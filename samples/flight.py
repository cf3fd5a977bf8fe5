"""A page's data as Next.js hands it to the browser: rows of a stream as string literals in script elements."""

import json
from collections.abc import Iterator


def row(name: str, value: object) -> str:
    """A row of the stream, with its line's end."""
    return f"{name}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n"


def scripts(rows: list[str], most: int) -> str:
    """The stream in pushes; a row longer than `most` characters is split across several."""
    pushes = [piece for text in rows for piece in _pieces(text, most)]
    opening = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
    return opening + "".join(f"<script>self.__next_f.push([1,{_literal(piece)}])</script>" for piece in pushes)


def _pieces(text: str, most: int) -> Iterator[str]:
    yield from (text[at : at + most] for at in range(0, len(text), most))


def _literal(piece: str) -> str:
    return json.dumps(piece, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
