"""The input and the output of plausibility checks: a reading with what is believed, and the doubts about it. Pure.

A reading with a doubt is held until a second reading confirms it (design section 4, "Plausibility"). The thresholds
belong to the readers' releases: a changed threshold needs new releases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.bitemporal import Beliefs, fact_of, value_at
from models.facts import Fact, FactKey, FactValue
from models.leaderboards import EVERY_BOARD, BoardConventions
from models.plausibility.rules import EVERY_VENDOR, Plausibility
from models.readings import Reading, Scope

Believed = Mapping[Scope, Beliefs]
"""The beliefs of each scope."""
Unstated = frozenset[tuple[type[Fact], FactKey]]
"""Facts that are kept although their page does not state them."""


@dataclass(frozen=True)
class Doubt:
    """A value that is hard to believe, with its key; a value of None says that the fact is gone."""

    fact: type[Fact]
    key: FactKey
    value: FactValue
    why: str
    lasting: bool = False
    """True if a second reading does not settle it: only a person does, or a page that is understood."""

    @property
    def statement(self) -> tuple[type[Fact], FactKey, FactValue]:
        return self.fact, self.key, self.value


@dataclass(frozen=True)
class Case:
    """A reading at a moment, with what is believed; `previous` is the moment of the last recorded reading."""

    beliefs: Mapping[type[Fact], Beliefs]
    """The beliefs of each kind of fact, as `beliefs_by_kind` makes them."""
    reading: Reading
    moment: datetime
    previous: datetime
    unsaid: Unstated = frozenset()
    """The facts that the previous page did not state: they were kept, or waited for a person."""
    rules: Plausibility = EVERY_VENDOR
    """The rules of its source."""
    boards: BoardConventions = EVERY_BOARD
    """The conventions of its source's leaderboards."""


def doubt(fact: Fact, why: str) -> Doubt:
    return Doubt(type(fact), fact.key, fact.value, why)


def in_effect(fact: type[Fact], beliefs: Beliefs, instant: datetime) -> list[Fact]:
    """Return the facts that are believed to hold at an instant."""
    current = ((key, value_at(spans, instant)) for key, spans in sorted(beliefs.items()))
    return [fact_of(fact, key, value) for key, value in current if value is not None]
