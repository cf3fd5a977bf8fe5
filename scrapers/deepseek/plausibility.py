"""What is true of DeepSeek's prices: its token meters from the cheapest to the dearest, and that few models differ."""

from models.plausibility import Plausibility

METERS = ("input_cache_hit", "input_cache_miss", "output")
"""What every model of its tables is priced by, the cheapest first."""
PLAUSIBILITY = Plausibility(cheapest_first=METERS, prices_differ=True)
