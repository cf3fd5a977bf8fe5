"""A reading: the facts that one page states, and the scopes that it covers completely."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from models.bitemporal import Beliefs, Span
from models.facts import (
    Contender,
    Fact,
    FactKey,
    FactValue,
    Notice,
    Score,
    describe,
    is_numbered,
    key_words,
    without_number,
)
from models.readings.unread import KeptFacts, Mention, Unread, believed_facts, described_models

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""In `Reading.since`: the dataset states its whole history."""


class BadReading(ValueError):
    """A reading that cannot be right: one key has two values for an instant, or a fact lies outside its scopes."""


@dataclass(frozen=True)
class Scope:
    """The facts that a reading states completely: one kind of fact of one source, or a part of it."""

    fact: type[Fact]
    source: str
    part: str = ""
    """The currency of prices, the category of scores; empty if a source has one scope of the kind."""

    def __post_init__(self) -> None:
        if bool(self.fact.divided_by) != bool(self.part):
            raise BadReading(f"{self.fact.table} of {self.source}: a scope has to name its {self.fact.divided_by}")


def beliefs_by_kind(believed: Mapping[Scope, Beliefs]) -> Mapping[type[Fact], Beliefs]:
    """The beliefs of each kind of fact, of all its scopes together; empty for a kind without any."""
    by_kind = defaultdict[type[Fact], dict[FactKey, Sequence[Span]]](dict)
    for scope, beliefs in believed.items():
        by_kind[scope.fact].update(beliefs)
    return by_kind


LazyFacts = Callable[[], Iterable[Fact]]
"""A function that makes the facts of a scope when they are needed."""


