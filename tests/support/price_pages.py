"""Pages of prices in tests: what a reader makes of a text, and the prices without their places."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from models.facts.kinds import Price
from models.readings.reading import Reading
from scrapers.page import Page
from scrapers.registry import SOURCES

AT = datetime(2026, 11, 30, tzinfo=UTC)
Meters = Mapping[str, Decimal | None]


def reading_of(source: str, text: str | bytes) -> Reading:
    """What the reader of a source makes of a page. Raises PageChanged."""
    body = text if isinstance(text, bytes) else text.encode()
    return SOURCES[source].read(Page(source, "page", body, AT))


def prices(found: Reading) -> dict[str, dict[str, Decimal | None]]:
    """Amounts by model and meter."""
    models: dict[str, dict[str, Decimal | None]] = {}
    for fact in found.facts:
        if isinstance(fact, Price):
            models.setdefault(fact.model, {})[fact.meter] = fact.amount
    return models


def main_amounts(found: Reading) -> dict[str, tuple[str | None, ...]]:
    """Input, cached input and output as printed, by model; None for one that is not stated."""
    meters = ("input_cache_miss", "input_cache_hit", "output")
    return {
        model: tuple(None if (amount := stated.get(meter)) is None else str(amount) for meter in meters)
        for model, stated in prices(found).items()
    }


def changed(text: str, *edits: tuple[str, str]) -> str:
    """A text with its first place of each old text replaced. Raises AssertionError if there is none."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def keeps(found: Reading, model: str, meter: str = "output", currency: str = "USD") -> bool:
    """True if a price that the page does not state stays as it is believed."""
    source = next(scope.source for scope in found.scopes)
    key = Price(
        source=source,
        model=model,
        meter=meter,
        band="flat",
        currency=currency,
        amount=None,
        list_amount=None,
        unit="",
    ).key
    return any(keep.covers(Price, key) for keep in found.keeps)
