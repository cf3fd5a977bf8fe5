"""What a reading states that is hard to believe: then the whole reading is held until it is seen a second time. Pure.

Design section 4, "Plausibility". The thresholds belong to the readers' releases: whoever moves one moves those, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from models.belief import value_at
from models.fact import Fact, FactKey, FactValue
from models.facts import ModelVersion, PeakHours, Price, Promotion, Retirement
from models.reading import Reading, Scope
from models.steps import Beliefs, fact_of

MOST = Decimal(5)
"""A price that becomes more than so many times what it was, or less than such a part of it, is held."""
METERS = ("input_cache_hit", "input_cache_miss", "output")
"""From the cheapest to the dearest."""
Held = Mapping[Scope, Beliefs]
Kind = TypeVar("Kind", bound=Fact)
Item = tuple[str, str, str]
"""Model, meter, currency."""


@dataclass(frozen=True)
class Doubt:
    """One key and the value that is hard to believe of it; None is gone."""

    fact: type[Fact]
    key: FactKey
    value: FactValue
    why: str

    @property
    def statement(self) -> tuple[type[Fact], FactKey, FactValue]:
        return self.fact, self.key, self.value


def doubts(held: Held, reading: Reading, moment: datetime, previous: datetime | None, *, gap: bool) -> list[Doubt]:
    """All that is implausible about a reading at `moment`, given what is believed.

    `previous` is the moment of the last reading that was recorded. After a `gap` of the source nothing is a jump.
    """
    if reading.since is not None:
        return []
    present = [fact for fact in reading.facts if fact.effective_from is None and not fact.gone]
    prices = [fact for fact in reading.facts if isinstance(fact, Price)]
    found = [*_order([fact for fact in present if isinstance(fact, Price)])]
    if previous is not None:
        before = {scope: _in_force(scope.fact, beliefs, moment) for scope, beliefs in held.items()}
        told = {fact.model for fact in reading.facts if isinstance(fact, Retirement)}
        found += [] if gap else _jumps(held, prices, moment)
        found += _vanished(prices, _of(Price, before), told)
        found += _swapped(present, _of(ModelVersion, before))
        found += _dropped(held, reading, moment)
        found += _not_shown(held, reading, previous, moment)
    return list({doubt.statement: doubt for doubt in found}.values())


def _in_force(fact: type[Fact], beliefs: Beliefs, moment: datetime) -> list[Fact]:
    held = ((key, value_at(spans, moment)) for key, spans in sorted(beliefs.items()))
    return [fact_of(fact, key, value) for key, value in held if value is not None]


def _of(kind: type[Kind], before: Mapping[Scope, Iterable[Fact]]) -> list[Kind]:
    return [fact for facts in before.values() for fact in facts if isinstance(fact, kind)]


def _items(prices: Iterable[Price]) -> dict[Item, dict[str, Price]]:
    found: dict[Item, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        found[price.model, price.meter, price.currency][price.band] = price
    return found


def _doubt(fact: Fact, why: str) -> Doubt:
    return Doubt(type(fact), fact.key, fact.value, why)


def _order(prices: Iterable[Price]) -> Iterator[Doubt]:
    """Hit ≤ miss ≤ output, off-peak ≤ peak."""
    by_band: dict[tuple[str, str, str], dict[str, Price]] = defaultdict(dict)
    for price in prices:
        by_band[price.model, price.band, price.currency][price.meter] = price
    pairs = [
        (its[cheap], its[dear])
        for its in by_band.values()
        for cheap, dear in pairwise(METERS)
        if cheap in its and dear in its
    ]
    pairs += [(its["off_peak"], its["peak"]) for its in _items(prices).values() if {"off_peak", "peak"} <= set(its)]
    for cheap, dear in pairs:
        if (cheap.amount or 0) > (dear.amount or 0):
            low, high = (f"{price.meter} {price.band} {price.amount}" for price in (cheap, dear))
            yield from (_doubt(price, f"{price.model}: {low} is above {high}") for price in (cheap, dear))


def _jumps(held: Held, prices: Iterable[Price], moment: datetime) -> Iterator[Doubt]:
    """Unannounced leaps; none where the bands of an item are others than before.

    An instant announces what is new there. Where a price is believed to start then already, another one is a leap.
    """
    spans = {key: its for scope, beliefs in held.items() if scope.fact is Price for key, its in beliefs.items()}
    by_instant: dict[datetime, list[Price]] = defaultdict(list)
    for price in prices:
        start = price.effective_from
        if start is None or any(span.start == start for span in spans.get(price.key, ())):
            by_instant[max(start or moment, moment)].append(price)
    for instant, stated in by_instant.items():
        was = _items(_prices_at(spans, instant))
        for item, bands in _items(price for price in stated if not price.gone).items():
            if set(bands) == set(was.get(item, ())):
                yield from (
                    _leap(was[item][band], price) for band, price in bands.items() if _leaps(was[item][band], price)
                )


def _prices_at(spans: Beliefs, instant: datetime) -> Iterator[Price]:
    return (fact for fact in _in_force(Price, spans, instant) if isinstance(fact, Price))


def _leap(was: Price, now: Price) -> Doubt:
    return _doubt(now, f"{now.model}: {now.meter} {now.band} from {was.amount} to {now.amount}, unannounced")


def _leaps(was: Price, now: Price) -> bool:
    """A reduced price beside the old one as its list price is a promotion and no leap."""
    if not was.amount or not now.amount or now.list_amount == was.amount or was.list_amount == now.amount:
        return was.amount != now.amount and not (was.amount and now.amount)
    return not was.amount / MOST <= now.amount <= was.amount * MOST


def _vanished(prices: Iterable[Price], before: Iterable[Price], told: set[str]) -> Iterator[Doubt]:
    """Models that are priced no more, and the page does not say why."""
    still = {price.model for price in prices} | told
    for price in before:
        if price.model not in still:
            yield Doubt(Price, price.key, None, f"{price.model} has vanished, and the page does not say why")


def _swapped(present: Iterable[Fact], before: Iterable[ModelVersion]) -> Iterator[Doubt]:
    """A version that stood behind another name."""
    owners = {fact.version: fact.model for fact in before}
    own = {fact.model: fact.version for fact in before}
    for fact in present:
        if isinstance(fact, ModelVersion) and fact.version != own.get(fact.model, fact.version):
            owner = owners.get(fact.version, fact.model)
            if owner != fact.model:
                yield _doubt(fact, f"{fact.model}: {fact.version} stood behind {owner}")


def _dropped(held: Held, reading: Reading, moment: datetime) -> Iterator[Doubt]:
    """A promotion or a retirement ahead about which the page says nothing any more."""
    said = {(type(fact), fact.key) for fact in reading.facts}
    for scope, beliefs in held.items():
        for key, spans in beliefs.items():
            ahead = any(span.start > moment for span in spans)
            if scope.fact in (Promotion, Retirement) and ahead and (scope.fact, key) not in said:
                yield Doubt(scope.fact, key, None, f"{key[1]}: the page is silent about its {scope.fact.table}")


def _not_shown(held: Held, reading: Reading, previous: datetime, moment: datetime) -> Iterator[Doubt]:
    """Announced changes that fell due, and the page shows what was before them."""
    stated = {(type(fact), fact.key): fact for fact in reading.facts if fact.effective_from is None}
    dated = {(type(fact), fact.key) for fact in reading.facts if fact.effective_from is not None}
    for scope, beliefs in held.items():
        for key, spans in beliefs.items() if scope.fact in (Price, PeakHours) else ():
            due = [span for span in spans if previous < span.start <= moment]
            fact = stated.get((scope.fact, key))
            value = fact and fact.value
            if due and (scope.fact, key) not in dated and value == value_at(spans, previous) != due[-1].value:
                yield Doubt(scope.fact, key, value, f"{scope.fact.table} {key[1:]}: announced, due, and not shown")
