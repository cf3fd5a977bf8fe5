"""Doubts about prices that are far from the previous amount. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from models.bitemporal import values_at
from models.facts import FactKey, FactValue, Price, meter_text
from models.plausibility.case import Case, Doubt, doubt, in_effect

MOST = Decimal(5)
"""The greatest plausible ratio of an unannounced price and the previous one, up or down."""
PricedItem = tuple[str, str, str, int, str]
"""Model, currency, mode, tier, meter."""
HeldValues = Mapping[FactKey, FactValue]
"""The values that are believed to hold at an instant."""


@dataclass(frozen=True)
class StatedPrices:
    """The stated prices that are no announcement, by the instant from which they would be believed."""

    at: Mapping[datetime, Sequence[Price]]
    moved: Mapping[datetime, Sequence[Price]]
    """Those that differ from what is believed to hold then."""
    held: Mapping[datetime, HeldValues]
    """The values that are believed to hold then."""

    @classmethod
    def of(cls, case: Case, prices: Sequence[Price], moved: Sequence[Price], held: HeldValues) -> Self:
        """Group the prices of a page, of which `moved` differ from what is `held` at the moment of the case."""
        stated = unannounced(case, prices)
        if len(stated) == 1 and len(stated.get(case.moment, ())) == len(prices):
            # Most pages state the present alone.
            return cls(stated, {case.moment: moved}, {case.moment: held})
        held_at = {at: held if at == case.moment else values_at(case.beliefs[Price], at) for at in stated}
        moved_at = {
            at: [price for price in each if held_at[at].get(price.key) != price.value] for at, each in stated.items()
        }
        return cls(stated, moved_at, held_at)


def leaps(prices: StatedPrices) -> Iterator[Doubt]:
    """Yield a doubt for each unannounced leap; none if an item has other bands than before."""
    for instant, stated in prices.at.items():
        moved = {_item(price) for price in (*prices.moved[instant], *(each for each in stated if each.amount is None))}
        if not moved:
            continue
        models = {item[0] for item in moved}
        was, now = (defaultdict[PricedItem, dict[str, Any]](dict) for _ in range(2))
        for key, value in prices.held[instant].items():
            if key[1] in models and value is not None:
                was[key[1], key[4], key[5], key[6], key[2]][key[3]] = value
        for price in stated:
            if price.model in models and not price.gone and (item := _item(price)) in moved:
                now[item][price.band] = price
        for item, bands in now.items():
            if bands.keys() == was[item].keys():
                pairs = [(was[item][band], price) for band, price in bands.items()]
                yield from (_leap(old, new) for old, new in pairs if _leaps(old, new))


def unannounced(case: Case, prices: Iterable[Price]) -> Mapping[datetime, Sequence[Price]]:
    """Return the stated prices that are no announcement, by the instant from which they would be believed.

    A price with a new instant is an announcement. If a price is already believed to start then, another one is a leap.
    """
    spans = case.beliefs[Price]
    grouped: dict[datetime, list[Price]] = defaultdict(list)
    present: list[Price] | None = None
    for price in prices:
        start = price.effective_from
        if start is None:
            present = grouped[case.moment] if present is None else present
            present.append(price)
        elif any(span.start == start for span in spans.get(price.key, ())):
            grouped[max(start, case.moment)].append(price)
    return grouped


def prices_at(case: Case, instant: datetime, keys: Iterable[FactKey]) -> Iterator[Price]:
    """Yield the prices with these keys that are believed to hold at an instant."""
    believed = case.beliefs[Price]
    found = in_effect(Price, {key: believed[key] for key in keys if key in believed}, instant)
    return (fact for fact in found if isinstance(fact, Price))


def _item(price: Price) -> PricedItem:
    return price.model, price.currency, price.mode, price.above, price.meter


def _leap(was: tuple[Any, ...], now: Price) -> Doubt:
    amounts = was[:2], (now.amount, now.list_amount)
    printed = [f"{amount} ({listed})" if listed else f"{amount}" for amount, listed in amounts]
    return doubt(now, f"{now.model}: {meter_text(now)} {now.band} from {' to '.join(printed)}, unannounced")


def _leaps(was: tuple[Any, ...], now: Price) -> bool:
    """Return True for a leap: neither the start of a promotion, with the old price as list price, nor its end."""
    amount, listed, _unit = was
    if amount is not None and amount in (now.amount, now.list_amount):
        return _far(listed, now.list_amount) and now.list_amount != amount
    ends = now.amount is not None and now.amount == listed
    return not ends and (not amount or not now.amount or _far(amount, now.amount))


def _far(was: Decimal | None, now: Decimal | None) -> bool:
    """Return True if the ratio of two amounts is greater than MOST; False if one is not printed."""
    return was is not None and now is not None and not was / MOST <= now <= was * MOST
