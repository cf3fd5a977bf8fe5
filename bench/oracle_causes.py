"""The causes of differences between our prices and those of a public package, each decided by a rule. Pure.

`cause_of` takes the first rule that holds, so a difference has one cause or none. One without a cause is charged to us.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bench.oracle_facts import END_OF_TIME, PricesOfDay, all_hours, hours_at, price_list_at, price_lists

DAY = timedelta(days=1)
ROUNDING = Decimal("0.01")
"""The share of a printed price by which a computed one may differ from it."""


class Cause(StrEnum):
    """The reason for another price, in words that stand after the name of the package."""

    NAME_MISSING = "does not have the name"
    NO_SUCH_NAME = "has a name that DeepSeek's API never took"
    BEFORE_LAUNCH = "prices a name before it existed"
    RETIRED = "prices a name that has ended"
    NO_HISTORY = "uses its first price for all times before"
    PEAK_OF_ALL_DATES = "applies today's peak prices to all dates"
    HOURS_BACKDATED = "applies today's peak hours to days before them"
    WEEKENDS = "knows neither weekends nor holidays"
    ANNOUNCED = "begins a price when it was announced"
    MIDNIGHT = "begins a price at 00:00 UTC of a day"
    PROMOTION = "states the list price beside a promotion"
    ROUTE_LATE = "follows a route late"
    ROUTE_MISSED = "does not follow a route"
    LATE = "takes a price over late"
    MISSED = "has not taken a price over"
    SHARE = "computes a share; the page prints another price"


@dataclass(frozen=True)
class PackagePrice:
    """A price in the data of a package."""

    amount: Decimal
    dated: datetime | None = None
    """The instant from which it holds; None if the package gives none."""
    is_day: bool = False
    """True if the package gives a day, without a time."""
    is_of_hours: bool = False
    """True if it holds in some hours of every day."""


@dataclass(frozen=True)
class PackageQuote:
    """The price that a package states for a name at an instant, and the entry that it comes from."""

    model: str
    """The name under which the package keeps the price: it may match names by their beginnings."""
    amount: Decimal
    entry: PackagePrice
    entries: Sequence[PackagePrice]
    """All entries of the name, in the package's order."""


@dataclass(frozen=True)
class Point:
    """A name at an instant, with our price and the package's; None for no price."""

    name: str
    at: datetime
    ours: Decimal | None
    theirs: PackageQuote | None

    @property
    def price_list(self) -> PricesOfDay | None:
        """The price list that the dated facts give; None if the API does not take the name then."""
        return price_list_at(self.name, self.at)

    @property
    def fact(self) -> Decimal | None:
        """The price that the dated facts give."""
        return self.price_list.price(self.at) if self.price_list else None

    @property
    def is_equal(self) -> bool:
        """True if both state the same, or nothing, and the dated facts do, too."""
        return self.ours == self.fact == (self.theirs.amount if self.theirs else None)


def cause_of(point: Point) -> Cause | None:
    """The cause of a difference; None if the facts do not bear us out, or if no rule explains the package's price."""
    if point.ours != point.fact:
        return None
    if point.theirs is None:
        return Cause.NAME_MISSING
    if point.price_list is None:
        return _cause_without_price(point, point.theirs)
    stated = _stated_list(point.name, point.theirs.entry)
    if stated is None:
        return None
    if stated == point.price_list or stated.amounts == point.price_list.amounts:
        return _cause_in_list(point, point.theirs, point.price_list)
    if stated.since < point.price_list.since:
        return _cause_behind(point, point.theirs, point.price_list)
    return _cause_ahead(point, point.theirs, stated)


def _cause_without_price(point: Point, theirs: PackageQuote) -> Cause | None:
    """The cause of a price for a name that the API does not take then; None if the package dates it to then."""
    known = price_lists(point.name)
    if not known:
        return Cause.NO_SUCH_NAME
    if point.at < known[0].since:
        is_of_other_name = theirs.model != point.name
        return Cause.BEFORE_LAUNCH if is_of_other_name or _dated(theirs.entry) > point.at else None
    is_newer = any(entry.dated is not None and entry.dated >= known[-1].until for entry in theirs.entries)
    return None if is_newer else Cause.RETIRED


def _stated_list(name: str, entry: PackagePrice) -> PricesOfDay | None:
    """The price list that has a package's price: at its date, else the next, else the last; None if none has it."""
    known = [price_list for price_list in price_lists(name) if entry.amount in price_list.amounts]
    if entry.is_of_hours:
        known = [price_list for price_list in known if entry.amount == price_list.peak]
    later = [price_list for price_list in known if entry.dated is not None and price_list.until > entry.dated]
    return later[0] if later else known[-1] if known else None


def _cause_in_list(point: Point, theirs: PackageQuote, price_list: PricesOfDay) -> Cause | None:
    """The cause of a difference within the right price list: the band, or a computed price."""
    hours, printed = hours_at(point.at), point.fact
    if hours is None or printed is None:
        return None
    if theirs.amount == price_list.peak and hours.in_window(point.at) and hours.is_free_day(point.at):
        return Cause.WEEKENDS
    later = [other for other in all_hours() if other.since > point.at and other.windows == hours.windows]
    if theirs.amount == price_list.off_peak and any(not other.is_peak(point.at) for other in later):
        return Cause.HOURS_BACKDATED
    is_computed = theirs.amount != theirs.entry.amount and abs(theirs.amount - printed) <= printed * ROUNDING
    return Cause.SHARE if is_computed else None


def _cause_behind(point: Point, theirs: PackageQuote, price_list: PricesOfDay) -> Cause | None:
    """The cause of an older price: the package has the newer one later, or never."""
    newer = [entry for entry in theirs.entries if _is_newer(point, entry, price_list)]
    if price_list.list_price == theirs.amount:
        return Cause.PROMOTION
    if any(entry.is_day and _dated(entry) - price_list.since < DAY for entry in newer):
        return Cause.MIDNIGHT
    before = price_list_at(point.name, price_list.since - timedelta(seconds=1))
    if before is not None and before.billed_as != price_list.billed_as:
        return Cause.ROUTE_LATE if newer else Cause.ROUTE_MISSED
    return Cause.LATE if newer else Cause.MISSED


def _is_newer(point: Point, entry: PackagePrice, price_list: PricesOfDay) -> bool:
    """True if the package has a price of a list, and begins it after the point while the list holds."""
    return entry.amount in price_list.amounts and point.at < _dated(entry) < price_list.until


def _cause_ahead(point: Point, theirs: PackageQuote, stated: PricesOfDay) -> Cause | None:
    """The cause of a price that held only later."""
    if point.price_list is None:
        return None
    if not any(_knows(point.name, entry, point.price_list) for entry in theirs.entries):
        return Cause.NO_HISTORY
    if theirs.entry.is_of_hours:
        return Cause.PEAK_OF_ALL_DATES
    dated = _dated(theirs.entry)
    if dated > point.at:
        return Cause.NO_HISTORY
    if theirs.entry.is_day and stated.since - dated < DAY:
        return Cause.MIDNIGHT
    return Cause.ANNOUNCED if stated.announced <= dated < stated.since else None


def _knows(name: str, entry: PackagePrice, price_list: PricesOfDay) -> bool:
    """True if a price of the package is of a list, or of one before it."""
    stated = _stated_list(name, entry)
    return entry.amount in price_list.amounts or (stated is not None and stated.since <= price_list.since)


def _dated(entry: PackagePrice) -> datetime:
    """The start of an entry; of one without a date the end of time, as it was made after all that it is used for."""
    return entry.dated or END_OF_TIME
