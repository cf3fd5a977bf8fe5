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
"""The mode of a price if a page names none."""
BANDS = ("flat", "off_peak", "peak")
"""The bands of the day that a price is for. A new band needs a migration; a new meter or mode does not."""
GATINGS = ("no", "auto", "manual")
"""The ways in which a repository lets others download its weights."""
RETIREMENT_STATES = ("announced", "dated", "cancelled", "routed", "retired", "kept", "earliest")
"""`announced`: to be retired, without a date. `dated`: it ends on a day. `kept`: no end is announced, and there is none
before a day. `earliest`: its end is announced, for a day at the earliest. `routed`: it answers as another model."""


@dataclass(frozen=True, kw_only=True)
class Price(Fact):
    """The price of one meter of one model in a band of the day, a currency, a mode and a tier; never converted."""

    table: ClassVar[str] = "price"
    divided_by: ClassVar[str | None] = "currency"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"band": BANDS}
    found_by: ClassVar[tuple[str, ...]] = ("effective_from",)
    source: Key[str]
    model: Key[str]
    meter: Key[str]
    """By its name in `models/facts/meters.py`: `input_cache_hit`, `input_cache_miss`, `output`."""
    band: Key[str]
    """One of `BANDS`."""
    currency: Key[str]
    """ISO 4217. USD and CNY are independent facts."""
    mode: Key[str] = STANDARD
    """Way in which a request is served: `standard`, `batch`, `flex`, `fast`, `priority`."""
    above: Key[int] = 0
    """The tier: the price holds for prompts of more tokens than this. 0 is every prompt without a higher tier."""
    amount: Value[Decimal | None]
    list_amount: Value[Decimal | None]
    """The struck-through price beside it; None if there is none."""
    unit: Value[str | None]
    """As in `models/facts/meters.py`: `1M tokens`, `1K requests`."""


@dataclass(frozen=True, kw_only=True)
class PeakHours(Fact):
    """The peak hours of a source in the vendor's time zone; every other hour is off-peak.

    An instant is peak if its date in that time zone is a peak day and its time of day lies in a window.
    """

    table: ClassVar[str] = "peak_hours"
    found_by: ClassVar[tuple[str, ...]] = ("effective_from",)
    change_thing: ClassVar[Thing | None] = Thing.PEAK_HOURS
    source: Key[str]
    time_zone: Value[str | None]
    """The vendor's time zone by its IANA name: `Asia/Shanghai`."""
    weekdays: Value[str | None]
    """ISO weekdays of peak days, ascending: `1234567`, `12345`."""
    windows: Value[str | None]
    """Start inclusive, end exclusive: `09:00-12:00 14:00-18:00`; one may pass midnight: `08:30-00:30`."""
    holidays: Value[str | None]
    """ISO 3166 code of the country whose public holidays are no peak days (`CN`); None if there is none."""
    text: Aside[str | None] = field(default=None, compare=False)
    """The sentence that states them."""


@dataclass(frozen=True, kw_only=True)
class Promotion(Fact):
    """A price below the list price for a time. Its end is a deadline and never writes a price."""

    table: ClassVar[str] = "promotion"
    found_by: ClassVar[tuple[str, ...]] = ("ends_at",)
    source: Key[str]
    model: Key[str]
    percent_off: Value[Decimal | None]
    """None if it differs by meter."""
    starts_at: Value[datetime | None]
    ends_at: Value[datetime | None]
    after_end: Value[str | None]
    """The price afterwards: `list_price`, `permanent` (the reduced price stays), or None if not stated."""

    @property
    def is_open_ended(self) -> bool:
        """True if the reduced price lasts until its end at least: neither a share nor what follows is stated."""
        return self.ends_at is not None and self.percent_off is None and self.after_end is None

    @classmethod
    def lasts_until(cls, value: FactValue) -> datetime | None:
        return None if value is None else value[2]