@dataclass(frozen=True)
class Reading:
    """The facts that one page states. A scope without facts means that the page has none of them.

    `dated` has the instants at which a scope has a complete table: keys that the table lacks are gone from then on.
    `since` has the instants from which a scope states a dataset's whole history (BEGINNING: all of it).
    `published` has the newest publish date of a scope if it differs from `since`.
    `later` has scopes that are too large for memory (1.2 million scores): their facts are made when they are needed.
    `unread` are the parts that were not understood; `mentions` are sentences that name something but state no fact.
    Raises BadReading, for scopes of `later` only when their facts are made.
    """

    scopes: frozenset[Scope]
    facts: tuple[Fact, ...] = ()
    dated: frozenset[tuple[Scope, datetime]] = frozenset()
    since: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    published: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    later: Mapping[Scope, LazyFacts] = field(default_factory=dict[Scope, LazyFacts])
    unread: tuple[Unread, ...] = ()
    mentions: tuple[Mention, ...] = ()
    kept: frozenset[KeptFacts] = frozenset()
    """Further facts that stay as they are believed, besides those of `unread`."""
    listed_kinds: frozenset[type[Fact]] = frozenset()
    """Kinds of facts that the page lists as data and not in sentences: a fact that it leaves out does not hold."""
    same_until: datetime | None = field(default=None, compare=False, repr=False)
    """The instant until which its page is read like this; None if that is not known."""

    def __post_init__(self) -> None:
        scopes = self.scopes - self.later.keys()
        for scope, facts in self._by_scope.items():
            if scope not in scopes:
                raise BadReading(f"a fact outside the scopes of its reading: {facts[0]}")
        for facts in self._by_scope.values():
            _refuse_duplicates(facts)

    def of(self, scope: Scope) -> list[Fact]:
        """The facts of a scope. Raises BadReading."""
        if scope not in self.later:
            return self._by_scope.get(scope, [])
        facts = list(self.later[scope]())
        _refuse_duplicates(facts)
        return facts

    def instants(self) -> list[tuple[Scope, datetime]]:
        """The instants that it states facts for, with their scopes; without those of facts that are made later."""
        scopes = self._by_scope.items() if self.dated_facts else ()
        stated = [(scope, fact.effective_from) for scope, facts in scopes for fact in facts]
        return [*self.dated, *((scope, instant) for scope, instant in stated if instant is not None)]

    @cached_property
    def dated_facts(self) -> Sequence[Fact]:
        """The facts that it states an instant for; without those that are made later."""
        return [fact for fact in self.facts if fact.effective_from is not None]

    @cached_property
    def present_values(self) -> Mapping[tuple[type[Fact], FactKey], FactValue]:
        """The values that it states without an instant, by kind and key; without those that are made later."""
        return {(type(fact), fact.key): fact.value for fact in self.facts if fact.effective_from is None}

    def every(self) -> Iterator[Fact]:
        """All facts, also those of `later`, which are made scope by scope."""
        yield from self.facts
        for scope in sorted(self.later, key=lambda scope: (scope.fact.table, scope.part)):
            yield from self.of(scope)

    @cached_property
    def keeps(self) -> frozenset[KeptFacts]:
        """The facts that this reading neither confirms nor removes."""
        return self.kept.union(*[unread.keeps for unread in self.unread])

    @cached_property
    def unread_notices(self) -> list[Notice]:
        """Its notices with a text that the reader does not know."""
        return [notice for notice in self.by_kind[Notice] if notice.unread is not None]

    def with_kept(self, believed: Mapping[Scope, Beliefs], moment: datetime) -> "Reading":
        """The reading with the facts that stay as they are believed, except those that it states itself."""
        if not self.keeps:
            return self
        unsure = self._unsure(believed)
        facts = [fact for fact in self.facts if not unsure or (type(fact), _family(fact.key)) not in unsure]
        stated = {(type(fact), fact.key, fact.effective_from) for fact in facts}
        now = {(fact, key) for fact, key, start in stated if start is None or start <= moment}
        kept = [
            fact
            for scope, beliefs in believed.items()
            if scope in self.scopes
            for fact in believed_facts(scope.fact, beliefs, self.keeps, moment)
            if (type(fact), fact.key, fact.effective_from) not in stated
            and (fact.effective_from is not None or (type(fact), fact.key) not in now)
        ]
        return replace(self, facts=(*facts, *kept))

    def _unsure(self, believed: Mapping[Scope, Beliefs]) -> set[tuple[type[Fact], FactKey]]:
        """The families of contenders with one name, if the page does not state one of them that is only kept.

        The keys of the others depend on it: if only one of `x` and `x #2` is stated, its key is `x`.
        """
        stated, keeps = {(type(fact), fact.key) for fact in self.facts}, self.keeps
        return {
            (scope.fact, _family(key))
            for scope, beliefs in believed.items()
            if scope.fact in (Score, Contender)
            for key in beliefs
            if is_numbered(key[-1]) and (scope.fact, key) not in stated
            if any(keep.covers(scope.fact, key) for keep in keeps)
        }

    def keeping(self, facts: tuple[Fact, ...], keeps: frozenset[KeptFacts]) -> "Reading":
        """The reading with these facts instead of its own, and further facts that stay as they are believed."""
        return replace(self, facts=facts, kept=self.kept | keeps)

    @cached_property
    def by_kind(self) -> Mapping[type[Fact], Sequence[Any]]:
        """Its facts of each kind in their order, without those that are made later; empty for a kind without any."""
        by_kind = defaultdict[type[Fact], list[Any]](list)
        for fact in self.facts:
            by_kind[type(fact)].append(fact)
        return by_kind

    @cached_property
    def _by_scope(self) -> dict[Scope, list[Fact]]:
        # The source is the first column of every key. Each scope is made once.
        by_place: dict[tuple[type[Fact], str, str], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            by_place[type(fact), fact.key[0], fact.part].append(fact)
        return {Scope(*place): facts for place, facts in by_place.items()}


def _family(key: FactKey) -> FactKey:
    """The key without the number by which contenders of one name are told apart."""
    return *key[:-1], without_number(str(key[-1]))


def with_unread_as_notices(reading: Reading, source: str) -> Reading:
    """The reading with a notice for each unread text that is not out of scope, so that its history is recorded."""
    unread = [part for part in reading.unread if not part.is_out_of_scope]
    if not unread:
        return reading
    stated = {fact.key for fact in reading.facts if isinstance(fact, Notice)}
    notices = (part.notice(source, described_models(reading.facts)) for part in unread)
    new = tuple({notice.key: notice for notice in notices if notice.key not in stated}.values())
    return replace(reading, scopes=reading.scopes | {Scope(Notice, source)}, facts=(*reading.facts, *new))


def _refuse_duplicates(facts: Iterable[Fact]) -> None:
    """Raise BadReading if a key has two values for one instant."""
    stated = list(facts)
    if len({(type(fact), fact.key, fact.effective_from) for fact in stated}) == len(stated):
        return
    seen: dict[tuple[type[Fact], FactKey, datetime | None], Fact] = {}
    for fact in stated:
        statement = (type(fact), fact.key, fact.effective_from)
        if statement in seen:
            raise BadReading(f"stated twice in one reading: {_duplicate_text(seen[statement], fact)}")
        seen[statement] = fact


def _duplicate_text(first: Fact, second: Fact) -> str:
    """The text of two statements of one key, for the error."""
    subject = " ".join(filter(None, (first.table.replace("_", " "), key_words(type(first), first.key))))
    since = first.effective_from and f" from {first.effective_from:%Y-%m-%d %H:%M} UTC"
    values = " and ".join(describe((fact,)) or "none" for fact in (first, second))
    return f"{subject}{since or ''}: {values}"
