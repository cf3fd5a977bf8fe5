"""Fields of a JSON row, each of one type or refused with its place; and unreadable values of many rows."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from models.readings import KeptFacts, Unread
from scrapers.page import PageChanged
from scrapers.parse.json_exact import Json
from scrapers.parse.text import plain_text

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LARGEST, MOST_DECIMALS = 12, 40
"""Powers of ten: a larger number is damage, and would fill a page when printed."""
NOT_STATED = "not stated"
FieldValue = TypeVar("FieldValue")


def json_object(value: Json, place: str) -> dict[str, Json]:
    """Return an object. Raises PageChanged for any other value."""
    if not isinstance(value, dict):
        raise PageChanged(f"{place} is no object", printed(value))
    return value


def nonempty_list(value: Json, place: str) -> list[Json]:
    """Return a list with elements. Raises PageChanged for any other value."""
    if not isinstance(value, list):
        raise PageChanged(f"{place} is no list", printed(value))
    if not value:
        raise PageChanged(f"{place} is empty")
    return value


def required_field(row: dict[str, Json], name: str, place: str) -> Json:
    """Return a field that must exist; it may be null. Raises PageChanged."""
    if name not in row:
        raise PageChanged(f"{place} has no {name}", printed(row))
    return row[name]


def required_text(value: Json, place: str) -> str:
    """Return a printable text that is not blank. Raises PageChanged."""
    if not isinstance(value, str) or not (shown := plain_text(value)) or not shown.isprintable():
        raise PageChanged(f"{place} is no text", printed(value))
    return shown


def uuid(value: Json, place: str) -> str:
    """Return a uuid. Raises PageChanged."""
    if not isinstance(value, str) or not UUID.fullmatch(value):
        raise PageChanged(f"{place} is no uuid", printed(value))
    return value


def optional_number(value: Json, place: str, least: int | None = None, most: int | None = None) -> Decimal | None:
    """Return an exact number, or None for null. Raises PageChanged for text, true, false or a value out of range."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PageChanged(f"{place} is no number", printed(value))
    exact = Decimal(value)
    exponent = exact.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DECIMALS or exact.adjusted() > LARGEST:
        raise PageChanged(f"{place} is no number that anybody measured", printed(value))
    if (least is not None and exact < least) or (most is not None and exact > most):
        raise PageChanged(f"{place} is outside {least}…{most}", printed(value))
    return exact


class UnreadValues:
    """Collector of unreadable values by place: one such value does not refuse the whole response.

    The fact that a value would have stated stays as believed.
    """

    def __init__(self) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)
        self._keeps: dict[str, set[KeptFacts]] = defaultdict(set)
        self._unknown = set[str]()

    def add(self, place: str, shown: str, keeps: Iterable[KeptFacts] = (), *, is_out_of_scope: bool = False) -> None:
        """Record one unreadable value. A place is the same in every response.

        What is out of scope is read, and known to be of no kind of fact.
        """
        self._texts[place].append(shown)
        self._keeps[place].update(keeps)
        if not is_out_of_scope:
            self._unknown.add(place)

    def add_all(self, others: "UnreadValues") -> None:
        """Record the values of another collector, too."""
        for place, texts in others._texts.items():
            self._texts[place] += texts
            self._keeps[place] |= others._keeps[place]
        self._unknown |= others._unknown

    def value(
        self,
        row: dict[str, Json],
        name: str,
        read: Callable[[Json, str], FieldValue],
        place: str,
        keeps: Iterable[KeptFacts] = (),
        of: str = "",
    ) -> FieldValue | None:
        """Read a field of a row; None if it is missing or unreadable, which is recorded. `of` names the row."""
        prefix = of and f"{of}: "
        if name not in row:
            self.add(place, f"{prefix}{NOT_STATED}", keeps)
            return None
        try:
            return read(row[name], place)
        except PageChanged:
            self.add(place, f"{prefix}{printed_or_quotes(row[name])}", keeps)
            return None

    def __bool__(self) -> bool:
        return bool(self._texts)

    @property
    def named(self) -> tuple[Unread, ...]:
        """Return all values as unread texts, those of one place together."""
        return tuple(
            Unread(
                place,
                ", ".join(sorted(set(texts))),
                keeps=frozenset(self._keeps[place]),
                is_out_of_scope=place not in self._unknown,
            )
            for place, texts in self._texts.items()
        )


def printed(value: Json) -> str:
    """Return a value as text for messages."""
    return "null" if value is None else str(value)


def printed_or_quotes(value: Json) -> str:
    """Return a value as a text that is never empty."""
    return printed(value) or repr("")


def unknown_fields(objects: Iterable[dict[str, Any]], known: Collection[str], place: str) -> tuple[Unread, ...]:
    """Return the fields of objects that are not known, by name, each with the types of its values.

    `place` says where the objects stand; neither it nor a type changes from one response to the next.
    """
    types: dict[str, set[str]] = defaultdict(set)
    for row in objects:
        for name in row.keys() - known:
            types[name].add(json_type(row[name]))
    return tuple(Unread(f"{place}{name}", " or ".join(sorted(types[name]))) for name in sorted(types))


def json_type(value: Any) -> str:  # noqa: ANN401 (any value of JSON)
    """Return the name of a JSON value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "text", list: "list", dict: "object"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "number")
