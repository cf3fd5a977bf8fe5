"""An instant that notes the instants with which it is compared, so that it is known how long a result stays the same.

A result that follows only from comparisons of an instant is the same at a later one, unless one of the instants that it
was compared with lies between.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self, SupportsIndex, cast

UNMOVED = timedelta(0)
NEVER = datetime.max.replace(tzinfo=UTC)


class Comparisons:
    """The instants with which an observed instant was compared."""

    def __init__(self) -> None:
        self.instants = set[datetime]()
        self.was_read = False
        """True if the observed instant was used in another way: a result may follow from its value."""
        self.was_key = False
        """True if it was a key of a mapping, or in a set: it was compared only with those of its hash."""


class ObservedInstant(datetime):
    """An instant that notes its comparisons; moved by a duration, it still does.

    As a key of a mapping it is compared only with keys of its hash. Whoever observes an instant then has to count all
    instants in the data as compared (`instants_in`).
    """

    _plain: datetime
    _moved: timedelta
    _comparisons: Comparisons

    @classmethod
    def of(cls, plain: datetime, comparisons: Comparisons, moved: timedelta = UNMOVED) -> Self:
        """The observed form of an instant, which is `moved` from the one that is observed."""
        found = cls.combine(plain.date(), plain.timetz())
        found._plain, found._moved, found._comparisons = plain, moved, comparisons
        return found

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 (any attribute of an instant)
        if name in ("_plain", "_moved", "_comparisons", "_other", "_read", "__class__", "__dict__"):
            return super().__getattribute__(name)
        return getattr(self._read(), name)

    def _read(self) -> datetime:
        """The plain instant, for a use that is no comparison."""
        self._comparisons.was_read = True
        return self._plain

    def _other(self, other: datetime) -> datetime:
        """The plain form of an instant with which this one is compared, which is noted."""
        if isinstance(other, ObservedInstant):
            # Two observed instants are always in one order; if they are moved, they need not be.
            if self._comparisons is not other._comparisons and (self._moved or other._moved):
                self._read()
            return other._plain
        try:
            self._comparisons.instants.add(other - self._moved if self._moved else other)
        except OverflowError:
            self._read()
        return other

    def __lt__(self, other: datetime) -> bool:
        return self._plain < self._other(other)

    def __le__(self, other: datetime) -> bool:
        return self._plain <= self._other(other)

    def __gt__(self, other: datetime) -> bool:
        return self._plain > self._other(other)

    def __ge__(self, other: datetime) -> bool:
        return self._plain >= self._other(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, datetime) and self._plain == self._other(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self._comparisons.was_key = True
        return hash(self._plain)

    def __add__(self, other: timedelta) -> "ObservedInstant":
        return ObservedInstant.of(self._plain + other, self._comparisons, self._moved + other)

    def __radd__(self, other: timedelta) -> "ObservedInstant":
        return self + other

    def __sub__(self, other: Any) -> Any:  # noqa: ANN401 (a duration or an instant)
        return self + -other if isinstance(other, timedelta) else self._read() - other

    def __rsub__(self, other: datetime) -> timedelta:
        return other - self._read()

    def __str__(self) -> str:
        return str(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def __format__(self, fmt: str) -> str:
        return format(self._read(), fmt)

    def __reduce__(self) -> str | tuple[Any, ...]:
        return self._read().__reduce__()

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        return self._read().__reduce_ex__(protocol)


def same_until(comparisons: Comparisons, first: datetime, last: datetime) -> datetime | None:
    """The first compared instant after `last`; NEVER if there is none.

    None if a result need not be the same from `first` to `last` and just after it: the observed instant was read, or
    was compared with one of that time.
    """
    if comparisons.was_read or any(first <= instant <= last for instant in comparisons.instants):
        return None
    return min((instant for instant in comparisons.instants if instant > last), default=NEVER)


def instants_in(value: object) -> Iterator[datetime]:
    """Yield every instant in dataclasses, mappings and collections."""
    if isinstance(value, datetime):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from instants_in(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[object, object]", value).items():
            yield from instants_in(key)
            yield from instants_in(item)
    elif isinstance(value, Collection) and not isinstance(value, str | bytes):
        for item in cast("Collection[object]", value):
            yield from instants_in(item)
