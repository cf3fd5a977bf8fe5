"""What one note of DeepSeek's small print may state."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Retires:
    """What is to become of names that products call."""

    models: tuple[str, ...]
    state: str
    """`announced` (no date), `dated`, `cancelled`, `routed` (they answer as another model already)."""
    at: datetime | None = None
    """Only where dated; of a day alone 00:00 UTC."""
    then: str | None = None
    """What happens at `at`: `retired` or `routed`."""
    replacement: str | None = None
    """As printed."""


@dataclass(frozen=True)
class EndpointEnds:
    """A temporary address and when it goes away."""

    endpoint: str
    at: datetime


@dataclass(frozen=True)
class Discounts:
    """A reduced price; no models are those whose cells show it."""

    models: tuple[str, ...]
    percent_off: Decimal | None
    ends_at: datetime | None
    then: str | None = None
    """What follows: `list_price`, `permanent` (the reduced price becomes the price), or unknown."""


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """Peak hours in the format of `models.facts.PeakHours`, always on Beijing's clock."""

    time_zone: str = "Asia/Shanghai"
    weekdays: str
    windows: str
    holidays: str | None
    since: datetime | None
    sentence: str
    """As printed."""


@dataclass(frozen=True)
class PricesHold:
    """From when and until when printed prices hold; no meters are all of them."""

    since: datetime | None
    until: datetime | None
    meters: tuple[str, ...] = ()


@dataclass(frozen=True)
class FreeUntil:
    """Calls that are not billed before an instant: `search`, `fetch`."""

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
    """A sentence that names a model, hours, a share or a date, and from which nothing was understood."""

    sentence: str
    """As printed."""
    models: tuple[str, ...]
    """Callable ids, as `model_ids` makes them."""
    instants: tuple[datetime, ...]
    """All that it states, in UTC; of a day alone 00:00 UTC of that day."""
    days: tuple[date, ...]
    """The calendar days that it prints, whatever the zone."""
    percents: tuple[Decimal, ...]
    """Shares as per cent off: 75% off and 2.5 折 are 75."""
    windows: str
    """Hours as `Peaks.windows`, on Beijing's clock, of off-peak hours the others; "" where none or no zone is known."""
    looks_dated: bool
    """Whether digits that look like a date remain that were not read."""
    about: frozenset[str]
    """Of `retirement`, `promotion`, `peak_hours`, `hours`, `price`: what its words are about; may be empty."""
    weekdays: tuple[str, ...] = ()
    """Days on which it may say that hours are peak, as `Peaks.weekdays`; "" for days that are not clear."""
    holidays_rest: bool | None = None
    """Whether it may say that public holidays have no peak hours; None where it names none."""
    denies: frozenset[str] = frozenset()
    """Of `not`, `withdrawn`, `unsure`, `past`, `forever`, `some`, `stay`: what its words do to the values in it."""
    elsewhere: bool = False
    """Its shares are not those of everybody now."""


NoteStatement = Retires | EndpointEnds | Discounts | Peaks | PricesHold | FreeUntil | Upgraded | Unclear
TARIFF = (Discounts, FreeUntil, Peaks, PricesHold)
"""What is stated of the tariff."""
