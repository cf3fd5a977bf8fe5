"""What a fact is: a frozen dataclass whose fields say whether they are its key, its value or an aside."""

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
"""Kept with a row but not compared: other words for the same value are no change of it."""

FactKey = tuple[Any, ...]
FactValue = tuple[Any, ...] | None
"""The value columns in their order; None is gone: from then on there is none."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One statement of one source. A subclass names its `table` and annotates its columns: Key[…], Value[…], Aside[…].

    `effective_from` is null where the page states no instant. In a `gone` fact every value is null.
    """

    table: ClassVar[str]
    divided_by: ClassVar[str | None] = None
    """The key column by which a source's facts fall into scopes of their own; None where they are one scope."""
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Columns that can have few values, and these: the database takes no others."""
    thing: ClassVar[Thing | None] = None
    """What its changes are about; None where that depends on which of its columns moved."""
    effective_from: datetime | None = field(default=None, compare=False)
    gone: bool = field(default=False, compare=False)
    locator: Aside[str | None] = field(default=None, compare=False)
    """Where on the page: a table cell or a line."""

    @property
    def key(self) -> FactKey:
        return _parts(type(self), "key")(self)

    @property
    def value(self) -> FactValue:
        return None if self.gone else _parts(type(self), "value")(self)

    @property
    def words(self) -> str:
        """Its value in a line, for the change log and alerts; kinds that no line of `texts.py` is for say their own."""
        return str(self.value and self.value[0])

    @property
    def asides(self) -> tuple[Any, ...]:
        """In the order of its aside columns."""
        return _parts(type(self), "aside")(self)

    @property
    def part(self) -> str:
        """The part of the source's facts of this kind that it belongs to."""
        return str(getattr(self, self.divided_by)) if self.divided_by else ""

    @classmethod
    def ends(cls, value: FactValue) -> bool:
        """Whether this value is an end state, which later silence confirms instead of contradicting."""
        return False

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        """When this value says of itself that it is over; None where it does not say."""
        return None


def key_words(fact: type[Fact], key: FactKey) -> str:
    """The parts of a key after its source, in one line; as of `short_key`."""
    return " ".join(str(part) for part in short_key(fact, key)[1:])


def short_key(fact: type[Fact], key: FactKey) -> FactKey:
    """A key without the parts that have their default: as it was before those columns were added to the kind."""
    defaults = {column.name: column.default for column in fields(fact)}
    return tuple(part for name, part in zip(key_columns(fact), key, strict=True) if part != defaults[name])


Kind = TypeVar("Kind", bound=Fact)


def gone(fact: Kind, at: datetime) -> Kind:
    """From then on there is none of it."""
    nothing: dict[str, Any] = dict.fromkeys(value_columns(type(fact)))
    return replace(fact, **nothing, gone=True, effective_from=at)


@cache
def columns(fact: type[Fact]) -> Mapping[str, tuple[str, type, bool]]:
    """Each column of a fact: its role (`key`, `value` or `aside`), its Python type, whether it may be null."""
    found: dict[str, tuple[str, type, bool]] = {}
    hints = get_type_hints(fact, include_extras=True)
    for name in (column.name for column in fields(fact)):
        match get_args(hints[name]):
            case (annotated, "key" | "value" | "aside" as role):
                options = [option for option in get_args(annotated) or (annotated,) if option is not type(None)]
                found[name] = (role, options[0], len(get_args(annotated)) > 1)
            case _:
                pass
    return found


@cache
def key_columns(fact: type[Fact]) -> tuple[str, ...]:
    return _in_role(fact, "key")


@cache
def value_columns(fact: type[Fact]) -> tuple[str, ...]:
    return _in_role(fact, "value")


@cache
def aside_columns(fact: type[Fact]) -> tuple[str, ...]:
    return _in_role(fact, "aside")


@cache
def _parts(fact: type[Fact], wanted: str) -> Callable[[Fact], tuple[Any, ...]]:
    """What reads a fact's columns of one role."""
    names = _in_role(fact, wanted)
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda its: (read(its),)


def _in_role(fact: type[Fact], wanted: str) -> tuple[str, ...]:
    return tuple(name for name, (role, _, _) in columns(fact).items() if role == wanted)
