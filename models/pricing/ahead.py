"""The outlook of a price: the spans of time in which it stays the same, and the next cheaper one. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from models.facts import STANDARD, PeakHours, Price, meter_text
from models.pricing.bill import Stretch
from models.pricing.holidays import FindCalendar
from models.pricing.load import clock_slices, step_minutes
from models.pricing.tariff import ALL_HOURS, Band, BandReason, band_reason_at, bounds

AHEAD = timedelta(days=31)
"""The length of an outlook."""
OUTPUT = "output"
"""The meter by which prices are compared, if it is priced; else the first one."""
Bounds = tuple[Decimal, Decimal]
PriceBand = Band | Literal["flat", "unpriced"]


@dataclass(frozen=True)
class PriceSpan:
    """A time in which the band and the prices of a name stay the same, by one source in one currency."""

    start: datetime
    end: datetime
    band: PriceBand
    why: str
    """The reason at its start."""
    prices: Mapping[str, Bounds]
    """By meter the lowest and the highest price of a unit; they differ only if the band is unknown."""

    @property
    def meter(self) -> str | None:
        """The meter by which it is compared; None if nothing has a price."""
        return OUTPUT if OUTPUT in self.prices else next(iter(self.prices), None)

    def is_cheaper_than(self, other: "PriceSpan") -> bool:
        """True if its price surely does not exceed any price that the other one may have, and is below its highest."""
        own, others = (span.prices.get(other.meter or "") for span in (self, other))
        return own is not None and others is not None and own[1] <= others[0] and own[1] < others[1]


@dataclass(frozen=True)
class Outlook:
    """The price of a name at an instant, and what comes after it, by one source in one currency."""

    source: str
    currency: str
    now: PriceSpan
    """The span that holds the instant; its reason is the one of that instant."""
    after: Sequence[PriceSpan]
    """The next spans that follow it."""
    cheaper: PriceSpan | None
    """The next span that is cheaper; None if none is known."""
    end: datetime
    """The instant up to which it looks."""


def tariffs_of(stretches: Iterable[Stretch]) -> list[tuple[str, str]]:
    """The sources and currencies of the prices in a time, each once."""
    prices = (price for part in stretches for price in part.tariffs.prices)
    return list(dict.fromkeys((price.source, price.currency) for price in prices))


def spans(
    stretches: Iterable[Stretch], source: str, currency: str, find_calendar: FindCalendar, mode: str = STANDARD
) -> Iterator[PriceSpan]:
    """The spans of a time, of one name's prices by a source in a currency and a mode. Raises BadWindow."""
    last: PriceSpan | None = None
    for span in _pieces(stretches, (source, currency, mode), cache(find_calendar)):
        if last is not None and (last.band, last.prices) == (span.band, span.prices):
            last = replace(last, end=span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _pieces(
    stretches: Iterable[Stretch], wanted: tuple[str, str, str], find_calendar: FindCalendar
) -> Iterator[PriceSpan]:
    """The spans within each stretch, at least one for each."""
    for part in stretches:
        prices = [price for price in part.tariffs.prices if (price.source, price.currency, price.mode) == wanted]
        if all(price.band == "flat" for price in prices):
            band, why = ("flat", ALL_HOURS) if prices else ("unpriced", "no source states a price")
            yield PriceSpan(part.start, part.end, band, why, _prices(prices, "off_peak"))
            continue
        hours = part.tariffs.hours.get(wanted[0])
        for start, end, reason in _bands(part, hours, find_calendar):
            yield PriceSpan(start, end, reason.band, reason.why, _prices(prices, reason.band))


def _bands(
    part: Stretch, hours: PeakHours | None, find_calendar: FindCalendar
) -> Iterator[tuple[datetime, datetime, BandReason]]:
    """The times of a stretch in which the band stays the same, each with the reason at its start."""
    start, reason = part.start, band_reason_at(hours, part.start, find_calendar)
    for since, _ in clock_slices(part.start, part.end, step_minutes(hours and hours.windows)):
        here = band_reason_at(hours, since, find_calendar)
        if here.band != reason.band:
            yield start, since, reason
            start, reason = since, here
    yield start, part.end, reason


def _prices(prices: Iterable[Price], band: Band) -> dict[str, Bounds]:
    meters: dict[str, list[Price]] = {}
    for price in prices:
        meters.setdefault(meter_text(price), []).append(price)
    found = ((meter, bounds(of_meter, band)) for meter, of_meter in meters.items())
    return {meter: amounts for meter, amounts in found if amounts is not None}


def outlook(
    stretches: Sequence[Stretch],
    tariff: tuple[str, str],
    at: datetime,
    find_calendar: FindCalendar,
    mode: str = STANDARD,
    following: int = 1,
) -> Outlook | None:
    """The outlook of a name from an instant on, by a source in a currency; None if it has no price at that instant.

    The stretches are of that name alone, and begin no later than the instant. `following` is the number of spans after
    the present one. Raises BadWindow.
    """
    later = [replace(part, start=max(part.start, at)) for part in stretches if part.end > at]
    ahead = spans(later, *tariff, find_calendar, mode)
    now = next(ahead, None)
    if now is None or now.band == "unpriced":
        return None
    after, cheaper, may_fall = list[PriceSpan](), None, _may_fall(later, (*tariff, mode), now)
    for span in ahead:
        after.append(span)
        if cheaper is None and span.is_cheaper_than(now):
            cheaper = span
        if len(after) >= following and (cheaper or not may_fall):
            break
    return Outlook(*tariff, now, after[:following], cheaper, later[-1].end)


def _may_fall(stretches: Iterable[Stretch], wanted: tuple[str, str, str], now: PriceSpan) -> bool:
    """True if the prices of any band are lower than the present one: otherwise no hours need to be looked at."""
    known = now.prices.get(now.meter or "")
    prices = (price for part in stretches for price in part.tariffs.prices if meter_text(price) == now.meter)
    of_tariff = (price for price in prices if (price.source, price.currency, price.mode) == wanted)
    return known is not None and any(price.amount is not None and price.amount < known[1] for price in of_tariff)
