"""Prints bills as a table with notes, or as JSON Lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from cli.printing import json_line, note, plain, print_line, table, when
from models.facts import STANDARD
from models.pricing import BillLine, Sum, by_currency, percent, rounded, sum_of, total

BANDS = ("flat", "off_peak", "peak", "unknown", "unpriced")
BillNames = tuple[str, str]
"""The labels of the two bills; they differ."""
BilledNames = Mapping[str, Mapping[str, Row[Any] | None]]
"""By the name in a load, the names that are billed in the time of a bill, in order, each with its row of the view
`route_now`; None for a name that answers as itself."""
BILLED_AS = ("before_billed_as", "after_billed_as")
ROUTE_COLUMNS = {
    "billed_as": "billed_as",
    "routed_from": "effective_from",
    "via": "via",
    "route_source": "source",
    "route_snapshot_id": "snapshot_id",
    "route_locator": "locator",
}
"""The fields of a route in JSON, named as in the view `price_resolved`, by the columns of the view `route_now`."""


def show(month: str, lines: Sequence[BillLine], billed: BilledNames, as_json: bool) -> None:
    """Print one bill. `billed` are the names that its models are billed as in the month."""
    totals = [(currency, total(of_currency)) for currency, of_currency in by_currency(lines)]
    if as_json:
        for bill_line in lines:
            print_line(
                json_line(
                    {
                        "month": month,
                        **_named(bill_line),
                        **_money(sum_of(bill_line)),
                        **_shares(bill_line),
                        "billed_as": list(billed[bill_line.load.model]),
                        "routes": _routes(bill_line, billed),
                    }
                )
            )
        for currency, amount in totals:
            print_line(
                json_line(
                    {
                        "month": month,
                        **_unnamed(currency),
                        **_money(amount),
                        **dict.fromkeys(_shares(lines[0])),
                        "billed_as": None,
                        "routes": None,
                    }
                )
            )
    else:
        print_line(f"{month} (UTC), as believed now")
        _print_loads(
            (each, {**_row(each), "hours": _hours(each), "amount": sum_of(each).text(), "currency": each.load.currency})
            for each in lines
        )
        table([{"": "total", "amount": amount.text(), "currency": currency} for currency, amount in totals])
    _print_notes(lines, as_json)


def compare(
    title: str,
    names: BillNames,
    before: Sequence[BillLine],
    after: Sequence[BillLine],
    billed: tuple[BilledNames, BilledNames],
    as_json: bool,
) -> None:
    """Print two bills of the same loads side by side. No difference is printed where a side is incomplete.

    `billed` are the names that the models are billed as, on each side.
    """
    pairs = [(bill_line, sum_of(bill_line), sum_of(other)) for bill_line, other in zip(before, after, strict=True)]
    totals = [
        (currency, total(lines_before), total(lines_after))
        for (currency, lines_before), (_, lines_after) in zip(by_currency(before), by_currency(after), strict=True)
    ]
    if as_json:
        labels = dict(zip(("before", "after"), names, strict=True))
        for bill_line, first, second in pairs:
            names_billed = [list(side[bill_line.load.model]) for side in billed]
            routed = dict(zip(BILLED_AS, names_billed, strict=True)) | {"routes": _routes(bill_line, *billed)}
            print_line(json_line({**labels, **_named(bill_line), **_compared(first, second), **routed}))
        for currency, first, second in totals:
            unrouted = {**dict.fromkeys(BILLED_AS), "routes": None}
            print_line(json_line({**labels, **_unnamed(currency), **_compared(first, second), **unrouted}))
    else:
        print_line(title)
        _print_loads(
            (each, {**_row(each), **_moved(names, first, second, each.load.currency)}) for each, first, second in pairs
        )
        table([{"": "total", **_moved(names, first, second, currency)} for currency, first, second in totals])
    _print_notes([*before, *after], as_json)


def show_each(month: str, bills: Iterable[tuple[datetime, Sequence[BillLine]]], now: datetime, as_json: bool) -> None:
    """Print the totals of the same loads for a whole month under each tariff, by the instant from which it holds.

    A tariff with the same totals as the one before is left out.
    """
    rows: list[dict[str, Any]] = []
    before: dict[str, Sum] = {}
    for since, lines in bills:
        by_name = dict(by_currency(lines))
        totals = {currency: total(of_currency) for currency, of_currency in by_name.items()}
        if totals == before:
            continue
        for currency, amount in totals.items():
            moved = percent(before[currency], amount) if currency in before else None
            share = None if moved is None else rounded(moved, 1)
            missing = [*dict.fromkeys(each.load.name for each in by_name[currency] if not each.is_complete)]
            states = [*(["announced"] if since > now else []), *([f"without {', '.join(missing)}"] if missing else [])]
            if as_json:
                of_month = {"since": plain(since), "month": month, "currency": currency, **_money(amount)}
                print_line(json_line({**of_month, "percent": share, "without": missing}))
            rows.append(
                {
                    "tariff since": when(since),
                    "a month": amount.text() or "no price",
                    "%": "" if share is None else f"{share:+.1f}",
                    "currency": currency,
                    "": "; ".join(states),
                }
            )
        before = totals
    if not as_json:
        print_line(f"The whole of {month} (UTC) under each tariff, as believed now")
        table(rows)


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
    """Return the fields of a total; only its currency has a value."""
    names = ("load", "model", "meter", "mode", "prompt_tokens")
    return {**dict.fromkeys(names), "currency": currency, "quantity": None}


def _routes(found: BillLine, *billed: BilledNames) -> list[dict[str, Any]]:
    """Return the routes from a load's name to the names that are billed, each once."""
    routes = {name: route for side in billed for name, route in side[found.load.model].items() if route is not None}
    return [
        {name: plain(getattr(route, column)) for name, column in ROUTE_COLUMNS.items()} for route in routes.values()
    ]


