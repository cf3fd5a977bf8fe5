"""What a family and a source that only checks it both speak of: prices, and the dates of retirements.

The checking source's key is a canonical model (models/readings/aliases.py), and the family's most trusted source says
behind which of its names that model is. A name is what its version says; without a version it stands for itself.
What is behind no name on offer is compared with nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from models.agreement.family import near
from models.changes import ChangeValue, ItemKey, value_of
from models.facts import (
    STANDARD,
    Fact,
    ModelVersion,
    Price,
    Retirement,
    amounts_text,
    lifecycle_text,
    meter_text,
    tier_text,
)
from models.queries import as_of, as_of_any_source, facts_of
from models.readings import canonical
from models.schema import HISTORY, Source, Watermark

FACTOR = Decimal(2)
"""Resellers' prices follow their routing: what is no further than this from a price of the vendor's is fine."""
Stated = TypeVar("Stated", bound=Fact)
Dealt = TypeVar("Dealt", Price, Retirement)
Names = Mapping[str, Iterable[str]]
"""By canonical model, the vendor's names that it is behind."""


@dataclass(frozen=True)
class Check:
    """A source that checks, by whose name the aliases know it, too, and the family that it checks."""

    source: str
    family: str


@dataclass(frozen=True, order=True)
class Compared:
    """The vendor's name of a model, and what of it is compared: its retirement, or the price of a meter."""

    model: str
    fact: str
    """The table."""
    meter: str = ""
    currency: str = ""
    mode: str = STANDARD
    above: int = 0

    @property
    def item(self) -> ItemKey:
        """Its key columns; mode and tier where they are not the default, as in rows of older releases."""
        tier = {} if (self.mode, self.above) == (STANDARD, 0) else {"mode": self.mode, "above": self.above}
        return {"meter": self.meter, "currency": self.currency, **tier} if self.meter else {}

    @property
    def words(self) -> str:
        """`retirement:`, `price: output USD`, `price: output (batch) USD`."""
        tier = tier_text(self.mode, self.above)
        return f"{self.fact}: {self.meter}{f' ({tier})' if tier else ''} {self.currency}".rstrip()


@dataclass(frozen=True)
class Both:
    """What both say of one thing in words and as facts, and whether that is a contradiction."""

    theirs: str
    ours: str
    apart: bool
    value: ChangeValue | None


def overlap(session: Session, check: Check, at: datetime) -> dict[Compared, Both]:
    """Everything of which both spoke at an instant, as known then."""
    if not _had_been_read(session, check.source, at):
        return {}
    prices = _ours(session, Price, check.family, at)
    names = _names(_ours(session, ModelVersion, check.family, at), prices)
    stated = [*_prices(prices, _theirs(session, Price, check, names, at))]
    # A family that nobody has read for retirements yet says nothing of them.
    if speaker := _speaker(session, check.family, at):
        retirements = _ours(session, Retirement, check.family, at)
        stated += _retirements(retirements, _theirs(session, Retirement, check, names, at), speaker)
    found: dict[Compared, Both] = {}
    for thing, both in stated:
        # Where two keys are one model, the one that contradicts speaks.
        if thing not in found or both.apart:
            found[thing] = both
    return found


def _had_been_read(session: Session, source: str, at: datetime) -> bool:
    mark = exists().where(Watermark.source == source, Watermark.first_at <= at)
    return bool(session.scalar(select(mark)))


def _names(versions: Iterable[ModelVersion], prices: Iterable[Price]) -> Names:
    version = {fact.model: fact.version for fact in versions}
    found: dict[str, set[str]] = defaultdict(set)
    for model in {*version, *(price.model for price in prices)}:
        found[(version.get(model) or model).lower()].add(model)
    return found


def _ours(session: Session, fact: type[Stated], family: str, at: datetime) -> list[Stated]:
    """What the most trusted source of the family says holds."""
    return _of(session, fact, as_of(fact, at, at), Source.family == family)


def _theirs(
    session: Session, fact: type[Dealt], check: Check, names: Names, at: datetime
) -> Iterator[tuple[str, Dealt]]:
    """What the checking source says holds, each with the vendor's name of the model."""
    stated = _of(session, fact, as_of_any_source(fact, at, at), Source.name == check.source)
    for one in sorted(stated, key=lambda one: one.key):
        for name in names.get(canonical(check.source, one.model, at) or "", ()):
            yield name, one


def _of(session: Session, fact: type[Stated], query: Select[Any], whose: ColumnElement[bool]) -> list[Stated]:
    names = select(Source.name).where(whose)
    return facts_of(fact, session.execute(query.where(HISTORY[fact].c.source.in_(names))).all())


def _speaker(session: Session, family: str, at: datetime) -> str | None:
    """The most trusted source of a family that had been read for retirements by then."""
    read = select(Source.name).where(
        Source.family == family,
        Watermark.source == Source.name,
        Watermark.fact == Retirement.table,
        Watermark.first_at <= at,
    )
    return session.scalar(read.order_by(Source.trust).limit(1))


def _retirements(
    ours: Iterable[Retirement], theirs: Iterable[tuple[str, Retirement]], speaker: str
) -> Iterator[tuple[Compared, Both]]:
    stated = {fact.model: fact for fact in ours}
    for name, fact in theirs:
        if fact.state == "dated":
            own = stated.get(name)
            said = f"{lifecycle_text(own)} ({own.source})" if own else f"nothing ({speaker})"
            apart = not near(fact.retires_at, own and own.retires_at)
            both = Both(
                f"{lifecycle_text(fact)} ({fact.source})", said, apart, value_of([fact, *([own] if own else [])])
            )
            yield Compared(name, Retirement.table), both


def _prices(ours: Iterable[Price], theirs: Iterable[tuple[str, Price]]) -> Iterator[tuple[Compared, Both]]:
    """Prices of the same unit and tier: apart where none of the vendor's bands is near, nor what it strikes through."""
    stated: dict[tuple[str, ...], list[Price]] = defaultdict(list)
    for price in ours:
        stated[price.model, meter_text(price), price.currency, price.unit or ""].append(price)
    for name, price in theirs:
        own = stated.get((name, meter_text(price), price.currency, price.unit or ""), [])
        listed = [amount for one in own for amount in (one.amount, one.list_amount) if amount is not None]
        if price.amount is not None and listed:
            apart = all(_far(price.amount, amount) for amount in listed)
            both = Both(_said([price]), _said(own), apart, value_of([price, *own]))
            yield Compared(name, Price.table, price.meter, price.currency, price.mode, price.above), both


def _far(one: Decimal, other: Decimal) -> bool:
    return max(one, other) > FACTOR * min(one, other)


def _said(prices: Sequence[Price]) -> str:
    return f"{amounts_text(prices)} ({prices[0].source})"
