"""Comparison of a family with a source that only checks it, and the changes in their agreement. No belief changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from models.agreement.family import AGREE, DISAGREE, LAG, Disagreement, are_within_a_day, open_disagreements
from models.changes import Change, ChangeValue, Data, ItemKey, value_of
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
from models.queries import as_of, as_of_any_source, clocks, facts_of
from models.readings import NO_ALIASES, Aliases, CanonicalName, own_name
from models.schema import HISTORY, SourceRow, Watermark

FACTOR = Decimal(2)
"""The greatest ratio of a reseller's price and the vendor's that is no contradiction: its prices follow its routing."""
AnyFact = TypeVar("AnyFact", bound=Fact)
ComparedFact = TypeVar("ComparedFact", Price, Retirement)
ModelNames = Mapping[str, Iterable[str]]
"""The vendor's names of models, by canonical model."""


@dataclass(frozen=True)
class CrossCheck:
    """A source that checks a family, and the names by which their models are compared."""

    source: str
    family: str
    aliases: Aliases = NO_ALIASES
    """The canonical models that the keys of the source mean."""
    canonical_name: CanonicalName = own_name
    """The rule of the family's vendor."""
    factor: Decimal = FACTOR
    """The greatest ratio of both prices that is no contradiction."""
    lag: timedelta = LAG
    """The time for which a difference is no contradiction."""
    vendor: str = ""
    """The vendor of the family, if its source checks several and names models `family/model`, as the vendor does."""

    @property
    def model_pattern(self) -> str:
        """The SQL pattern of the names that its source has for models of the family."""
        return f"{self.family}/%" if self.vendor else "%"

    def canonical_model(self, key: str, at: datetime) -> str | None:
        """Return the canonical model that a key of the source means; None if it is unknown, or of another family."""
        if self.vendor:
            family, _, model = key.partition("/")
            return model if family == self.family else None
        return self.aliases.model(key, at)


@dataclass(frozen=True, order=True)
class Compared:
    """The subject of a comparison: the retirement of a model, or its price of a meter."""

    model: str
    """The vendor's name of the model."""
    fact: str
    """The table of the facts that are compared."""
    meter: str = ""
    currency: str = ""
    mode: str = STANDARD
    above: int = 0

    @property
    def item(self) -> ItemKey:
        """The key columns; mode and tier only if they are not the default, as in rows of older releases."""
        tier = {} if (self.mode, self.above) == (STANDARD, 0) else {"mode": self.mode, "above": self.above}
        return {"meter": self.meter, "currency": self.currency, **tier} if self.meter else {}

    @property
    def words(self) -> str:
        """`retirement:`, `price: output USD`, `price: output (batch) USD`."""
        tier = tier_text(self.mode, self.above)
        return f"{self.fact}: {self.meter}{f' ({tier})' if tier else ''} {self.currency}".rstrip()


@dataclass(frozen=True)
class Comparison:
    """The statements of both sides about one subject, in words and as facts; `apart` if they contradict."""

    theirs: str
    ours: str
    apart: bool
    value: ChangeValue | None


def crosscheck(session: Session, check: CrossCheck, moment: datetime) -> list[Change]:
    """Return the changes in the contradictions of a family, as of a moment at which one of both sides was recorded.

    A contradiction is reported if there was one a lag (usually a day) ago, too, as each side was known then. Values
    may differ: a reseller's price that moves every day away from the vendor's contradicts all the time. There is
    nothing to find unless `SeenSources.may_contradict`.
    """
    reported, now = _reported(session, check), overlap(session, check, moment)
    is_new = any(both.apart and thing not in reported for thing, both in now.items())
    before = overlap(session, check, moment - check.lag) if is_new else {}
    changes: list[Change] = []
    for thing in sorted({*reported, *now}):
        both = now.get(thing)
        if both is None or not both.apart:
            if thing in reported:
                changes.append(_over(check, thing, reported[thing], both))
        elif thing not in reported and thing in before and before[thing].apart:
            words = f"{thing.words} {both.theirs} but {both.ours}"
            data = Data(thing.fact, thing.item, value_after=both.value)
            changes.append(
                Change(DISAGREE, check.source, thing.model, None, words, None, vendor=check.vendor, about=data)
            )
    return changes


def overlap(session: Session, check: CrossCheck, at: datetime) -> dict[Compared, Comparison]:
    """Return all comparisons at an instant, as known then, by subject."""
    prices = _ours(session, Price, check.family, at)
    names = _names(check.canonical_name, _ours(session, ModelVersion, check.family, at), prices)
    stated = [*_prices(prices, _theirs(session, Price, check, names, at), check)]
    # A family whose retirements have not been read yet states none.
    if speaker := _speaker(session, check.family, at):
        retirements = _ours(session, Retirement, check.family, at)
        stated += _retirements(retirements, _theirs(session, Retirement, check, names, at), speaker)
    comparisons: dict[Compared, Comparison] = {}
    for thing, both in stated:
        # If two keys mean one model, a contradiction by either counts.
        if thing not in comparisons or both.apart:
            comparisons[thing] = both
    return comparisons


