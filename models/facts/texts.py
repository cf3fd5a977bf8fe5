"""Facts, tiers of prices and instants as text: in the change log, in refusals and in logs. Pure."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from models.facts.base import Fact
from models.facts.kinds import STANDARD, ModelVersion, PeakHours, Price, Promotion, Retirement
from models.kinds import Thing

THOUSAND, MILLION = 1_000, 1_000_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY = "1234567"


def describe(state: Iterable[Fact], thing: Thing | None = None) -> str | None:
    """The facts of a state in one line, for the change log; None if there are none.

    `thing` is the thing that changed: of a version only that part is described.
    """
    if prices := [fact for fact in state if isinstance(fact, Price)]:
        return f"{meter_text(prices[0])} {amounts_text(prices)} {unit_text(prices[0])}"
    return "; ".join(_fact_text(fact, thing) for fact in state) or None


def tier_text(mode: str, above: int) -> str:
    """A mode and a tier as text, without those that are the default: `batch, above 200K prompt tokens`."""
    length = f"above {short_number(above)} prompt tokens" if above else ""
    return ", ".join(filter(None, ("" if mode == STANDARD else mode, length)))


def meter_text(price: Price) -> str:
    """The meter of a price with its mode and tier: `output`, `output (batch, above 200K prompt tokens)`."""
    tier = tier_text(price.mode, price.above)
    return f"{price.meter} ({tier})" if tier else price.meter


def short_number(number: int) -> str:
    """A number as price pages print it: 200K, 1M, 272500."""
    for unit, letter in ((MILLION, "M"), (THOUSAND, "K")):
        if number and number % unit == 0:
            return f"{number // unit}{letter}"
    return str(number)


def amounts_text(prices: Iterable[Price]) -> str:
    """The amounts of the bands of one meter: `off_peak 0.66, peak 1.32`."""
    return ", ".join(amount_text(price) for price in prices)


def unit_text(price: Price) -> str:
    """The currency and the unit of a price: `USD / 1M tokens`."""
    return f"{price.currency} / {price.unit}"


def amount_text(price: Price) -> str:
    """An amount with its band, if it is not flat, and its list price: `off_peak 0.66`, `0.435 (list 1.74)`."""
    band = "" if price.band == "flat" else f"{price.band} "
    listed = "" if price.list_amount is None else f" (list {price.list_amount:f})"
    return f"{band}{price.amount:f}{listed}"


def weekdays(days: str) -> str:
    """The names of days of the week: `12345` is Monday to Friday, `136` is Monday, Wednesday and Saturday."""
    names = [WEEKDAYS[int(day) - 1] for day in days]
    if days == EVERY_DAY:
        return "every day"
    if len(days) > 2 and days in EVERY_DAY:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def hours_text(fact: PeakHours) -> str:
    """Peak hours in one line."""
    days = weekdays(fact.weekdays) if fact.weekdays else "days not stated"
    holidays = f" but public holidays ({fact.holidays})" if fact.holidays else ""
    return f"peak {fact.windows} {fact.time_zone}, {days}{holidays}"


def lifecycle_text(fact: Promotion | Retirement) -> str:
    """A promotion or a retirement in one line."""
    return ", ".join(_promotion_text(fact) if isinstance(fact, Promotion) else _retirement_text(fact))


def instant_for_people(instant: datetime | None) -> str:
    """An instant in UTC to the minute, for people."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if instant else "an unknown date"


def iso(instant: datetime) -> str:
    """An instant as ISO 8601 in UTC: `2026-08-20T00:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _fact_text(fact: Fact, thing: Thing | None) -> str:
    if isinstance(fact, ModelVersion):
        limits = f"context {fact.context_length}, output {fact.max_output}"
        return limits if thing is Thing.LIMITS else fact.version or "version not stated"
    if isinstance(fact, (Promotion, Retirement)):
        return lifecycle_text(fact)
    if isinstance(fact, PeakHours):
        return hours_text(fact)
    return fact.words


def _promotion_text(fact: Promotion) -> Iterator[str]:
    off = "reduced" if fact.percent_off is None else f"{fact.percent_off:f} % off"
    yield f"{off} until {instant_for_people(fact.ends_at)}" if fact.ends_at else f"{off}, no end is given"
    if fact.after_end:
        yield f"then {fact.after_end.replace('_', ' ')}"


def _retirement_text(fact: Retirement) -> Iterator[str]:
    yield f"{fact.state} {instant_for_people(fact.retires_at)}" if fact.retires_at else f"{fact.state}"
    if fact.replacement:
        yield f"{'answers as' if fact.state == 'routed' else 'replacement'} {fact.replacement}"
