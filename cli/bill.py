"""How bills are printed: a table with what has to be said of it, or JSON Lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cli.show import hint, line, say, table
from models.bill import Line, rounded

BANDS = ("flat", "off_peak", "peak", "unknown", "unpriced")
Names = tuple[str, str]
"""What the two bills are called; they differ."""


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


def show(month: str, lines: Sequence[Line], as_json: bool) -> None:
    """One bill."""
    totals = [(currency, _total(its)) for currency, its in _by_currency(lines)]
    if as_json:
        for found in lines:
            say(line({"month": month, **_named(found), **_money(_sum(found)), **_shares(found)}))
        for currency, total in totals:
            say(line({"month": month, **_unnamed(currency), **_money(total), **dict.fromkeys(_shares(lines[0]))}))
    else:
        say(f"{month} (UTC), as believed now")
        shown = [{**_row(found), "hours": _hours(found), **_last(_sum(found), found.load.currency)} for found in lines]
        table([*shown, *({**_blank(shown[0]), **_last(total, currency)} for currency, total in totals)])
    _say_aloud(lines, as_json)


def compare(title: str, names: Names, before: Sequence[Line], after: Sequence[Line], as_json: bool) -> None:
    """Two bills of the same loads."""
    pairs = [(found, _sum(found), _sum(other)) for found, other in zip(before, after, strict=True)]
    totals = [
        (currency, _total(its), _total(others))
        for (currency, its), (_, others) in zip(_by_currency(before), _by_currency(after), strict=True)
    ]
    if as_json:
        labels = dict(zip(("before", "after"), names, strict=True))
        for found, first, second in pairs:
            say(line({**labels, **_named(found), **_two(first, second)}))
        for currency, first, second in totals:
            say(line({**labels, **_unnamed(currency), **_two(first, second)}))
    else:
        say(title)
        rows = [{**_row(found), **_moved(names, first, second, found.load.currency)} for found, first, second in pairs]
        blank = _blank(rows[0])
        table([*rows, *({**blank, **_moved(names, first, second, currency)} for currency, first, second in totals)])
    _say_aloud([*before, *after], as_json)


def _by_currency(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    for currency in sorted({found.load.currency for found in lines}):
        yield currency, [found for found in lines if found.load.currency == currency]


def _sum(found: Line) -> Sum:
    return Sum(found.low, found.high) if found.priced else NOTHING


def _total(lines: Iterable[Line]) -> Sum:
    """Of what has a price."""
    priced = [found for found in lines if found.priced]
    if not priced:
        return NOTHING
    return Sum(sum((found.low for found in priced), Fraction(0)), sum((found.high for found in priced), Fraction(0)))


def _named(found: Line) -> dict[str, Any]:
    load = found.load
    return {"load": load.name, "model": load.model, "meter": load.meter, "currency": load.currency} | {
        "quantity": load.quantity
    }


def _unnamed(currency: str) -> dict[str, Any]:
    """A total's line: only its currency has a value."""
    return {"load": None, "model": None, "meter": None, "currency": currency, "quantity": None}


def _row(found: Line) -> dict[str, Any]:
    named = _named(found)
    del named["currency"]
    return named | {"quantity": f"{found.load.quantity:,f}".replace(",", " ")}


def _blank(row: dict[str, Any]) -> dict[str, Any]:
    return {**dict.fromkeys(row), "load": "total"}


def _last(amount: Sum, currency: str) -> dict[str, Any]:
    return {"amount": amount.words(), "currency": currency}


def _money(amount: Sum, before: str = "") -> dict[str, Decimal | None]:
    bounds = {"amount": amount.exact, "low": amount.low, "high": amount.high}
    return {before + name: None if bound is None else rounded(bound) for name, bound in bounds.items()}


def _two(before: Sum, after: Sum) -> dict[str, Any]:
    percent = _percent(before, after)
    return {
        **_money(before, "before_"),
        **_money(after, "after_"),
        **_money(after - before, "difference_"),
        "percent": None if percent is None else rounded(percent, 1),
    }


def _moved(names: Names, before: Sum, after: Sum, currency: str) -> dict[str, Any]:
    percent = _percent(before, after)
    return {
        names[0]: before.words(),
        names[1]: after.words(),
        "difference": (after - before).words("+"),
        "%": "" if percent is None else f"{rounded(percent, 1):+.1f}",
        "currency": currency,
    }


def _percent(before: Sum, after: Sum) -> Fraction | None:
    if not before.exact or after.exact is None:
        return None
    return (after.exact / before.exact - 1) * 100


def _shares(found: Line) -> dict[str, Decimal]:
    return {f"{band}_share": rounded(found.shares.get(band, Fraction(0)), 6) for band in BANDS}


def _hours(found: Line) -> str:
    """Which share of the load falls to which band; a flat price needs no words."""
    shares = {band: share for band in BANDS if (share := found.shares.get(band))}
    if list(shares) == ["flat"]:
        return "flat"
    return ", ".join(f"{band} {rounded(share * 100, 1)} %" for band, share in shares.items())


def _say_aloud(lines: Iterable[Line], as_json: bool) -> None:
    """What a number alone would hide, each thing once."""
    for told in dict.fromkeys(told for found in lines for told in _told(found)):
        (hint if as_json else say)(told)


def _told(found: Line) -> Iterator[str]:
    load = found.load
    for doubt in sorted(found.doubts):
        yield f"Unknown hours: {doubt}; such amounts lie between all of them off-peak and all of them peak."
    if unpriced := found.shares.get("unpriced"):
        share = f"{rounded(unpriced * 100, 1)} %"
        yield f"Not billed: {share} of {load.model} {load.meter} falls to hours for which no price is known."
    for instant in found.moves:
        yield f"{load.model}: what it costs, or when, moves within the month: {_moment(instant)}."


def _moment(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}Z"
