"""Sums of bills: amounts between two bounds, added up by currency and compared. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.pricing.bill import Line, rounded


@dataclass(frozen=True)
class Sum:
    """An amount between two bounds, or none where nothing has a price."""

    low: Fraction | None
    high: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        return self.low if self.low == self.high else None

    def __sub__(self, other: "Sum") -> "Sum":
        """What may lie between the two: each bound against the other's opposite."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return NOTHING
        return Sum(self.low - other.high, self.high - other.low)

    def words(self, sign: str = "") -> str:
        if self.low is None or self.high is None:
            return ""
        low, high = (f"{rounded(bound):{sign}.2f}" for bound in (self.low, self.high))
        return low if self.exact is not None else f"{low} to {high}"


NOTHING = Sum(None, None)


def by_currency(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    for currency in sorted({found.load.currency for found in lines}):
        yield currency, [found for found in lines if found.load.currency == currency]


def sum_of(found: Line) -> Sum:
    return Sum(found.low, found.high) if found.priced else NOTHING


def total(lines: Iterable[Line]) -> Sum:
    """Of what has a price."""
    priced = [found for found in lines if found.priced]
    if not priced:
        return NOTHING
    return Sum(sum((found.low for found in priced), Fraction(0)), sum((found.high for found in priced), Fraction(0)))


def percent(before: Sum, after: Sum) -> Fraction | None:
    if not before.exact or after.exact is None:
        return None
    return (after.exact / before.exact - 1) * 100
