"""The data that a Next.js page carries for its own scripts ("flight"): JSON rows, pushed to the browser as strings.

They are exact where the page rounds, and cost a tenth of reading its HTML. A row may be split across pushes.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from scrapers.page import PageChanged
from scrapers.parse.json_exact import parse_json_at
from scrapers.parse.text import decode

FlightJson = Any
"""A value of the page's data: None, bool, int, Decimal, str, or a list or dict of them."""
PUSH = "self.__next_f.push([1,"
ROW = re.compile(rb"([0-9a-f]+):(?:T([0-9a-f]+),|([^\n]*)(?:\n|$))")
REFERENCE = re.compile(r"\$[A-Z]?([0-9a-f]+)((?::[^:]+)*)")
MOST_REFERENCES = 10
"""The most references in the chain that ends at a value; a cycle has no end."""


def flight_data(html: bytes | str) -> str:
    """Return all data that a page pushes, joined; empty if there is none. Raises PageChanged for a broken push."""
    text = html if isinstance(html, str) else decode(html)
    pushes: list[str] = []
    at = text.find(PUSH)
    while at >= 0:
        value, at = _value_at(text, at + len(PUSH))
        if not isinstance(value, str) or not text.startswith("])", at):
            raise PageChanged("a push of flight data that is not text", text[at - 60 : at + 60])
        pushes.append(value)
        at = text.find(PUSH, at)
    return "".join(pushes)


def values_after(flight: str, marker: str, begins: str = "") -> Iterator[FlightJson]:
    """Yield each JSON value behind a marker that begins with `begins`; numbers Decimal or int. Raises PageChanged."""
    at = flight.find(marker + begins)
    while at >= 0:
        value, end = _value_at(flight, at + len(marker))
        yield value
        at = flight.find(marker + begins, end)


def value_after(flight: str, marker: str, begins: str = "") -> FlightJson:
    """Return the one JSON value behind a marker. Raises PageChanged for none, or for two that differ."""
    values = list(values_after(flight, marker, begins))
    if not values or any(other != values[0] for other in values):
        raise PageChanged(f"{len(values) or 'no'} values in the flight data", marker + begins)
    return values[0]


def resolve_reference(value: FlightJson, flight: str) -> FlightJson:
    """Return a value, following references: `$19:0:1` is in row 19, `$undefined` is None, `$$` is a dollar sign.

    References inside the value stay as they are. Raises PageChanged for a dangling reference, and for more than
    `MOST_REFERENCES` in one chain.
    """
    target = value
    for _ in range(MOST_REFERENCES):
        if not _is_reference(target):
            break
        target = _followed(target, flight)
    if _is_reference(target):
        raise PageChanged("a reference in the flight data that leads to no end", str(value))
    if target == "$undefined":
        return None
    return target[1:] if isinstance(target, str) and target.startswith("$$") else target


def _is_reference(value: FlightJson) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith("$") and value != "$undefined" and not value.startswith("$$")


def _followed(reference: str, flight: str) -> FlightJson:
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise PageChanged("not a reference of flight data", reference)
    try:
        value = _rows(flight)[match[1]]
        for step in match[2].split(":")[1:]:
            value = value[int(step) if isinstance(value, list) else step]
    except (LookupError, TypeError, ValueError):
        raise PageChanged("a reference in the flight data that leads nowhere", reference) from None
    return value


def _rows(flight: str) -> dict[str, FlightJson]:
    """Return the rows that are values, by id. A text row has its length in bytes before it and no line end."""
    # JSON can contain a lone surrogate, which still counts in the byte length of a text.
    data, at = flight.encode("utf-8", "surrogatepass"), 0
    rows: dict[str, FlightJson] = {}
    while match := ROW.match(data, at):
        name, size, line = match.groups()
        at = match.end() + (int(size, 16) if size else 0)
        if size:
            rows[name.decode()] = data[match.end() : at].decode("utf-8", "surrogatepass")
        elif line[:1] in b'[{"-0123456789tfn' and line:
            rows[name.decode()] = _value_at(line.decode("utf-8", "surrogatepass"), 0)[0]
    return rows


def _value_at(text: str, start: int) -> tuple[FlightJson, int]:
    """Parse the value that begins at a position of the data; return it and its end. Raises PageChanged."""
    try:
        return parse_json_at(text, start)
    except PageChanged as problem:
        raise PageChanged(f"flight data: {problem.reason}", problem.text) from None
