"""Statements of a note of DeepSeek's small print."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Retires:
    """The future of names that products call."""

    models: tuple[str, ...]
    state: str
    """`announced` (no date), `dated`, `cancelled`, `routed` (they answer as another model already)."""
    at: datetime | None = None
    """Only if dated; a day alone is 00:00 UTC."""
    then: str | None = None
    """The state from `at` on: `retired` or `routed`."""
    replacement: str | None = None
    """As printed."""
    answers_as: str | None = None
    """The model as which they answer until their end, as printed; None if that is not said."""


@dataclass(frozen=True)
class EndpointEnds:
    """The end of a temporary address."""

    endpoint: str
    at: datetime


@dataclass(frozen=True)
class Discounts:
    """A reduced price; no models means those whose cells show it."""

    models: tuple[str, ...]
    percent_off: Decimal | None
    ends_at: datetime | None
    then: str | None = None
    """The price afterwards: `list_price`, `permanent` (the reduced price stays), or unknown."""


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """Peak hours in the format of `models.facts.kinds.PeakHours`, always on Beijing's clock."""

    time_zone: str = "Asia/Shanghai"
    weekdays: str
    windows: str
    holidays: str | None
    since: datetime | None
    sentence: str
    """As printed."""


@dataclass(frozen=True)
class PricesHold:
    """The instants from and until which printed prices hold; no meters means all."""

    since: datetime | None
    until: datetime | None
    meters: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreeUntil:
    """Calls that are free before an instant: `search`, `fetch`."""

    models: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True)
class Upgraded:
    """The version that names answer as from the day of the entry on."""

    models: tuple[str, ...]
    version: str
    """As printed."""


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """A sentence that names a model, hours, a share or a date, and of which nothing was understood."""

    sentence: str
    """As printed."""
    models: tuple[str, ...]
    """Callable ids, as `model_ids` makes them."""
    instants: tuple[datetime, ...]
    """All of them, in UTC; a day alone is 00:00 UTC."""
    days: tuple[date, ...]
    """The calendar days as printed, in whatever zone."""
    percents: tuple[Decimal, ...]
    """Shares as percentage off: 75% off and 2.5 折 are 75."""
    windows: str
    """Hours in the format of `Peaks.windows`, on Beijing's clock; for off-peak hours the others; "" if unreadable."""
    looks_dated: bool
    """True if unread digits look like a date."""
    about: frozenset[str]
    """Its topics: `retirement`, `promotion`, `peak_hours`, `hours`, `price`; may be empty."""
    weekdays: tuple[str, ...] = ()
    """Days that it may declare peak, in the format of `Peaks.weekdays`; "" for unclear days."""
    holidays_rest: bool | None = None
    """True if public holidays may have no peak hours; None if it names none."""
    denies: frozenset[str] = frozenset()
    """Effect of its words on its values: `not`, `withdrawn`, `unsure`, `past`, `forever`, `some`, `stay`."""
    elsewhere: bool = False
    """True if its shares do not hold for everybody now."""


NoteStatement = Retires | EndpointEnds | Discounts | Peaks | PricesHold | FreeUntil | Upgraded | Unclear
TARIFF = (Discounts, FreeUntil, Peaks, PricesHold)
"""Statements about the tariff."""
