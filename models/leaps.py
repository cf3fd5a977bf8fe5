"""Amounts that are hard to believe: out of order, or far from what they were. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from models.doubt import Case, Doubt, doubt, in_force
from models.facts import Price

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


def leaps(case: Case, prices: Iterable[Price]) -> Iterator[Doubt]:
    """Unannounced leaps; none where the bands of an item are others than before."""
    for instant, stated in unannounced(case, prices).items():
        was = _items(prices_at(case, instant))
        for item, bands in _items(price for price in stated if not price.gone).items():
            if set(bands) == set(was.get(item, ())):
                pairs = [(was[item][band], price) for band, price in bands.items()]
                yield from (_leap(old, new) for old, new in pairs if _leaps(old, new))


def unannounced(case: Case, prices: Iterable[Price]) -> dict[datetime, list[Price]]:
    """What is stated for an instant without being an announcement, by the instant from which it would be believed.

    An instant announces what is new there. Where a price is believed to start then already, another one is a leap.
    """
    spans = case.of(Price)
    found: dict[datetime, list[Price]] = defaultdict(list)
    for price in prices:
        start = price.effective_from
        if start is None or any(span.start == start for span in spans.get(price.key, ())):
            found[max(start or case.moment, case.moment)].append(price)
    return found


def prices_at(case: Case, instant: datetime) -> Iterator[Price]:
    """The prices that are believed to hold at an instant."""
    return (fact for fact in in_force(Price, case.of(Price), instant) if isinstance(fact, Price))


def _items(prices: Iterable[Price]) -> dict[Item, dict[str, Price]]:
    found: dict[Item, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        found[price.model, price.meter, price.currency][price.band] = price
    return found


def _leap(was: Price, now: Price) -> Doubt:
    printed = [
        f"{price.amount} ({price.list_amount})" if price.list_amount else f"{price.amount}" for price in (was, now)
    ]
    return doubt(now, f"{now.model}: {now.meter} {now.band} from {' to '.join(printed)}, unannounced")


def _leaps(was: Price, now: Price) -> bool:
    """A reduced price beside the old one as its list price is a promotion and no leap; its end is none, either."""
    if was.amount is not None and was.amount in (now.amount, now.list_amount):
        return _far(was.list_amount, now.list_amount) and now.list_amount != was.amount
    ends = now.amount is not None and now.amount == was.list_amount
    return not ends and (not was.amount or not now.amount or _far(was.amount, now.amount))


def _far(was: Decimal | None, now: Decimal | None) -> bool:
    """Nothing is far from a list price that is not printed."""
    return was is not None and now is not None and not was / MOST <= now <= was * MOST
