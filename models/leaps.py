"""Amounts that are hard to believe: out of order, exchanged, or far from what they were. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from models.doubt import Case, Doubt, doubt, in_force
from models.facts import Price
from models.steps import Beliefs

MOST = Decimal(5)
"""A price that becomes more than so many times what it was, or less than such a part of it, is held."""
METERS = ("input_cache_hit", "input_cache_miss", "output")
"""From the cheapest to the dearest."""
Item = tuple[str, str, str]
"""Model, meter, currency."""


def disorder(prices: Iterable[Price]) -> Iterator[Doubt]:
    """Hit ≤ miss ≤ output, off-peak ≤ peak, of what holds together."""
    by_instant: dict[datetime | None, list[Price]] = defaultdict(list)
    for price in prices:
        if not price.gone:
            by_instant[price.effective_from].append(price)
    for stated in by_instant.values():
        for cheap, dear in _pairs(stated):
            if (cheap.amount or 0) > (dear.amount or 0):
                low, high = (f"{price.meter} {price.band} {price.amount}" for price in (cheap, dear))
                yield from (doubt(price, f"{price.model}: {low} is above {high}") for price in (cheap, dear))


def _pairs(prices: Iterable[Price]) -> Iterator[tuple[Price, Price]]:
    """What should cost less, with what should cost more."""
    stated = list(prices)
    found = {(price.model, price.currency, price.band, price.meter): price for price in stated}
    for price in stated:
        key = (price.model, price.currency)
        yield from (
            (found[*key, price.band, cheap], found[*key, price.band, dear])
            for cheap, dear in pairwise(METERS)
            if price.meter == cheap and (*key, price.band, dear) in found
        )
        if price.band == "off_peak" and (*key, "peak", price.meter) in found:
            yield price, found[*key, "peak", price.meter]


def exchanges(case: Case, prices: Iterable[Price]) -> Iterator[Doubt]:
    """The amounts of a row stand beside other models than before."""
    was: dict[tuple[str, ...], dict[str, Decimal | None]] = defaultdict(dict)
    now: dict[tuple[str, ...], dict[str, Price]] = defaultdict(dict)
    for price in _prices_at(case.of(Price), case.moment):
        was[price.meter, price.band, price.currency][price.model] = price.amount
    for price in prices:
        if price.effective_from is None:
            now[price.meter, price.band, price.currency][price.model] = price
    for row, its in now.items():
        before, after = was[row], {model: price.amount for model, price in its.items()}
        if (
            before != after
            and sorted(before) == sorted(after)
            and sorted(map(str, before.values())) == sorted(map(str, after.values()))
        ):
            yield from (
                doubt(price, f"{model}: {' '.join(row)} is what another model cost")
                for model, price in its.items()
                if price.amount != before[model]
            )


def leaps(case: Case, prices: Iterable[Price]) -> Iterator[Doubt]:
    """Unannounced leaps; none where the bands of an item are others than before.

    An instant announces what is new there. Where a price is believed to start then already, another one is a leap.
    """
    spans = case.of(Price)
    by_instant: dict[datetime, list[Price]] = defaultdict(list)
    for price in prices:
        start = price.effective_from
        if start is None or any(span.start == start for span in spans.get(price.key, ())):
            by_instant[max(start or case.moment, case.moment)].append(price)
    for instant, stated in by_instant.items():
        was = _items(_prices_at(spans, instant))
        for item, bands in _items(price for price in stated if not price.gone).items():
            if set(bands) == set(was.get(item, ())):
                pairs = [(was[item][band], price) for band, price in bands.items()]
                yield from (_leap(old, new) for old, new in pairs if _leaps(old, new))


def _prices_at(spans: Beliefs, instant: datetime) -> Iterator[Price]:
    return (fact for fact in in_force(Price, spans, instant) if isinstance(fact, Price))


def _items(prices: Iterable[Price]) -> dict[Item, dict[str, Price]]:
    found: dict[Item, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        found[price.model, price.meter, price.currency][price.band] = price
    return found


def _leap(was: Price, now: Price) -> Doubt:
    return doubt(now, f"{now.model}: {now.meter} {now.band} from {was.amount} to {now.amount}, unannounced")


def _leaps(was: Price, now: Price) -> bool:
    """A reduced price beside the old one as its list price is a promotion and no leap; its end is none, either."""
    if was.amount == now.amount:
        return False
    if not was.amount or not now.amount:
        return True
    reduced = now.list_amount == was.amount or was.list_amount == now.amount
    return not reduced and not was.amount / MOST <= now.amount <= was.amount * MOST
