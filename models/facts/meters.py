"""The table of meters: the unit, the order and the label of everything that models are priced by.

A price has its own unit, as the page prints it. `UNITS` has the number of tokens, requests or pages in each unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MILLION = 1_000_000
UNITS = {
    "1M tokens": MILLION,
    "1M tokens · hour": MILLION,
    "1K requests": 1_000,
    "1K pages": 1_000,
    "10K characters": 10_000,
    "1 hour of audio": 1,
    "1 minute": 1,
    "1 image": 1,
}
"""The number of counted things in each unit of a price: an amount per `1K requests` is for 1,000."""


@dataclass(frozen=True)
class Meter:
    """One thing that is counted and priced. Its name is also its key in a workload file."""

    name: str
    label: str
    """Its name for people."""
    counted: str = "tokens"
    """The counted things, in the plural."""
    unit: str = "1M tokens"
    """The unit in which its prices are usually stated."""

    @property
    def is_of_tokens(self) -> bool:
        """True if it counts tokens that pass through the model."""
        return self.unit == "1M tokens"


_IN_ORDER = (
    Meter("input_cache_hit", "cached input"),
    Meter("input_cache_miss", "input"),
    Meter("input_cache_write_5m", "cache write for 5 minutes"),
    Meter("input_cache_write_30m", "cache write for 30 minutes"),
    Meter("input_cache_write_1h", "cache write for 1 hour"),
    Meter("input_cache_write_12h", "cache write for 12 hours"),
    Meter("input_audio_cache_hit", "cached audio input"),
    Meter("input_audio", "audio input"),
    Meter("output", "output"),
    Meter("output_audio", "audio output"),
    Meter("cache_storage", "cache storage", "tokens kept for an hour", "1M tokens · hour"),
    Meter("search_request", "search requests", "requests", "1K requests"),
    Meter("fetch_request", "fetch requests", "requests", "1K requests"),
    Meter("ocr_page", "pages read", "pages", "1K pages"),
    Meter("tts_character", "characters spoken", "characters", "10K characters"),
    Meter("asr_hour", "audio transcribed", "hours of audio", "1 hour of audio"),
    Meter("input_minute", "input by the minute", "minutes", "1 minute"),
    Meter("output_minute", "output by the minute", "minutes", "1 minute"),
    Meter("input_image", "input images", "images", "1 image"),
    Meter("output_image", "output images", "images", "1 image"),
)
METERS = {meter.name: meter for meter in _IN_ORDER}
"""Every meter by its name, in the order in which meters are listed."""


def in_order(names: Iterable[str]) -> list[str]:
    """The names without duplicates, in the order of the table; unknown names come last, in alphabetical order."""
    places = {name: place for place, name in enumerate(METERS)}
    return sorted(set(names), key=lambda name: (places.get(name, len(places)), name))


def is_of_tokens(name: str) -> bool:
    """True if a meter counts tokens that pass through a model."""
    return name in METERS and METERS[name].is_of_tokens
