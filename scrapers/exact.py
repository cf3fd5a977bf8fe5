"""JSON as it stands: numbers exact, nothing stated twice, nothing that JSON does not know."""

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn, TypeAlias

from scrapers.page import PageChanged, storable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | None"
"""A value of JSON; true and false are `int`s to Python, too."""

DEEPEST = 150
"""Levels of lists and objects."""
ODD = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""What may be an escaped NUL or half of a character; most are halves of a pair."""


def exact(body: bytes) -> Json:
    """The value that a whole body is. Raises PageChanged."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the answer is not UTF-8", repr(body[error.start : error.end])) from None
    value, end = exact_at(text, len(text) - len(text.lstrip()))
    if rest := text[end:].strip():
        raise PageChanged("more than one value of JSON", rest)
    return value


def exact_at(text: str, start: int) -> tuple[Json, int]:
    """The value that begins at a place of a text, and where it ends. Raises PageChanged."""
    try:
        value, end = DECODER.raw_decode(text, start)
        refuse_odd(value, text[start:end])
        return value, end
    except json.JSONDecodeError as error:
        around = text[max(error.pos - 60, 0) : error.pos + 60]
        raise PageChanged(f"not JSON, or cut off: {error.msg}", around or "nothing") from None
    except (ArithmeticError, RecursionError, ValueError) as error:
        raise PageChanged(f"JSON that nobody can mean: {type(error).__name__}", text[start : start + 120]) from None


def refuse_odd(value: Json, text: str) -> None:
    """Raise PageChanged for what JSON can say and nobody means: nested without end, NUL, or half a character.

    `text` is what it was decoded from: without an escape of that kind nothing has to be looked at.
    """
    level, depth, escaped = [value], 0, ODD.search(text) is not None
    while level:
        if escaped:
            _refuse_characters(level)
        level, depth = [inner for outer in level for inner in _inside(outer)], depth + 1
        if depth > DEEPEST:
            raise PageChanged(f"values are nested more than {DEEPEST} deep", text)


def _inside(value: Json) -> Iterable[Json]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _refuse_characters(values: Iterable[Json]) -> None:
    names = (name for value in values if isinstance(value, dict) for name in value)
    for text in (*names, *(value for value in values if isinstance(value, str))):
        if storable(text) != text:
            raise PageChanged("a character that is none", text)


def _object(pairs: list[tuple[str, Json]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise PageChanged("a name stated twice in one object", next(name for name in found if names.count(name) > 1))
    return found


def _refuse(constant: str) -> NoReturn:
    raise PageChanged("a number that is none", constant)


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
