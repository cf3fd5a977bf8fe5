"""Doubts about prices that are far from the previous amount. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from models.facts import FactKey, FactValue, Price, meter_text
from models.plausibility.case import Case, Doubt, doubt, in_effect
from models.plausibility.contradictions import offer_of

MOST = Decimal(5)
"""The greatest plausible ratio of an unannounced price and the previous one, up or down."""
PricedItem = tuple[str, str, str, int, str]
"""Model, currency, mode, tier, meter."""
UnannouncedPrices = Mapping[datetime, Sequence[Price]]
"""Stated prices that are no announcement, by the instant from which they would be believed."""
HeldValues = Mapping[datetime, Mapping[FactKey, FactValue]]
"""The values that are believed to hold at each of these instants."""


def leaps(case: Case, unannounced: UnannouncedPrices, held: HeldValues) -> Iterator[Doubt]:
    """Yield a doubt for each unannounced leap; none if an item has other bands than before."""
    for instant, stated in unannounced.items():
        values = held[instant]
        moved = {_item(price) for price in stated if values.get(price.key) != price.value or price.amount is None}
        if not moved:
            continue
        keys = [key for key in case.beliefs[Price] if (key[1], key[4], key[5], key[6], key[2]) in moved]
        was = _items(prices_at(case, instant, keys))
        for item, bands in _items(price for price in stated if not price.gone and _item(price) in moved).items():
            if set(bands) == set(was.get(item, ())):
                pairs = [(was[item][band], price) for band, price in bands.items()]
                yield from (_leap(old, new) for old, new in pairs if _leaps(old, new))


def unannounced(case: Case, prices: Iterable[Price]) -> UnannouncedPrices:
    """Return the stated prices that are no announcement, by the instant from which they would be believed.

    A price with a new instant is an announcement. If a price is already believed to start then, another one is a leap.
    """
    spans = case.beliefs[Price]
    grouped: dict[datetime, list[Price]] = defaultdict(list)
    for price in prices:
        start = price.effective_from
        if start is None or any(span.start == start for span in spans.get(price.key, ())):
            grouped[max(start or case.moment, case.moment)].append(price)
    return grouped


def prices_at(case: Case, instant: datetime, keys: Iterable[FactKey]) -> Iterator[Price]:
    """Yield the prices with these keys that are believed to hold at an instant."""
    believed = case.beliefs[Price]
    found = in_effect(Price, {key: believed[key] for key in keys if key in believed}, instant)
    return (fact for fact in found if isinstance(fact, Price))


def _items(prices: Iterable[Price]) -> dict[PricedItem, dict[str, Price]]:
    grouped: dict[PricedItem, dict[str, Price]] = defaultdict(dict)
    for price in prices:
        grouped[_item(price)][price.band] = price
    return grouped


def _item(price: Price) -> PricedItem:
    return *offer_of(price), price.meter


def _leap(was: Price, now: Price) -> Doubt:
    printed = [
        f"{price.amount} ({price.list_amount})" if price.list_amount else f"{price.amount}" for price in (was, now)
    ]
    return doubt(now, f"{now.model}: {meter_text(now)} {now.band} from {' to '.join(printed)}, unannounced")


def _leaps(was: Price, now: Price) -> bool:
    """Return True for a leap: neither the start of a promotion, with the old price as list price, nor its end."""
    if was.amount is not None and was.amount in (now.amount, now.list_amount):
        return _far(was.list_amount, now.list_amount) and now.list_amount != was.amount
    ends = now.amount is not None and now.amount == was.list_amount
    return not ends and (not was.amount or not now.amount or _far(was.amount, now.amount))


def _far(was: Decimal | None, now: Decimal | None) -> bool:
    """Return True if the ratio of two amounts is greater than MOST; False if one is not printed."""
    return was is not None and now is not None and not was / MOST <= now <= was * MOST
