"""What a source declares about its pages: the rules by which a reading is hard to believe. Pure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Plausibility:
    """The rules of one source. The defaults hold of every vendor; a source declares what else is true of its own."""

    cheapest_first: tuple[str, ...] = ("input_cache_hit", "input_cache_miss")
    """Meters of which none costs more than a later one. Of others nothing is known: cache writes may cost most."""
    bands_cheapest_first: tuple[str, ...] = ("off_peak", "peak")
    """Bands likewise."""
    prices_differ: bool = False
    """Whether its models are so few that none comes to cost what another one costs, or to have its version or limits.

    Where that is so, an amount that comes to stand in a second place is taken for a shifted table. Else only one that
    also left its place is: of forty models some cost the same.
    """
    most_leaving: Decimal = Decimal(0)
    """The largest share of its models that may leave a page without a word; above 0 where another page explains it."""


EVERY_VENDOR = Plausibility()
