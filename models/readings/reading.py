"""What one page states: its facts, and what it answers for completely."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from models.bitemporal import Beliefs
from models.facts import Contender, Fact, FactKey, Notice, Score, describe, is_numbered, key_words, without_number
from models.readings.unread import Keep, Mention, Unread, believed_facts, models_of

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
    `unread` names what was present and not understood; `mentions` are sentences that name a thing and state nothing.
    Raises BadReading, of `later` only when it is asked for.
    """

    scopes: frozenset[Scope]
    facts: tuple[Fact, ...] = ()
    dated: frozenset[tuple[Scope, datetime]] = frozenset()
    since: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    published: Mapping[Scope, datetime] = field(default_factory=dict[Scope, datetime])
    later: Mapping[Scope, Later] = field(default_factory=dict[Scope, Later])
    unread: tuple[Unread, ...] = ()
    mentions: tuple[Mention, ...] = ()
    kept: frozenset[Keep] = frozenset()
    """Further facts that stay as they are believed."""
    plain: frozenset[type[Fact]] = frozenset()
    """Kinds of facts of which leaving one out says that there is none, as a null in data does."""

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

    @property
    def keeps(self) -> frozenset[Keep]:
        """Every fact that this reading neither confirms nor takes away."""
        return self.kept.union(*(unread.keeps for unread in self.unread))

    def with_kept(self, held: Mapping[Scope, Beliefs], moment: datetime) -> "Reading":
        """The reading with the facts that stay as they are believed, where it does not state them itself."""
        if not self.keeps:
            return self
        unsure = self._unsure(held)
        facts = [fact for fact in self.facts if not unsure or (type(fact), _family(fact.key)) not in unsure]
        stated = {(type(fact), fact.key, fact.effective_from) for fact in facts}
        now = {(fact, key) for fact, key, start in stated if start is None or start <= moment}
        kept = [
            fact
            for scope, beliefs in held.items()
            if scope in self.scopes
            for fact in believed_facts(scope.fact, beliefs, self.keeps, moment)
            if (type(fact), fact.key, fact.effective_from) not in stated
            and (fact.effective_from is not None or (type(fact), fact.key) not in now)
        ]
        return replace(self, facts=(*facts, *kept))

    def _unsure(self, held: Mapping[Scope, Beliefs]) -> set[tuple[type[Fact], FactKey]]:
        """The families of contenders of one name of which one is not stated and only kept.

        The others' keys hang on it: of `x` and `x #2` alone the one that is left would be `x`.
        """
        stated, keeps = {(type(fact), fact.key) for fact in self.facts}, self.keeps
        return {
            (scope.fact, _family(key))
            for scope, beliefs in held.items()
            if scope.fact in (Score, Contender)
            for key in beliefs
            if is_numbered(key[-1]) and (scope.fact, key) not in stated
            if any(keep.covers(scope.fact, key) for keep in keeps)
        }

    def keeping(self, facts: tuple[Fact, ...], keeps: frozenset[Keep]) -> "Reading":
        """The reading with these facts, and further ones that stay as they are believed."""
        return replace(self, facts=facts, kept=self.kept | keeps)

    @cached_property
    def _by_scope(self) -> dict[Scope, list[Fact]]:
        found: dict[Scope, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[scope_of(fact)].append(fact)
        return dict(found)


def _family(key: FactKey) -> FactKey:
    """The key without the number by which contenders of one name are told apart."""
    return *key[:-1], without_number(str(key[-1]))


def with_unread_as_notices(reading: Reading, source: str) -> Reading:
    """The reading with each unread text as a notice of its own, so that its coming and going is kept."""
    if not reading.unread:
        return reading
    stated = {fact.key for fact in reading.facts if isinstance(fact, Notice)}
    notices = (unread.notice(source, models_of(reading.facts)) for unread in reading.unread)
    new = tuple({notice.key: notice for notice in notices if notice.key not in stated}.values())
    return replace(reading, scopes=reading.scopes | {Scope(Notice, source)}, facts=(*reading.facts, *new))


def _refuse_doubles(facts: Iterable[Fact]) -> None:
    """One key stated twice for an instant."""
    seen: dict[tuple[type[Fact], FactKey, datetime | None], Fact] = {}
    for fact in facts:
        stated = (type(fact), fact.key, fact.effective_from)
        if stated in seen:
            raise BadReading(f"stated twice in one reading: {_twice(seen[stated], fact)}")
        seen[stated] = fact


def _twice(first: Fact, second: Fact) -> str:
    """Two statements of one thing, in words."""
    subject = " ".join(filter(None, (first.table.replace("_", " "), key_words(type(first), first.key))))
    since = first.effective_from and f" from {first.effective_from:%Y-%m-%d %H:%M} UTC"
    values = " and ".join(describe((fact,)) or "none" for fact in (first, second))
    return f"{subject}{since or ''}: {values}"
