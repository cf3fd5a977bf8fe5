"""The monthly bill of loads, by the prices and peak hours of each part of the month. Pure.

Shares of a month are exact fractions (an hour is 1/744 of August, which no decimal equals). Amounts stay fractions
until they are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from models.facts import UNITS, PeakHours, Price, in_tier
from models.pricing.holidays import FindCalendar
from models.pricing.load import Load, band_weights
from models.pricing.tariff import Tariffs, bounds


class Unpriceable(Exception):
    """A load that cannot be billed; the message has the reason and the remedy."""


@dataclass(frozen=True)
class Stretch:
    """A part of a month in which neither prices nor peak hours change."""

    start: datetime
    end: datetime
    tariffs: Tariffs


@dataclass(frozen=True)
class BillLine:
    """The cost of a load in a month. `low` and `high` differ only if the band of some hours is unknown."""

    load: Load
    low: Fraction
    high: Fraction
    shares: Mapping[str, Fraction]
    """Shares of the load by band: `flat`, `off_peak`, `peak`, `unknown`, and `unpriced` (no price, so no cost)."""
    doubts: frozenset[str]
    """The missing facts that would make the cost exact."""
    moves: tuple[datetime, ...]
    """The instants within the month at which its prices or peak hours change."""
    unpriced_from: datetime | None = None
    """The start of the first part of the month in which a part of the load has no price; None if all of it has one."""

    @property
    def priced(self) -> bool:
        """True if some part of the load has a price."""
        return self.shares.get("unpriced", 0) < 1

    @property
    def is_complete(self) -> bool:
        """True if all parts of the load have a price."""
        return not self.shares.get("unpriced")


def rounded(number: Fraction, digits: int = 2) -> Decimal:
    """A number rounded for display; halves go to the even neighbour."""
    return Decimal(f"{round(number * 10**digits)}e-{digits}")


def bill(loads: Iterable[Load], stretches: Sequence[Stretch], find_calendar: FindCalendar) -> list[BillLine]:
    """A line for each load; the stretches make up one month. Raises Unpriceable."""
    return [_line(load, stretches, find_calendar) for load in loads]


def sources(loads: Iterable[Load], tariffs: Tariffs) -> set[str]:
    """The sources of the prices of the loads."""
    return {price.source for load in loads for price in _prices(load, tariffs)}


def _line(load: Load, stretches: Sequence[Stretch], find_calendar: FindCalendar) -> BillLine:
    parts = [(part.start, list(_band_shares(load, part, find_calendar))) for part in stretches]
    band_shares = [share for _, shares_of_part in parts for share in shares_of_part]
    total_weight = sum((share.weight for share in band_shares), Fraction(0))
    shares: defaultdict[str, Fraction] = defaultdict(Fraction)
    for share in band_shares:
        shares[share.band] += share.weight / total_weight
    quantity_per_weight = Fraction(load.quantity) / total_weight
    low = quantity_per_weight * sum((share.weight * share.low for share in band_shares), Fraction(0))
    high = quantity_per_weight * sum((share.weight * share.high for share in band_shares), Fraction(0))
    doubts = frozenset(share.doubt for share in band_shares if share.band == "unknown")
    gaps = (start for start, shares_of_part in parts if any(share.band == "unpriced" for share in shares_of_part))
    return BillLine(load, low, high, dict(shares), doubts, _change_instants(load, stretches), next(gaps, None))


def _change_instants(load: Load, stretches: Sequence[Stretch]) -> tuple[datetime, ...]:
    """The starts of the stretches in which the load has another tariff than in the one before."""
    tariffs = [_tariff(load, part.tariffs) for part in stretches]
    return tuple(
        part.start for part, before, after in zip(stretches[1:], tariffs, tariffs[1:], strict=False) if before != after
    )


@dataclass(frozen=True)
class _BandShare:
    """The part of a load in one band and stretch: its weight, and the lowest and highest cost of one counted thing."""

    band: str
    """The band, or `unpriced`."""
    doubt: str
    weight: Fraction
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


def _band_shares(load: Load, part: Stretch, find_calendar: FindCalendar) -> Iterator[_BandShare]:
    """The shares of a load in the bands of one stretch."""
    prices, hours = _tariff(load, part.tariffs)
    flat = any(price.band == "flat" for price in prices)
    for (band, doubt), weight in band_weights(part.start, part.end, load.schedule, hours, find_calendar).items():
        amounts = bounds(prices, band)
        if amounts is None:
            yield _BandShare("unpriced", doubt, weight)
        else:
            low, high = (Fraction(amount) / _unit_size(prices[0]) for amount in amounts)
            yield _BandShare("flat" if flat else band, doubt, weight, low, high)


def _unit_size(price: Price) -> int:
    """The number of counted things that the amount of a price is for. Raises Unpriceable."""
    if price.unit not in UNITS:
        raise Unpriceable(f"{price.model} {price.meter} is priced by {price.unit}: known are {', '.join(UNITS)}")
    return UNITS[price.unit]


def _tariff(load: Load, tariffs: Tariffs) -> tuple[tuple[Price, ...], PeakHours | None]:
    """The prices of a load's meter, and the peak hours if the prices are not flat.

    Raises Unpriceable if several sources have such prices and the load names none.
    """
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
    """The prices of a load's model, meter, currency, mode and tier, of the source that it names or of all sources."""
    wanted = (load.model, load.meter, load.currency)
    prices = (price for price in tariffs.prices if (price.model, price.meter, price.currency) == wanted)
    return in_tier((price for price in prices if load.source in (None, price.source)), load.mode, load.prompt_tokens)
