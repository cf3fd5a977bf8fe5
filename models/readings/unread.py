"""What a page has and its reader does not understand: unread parts, and sentences that state nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from models.bitemporal import Beliefs, Span, fact_of, value_at
from models.facts import (
    Fact,
    FactKey,
    ModelVersion,
    Notice,
    Price,
    gone,
    key_columns,
    speaks_of,
    storable,
    value_columns,
)

AMOUNT = re.compile(r"[$¥€£] ?[0-9]|[0-9] ?(?:元|USD|CNY|RMB|EUR|dollars?|yuan)\b|[0-9]元")
MOST_TEXT = 1_000
"""Characters of an unread text that are kept."""


@dataclass(frozen=True)
class Keep:
    """Facts that stay as they are believed while what would state them is not understood: a kind, and key columns."""

    fact: type[Fact]
    columns: tuple[tuple[str, str | int], ...] = ()
    unless_in: str = ""
    """A text: facts about the models that it names are not meant."""

    @classmethod
    def of(cls, fact: type[Fact], **columns: str | int) -> "Keep":
        return cls(fact, tuple(sorted(columns.items())))

    def names(self, model: str) -> bool:
        """Whether it is about facts of this model alone."""
        return ("model", model) in self.columns

    def covers(self, fact: type[Fact], key: FactKey) -> bool:
        """Whether it is about a fact of this key."""
        values: dict[str, Any] = dict(zip(key_columns(fact), key, strict=True))
        if fact is not self.fact or any(values[name] != value for name, value in self.columns):
            return False
        return not self.unless_in or not names_it(self.unless_in, values["model"])


@dataclass(frozen=True)
class Unread:
    """Something on a page that was present and not understood: a section, table, row, column, cell or field.

    The facts that it `keeps` are neither gone nor confirmed by this reading.
    """

    where: str
    text: str
    count: int = 1
    """How many rows, cells or fields it stands for."""
    keeps: frozenset[Keep] = frozenset()

    @property
    def shown(self) -> str:
        """The text as it is kept, with the number of things that it stands for."""
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return storable(f"{self.where}: {self.text[:MOST_TEXT]}{more}")

    def notice(self, source: str, models: Iterable[str]) -> Notice:
        """The notice that keeps it, on a page that names these models."""
        return replace(Notice.of(source, self.shown, storable(self.where)), unread=hidden(self.shown, models))


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A sentence on a page that names something and from which nothing was understood."""

    text: str
    where: str
    models: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    """The tables of the facts that its words are about: `retirement`, `promotion`, `peak_hours`, `price`; and `hours`
    where it states some of whatever kind."""
    instants: frozenset[datetime] = frozenset()
    days: frozenset[date] = frozenset()
    """Every calendar day that it prints, on whichever clock."""
    percents: frozenset[Decimal] = frozenset()
    """Shares, as per cent off."""
    windows: str = ""
    """Hours of the day in the form of `PeakHours.windows`, on the vendor's clock."""
    weekdays: frozenset[str] = frozenset()
    """Days on which it may say that hours are peak, each in the form of `PeakHours.weekdays`; "" for unknown ones."""
    holidays_rest: bool | None = None
    """Whether it may say that public holidays have no peak hours; null where it names none."""
    looks_dated: bool = False
    """It holds digits that look like a date and were not read."""
    denies: frozenset[str] = frozenset()
    """What its words do to the values in it: `not`, `withdrawn`, `unsure`, `past`; `forever` to promotions, `stay` to
    ends of names, `some` to hours (they are not those of everything)."""
    elsewhere: bool = False
    """Its shares hold under a condition, in a region, by another channel or later, or are bounds."""
    since: datetime | None = None
    """When the entry in which it stands holds from; null where it stands in none."""
    plan: tuple[Fact, ...] = ()
    """What a table below it states, which holds from its instant if that is what it says."""


def models_of(facts: Iterable[Fact]) -> frozenset[str]:
    """The models that a page prices or describes."""
    return frozenset(fact.model for fact in facts if isinstance(fact, Price | ModelVersion))


def hidden(text: str, models: Iterable[str]) -> str:
    """What a text that was not understood may hide: `price` where it has an amount and names one of these models."""
    return "price" if AMOUNT.search(text) and any(speaks_of(text, model) for model in models) else "text"


def names_it(text: str, model: str) -> bool:
    """Whether a text has a model's name: `deepseek-v4` is not named by `deepseek-v4-pro`."""
    name = re.escape(model).replace(r"\-", "[- ]")
    return re.search(rf"(?<![a-z0-9.-]){name}(?![a-z0-9]|[.-][a-z0-9])", text.lower()) is not None


def believed_facts(fact: type[Fact], beliefs: Beliefs, keeps: Iterable[Keep], moment: datetime) -> Iterator[Fact]:
    """The facts that stay as they are believed at a moment, as a page would state them: now, and what is announced."""
    wanted = list(keeps)
    for key, spans in beliefs.items():
        if any(keep.covers(fact, key) for keep in wanted):
            yield from _stated(fact, key, spans, moment)


def _stated(fact: type[Fact], key: FactKey, spans: Sequence[Span], moment: datetime) -> Iterator[Fact]:
    now = value_at(spans, moment)
    if now is not None:
        yield fact_of(fact, key, now)
    for span in spans:
        if span.start > moment:
            yield _dated(fact, key, span)


def _dated(fact: type[Fact], key: FactKey, span: Span) -> Fact:
    if span.value is not None:
        return replace(fact_of(fact, key, span.value), effective_from=span.start)
    nothing: dict[str, Any] = dict(zip(key_columns(fact), key, strict=True)) | dict.fromkeys(value_columns(fact))
    return gone(fact(**nothing), span.start)
