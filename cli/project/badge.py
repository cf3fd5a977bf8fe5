"""The command `badge`: a small picture for a README that says what a model costs, or when it ends."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from cli.command import Commands, instant, listing, out_file
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import Problem, json_line, print_line
from cli.project import day_of, days_ahead, named_warnings
from cli.project.badge_picture import picture
from flows.clock import utc_now
from flows.database import asking
from flows.settings import Settings
from models.facts import STANDARD, qualified_name
from models.queries import ModelWarning, WarningKind, billing, model_records

SHAPE = 1
"""The version of the shape that shields.io reads from an endpoint."""
SYMBOLS: Mapping[str, str] = {"USD": "$", "CNY": "¥", "EUR": "€"}
METERS: Mapping[str, str] = {"output": "out", "input_cache_miss": "in", "input_cache_hit": "cached in"}
"""The words for meters; others have their own name."""
SOON, NEAR = 30, 90
"""The numbers of days from which an end is urgent, and from which an earliest day for it is shown."""


def add(commands: Commands) -> None:
    help_text = "JSON for an endpoint badge of shields.io: schemaVersion, label, message, color"
    parser = listing(commands, "badge", badge, DESCRIPTIONS["badge"], help_text)
    parser.add_argument("model", metavar="MODEL", help="a name, or vendor/name")
    parser.add_argument(
        "--out", type=out_file, metavar="FILE", help="write to a file, whole or not at all; default: print it"
    )
    parser.add_argument("--at", type=instant, metavar="T", help="as of a date (00:00Z) or an instant; default: now")
    parser.add_argument(
        "--meter", default="output", metavar="METER", help="the meter whose price is shown; default: output"
    )
    parser.add_argument("--currency", metavar="C", help="USD or CNY; default: USD if there is a price in USD")


def badge(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    with asking(settings.database_url, read_only=True) as session:
        warnings = named_warnings(model_records(session, asked.at, asked.at, now))
        vendor, model = _only(asked.model, list(warnings))
        name = qualified_name(vendor, model)
        prices = billing.resolved_prices(session, name, asked.at, asked.at, now, STANDARD)
    message, color = said(warnings[vendor, model], _chosen(prices, asked), asked.at or now)
    shape = {"schemaVersion": SHAPE, "label": model, "message": message, "color": color}
    _write(json_line(shape) if asked.json else picture(model, message, color), asked.out)


def _only(asked: str, names: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the vendor and the name that are meant. Raises Problem."""
    found = [name for name in names if asked in (name[1], qualified_name(*name))]
    if not found:
        # An address of an endpoint is no name, and is in no list.
        expect_name(asked, sorted({qualified_name(*name) if "/" in asked else name[1] for name in names}), "model")
    if len(found) > 1:
        one_of = " or ".join(qualified_name(*name) for name in found)
        raise Problem(f"{asked} is a model of several vendors: write {one_of}", 2)
    return found[0]


def _chosen(prices: Sequence[Row[Any]], asked: Namespace) -> list[Row[Any]]:
    """Return the prices of the meter, for short prompts, in one currency. Raises Problem for one that is not there."""
    rows = [row for row in prices if row.meter == asked.meter and not row.above and row.amount is not None]
    if prices and not rows and asked.meter != "output":
        meters = ", ".join(sorted({row.meter for row in prices}))
        raise Problem(f"{asked.model} has no price of {asked.meter}: there is {meters}", 2)
    currencies = sorted({row.currency for row in rows}, key=lambda currency: (currency != "USD", currency))
    if asked.currency and currencies and asked.currency not in currencies:
        raise Problem(f"{asked.model} has no price in {asked.currency}: there is {', '.join(currencies)}", 2)
    return [row for row in rows if row.currency == (asked.currency or currencies[0])]


def said(warnings: Sequence[ModelWarning], prices: Sequence[Row[Any]], now: datetime) -> tuple[str, str]:
    """Return the words of a badge and the name of its colour: the end of a model if one is near, else its price."""
    for warning in warnings:
        if warning.kind.is_about_end and (words := _end(warning, now)):
            return words
    if not prices:
        return "price unknown", "lightgrey"
    changes = [each.at for each in warnings if not each.kind.is_about_end and each.at is not None and each.at > now]
    until = f", until {day_of(min(changes))}" if changes else ""
    return f"{_price(prices)}{until}", "yellowgreen" if until else "green"


def _end(warning: ModelWarning, now: datetime) -> tuple[str, str] | None:
    """Return the words for an end and their colour; None if it is too far ahead for a badge."""
    kind, at = warning.kind, warning.at
    if kind is WarningKind.ROUTED:
        return f"answers as {warning.instead or 'another model'}", "orange"
    if kind is WarningKind.UNLISTED:
        return "no longer listed", "lightgrey"
    if kind is WarningKind.RETIRED:
        return f"retired {day_of(at)}" if at else "retired", "red"
    if kind is WarningKind.ANNOUNCED or at is None:
        return "to be retired, no date", "yellow"
    days = days_ahead(at, now)
    if kind is WarningKind.EARLIEST:
        if at <= now:
            return "may end any day", "orange"
        return (f"ends {day_of(at)} at the earliest", "yellow") if days <= NEAR else None
    if at <= now:
        return f"was to retire {day_of(at)}", "orange"
    left = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return f"retires {day_of(at)} ({left})", "orange" if days <= SOON else "yellow"


def _price(prices: Sequence[Row[Any]]) -> str:
    """Return the price: `$0.87 out`, `$1.98–3.96 out` if it depends on the hour."""
    first = prices[0]
    amounts = sorted({row.amount for row in prices})
    numbers = "–".join(f"{amount:f}" for amount in (amounts if len(amounts) == 1 else (amounts[0], amounts[-1])))
    unit = "" if first.unit == "1M tokens" else f" / {first.unit}"
    return f"{SYMBOLS.get(first.currency, f'{first.currency} ')}{numbers}{unit} {METERS.get(first.meter, first.meter)}"


def _write(content: str, file: Path | None) -> None:
    if file is None:
        print_line(content)
        return
    from cli.output_files import write_output  # few write a file

    write_output(file, f"{content}\n")