def _names(canonical_name: CanonicalName, versions: Iterable[ModelVersion], prices: Iterable[Price]) -> ModelNames:
    version = {fact.model: fact.version for fact in versions}
    names: dict[str, set[str]] = defaultdict(set)
    for model in {*version, *(price.model for price in prices)}:
        names[canonical_name(model, version.get(model))].add(model)
    return names


def _ours(session: Session, fact: type[AnyFact], family: str, at: datetime) -> list[AnyFact]:
    """Return the facts in effect, as the most trusted source of the family states them."""
    return facts_of(fact, session.execute(_of_family(fact), {**clocks(at, at), "of_family": family}).all())


def _theirs(
    session: Session, fact: type[ComparedFact], check: CrossCheck, names: ModelNames, at: datetime
) -> Iterator[tuple[str, ComparedFact]]:
    """Yield the facts in effect, as the checking source states them, each with the vendor's name of the model."""
    asked = {**clocks(at, at), "of_source": check.source, "of_models": check.model_pattern}
    rows = session.execute(_of_source(fact), asked)
    stated = facts_of(fact, rows.all())
    for stated_fact in sorted(stated, key=lambda each: each.key):
        for name in names.get(check.canonical_model(stated_fact.model, at) or "", ()):
            yield name, stated_fact


@cache
def _of_family(fact: type[Fact]) -> Select[Any]:
    """The query of the facts in effect as a family states them, built once."""
    names = select(SourceRow.name).where(SourceRow.family == bindparam("of_family"))
    return as_of(fact).where(HISTORY[fact].c.source.in_(names))


@cache
def _of_source(fact: type[Fact]) -> Select[Any]:
    """The query of the facts in effect as one source states them of some models, built once."""
    columns = HISTORY[fact].c
    named = (columns.source == bindparam("of_source"), columns.model.like(bindparam("of_models")))
    return as_of_any_source(fact).where(*named)


def _speaker(session: Session, family: str, at: datetime) -> str | None:
    """Return the most trusted source of a family whose retirements had been read by an instant."""
    return session.scalar(_speaking(), {"of_family": family, "read_by": at})


@cache
def _speaking() -> Select[Any]:
    """The query of `_speaker`, built once."""
    read = select(SourceRow.name).where(
        SourceRow.family == bindparam("of_family"),
        Watermark.source == SourceRow.name,
        Watermark.fact == Retirement.table,
        Watermark.first_at <= bindparam("read_by"),
    )
    return read.order_by(SourceRow.trust).limit(1)


def _retirements(
    ours: Iterable[Retirement], theirs: Iterable[tuple[str, Retirement]], speaker: str
) -> Iterator[tuple[Compared, Comparison]]:
    stated = {fact.model: fact for fact in ours}
    for name, fact in theirs:
        if fact.state == "dated":
            own = stated.get(name)
            said = f"{lifecycle_text(own)} ({own.source})" if own else f"nothing ({speaker})"
            apart = not are_within_a_day(fact.retires_at, own and own.retires_at)
            both = Comparison(
                f"{lifecycle_text(fact)} ({fact.source})", said, apart, value_of([fact, *([own] if own else [])])
            )
            yield Compared(name, Retirement.table), both


def _prices(
    ours: Iterable[Price], theirs: Iterable[tuple[str, Price]], check: CrossCheck
) -> Iterator[tuple[Compared, Comparison]]:
    """Yield comparisons of prices of one unit and tier; `apart` if no band and no list price of the vendor is near."""
    stated: dict[tuple[str, ...], list[Price]] = defaultdict(list)
    for price in ours:
        stated[price.model, meter_text(price), price.currency, price.unit or ""].append(price)
    for name, price in theirs:
        own = stated.get((name, meter_text(price), price.currency, price.unit or ""), [])
        listed = [amount for one in own for amount in (one.amount, one.list_amount) if amount is not None]
        if price.amount is not None and listed:
            apart = all(_far(price.amount, amount, check.factor) for amount in listed)
            both = Comparison(_said([price]), _said(own), apart, value_of([price, *own]))
            yield Compared(name, Price.table, price.meter, price.currency, price.mode, price.above), both


def _far(one: Decimal, other: Decimal, factor: Decimal) -> bool:
    return max(one, other) > factor * min(one, other)


def _said(prices: Sequence[Price]) -> str:
    return f"{amounts_text(prices)} ({prices[0].source})"


def _over(check: CrossCheck, thing: Compared, reported: Disagreement, both: Comparison | None) -> Change:
    """Return the change that a contradiction has ended, or that only one side still states the item."""
    says = f"{both.theirs} and {both.ours}" if both else "not both speak of it any more"
    data = Data(thing.fact, thing.item, reported.value, both and both.value)
    words = f"{thing.words} {says}"
    return Change(AGREE, check.source, thing.model, reported.words, words, None, vendor=check.vendor, about=data)


def _reported(session: Session, check: CrossCheck) -> dict[Compared, Disagreement]:
    """Return the contradictions that were reported and are not over."""
    disagreements = open_disagreements(session, [check.source], check.vendor)
    return {Compared(model, fact, **dict(item)): each for (model, fact, item), each in disagreements.items()}
