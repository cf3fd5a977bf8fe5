"""The rules that a source declares about its pages, by which its readings are judged. Pure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Plausibility:
    """The rules of one source. The defaults hold for every vendor; a source declares what else is true of its own."""

    cheapest_first: tuple[str, ...] = ("input_cache_hit", "input_cache_miss")
    """Meters of which none costs more than a later one. Other meters have no order: cache writes may cost most."""
    bands_cheapest_first: tuple[str, ...] = ("off_peak", "peak")
    """Bands of which none costs more than a later one."""
    prices_differ: bool = False
    """True if no two of its models come to have the same price, version or limits: it has few models.

    An amount that turns up in a second place is then a sign of a shifted table. Otherwise it is one only if the amount
    also left its own place: among forty models some cost the same.
    """
    most_leaving: Decimal = Decimal(0)
    """The largest share of its models that may leave a page unexplained; above 0 if another page explains it."""
    has_change_log: bool = False
    """True if its versions are entries of a change log: never rewritten, never back to an older version."""


EVERY_VENDOR = Plausibility()
