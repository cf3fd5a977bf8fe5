"""Strict JSON: numbers exact, no name stated twice, nothing beyond the standard."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn, TypeAlias

from scrapers.page import PageChanged

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | None"
"""A JSON value; true and false are `int`s to Python, too."""

DEEPEST = 150
"""Levels of nested lists and objects at most."""


def parse_json(body: bytes) -> Json:
    """Parse a whole body. Raises PageChanged."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageChanged("the answer is not UTF-8", repr(body[error.start : error.end])) from None
    value, end = parse_json_at(text, len(text) - len(text.lstrip()))
    if rest := text[end:].strip():
        raise PageChanged("more than one value of JSON", rest)
    return value


def parse_json_at(text: str, start: int) -> tuple[Json, int]:
    """Parse the value that begins at a position of a text; return it and its end. Raises PageChanged."""
    try:
        value, end = DECODER.raw_decode(text, start)
        refuse_depth(value)
        return value, end
    except json.JSONDecodeError as error:
        around = text[max(error.pos - 60, 0) : error.pos + 60]
        raise PageChanged(f"not JSON, or cut off: {error.msg}", around or "nothing") from None
    except (ArithmeticError, RecursionError, ValueError) as error:
        raise PageChanged(f"JSON that nobody can mean: {type(error).__name__}", text[start : start + 120]) from None


def refuse_depth(value: Json) -> None:
    """Raise PageChanged for lists and objects nested too deep for code that recurses."""
    level, depth = _holders([value]), 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise PageChanged(f"values are nested more than {DEEPEST} deep")
        level = _holders(inner for outer in level for inner in (outer.values() if isinstance(outer, dict) else outer))


def _holders(values: Iterable[Json]) -> "list[dict[str, Json] | list[Json]]":
    return [value for value in values if isinstance(value, dict | list)]


def _object(pairs: list[tuple[str, Json]]) -> Json:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise PageChanged("a name stated twice in one object", next(name for name in members if names.count(name) > 1))
    return members


def _refuse(constant: str) -> NoReturn:
    raise PageChanged("a number that is none", constant)


DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_object)
