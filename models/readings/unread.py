"""Parts of a page that its reader does not understand, and sentences that name something but state no fact."""

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
class KeptFacts:
    """Facts that stay as believed while a part of the page is not understood, by their kind and key columns."""

    fact: type[Fact]
    columns: tuple[tuple[str, str | int], ...] = ()
    unless_in: str = ""
    """A text: facts about the models that it names are left out."""

    @classmethod
    def of(cls, fact: type[Fact], **columns: str | int) -> "KeptFacts":
        return cls(fact, tuple(sorted(columns.items())))

    def names(self, model: str) -> bool:
        """True if these are the facts of this model alone."""
        return ("model", model) in self.columns

    def columns_named(self, name: str) -> bool:
        """True if they are chosen by this key column, among others."""
        return any(column == name for column, _ in self.columns)

    def covers(self, fact: type[Fact], key: FactKey) -> bool:
        """True if the fact with this key is one of them."""
        values: dict[str, Any] = dict(zip(key_columns(fact), key, strict=True))
        if fact is not self.fact or any(values[name] != value for name, value in self.columns):
            return False
        return not self.unless_in or not names_model(self.unless_in, values["model"])


@dataclass(frozen=True)
class Unread:
    """A part of a page that was not understood: a section, table, row, column, cell or field.

    The facts in `keeps` are neither removed nor confirmed by this reading.
    """

    where: str
    text: str
    count: int = 1
    """The number of rows, cells or fields that it stands for."""
    keeps: frozenset[KeptFacts] = frozenset()
    is_out_of_scope: bool = False
    """True if it is known to be of no kind of fact, as a price of pictures is: it is no news, and is not recorded."""

    @property
    def shown(self) -> str:
        """The text that is stored, with the number of further parts that it stands for."""
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        return storable(f"{self.where}: {self.text[:MOST_TEXT]}{more}")

    def notice(self, source: str, models: Iterable[str]) -> Notice:
        """The notice that records it, for a page that describes these models."""
        return replace(Notice.of(source, self.shown, storable(self.where)), unread=possible_content(self.shown, models))


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A sentence on a page that names something but states no fact that was understood."""

    text: str
    where: str
    models: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    """The tables of the facts that its words are about: `retirement`, `promotion`, `peak_hours`, `price`; also `hours`
    if it states hours of any kind."""
    instants: frozenset[datetime] = frozenset()
    days: frozenset[date] = frozenset()
    """Every calendar day that it prints, in any time zone."""
    percents: frozenset[Decimal] = frozenset()
    """The percentages that a promotion takes off."""
    windows: str = ""
    """Hours of the day in the form of `PeakHours.windows`, in the vendor's time zone."""
    weekdays: frozenset[str] = frozenset()
    """Possible peak days, each set in the form of `PeakHours.weekdays`; "" for unknown ones."""
    holidays_rest: bool | None = None
    """True if it may say that public holidays have no peak hours; None if it names no holidays."""
    looks_dated: bool = False
    """True if it has digits that look like a date and were not read."""
    denies: frozenset[str] = frozenset()
    """Ways in which it denies its values: `not`, `withdrawn`, `unsure`, `past`; `forever` for promotions, `stay` for
    retirements, `some` for hours (they do not apply to everything)."""
    elsewhere: bool = False
    """True if its percentages are bounds, or hold only under a condition, in a region, by another channel or later."""
    since: datetime | None = None
    """The date of the entry that it is in; None if it is in none."""
    plan: tuple[Fact, ...] = ()
    """Facts of a table below it, which hold from its instant if the sentence means that."""


def described_models(facts: Iterable[Fact]) -> frozenset[str]:
    """The models that prices and versions of a page are about."""
    return frozenset(fact.model for fact in facts if isinstance(fact, Price | ModelVersion))


def possible_content(text: str, models: Iterable[str]) -> str:
    """The possible content of a text that was not understood: `price` if it has an amount and one of these models."""
    return "price" if AMOUNT.search(text) and any(speaks_of(text, model) for model in models) else "text"


def names_model(text: str, model: str) -> bool:
    """True if a text names a model: `deepseek-v4-pro` does not name `deepseek-v4`."""
    name = re.escape(model).replace(r"\-", "[- ]")
    return re.search(rf"(?<![a-z0-9.-]){name}(?![a-z0-9]|[.-][a-z0-9])", text.lower()) is not None


def believed_facts(fact: type[Fact], beliefs: Beliefs, keeps: Iterable[KeptFacts], moment: datetime) -> Iterator[Fact]:
    """The kept facts as believed at a moment, those that hold and those announced, as a page would state them."""
    kept = list(keeps)
    for key, spans in beliefs.items():
        if any(keep.covers(fact, key) for keep in kept):
            yield from _stated(fact, key, spans, moment)


def _stated(fact: type[Fact], key: FactKey, spans: Sequence[Span], moment: datetime) -> Iterator[Fact]:
    current = value_at(spans, moment)
    if current is not None:
        yield fact_of(fact, key, current)
    for span in spans:
        if span.start > moment:
            yield _dated(fact, key, span)


def _dated(fact: type[Fact], key: FactKey, span: Span) -> Fact:
    if span.value is not None:
        return replace(fact_of(fact, key, span.value), effective_from=span.start)
    columns: dict[str, Any] = dict(zip(key_columns(fact), key, strict=True)) | dict.fromkeys(value_columns(fact))
    return gone(fact(**columns), span.start)