def _print_loads(rows: Iterable[tuple[BillLine, dict[str, Any]]]) -> None:
    """Print a table for each load below its name and its model."""
    by_load = defaultdict[str, list[dict[str, Any]]](list)
    for found, row in rows:
        by_load[f"{found.load.name}: {found.load.model}"].append(row)
    for name, of_load in by_load.items():
        print_line(f"\n{name}")
        table(of_load)
    print_line("")


def _row(found: BillLine) -> dict[str, Any]:
    load = found.load
    tier = "" if load.mode == STANDARD else f" ({load.mode})"
    quantity = f"{load.quantity:,f}".replace(",", " ")
    return {"meter": f"{load.meter}{tier}", "quantity": quantity}


def _money(amount: Sum, before: str = "") -> dict[str, Decimal | bool | None]:
    bounds = {"amount": amount.exact, "low": amount.low, "high": amount.high}
    if not amount.is_complete:
        # What has no price may cost any sum.
        bounds |= {"amount": None, "high": None}
    money = {before + name: None if bound is None else rounded(bound) for name, bound in bounds.items()}
    return {**money, f"{before}complete": amount.is_complete}


def _compared(before: Sum, after: Sum) -> dict[str, Any]:
    moved = percent(before, after)
    return {
        **_money(before, "before_"),
        **_money(after, "after_"),
        **{name: value for name, value in _money(after - before, "difference_").items() if "complete" not in name},
        "percent": None if moved is None else rounded(moved, 1),
    }


def _moved(names: BillNames, before: Sum, after: Sum, currency: str) -> dict[str, Any]:
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
    """Return the share of each band in a load; `flat` for a flat price."""
    shares = {band: share for band in BANDS if (share := found.shares.get(band))}
    if list(shares) == ["flat"]:
        return "flat"
    return ", ".join(f"{band} {rounded(share * 100, 1)} %" for band, share in shares.items())


def _print_notes(lines: Iterable[BillLine], as_json: bool) -> None:
    """Print notes about amounts that are uncertain or incomplete, each once."""
    note(dict.fromkeys(text for bill_line in lines for text in _notes(bill_line)), as_json)


def _notes(bill_line: BillLine) -> Iterator[str]:
    load = bill_line.load
    for doubt in sorted(bill_line.doubts):
        yield f"Unknown hours: {doubt}; such amounts lie between all of them off-peak and all of them peak."
    for instant in bill_line.moves:
        yield f"{load.model}: what it costs, or when, moves within the month: {when(instant)}."
