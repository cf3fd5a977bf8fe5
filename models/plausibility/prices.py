"""Amounts that are hard to believe: out of order, or far from what they were. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from models.facts import Price, meter_text
from models.plausibility.case import Case, Doubt, doubt, in_force
from models.plausibility.rules import Plausibility

MOST = Decimal(5)
"""A price that becomes more than so many times what it was, or less than such a part of it, is held."""
PricedItem = tuple[str, str, str, int, str]
"""Model, currency, mode, tier, meter."""


def disorder(prices: Iterable[Price], rules: Plausibility) -> Iterator[Doubt]:
    """Prices of what holds together that are in another order than the source declares for meters and bands."""
    by_instant: dict[datetime | None, list[Price]] = defaultdict(list)
    for price in prices:
        if not price.gone:
            by_instant[price.effective_from].append(price)
    for stated in by_instant.values():
        for cheap, dear in _pairs(stated, rules):
            if (cheap.amount or 0) > (dear.amount or 0):
                low, high = (f"{meter_text(price)} {price.band} {price.amount}" for price in (cheap, dear))
                yield from (doubt(price, f"{price.model}: {low} is above {high}") for price in (cheap, dear))


def _pairs(prices: Iterable[Price], rules: Plausibility) -> Iterator[tuple[Price, Price]]:
    """What should cost less, with what should cost more."""
    stated = list(prices)
    found = {(_offer(price), price.band, price.meter): price for price in stated}
    for price in stated:
        dearer = [(price.band, meter) for meter in _later(rules.cheapest_first, price.meter)]
        peaks = [(band, price.meter) for band in _later(rules.bands_cheapest_first, price.band)]
        for places in (dearer, peaks):
            others = (found.get((_offer(price), *place)) for place in places)
            if (other := next(filter(None, others), None)) is not None:
                yield price, other


def _offer(price: Price) -> tuple[str, str, str, int]:
    return price.model, price.currency, price.mode, price.above


def _later(order: Sequence[str], name: str) -> Sequence[str]:
    """What comes after a name in an order; nothing where it is not in it."""
    return order[order.index(name) + 1 :] if name in order else ()


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


def _items(prices: Iterable[Price]) -> dict[PricedItem, dict[str, Price]]:
    found: dict[PricedItem, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        found[(*_offer(price), price.meter)][price.band] = price
    return found


def _leap(was: Price, now: Price) -> Doubt:
    printed = [
        f"{price.amount} ({price.list_amount})" if price.list_amount else f"{price.amount}" for price in (was, now)
    ]
    return doubt(now, f"{now.model}: {meter_text(now)} {now.band} from {' to '.join(printed)}, unannounced")


def _leaps(was: Price, now: Price) -> bool:
    """A reduced price beside the old one as its list price is a promotion and no leap; its end is none, either."""
    if was.amount is not None and was.amount in (now.amount, now.list_amount):
        return _far(was.list_amount, now.list_amount) and now.list_amount != was.amount
    ends = now.amount is not None and now.amount == was.list_amount
    return not ends and (not was.amount or not now.amount or _far(was.amount, now.amount))


def _far(was: Decimal | None, now: Decimal | None) -> bool:
    """Nothing is far from a list price that is not printed."""
    return was is not None and now is not None and not was / MOST <= now <= was * MOST
