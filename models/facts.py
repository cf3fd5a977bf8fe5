"""What sources state, as frozen dataclasses, and the reading that carries them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_type_hints

Part = TypeVar("Part")
Key = Annotated[Part, "key"]
Value = Annotated[Part, "value"]

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""As `Reading.since`: a dataset's whole history."""

FactKey = tuple[Any, ...]
FactValue = tuple[Any, ...] | None
"""The value columns in their order; None is gone: from then on there is none."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One statement of one source. A subclass names its `table` and annotates each column as Key[…] or Value[…].

    `effective_from` is null where the page states no instant. In a `gone` fact every value is null.
    """

    table: ClassVar[str]
    effective_from: datetime | None = field(default=None, compare=False)
    gone: bool = field(default=False, compare=False)
    locator: str | None = field(default=None, compare=False)
    """Where on the page: a table cell or a line."""

    @property
    def key(self) -> FactKey:
        return tuple(getattr(self, name) for name in key_columns(type(self)))

    @property
    def value(self) -> FactValue:
        return None if self.gone else tuple(getattr(self, name) for name in value_columns(type(self)))

    @classmethod
    def ends(cls, value: FactValue) -> bool:
        """Whether this value is an end state, which later silence confirms instead of contradicting."""
        return False


@dataclass(frozen=True, kw_only=True)
class Price(Fact):
    """What one meter of one model costs, in a band of the day and a currency; as printed, never converted."""

    table: ClassVar[str] = "price"
    source: Key[str]
    model: Key[str]
    meter: Key[str]
    """`input_cache_hit`, `input_cache_miss`, `output`, `search_request`, `fetch_request`."""
    band: Key[str]
    """`flat`, `off_peak`, `peak`."""
    currency: Key[str]
    """ISO 4217. USD and CNY are independent facts."""
    amount: Value[Decimal | None]
    list_amount: Value[Decimal | None]
    """The struck-through price beside it, or null."""
    unit: Value[str | None]
    """`1M tokens`, `1K requests`."""


@dataclass(frozen=True, kw_only=True)
class ModelVersion(Fact):
    """The version behind a name, and its limits as the page prints them ("1M" is not resolved to a number)."""

    table: ClassVar[str] = "model_version"
    source: Key[str]
    model: Key[str]
    version: Value[str | None]
    context_length: Value[str | None]
    max_output: Value[str | None]


@dataclass(frozen=True, kw_only=True)
class Notice(Fact):
    """A footnote or announcement, so that a changed sentence is a change even when no number moved."""

    table: ClassVar[str] = "notice"
    source: Key[str]
    sha256: Key[str]
    """Of the normalised text, in hexadecimal."""
    text: Value[str | None]


FACTS: tuple[type[Fact], ...] = (Price, ModelVersion, Notice)
"""Every kind of fact that has a history table."""


@cache
def columns(fact: type[Fact]) -> Mapping[str, tuple[str, type, bool]]:
    """Each column of a fact: its role (`key` or `value`), its Python type, whether it may be null."""
    found: dict[str, tuple[str, type, bool]] = {}
    hints = get_type_hints(fact, include_extras=True)
    for name in (column.name for column in fields(fact)):
        match get_args(hints[name]):
            case (annotated, "key" | "value" as role):
                options = [option for option in get_args(annotated) or (annotated,) if option is not type(None)]
                found[name] = (role, options[0], len(get_args(annotated)) > 1)
            case _:
                pass
    return found


@cache
def key_columns(fact: type[Fact]) -> tuple[str, ...]:
    return tuple(name for name, (role, _, _) in columns(fact).items() if role == "key")


@cache
def value_columns(fact: type[Fact]) -> tuple[str, ...]:
    return tuple(name for name, (role, _, _) in columns(fact).items() if role == "value")


class BadReading(ValueError):
    """A reading that no page can mean: one key stated twice for an instant, or a fact outside its scopes."""


@dataclass(frozen=True)
class Scope:
    """What a reading answers for completely: one kind of fact, as one source states it."""

    fact: type[Fact]
    source: str


@dataclass(frozen=True)
class Reading:
    """All that one page states. A scope without facts says that nothing was found there.

    `dated` names the instants at which a scope has a complete table: keys it lacks are announced gone then.
    `since` makes it a dataset's whole account from that publish date on (BEGINNING: all of history).
    Raises BadReading.
    """

    scopes: frozenset[Scope]
    facts: tuple[Fact, ...]
    dated: frozenset[tuple[Scope, datetime]] = frozenset()
    since: datetime | None = None

    def __post_init__(self) -> None:
        seen: set[tuple[type[Fact], FactKey, datetime | None]] = set()
        for fact in self.facts:
            if Scope(type(fact), fact.key[0]) not in self.scopes:
                raise BadReading(f"a fact outside the scopes of its reading: {fact}")
            stated = (type(fact), fact.key, fact.effective_from)
            if stated in seen:
                raise BadReading(f"stated twice in one reading: {fact}")
            seen.add(stated)

    def of(self, scope: Scope) -> Iterator[Fact]:
        return (fact for fact in self.facts if Scope(type(fact), fact.key[0]) == scope)
