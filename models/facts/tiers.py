"""The modes of prices, and the choice of prices by mode and prompt length. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from models.facts.kinds import STANDARD, Price

MODES = (STANDARD, "batch", "flex", "fast", "priority")


def in_tier(prices: Iterable[Price], mode: str, prompt_tokens: int) -> tuple[Price, ...]:
    """The prices for a prompt of this length: for each meter those of the highest tier that it exceeds."""
    meters = defaultdict[tuple[str, str, str, str], list[Price]](list)
    for price in prices:
        if price.mode == mode and (price.above < prompt_tokens or not price.above):
            meters[price.source, price.model, price.meter, price.currency].append(price)
    highest = {key: max(price.above for price in tiers) for key, tiers in meters.items()}
    return tuple(price for key, tiers in meters.items() for price in tiers if price.above == highest[key])
