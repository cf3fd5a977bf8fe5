"""What one page states: its facts, and what it answers for completely."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from models.fact import Fact, FactKey

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""In `Reading.since`: a dataset's whole history."""


class BadReading(ValueError):
    """A reading that no page can mean: one key stated twice for an instant, or a fact outside its scopes."""


@dataclass(frozen=True)
class Scope:
    """What a reading answers for completely: one kind of fact as one source states it, or a part of it."""

    fact: type[Fact]
    source: str
    part: str = ""
    """The currency of prices, the category of scores; empty where a source has one scope of the kind."""

    def __post_init__(self) -> None:
        if bool(self.fact.divided_by) != bool(self.part):
            raise BadReading(f"{self.fact.table} of {self.source}: a scope has to name its {self.fact.divided_by}")


def scope_of(fact: Fact) -> Scope:
    """The scope that a fact belongs to. The source is the first column of every key."""
    return Scope(type(fact), fact.key[0], fact.part)


Later = Callable[[], Iterable[Fact]]
"""The facts of a scope, made when they are asked for."""


@dataclass(frozen=True)
class Reading:
    """All that one page states. A scope without facts says that nothing was found there.

    `dated` names the instants at which a scope has a complete table: keys it lacks are announced gone then.
    `since` makes what a scope states a dataset's whole account from that publish date on (BEGINNING: all of history).
    `published` is the newest publish date of a scope, where that is another one than `since`.
    `later` holds scopes that are too large to keep at once (1.2 million scores): their facts are made when asked for.
    Raises BadReading, of `later` only when it is asked for.
    """

    scopes: frozenset[Scope]
    facts: tuple[Fact, ...] = ()
    dated: frozenset[tuple[Scope, datetime]] = frozenset()
    since: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    published: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    later: Mapping[Scope, Later] = field(default_factory=dict[Scope, Later])

    def __post_init__(self) -> None:
        for fact in self.facts:
            if scope_of(fact) not in self.scopes - self.later.keys():
                raise BadReading(f"a fact outside the scopes of its reading: {fact}")
        for its in self._by_scope.values():
            _refuse_doubles(its)

    def of(self, scope: Scope) -> list[Fact]:
        """What is stated in a scope. Raises BadReading."""
        if scope not in self.later:
            return self._by_scope.get(scope, [])
        found = list(self.later[scope]())
        _refuse_doubles(found)
        return found

    def every(self) -> Iterator[Fact]:
        """All facts, those made later included, never all of them at once."""
        yield from self.facts
        for scope in sorted(self.later, key=lambda scope: (scope.fact.table, scope.part)):
            yield from self.of(scope)

    @cached_property
    def _by_scope(self) -> dict[Scope, list[Fact]]:
        found: dict[Scope, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[scope_of(fact)].append(fact)
        return dict(found)


def _refuse_doubles(facts: Iterable[Fact]) -> None:
    """One key stated twice for an instant."""
    seen: set[tuple[type[Fact], FactKey, datetime | None]] = set()
    for fact in facts:
        stated = (type(fact), fact.key, fact.effective_from)
        if stated in seen:
            raise BadReading(f"stated twice in one reading: {fact}")
        seen.add(stated)
