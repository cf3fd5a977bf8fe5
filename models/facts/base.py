"""The base class of facts: frozen dataclasses whose fields are marked as key, value or aside columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_type_hints

from models.kinds import Thing

Part = TypeVar("Part")
Key = Annotated[Part, "key"]
Value = Annotated[Part, "value"]
Aside = Annotated[Part, "aside"]
"""A column that is stored but not compared: other words for the same value are no change."""

FactKey = tuple[Any, ...]
FactValue = tuple[Any, ...] | None
"""The value columns in their order; None means that the fact is gone."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One statement of one source. A subclass names its `table` and annotates its columns: Key[…], Value[…], Aside[…].

    `effective_from` is None if the page states no instant. In a `gone` fact every value is None.
    """

    table: ClassVar[str]
    divided_by: ClassVar[str | None] = None
    """The key column that divides a source's facts into scopes; None if they are one scope."""
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """The allowed values of columns that have a fixed set of them; the database refuses others."""
    found_by: ClassVar[tuple[str, ...]] = ()
    """The columns by which a query finds a few of its rows among all, without a key; they get an index."""
    change_thing: ClassVar[Thing | None] = None
    """The thing that its changes are about; None if that depends on which of its columns changed."""
    effective_from: datetime | None = field(default=None, compare=False)
    gone: bool = field(default=False, compare=False)
    locator: Aside[str | None] = field(default=None, compare=False)
    """The place on the page: a table cell or a line."""

    def __init_subclass__(cls) -> None:
        # Every fact of a page is asked for its key many times: a getter in C is six times as fast as a method.
        hints = get_type_hints(cls, include_extras=True).items()
        names = [name for name, hint in hints if "key" in get_args(hint)]
        if len(names) > 1:
            setattr(cls, "key", property(attrgetter(*names)))  # noqa: B010 (the type checker sees the property below)
        names = [name for name, hint in hints if "value" in get_args(hint)]
        if len(names) > 1:
            values = attrgetter(*names)
            setattr(cls, "value", property(lambda fact: None if fact.gone else values(fact)))  # noqa: B010 (as above)

    @property
    def key(self) -> FactKey:
        """The key columns in their order."""
        return _column_getter(type(self), "key")(self)

    @property
    def value(self) -> FactValue:
        """The value columns in their order; None in a `gone` fact."""
        return None if self.gone else _column_getter(type(self), "value")(self)

    @property
    def words(self) -> str:
        """Its value in a line, for the change log and alerts; kinds that no line of `texts.py` is for say their own."""
        return str(self.value and self.value[0])

    @property
    def asides(self) -> tuple[Any, ...]:
        """The aside columns in their order."""
        return _column_getter(type(self), "aside")(self)

    @property
    def part(self) -> str:
        """The part of the scope that it belongs to; "" if the kind is not divided."""
        return str(getattr(self, self.divided_by)) if self.divided_by else ""

    @classmethod
    def ends(cls, value: FactValue) -> bool:
        """True if a value is an end state: a page that no longer mentions it does not contradict it."""
        return False

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        """The instant at which a value states its own end; None if it states none."""
        return None


def key_words(fact: type[Fact], key: FactKey) -> str:
    """The parts of a short key after the source, in one line."""
    return " ".join(str(part) for part in short_key(fact, key)[1:])


def short_key(fact: type[Fact], key: FactKey) -> FactKey:
    """A key without the columns that have their default value, so that columns added later do not change old keys.

    The key of a doubt about a whole category has fewer parts.
    """
    defaults = {column.name: column.default for column in fields(fact)}
    return tuple(part for name, part in zip(key_columns(fact), key, strict=False) if part != defaults[name])


FactT = TypeVar("FactT", bound=Fact)


def gone(fact: FactT, at: datetime) -> FactT:
    """The fact that the same key is gone from an instant on."""
    no_values: dict[str, Any] = dict.fromkeys(value_columns(type(fact)))
    return replace(fact, **no_values, gone=True, effective_from=at)


@cache
def columns(fact: type[Fact]) -> Mapping[str, tuple[str, type, bool]]:
    """The columns of a kind of fact: role (`key`, `value` or `aside`), Python type, and True if it may be null."""
    result: dict[str, tuple[str, type, bool]] = {}
    hints = get_type_hints(fact, include_extras=True)
    for name in (column.name for column in fields(fact)):
        match get_args(hints[name]):
            case (annotated, "key" | "value" | "aside" as role):
                options = [option for option in get_args(annotated) or (annotated,) if option is not type(None)]
                result[name] = (role, options[0], len(get_args(annotated)) > 1)
            case _:
                pass
    return result


@cache
def key_columns(fact: type[Fact]) -> tuple[str, ...]:
    """The names of the key columns; the first one is the source."""
    return _in_role(fact, "key")


@cache
def value_columns(fact: type[Fact]) -> tuple[str, ...]:
    """The names of the value columns."""
    return _in_role(fact, "value")


@cache
def aside_columns(fact: type[Fact]) -> tuple[str, ...]:
    """The names of the aside columns."""
    return _in_role(fact, "aside")


@cache
def _column_getter(fact: type[Fact], wanted: str) -> Callable[[Fact], tuple[Any, ...]]:
    """A function that returns the columns of one role of a fact as a tuple."""
    names = _in_role(fact, wanted)
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda fact: (read(fact),)


def _in_role(fact: type[Fact], wanted: str) -> tuple[str, ...]:
    return tuple(name for name, (role, _, _) in columns(fact).items() if role == wanted)
