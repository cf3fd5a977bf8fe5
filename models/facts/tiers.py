"""The modes of prices, and the choice of prices by mode and prompt length. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from models.facts.kinds import STANDARD, Price

MODES = (STANDARD, "batch", "flex", "fast", "priority")


def in_tier(prices: Iterable[Price], mode: str, prompt_tokens: int) -> tuple[Price, ...]:
    """The prices for a prompt of this length: for each meter those of the highest tier that it exceeds.

    There are none if only other modes have a price for prompts of that length (`missing_tier`).
    """
    meters = defaultdict[tuple[str, str, str, str], list[Price]](list)
    for price in prices:
        meters[price.source, price.model, price.meter, price.currency].append(price)
    return tuple(price for tiers in meters.values() for price in _in_tier(tiers, mode, prompt_tokens))


def _in_tier(prices: Iterable[Price], mode: str, prompt_tokens: int) -> list[Price]:
    """The prices of one meter for a prompt of this length."""
    held = [price for price in prices if price.above < prompt_tokens or not price.above]
    if missing_tier(((price.mode, price.above) for price in held), mode, prompt_tokens):
        return []
    highest = max((price.above for price in held if price.mode == mode), default=0)
    return [price for price in held if (price.mode, price.above) == (mode, highest)]


def missing_tier(tiers: Iterable[tuple[str, int]], mode: str, prompt_tokens: int) -> int:
    """The prompt tokens above which only other modes have a price for a prompt of this length; 0 if this one has, too.

    `tiers` are the modes and tiers of one meter. A source that prices long prompts apart in one mode and states no such
    price in another one does not say what they cost there.
    """
    held = [(name, above) for name, above in tiers if above < prompt_tokens]
    longest = max((above for _, above in held), default=0)
    return longest if longest > max((above for name, above in held if name == mode), default=0) else 0
