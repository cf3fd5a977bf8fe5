"""The rules for DeepSeek's prices: the order of its token meters, that its few models differ, and its change log."""

from models.plausibility import Plausibility

METERS = ("input_cache_hit", "input_cache_miss", "output")
"""The meters of every model in its tables, the cheapest first."""
PLAUSIBILITY = Plausibility(cheapest_first=METERS, prices_differ=True, has_change_log=True)
