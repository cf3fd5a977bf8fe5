"""The dated facts that judge a difference: DeepSeek's output prices in USD and its peak hours.

They stand in `oracle_prices.csv` and `oracle_hours.csv`, each with its public source. No reader, history or query of
ours has a part in them. Instants are UTC, amounts USD per million tokens.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

END_OF_TIME = datetime.max.replace(tzinfo=UTC)
BEIJING = timedelta(hours=8)


@dataclass(frozen=True)
class PricesOfDay:
    """The prices of a name for as long as they stay the same."""

    since: datetime
    until: datetime
    announced: datetime
    flat: Decimal | None
    off_peak: Decimal | None
    peak: Decimal | None
    list_price: Decimal | None
    """The price beside a promotion's; None if there is no promotion."""
    billed_as: str
    source: str

    @property
    def amounts(self) -> set[Decimal]:
        """The prices that the page prints as those to pay."""
        return {amount for amount in (self.flat, self.off_peak, self.peak) if amount is not None}

    def price(self, at: datetime) -> Decimal | None:
        """The price at an instant at which the list holds."""
        return self.flat if self.flat is not None else self.peak if is_peak(at) else self.off_peak


@dataclass(frozen=True)
class DatedHours:
    """The peak hours of a time."""

    since: datetime
    until: datetime
    windows: tuple[tuple[time, time], ...]
    """Start and end in UTC; none passes midnight."""
    weekdays: str
    holidays: frozenset[str]

    def is_peak(self, at: datetime) -> bool:
        """True if these hours, were they in force, would make an instant peak."""
        return self.in_window(at) and not self.is_free_day(at)

    def in_window(self, at: datetime) -> bool:
        """True if the time of day is one of the windows."""
        return any(start <= at.time() < end for start, end in self.windows)

    def is_free_day(self, at: datetime) -> bool:
        """True on a day, in Beijing, that has no peak hours."""
        day = (at + BEIJING).date()
        return str(day.isoweekday()) not in self.weekdays or day.isoformat() in self.holidays


def hours_at(at: datetime) -> DatedHours | None:
    """The peak hours in force at an instant; None if there are none."""
    return next((hours for hours in all_hours() if hours.since <= at < hours.until), None)


def is_peak(at: datetime) -> bool:
    """True if an instant is in peak hours."""
    hours = hours_at(at)
    return hours is not None and hours.is_peak(at)


def price_list_at(name: str, at: datetime) -> PricesOfDay | None:
    """The price list of a name at an instant; None if the API does not take the name then."""
    return next((price_list for price_list in price_lists(name) if price_list.since <= at < price_list.until), None)


@cache
def names() -> tuple[str, ...]:
    """The names that the API has taken, with a price, in the order of the table."""
    return tuple(dict.fromkeys(line["name"] for line in _lines("oracle_prices.csv")))


@cache
def price_lists(name: str) -> tuple[PricesOfDay, ...]:
    """The price lists of a name, oldest first; those of the name that it answers as stand for a route."""
    return tuple(_with_routes(_own_price_lists(name)))


def _with_routes(own: list[tuple[PricesOfDay, str]]) -> Iterator[PricesOfDay]:
    for price_list, target in own:
        if not target:
            yield price_list
            continue
        for other in price_lists(target):
            since, until = max(price_list.since, other.since), min(price_list.until, other.until)
            announced = other.announced if other.since > price_list.since else price_list.announced
            if since < until:
                yield replace(other, since=since, until=until, announced=announced)


def _own_price_lists(name: str) -> list[tuple[PricesOfDay, str]]:
    """The lines of a name, each with the name that it answers as, or an empty text."""
    lines = [line for line in _lines("oracle_prices.csv") if line["name"] == name]
    starts = [_instant(line["since"]) for line in lines]
    return [
        (_price_list(line, since, until), line["billed_as"])
        for line, (since, until) in zip(lines, pairwise([*starts, END_OF_TIME]), strict=True)
    ]


def _price_list(line: dict[str, str], since: datetime, until: datetime) -> PricesOfDay:
    return PricesOfDay(
        since=since,
        until=_instant(line["until"], until),
        announced=_instant(line["announced"], since),
        flat=_amount(line["flat"]),
        off_peak=_amount(line["off_peak"]),
        peak=_amount(line["peak"]),
        list_price=_amount(line["list"]),
        billed_as=line["name"],
        source=line["source"],
    )


@cache
def all_hours() -> tuple[DatedHours, ...]:
    """The peak hours since 2024, oldest first."""
    return tuple(
        DatedHours(
            since=_instant(line["since"]),
            until=_instant(line["until"], END_OF_TIME),
            windows=tuple(_window(window) for window in line["peak"].split()),
            weekdays=line["weekdays"],
            holidays=frozenset(line["holidays"].split()),
        )
        for line in _lines("oracle_hours.csv")
    )


def _window(text: str) -> tuple[time, time]:
    start, end = map(time.fromisoformat, text.split("-"))
    return start, end


@cache
def _lines(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines()))


def _instant(text: str, default: datetime = END_OF_TIME) -> datetime:
    return datetime.fromisoformat(text) if text else default


def _amount(text: str) -> Decimal | None:
    return Decimal(text) if text else None
