"""Places in an answer of an API or a file of JSON: `data[3].pricing.prompt`, `glm-5.1.output_cost_per_token`."""

import re
from collections.abc import Iterator
from decimal import Decimal

from scrapers.page import Page
from scrapers.parse import Json, parse_json
from scrapers.passages.passage import Passage

BEGINS = ("{", "[")
INDEX = re.compile(r"\[([0-9]+)\]")
NAMED = re.compile(r"(?P<name>[^:\s]+): (?P<fields>\S.*)")
NAMES = ("id", "model", "name")
"""The fields that name an object of a list."""


def is_json(page: Page) -> bool:
    """Return True if a page looks like JSON."""
    return page.body[:200].decode(errors="replace").lstrip().startswith(BEGINS)


def in_json(page: Page, locator: str) -> Passage | None:
    """Return the object that a locator names, with the field that states the fact. Raises PageChanged."""
    value = parse_json(page.body)
    if named := NAMED.fullmatch(locator):
        found = next(_called(value, named["name"]), None)
        return None if found is None else _passage(named["name"], found, named["fields"].split(", ")[0])
    return _below(value, locator, "")


def _below(value: Json, locator: str, above: str) -> Passage | None:
    """Return the passage at the end of a path: the object that has the last name of it."""
    if not locator:
        return None
    if (index := INDEX.match(locator)) and isinstance(value, list):
        number = int(index[1])
        rest = locator[index.end() :].removeprefix(".")
        if number >= len(value):
            return None
        inner = value[number]
        return _below(inner, rest, f"{above}[{number}]") if rest else _passage(f"{above}[{number}]", inner, "")
    if not isinstance(value, dict):
        return None
    # A name may have points itself: the longest one counts.
    for name in sorted(value, key=len, reverse=True):
        rest = locator.removeprefix(name)
        if locator == name:
            return _passage(above, value, name)
        if rest != locator and rest[0] in ".[":
            place = f"{above}.{name}" if above else name
            if (found := _below(value[name], rest.removeprefix("."), place)) is not None:
                return found
    return None


def _called(value: Json, name: str) -> Iterator[Json]:
    """Yield the objects that have this name, in a list or under it as their key."""
    if isinstance(value, dict):
        if any(value.get(key) == name for key in NAMES):
            yield value
        for key, inner in value.items():
            if key == name and isinstance(inner, dict):
                yield inner
            yield from _called(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _called(inner, name)


def _passage(place: str, value: Json, field: str) -> Passage:
    """Return the plain fields of an object as a row, their names as its titles."""
    if not isinstance(value, dict):
        return Passage(place, (), (_text(value),))
    plain = {name: each for name, each in value.items() if not isinstance(each, dict | list)}
    names = [name for name in plain if name == field or name in NAMES] or list(plain)
    return Passage(
        place, tuple(names), tuple(_text(plain[name]) for name in names), names.index(field) if field in names else None
    )


def _text(value: Json) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
