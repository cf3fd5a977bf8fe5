"""Every kind of fact that sources state, each with a history table of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Self

from models.facts.base import Aside, Fact, FactValue, Key, Value
from models.kinds import Thing

STANDARD = "standard"
"""The mode of a price where a page names none."""
BANDS = ("flat", "off_peak", "peak")
"""The bands of the day that a price is for; new ones need a revision, meters and modes do not."""
RETIREMENT_STATES = ("announced", "dated", "cancelled", "routed", "retired")


@dataclass(frozen=True, kw_only=True)
class Price(Fact):
    """What one meter of one model costs, in a band of the day, a currency, a mode and a tier; never converted."""

    table: ClassVar[str] = "price"
    divided_by: ClassVar[str | None] = "currency"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"band": BANDS}
    source: Key[str]
    model: Key[str]
    meter: Key[str]
    """By its name in `models/facts/meters.py`: `input_cache_hit`, `input_cache_miss`, `output`."""
    band: Key[str]
    """One of `BANDS`."""
    currency: Key[str]
    """ISO 4217. USD and CNY are independent facts."""
    mode: Key[str] = STANDARD
    """How a request is served: `standard`, `batch`, `flex`, `fast`, `priority`."""
    above: Key[int] = 0
    """The price holds for prompts of more tokens than this; 0 is every prompt that no higher tier is for."""
    amount: Value[Decimal | None]
    list_amount: Value[Decimal | None]
    """The struck-through price beside it, or null."""
    unit: Value[str | None]
    """As in `models/facts/meters.py`: `1M tokens`, `1K requests`."""


@dataclass(frozen=True, kw_only=True)
class PeakHours(Fact):
    """When the vendor's peak is, on the vendor's own clock; every other hour is off-peak.

    An instant is peak when its own date there is a peak day and its time of day lies in a window.
    """

    table: ClassVar[str] = "peak_hours"
    thing: ClassVar[Thing | None] = Thing.PEAK_HOURS
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
    after_end: Value[str | None]
    """What follows: `list_price`, `permanent` (the reduced price becomes the price), or null."""

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        return None if value is None else value[2]


@dataclass(frozen=True, kw_only=True)
class Retirement(Fact):
    """What is to become of a name that products call."""

    table: ClassVar[str] = "retirement"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"state": RETIREMENT_STATES}
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
    unread: Aside[str | None] = field(default=None, compare=False)
    """Of a text that was not understood, what it may hide: `price` or `text`; null where it was read."""

    @classmethod
    def of(cls, source: str, text: str, place: str) -> Self:
        return cls(source=source, sha256=sha256(text.encode()).hexdigest(), text=text, locator=place)


@dataclass(frozen=True, kw_only=True)
class Score(Fact):
    """How a contender does in one category of a leaderboard. Ranks are derived in queries, never stored."""

    table: ClassVar[str] = "score"
    divided_by: ClassVar[str | None] = "category"
    source: Key[str]
    category: Key[str]
    """As the source calls it: `overall`, `coding`, `intelligence_index`. Before the board, for the indexes' sake."""
    board: Key[str]
    """`arena/text`, `arena/code`, `artificial-analysis`."""
    contender_key: Key[str]
    """The source's own stable key: uuid, model key, or name where nothing better exists."""
    score: Value[Decimal | None]
    """Digit for digit as the source gives it, on the board's own scale."""
    ci_low: Value[Decimal | None]
    """The lower end of the source's 95 % interval; null where it states none."""
    ci_high: Value[Decimal | None]
    votes: Value[int | None]
    methodology: Value[str | None]
    """The version of the method, where the source states one: scores of two versions cannot be compared."""
    contender_name: str | None = field(default=None, compare=False)
    """For people who read a page (`almanac read`); kept in `contender` and not with each score."""


@dataclass(frozen=True, kw_only=True)
class Contender(Fact):
    """What stands on a leaderboard under one key. Names and slugs pass to other models; keys, as a rule, do not."""

    table: ClassVar[str] = "contender"
    source: Key[str]
    contender_key: Key[str]
    name: Value[str | None]
    slug: Value[str | None]
    """The name in addresses, where there is one: re-pointed at other models (2026-08-01)."""
    organization: Value[str | None]
    license: Value[str | None]
    model: Value[str | None]
    """The canonical model that it is, by the list in `models/readings/aliases.csv`; null where nobody has looked."""


@dataclass(frozen=True, kw_only=True)
class Measurement(Fact):
    """A contender's price and speed as a leaderboard measured them: medians over providers, nobody's list price.

    Prices in US dollars per million tokens.
    """

    table: ClassVar[str] = "measurement"
    source: Key[str]
    contender_key: Key[str]
    input_price: Value[Decimal | None]
    output_price: Value[Decimal | None]
    cache_hit_price: Value[Decimal | None]
    cache_write_price: Value[Decimal | None]
    output_tokens_per_second: Value[Decimal | None]
    seconds_to_first_token: Value[Decimal | None]


FACTS: tuple[type[Fact], ...] = (
    Price,
    PeakHours,
    Promotion,
    Retirement,
    ModelVersion,
    Notice,
    Score,
    Contender,
    Measurement,
)
"""Every kind of fact that has a history table."""
