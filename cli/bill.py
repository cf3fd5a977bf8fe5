"""How bills are printed: a table with what has to be said of it, or JSON Lines."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cli.show import line, note, say, table
from models.facts import STANDARD
from models.pricing import BillLine, Sum, by_currency, percent, rounded, sum_of, total

BANDS = ("flat", "off_peak", "peak", "unknown", "unpriced")
Names = tuple[str, str]
"""What the two bills are called; they differ."""


def show(month: str, lines: Sequence[BillLine], as_json: bool) -> None:
    """One bill."""
    totals = [(currency, total(its)) for currency, its in by_currency(lines)]
    if as_json:
        for found in lines:
            say(line({"month": month, **_named(found), **_money(sum_of(found)), **_shares(found)}))
        for currency, amount in totals:
            say(line({"month": month, **_unnamed(currency), **_money(amount), **dict.fromkeys(_shares(lines[0]))}))
    else:
        say(f"{month} (UTC), as believed now")
        shown = [
            {**_row(found), "hours": _hours(found), **_last(sum_of(found), found.load.currency)} for found in lines
        ]
        table([*shown, *({**_blank(shown[0]), **_last(amount, currency)} for currency, amount in totals)])
    _say_aloud(lines, as_json)


def compare(title: str, names: Names, before: Sequence[BillLine], after: Sequence[BillLine], as_json: bool) -> None:
    """Two bills of the same loads."""
    pairs = [(found, sum_of(found), sum_of(other)) for found, other in zip(before, after, strict=True)]
    totals = [
        (currency, total(its), total(others))
        for (currency, its), (_, others) in zip(by_currency(before), by_currency(after), strict=True)
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


def _named(found: BillLine) -> dict[str, Any]:
    load = found.load
    return {
        "load": load.name,
        "model": load.model,
        "meter": load.meter,
        "mode": load.mode,
        "prompt_tokens": load.prompt_tokens,
        "currency": load.currency,
        "quantity": load.quantity,
    }


def _unnamed(currency: str) -> dict[str, Any]:
    """A total's line: only its currency has a value."""
    names = ("load", "model", "meter", "mode", "prompt_tokens")
    return {**dict.fromkeys(names), "currency": currency, "quantity": None}


def _row(found: BillLine) -> dict[str, Any]:
    load = found.load
    tier = "" if load.mode == STANDARD else f" ({load.mode})"
    quantity = f"{load.quantity:,f}".replace(",", " ")
    return {"load": load.name, "model": load.model, "meter": f"{load.meter}{tier}", "quantity": quantity}


def _blank(row: dict[str, Any]) -> dict[str, Any]:
    return {**dict.fromkeys(row), "load": "total"}


def _last(amount: Sum, currency: str) -> dict[str, Any]:
    return {"amount": amount.text(), "currency": currency}


def _money(amount: Sum, before: str = "") -> dict[str, Decimal | None]:
    bounds = {"amount": amount.exact, "low": amount.low, "high": amount.high}
    return {before + name: None if bound is None else rounded(bound) for name, bound in bounds.items()}


def _two(before: Sum, after: Sum) -> dict[str, Any]:
    moved = percent(before, after)
    return {
        **_money(before, "before_"),
        **_money(after, "after_"),
        **_money(after - before, "difference_"),
        "percent": None if moved is None else rounded(moved, 1),
    }


def _moved(names: Names, before: Sum, after: Sum, currency: str) -> dict[str, Any]:
    moved = percent(before, after)
    return {
        names[0]: before.text(),
        names[1]: after.text(),
        "difference": (after - before).text("+"),
        "%": "" if moved is None else f"{rounded(moved, 1):+.1f}",
        "currency": currency,
    }


def _shares(found: BillLine) -> dict[str, Decimal]:
    return {f"{band}_share": rounded(found.shares.get(band, Fraction(0)), 6) for band in BANDS}


def _hours(found: BillLine) -> str:
    """Which share of the load falls to which band; a flat price needs no words."""
    shares = {band: share for band in BANDS if (share := found.shares.get(band))}
    if list(shares) == ["flat"]:
        return "flat"
    return ", ".join(f"{band} {rounded(share * 100, 1)} %" for band, share in shares.items())


def _say_aloud(lines: Iterable[BillLine], as_json: bool) -> None:
    """What a number alone would hide, each thing once."""
    note(dict.fromkeys(told for found in lines for told in _told(found)), as_json)


def _told(found: BillLine) -> Iterator[str]:
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
