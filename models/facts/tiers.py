"""The mode and the prompt length that a price is for, and the choice of prices by them. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from models.facts.kinds import STANDARD, Price

MODES = (STANDARD, "batch", "flex", "fast", "priority")
THOUSAND, MILLION = 1_000, 1_000_000


def tier_text(mode: str, above: int) -> str:
    """A mode and a tier as text, without those that are the default: `batch, above 200K prompt tokens`."""
    length = f"above {short_number(above)} prompt tokens" if above else ""
    return ", ".join(filter(None, ("" if mode == STANDARD else mode, length)))


def meter_text(price: Price) -> str:
    """The meter of a price with its mode and tier: `output`, `output (batch, above 200K prompt tokens)`."""
    tier = tier_text(price.mode, price.above)
    return f"{price.meter} ({tier})" if tier else price.meter


def short_number(number: int) -> str:
    """A number as price pages print it: 200K, 1M, 272500."""
    for unit, letter in ((MILLION, "M"), (THOUSAND, "K")):
        if number and number % unit == 0:
            return f"{number // unit}{letter}"
    return str(number)


def in_tier(prices: Iterable[Price], mode: str, prompt_tokens: int) -> tuple[Price, ...]:
    """The prices that hold for a prompt of this length: of each meter those of the highest tier that it exceeds."""
    meters = defaultdict[tuple[str, str, str, str], list[Price]](list)
    for price in prices:
        if price.mode == mode and (price.above < prompt_tokens or not price.above):
            meters[price.source, price.model, price.meter, price.currency].append(price)
    highest = {key: max(price.above for price in tiers) for key, tiers in meters.items()}
    return tuple(price for key, tiers in meters.items() for price in tiers if price.above == highest[key])
