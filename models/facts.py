"""Every kind of fact that sources state, each with a history table of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Self

from models.fact import Aside, Fact, FactValue, Key, Value


@dataclass(frozen=True, kw_only=True)
class Price(Fact):
    """What one meter of one model costs, in a band of the day and a currency; as printed, never converted."""

    table: ClassVar[str] = "price"
    divided_by: ClassVar[str | None] = "currency"
    source: Key[str]
    model: Key[str]
    meter: Key[str]
    """`input_cache_hit`, `input_cache_miss`, `output`, `search_request`, `fetch_request`."""
    band: Key[str]
    """`flat`, `off_peak`, `peak`."""
    currency: Key[str]
    """ISO 4217. USD and CNY are independent facts."""
    amount: Value[Decimal | None]
    list_amount: Value[Decimal | None]
    """The struck-through price beside it, or null."""
    unit: Value[str | None]
    """`1M tokens`, `1K requests`."""


@dataclass(frozen=True, kw_only=True)
class PeakHours(Fact):
    """When the vendor's peak is, on the vendor's own clock; every other hour is off-peak.

    An instant is peak when its own date there is a peak day and its time of day lies in a window.
    """

    table: ClassVar[str] = "peak_hours"
    source: Key[str]
    time_zone: Value[str | None]
    """IANA, of the vendor: `Asia/Shanghai`."""
    weekdays: Value[str | None]
    """ISO weekdays of peak days, ascending: `1234567`, `12345`."""
    windows: Value[str | None]
    """Start inclusive, end exclusive: `09:00-12:00 14:00-18:00`; one may pass midnight: `08:30-00:30`."""
    holidays: Value[str | None]
    """ISO 3166 code of the country whose public holidays are no peak days (`CN`); null where none are excepted."""
    text: Aside[str | None] = field(default=None, compare=False)
    """The sentence that it was read from."""


@dataclass(frozen=True, kw_only=True)
class Promotion(Fact):
    """A price below the list price for a time. Its end is a deadline and never writes a price."""

    table: ClassVar[str] = "promotion"
    source: Key[str]
    model: Key[str]
    percent_off: Value[Decimal | None]
    """Null where it differs by meter."""
    starts_at: Value[datetime | None]
    ends_at: Value[datetime | None]
    then: Value[str | None]
    """What follows: `list_price`, `permanent` (the reduced price becomes the price), or null."""

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        return None if value is None else value[2]


@dataclass(frozen=True, kw_only=True)
class Retirement(Fact):
    """What is to become of a name that products call."""

    table: ClassVar[str] = "retirement"
    source: Key[str]
    model: Key[str]
    state: Value[str | None]
    """`announced` (no date), `dated`, `cancelled`, `routed` (answers as another model), `retired`."""
    retires_at: Value[datetime | None]
    replacement: Value[str | None]
    """The model that answers or is recommended instead, as the source calls it."""

    @classmethod
    def ends(cls, value: FactValue) -> bool:
        return value is not None and value[0] in ("routed", "retired")

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        return value[1] if value is not None and value[0] == "dated" else None


@dataclass(frozen=True, kw_only=True)
class ModelVersion(Fact):
    """The version behind a name, and its limits as the page prints them ("1M" is not resolved to a number)."""

    table: ClassVar[str] = "model_version"
    source: Key[str]
    model: Key[str]
    version: Value[str | None]
    context_length: Value[str | None]
    max_output: Value[str | None]


@dataclass(frozen=True, kw_only=True)
class Notice(Fact):
    """A footnote or announcement, so that a changed sentence is a change even when no number moved."""

    table: ClassVar[str] = "notice"
    source: Key[str]
    sha256: Key[str]
    """Of the normalised text, in hexadecimal."""
    text: Value[str | None]

    @classmethod
    def of(cls, source: str, text: str, place: str) -> Self:
        return cls(source=source, sha256=sha256(text.encode()).hexdigest(), text=text, locator=place)


FACTS: tuple[type[Fact], ...] = (Price, PeakHours, Promotion, Retirement, ModelVersion, Notice)
"""Every kind of fact that has a history table."""
