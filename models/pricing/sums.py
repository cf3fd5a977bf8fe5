"""Sums of bills: amounts between two bounds, added by currency and compared. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.pricing.bill import BillLine, rounded


@dataclass(frozen=True)
class Sum:
    """An amount between two bounds; both are None if nothing has a price."""

    low: Fraction | None
    high: Fraction | None
    is_complete: bool = True
    """False if a part of what is added up has no price; then it is no side of a difference."""

    @property
    def exact(self) -> Fraction | None:
        """The amount if the bounds are equal, else None."""
        return self.low if self.low == self.high else None

    def __sub__(self, other: "Sum") -> "Sum":
        """The difference of two amounts: each bound minus the opposite bound of the other.

        NOTHING if one of them is not complete.
        """
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return NOTHING
        if not (self.is_complete and other.is_complete):
            return NOTHING
        return Sum(self.low - other.high, self.high - other.low)

    def text(self, sign: str = "") -> str:
        """The amount as text: `1.20`, `1.20 to 1.50`, or "" if nothing has a price.

        Of a sum that is not complete: `at least 1.20`.
        """
        if self.low is None or self.high is None:
            return ""
        low, high = (f"{rounded(bound):{sign}.2f}" for bound in (self.low, self.high))
        if not self.is_complete:
            return f"at least {low}"
        return low if self.exact is not None else f"{low} to {high}"


NOTHING = Sum(None, None, is_complete=False)


def by_currency(lines: Iterable[BillLine]) -> Iterator[tuple[str, list[BillLine]]]:
    """The lines of each currency, in the order of the currencies."""
    for currency in sorted({line.load.currency for line in lines}):
        yield currency, [line for line in lines if line.load.currency == currency]


def sum_of(line: BillLine) -> Sum:
    """The amount of one line."""
    return Sum(line.low, line.high, line.is_complete) if line.priced else NOTHING


def total(lines: Iterable[BillLine]) -> Sum:
    """The sum of the lines that have a price; it is complete if all of them have."""
    listed = list(lines)
    priced = [line for line in listed if line.priced]
    if not priced:
        return NOTHING
    low, high = (sum(bounds, Fraction(0)) for bounds in zip(*((line.low, line.high) for line in priced), strict=True))
    return Sum(low, high, all(line.is_complete for line in listed))


def percent(before: Sum, after: Sum) -> Fraction | None:
    """The change in per cent; None if an amount is not exact or not complete, or the first one is 0."""
    if not before.exact or after.exact is None or not (before.is_complete and after.is_complete):
        return None
    return (after.exact / before.exact - 1) * 100
