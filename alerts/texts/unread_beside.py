"""Texts about prices that are still believed while a page, or a text on it, is not understood."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from alerts.texts.change_texts import moment
from models.facts import Price, describe, meter_text

MOST_MODELS = 3
"""Number of models whose prices are listed; the others are counted."""


def believed_price_lines(prices: Sequence[Price], last_good: datetime | None, zone: str) -> Iterator[str]:
    """Yield the believed prices, a line per model and currency, and the number of further models."""
    models = defaultdict[tuple[str, str], list[Price]](list)
    for price in prices:
        models[price.model, price.currency].append(price)
    if not models:
        return
    last_read = f", read {moment(last_good, zone)}" if last_good else ""
    yield f"Last known prices{last_read}:"
    for (model, _), listed in list(models.items())[:MOST_MODELS]:
        yield f"  {model}: {_meters(listed)}"
    if (more := len(models) - MOST_MODELS) > 0:
        yield f"  and those of {more} more (`almanac prices`)"


def _meters(prices: Sequence[Price]) -> str:
    meters = defaultdict[tuple[str, str | None], list[Price]](list)
    for price in prices:
        meters[meter_text(price), price.unit].append(price)
    return "; ".join(describe(tuple(priced)) or "" for priced in meters.values())