@dataclass(frozen=True, kw_only=True)
class Retirement(Fact):
    """The announced end of a model name: its state, its date, the replacement, and the name that answers instead."""

    table: ClassVar[str] = "retirement"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"state": RETIREMENT_STATES}
    found_by: ClassVar[tuple[str, ...]] = ("state", "retires_at")
    source: Key[str]
    model: Key[str]
    state: Value[str | None]
    """One of `RETIREMENT_STATES`."""
    retires_at: Value[datetime | None]
    """The end; in the state `kept` the day before which there is none, in `earliest` the earliest day for it."""
    replacement: Value[str | None]
    """The model that answers or is recommended instead, as the source calls it: often a version."""
    answers_as: Value[str | None] = None
    """The name in the API of the model that answers instead and is billed; None if the name answers as itself, or not
    at all. Also a name whose end lies ahead may answer as another one."""

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
class ModelCard(Fact):
    """The metadata of a repository of open weights: its licence, who may download it, and its newest commit."""

    table: ClassVar[str] = "model_card"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"gated": GATINGS}
    source: Key[str]
    repository: Key[str]
    """Owner and name: `deepseek-ai/DeepSeek-V4-Pro`."""
    licence: Value[str | None]
    """By its id on the hub: `mit`, `apache-2.0`; `other` if the hub has none for it."""
    licence_name: Value[str | None]
    """The name of a licence that is `other`: `modified-mit`; None for any other licence."""
    gated: Value[str | None]
    """One of `GATINGS`: `no`, `auto` (an account gets access at once), `manual` (the owner decides)."""
    sha: Value[str | None]
    """The newest commit, 40 hexadecimal digits. A commit may change the weights, or the text beside them alone."""
    parameters: Aside[str | None] = field(default=None, compare=False)
    """The numbers of stored values by their type, as JSON: `{"BF16": 1, "F8_E4M3": 2}`; None if none is stated.

    Their sum is not the number of parameters: a value may hold two packed ones, and scales are counted, too.
    """


@dataclass(frozen=True, kw_only=True)
class Notice(Fact):
    """A footnote or announcement, so that a changed sentence is a change even when no number moved."""

    table: ClassVar[str] = "notice"
    source: Key[str]
    sha256: Key[str]
    """The SHA-256 of the normalised text, in hexadecimal."""
    text: Value[str | None]
    unread: Aside[str | None] = field(default=None, compare=False)
    """The possible content of a text that was not understood: `price` or `text`; None if it was read."""

    @classmethod
    def of(cls, source: str, text: str, place: str) -> Self:
        """The notice with this text; `place` is its locator."""
        return cls(source=source, sha256=sha256(text.encode()).hexdigest(), text=text, locator=place)


@dataclass(frozen=True, kw_only=True)
class Score(Fact):
    """The score of a contender in one category of a board. Ranks are computed in queries, never stored."""

    table: ClassVar[str] = "score"
    divided_by: ClassVar[str | None] = "category"
    source: Key[str]
    category: Key[str]
    """As the source calls it: `overall`, `coding`. It comes before `board` because the index needs this order."""
    board: Key[str]
    """`arena/text`, `arena/code`, `artificial-analysis`."""
    contender_key: Key[str]
    """The source's own stable key: a UUID, a model key, or the name if there is nothing better."""
    score: Value[Decimal | None]
    """Digit for digit as the source gives it, on the board's own scale."""
    ci_low: Value[Decimal | None]
    """The lower end of the source's 95 % interval; None if it states none."""
    ci_high: Value[Decimal | None]
    votes: Value[int | None]
    methodology: Value[str | None]
    """The version of the method, if the source states one. Scores of two versions cannot be compared."""
    contender_name: str | None = field(default=None, compare=False)
    """The name, for people who read a page with `almanac read`; stored in `contender` and not with each score."""


@dataclass(frozen=True, kw_only=True)
class Contender(Fact):
    """An entry of a leaderboard under its key. Names and slugs may pass to other models; keys rarely do."""

    table: ClassVar[str] = "contender"
    source: Key[str]
    contender_key: Key[str]
    name: Value[str | None]
    slug: Value[str | None]
    """The name in web addresses, if there is one. A slug was given to another model on 2026-08-01."""
    organization: Value[str | None]
    license: Value[str | None]
    model: Value[str | None]
    """The canonical model that it is, by the aliases of its source; null if that is unknown."""


@dataclass(frozen=True, kw_only=True)
class Measurement(Fact):
    """The price and speed of a contender as a leaderboard measured them: medians over providers, not list prices.

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
    ModelCard,
    Notice,
    Score,
    Contender,
    Measurement,
)
"""Every kind of fact that has a history table."""
