"""A month's bill: what loads cost by the prices and peak hours of every part of the month, to the fraction. Pure.

Shares of a month are fractions (an hour is 1/744 of August, which no decimal is), and money stays one until it is
shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from models.facts import UNITS, PeakHours, Price, in_tier
from models.pricing.holidays import FindCalendar
from models.pricing.load import Load, weighed
from models.pricing.tariff import Tariffs, bounds


class Unpriceable(Exception):
    """A load that no bill can be made of; the message says why, and what to do."""


@dataclass(frozen=True)
class Stretch:
    """A part of a month in which neither prices nor peak hours move."""

    start: datetime
    end: datetime
    tariffs: Tariffs


@dataclass(frozen=True)
class Line:
    """What a load costs in a month: between `low` and `high`, the same unless the band of some hours is unknown."""

    load: Load
    low: Fraction
    high: Fraction
    shares: Mapping[str, Fraction]
    """Of the load: `flat`, `off_peak`, `peak`, `unknown`, and `unpriced`: hours without a price cost nothing."""
    doubts: frozenset[str]
    """What would have to be known."""
    moves: tuple[datetime, ...]
    """When its prices or peak hours move within the month."""

    @property
    def priced(self) -> bool:
        return self.shares.get("unpriced", 0) < 1


def rounded(number: Fraction, digits: int = 2) -> Decimal:
    """As money is shown: a half to the even neighbour."""
    return Decimal(f"{round(number * 10**digits)}e-{digits}")


def bill(loads: Iterable[Load], stretches: Sequence[Stretch], find_calendar: FindCalendar) -> list[Line]:
    """A line for each load; the stretches are one month. Raises Unpriceable."""
    return [_line(load, stretches, find_calendar) for load in loads]


def sources(loads: Iterable[Load], tariffs: Tariffs) -> set[str]:
    """The sources whose prices the loads are billed by."""
    return {price.source for load in loads for price in _prices(load, tariffs)}


def _line(load: Load, stretches: Sequence[Stretch], find_calendar: FindCalendar) -> Line:
    falls = [fall for part in stretches for fall in _falls(load, part, find_calendar)]
    whole = sum((fall.weight for fall in falls), Fraction(0))
    shares: defaultdict[str, Fraction] = defaultdict(Fraction)
    for fall in falls:
        shares[fall.name] += fall.weight / whole
    each = Fraction(load.quantity) / whole
    low = each * sum((fall.weight * fall.low for fall in falls), Fraction(0))
    high = each * sum((fall.weight * fall.high for fall in falls), Fraction(0))
    doubts = frozenset(fall.doubt for fall in falls if fall.name == "unknown")
    return Line(load, low, high, dict(shares), doubts, _moves(load, stretches))


def _moves(load: Load, stretches: Sequence[Stretch]) -> tuple[datetime, ...]:
    tariffs = [_tariff(load, part.tariffs) for part in stretches]
    return tuple(
        part.start for part, before, now in zip(stretches[1:], tariffs, tariffs[1:], strict=False) if before != now
    )


@dataclass(frozen=True)
class _Fall:
    """What falls to one band in one stretch: how much of the load by weight, and what one of what is counted costs."""

    name: str
    doubt: str
    weight: Fraction
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


def _falls(load: Load, part: Stretch, find_calendar: FindCalendar) -> Iterator[_Fall]:
    prices, hours = _tariff(load, part.tariffs)
    flat = any(price.band == "flat" for price in prices)
    for (band, doubt), weight in weighed(part.start, part.end, load.running, hours, find_calendar).items():
        found = bounds(prices, band)
        if found is None:
            yield _Fall("unpriced", doubt, weight)
        else:
            low, high = (Fraction(amount) / _per(prices[0]) for amount in found)
            yield _Fall("flat" if flat else band, doubt, weight, low, high)


def _per(price: Price) -> int:
    """How much of what is counted the amount is for."""
    if price.unit not in UNITS:
        raise Unpriceable(f"{price.model} {price.meter} is priced by {price.unit}: known are {', '.join(UNITS)}")
    return UNITS[price.unit]


def _tariff(load: Load, tariffs: Tariffs) -> tuple[tuple[Price, ...], PeakHours | None]:
    """The prices of a load's meter, and the hours that choose among those that are not flat. Raises Unpriceable."""
    prices = _prices(load, tariffs)
    names = sorted({price.source for price in prices})
    if len(names) > 1:
        raise Unpriceable(
            f"{load.model} {load.meter} is priced in {load.currency} by {' and '.join(names)}: "
            f'choose with source = "{names[0]}" beside the model'
        )
    banded = [price for price in prices if price.band != "flat"]
    return prices, tariffs.hours.get(names[0]) if banded else None


def _prices(load: Load, tariffs: Tariffs) -> tuple[Price, ...]:
    """The prices of a load's model, meter, currency, mode and tier, by the source that it names or by every one."""
    wanted = (load.model, load.meter, load.currency)
    prices = (price for price in tariffs.prices if (price.model, price.meter, price.currency) == wanted)
    return in_tier((price for price in prices if load.source in (None, price.source)), load.mode, load.prompt_tokens)
