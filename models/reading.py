"""What one page states: its facts, and what it answers for completely."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from models.fact import Fact, FactKey

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""As `Reading.since`: a dataset's whole history."""


class BadReading(ValueError):
    """A reading that no page can mean: one key stated twice for an instant, or a fact outside its scopes."""


@dataclass(frozen=True)
class Scope:
    """What a reading answers for completely: one kind of fact as one source states it, or a part of it."""

    fact: type[Fact]
    source: str
    part: str = ""
    """The currency of prices; empty where a source has one scope of the kind."""

    def __post_init__(self) -> None:
        if bool(self.fact.divided_by) != bool(self.part):
            raise BadReading(f"{self.fact.table} of {self.source}: a scope has to name its {self.fact.divided_by}")


def scope_of(fact: Fact) -> Scope:
    """The scope that a fact belongs to. The source is the first column of every key."""
    return Scope(type(fact), fact.key[0], fact.part)


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
            if scope_of(fact) not in self.scopes:
                raise BadReading(f"a fact outside the scopes of its reading: {fact}")
            stated = (type(fact), fact.key, fact.effective_from)
            if stated in seen:
                raise BadReading(f"stated twice in one reading: {fact}")
            seen.add(stated)

    def of(self, scope: Scope) -> Iterator[Fact]:
        return iter(self._by_scope.get(scope, ()))

    @cached_property
    def _by_scope(self) -> dict[Scope, list[Fact]]:
        found: dict[Scope, list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(scope_of(fact), []).append(fact)
        return found
