"""The command `prices`: what models cost, now or at an instant, and what comes next."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.costs.price_table import print_prices
from cli.names import expect_model, expect_name, no_price, route_lines, routes_of
from cli.printing import (
    ALL_COLUMNS,
    ZONE,
    Problem,
    is_for_programs,
    json_line,
    mapping,
    note,
    print_line,
    rows,
    text_width,
    when,
    wrapped,
)
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import MODES, STANDARD, Price
from models.pricing import Quote, by_meter, quote
from models.queries import billing, facts_at
from scrapers.registry import REGISTERED, find_calendar

if TYPE_CHECKING:
    from cli.costs.hours import NameChange
    from models.pricing import Outlook


def add(commands: Commands) -> None:
    parser = listing(commands, "prices", prices, DESCRIPTIONS["prices"], ALL_COLUMNS, has_csv=True, is_paged=True)
    parser.add_argument("model", nargs="?", metavar="MODEL", help="a name, or vendor/name; default: every model")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument("--mode", choices=MODES, metavar="MODE", help=f"only this mode: {', '.join(MODES)}")
    parser.add_argument("--vendor", metavar="VENDOR", help="only this vendor")
    parser.add_argument("--source", metavar="SOURCE", help="only from this source")
    parser.add_argument(
        "--currency",
        metavar="C",
        help="only this currency; default for a table: the currency of the settings, if one is set",
    )


def prices(settings: Settings, asked: Namespace) -> None:
    now, is_of_one = utc_now(), asked.model is not None
    with asking(settings.database_url) as session:
        stated = _stated(session, asked, now)
        shown = stated if is_for_programs(asked) else _for_people(stated, asked, settings.values.currency)
        outlooks = _outlooks(session, shown, asked, now) if is_of_one and shown and not asked.csv else []
        routes, about, ahead = [], [], []
        if not is_for_programs(asked):
            routes = list(_routes(session, stated, asked, now))
            about = list(_in_force(session, facts_at.facts_of(Price, shown), asked.at, asked.believed or now, now))
            ahead = list(_name_changes(session, asked, now)) if outlooks else []
        # An age is stated as of the earliest of the two instants and now.
        oldest = min(asked.at or now, asked.believed or now, now)
        ages = age_lines(session, {row.source for row in shown}, oldest, now, ZONE.get())
    if is_for_programs(asked) or not shown:
        _print_rows(shown, outlooks, asked)
        note(ages, as_json=True)
        return
    note(routes if is_of_one else (), as_json=False)
    print_prices(shown)
    note(
        [*_other_currencies(stated, shown), *([] if is_of_one or not routes else ["", *routes]), *about], as_json=False
    )
    if outlooks:
        from cli.costs.hours import print_name_changes, print_outlooks

        print_line("")
        print_outlooks(outlooks, asked.at or now, is_now=asked.at is None)
        print_name_changes(asked.model, ahead)
    note(ages, as_json=False)


def _stated(session: Session, asked: Namespace, now: datetime) -> facts_at.Rows:
    """Return the prices that are asked for. Exit with the reason if a name is unknown or has no price."""
    if asked.model is not None:
        expect_model(session, asked.model)
    found = billing.resolved_prices(session, asked.model, asked.at, asked.believed, now, asked.mode)
    if asked.model is not None and not found:
        kind = f" of mode {asked.mode}" if asked.mode else ""
        raise Problem(no_price(session, asked.model, asked.at, asked.believed, now, kind, asked.mode))
    known = {"vendor": facts_at.vendors(session), "source": list(REGISTERED) if asked.source else []}
    for name in ("vendor", "source", "currency"):
        if (wanted := getattr(asked, name)) is not None:
            expect_name(wanted, sorted({*(getattr(row, name) for row in found), *known.get(name, ())}), name)
            found = [row for row in found if getattr(row, name) == wanted]
    return found


def _for_people(stated: facts_at.Rows, asked: Namespace, currency: str) -> facts_at.Rows:
    """Return the prices for a table: a name that routes is no line of a list, and each model has one currency.

    The currency is that of the settings, where prices of the model are stated in it.
    """
    listed = [row for row in stated if asked.model is not None or row.model == row.billed_as]
    has_it = {(row.vendor, row.model) for row in listed if row.currency == currency}
    if asked.currency is not None:
        return listed
    return [row for row in listed if row.currency == currency or (row.vendor, row.model) not in has_it]


def _other_currencies(stated: facts_at.Rows, shown: facts_at.Rows) -> Iterator[str]:
    """Yield how to see the prices that are stated in other currencies, too."""
    models = {(row.vendor, row.model) for row in shown}
    shown_in = {(row.vendor, row.model, row.currency) for row in shown}
    stated_in = {(row.vendor, row.model, row.currency) for row in stated if (row.vendor, row.model) in models}
    others = {currency for *_, currency in stated_in - shown_in}
    if others:
        yield f"Also stated in {', '.join(sorted(others))}: --currency {min(others)}."


def _print_rows(shown: facts_at.Rows, outlooks: "Sequence[Outlook]", asked: Namespace) -> None:
    """Print all columns of the view; for one name as JSON also `outlook`: the band, its end, what is next."""
    if not outlooks or not asked.json:
        nothing = "no price at that instant" if asked.at else "no price is known"
        rows(shown, asked.json, nothing=nothing, as_csv=asked.csv)
        return
    from cli.costs.hours import outlook_as_json

    found = {(each.source, each.currency): outlook_as_json(each) for each in outlooks}
    for row in shown:
        print_line(json_line({**mapping(row), "outlook": found.get((row.source, row.currency))}))


def _outlooks(session: Session, shown: facts_at.Rows, asked: Namespace, now: datetime) -> "list[Outlook]":
    """Return what comes after the prices of one name, of the mode that is asked for or else of the usual one."""
    from cli.costs.hours import outlooks_of  # a list of all prices has no outlook

    modes, tariffs = {row.mode for row in shown}, {(row.source, row.currency) for row in shown}
    mode = asked.mode or (STANDARD if STANDARD in modes else min(modes))
    found = outlooks_of(session, asked.model, asked.at or now, asked.believed or now, mode)
    return [each for each in found if (each.source, each.currency) in tariffs]


def _routes(session: Session, stated: facts_at.Rows, asked: Namespace, now: datetime) -> Iterator[str]:
    """Yield lines about the names that answer as another model: the one that is asked for, else all."""
    routes = billing.routes(session, asked.at, asked.believed, now)
    if asked.model is not None:
        routes = routes_of(routes, asked.model)
    elif asked.vendor is not None:
        routes = [route for route in routes if route.vendor == asked.vendor]
    return route_lines(routes, {row.model for row in stated})


def _name_changes(session: Session, asked: Namespace, now: datetime) -> "Iterator[NameChange]":
    from cli.costs.hours import name_changes

    return name_changes(session, asked.model, asked.at or now, asked.believed or now)


def _in_force(
    session: Session, prices: Sequence[Price], asked: datetime | None, believed: datetime, now: datetime
) -> Iterator[str]:
    """Yield lines that say which prices with bands hold at an instant and why, grouped by reason."""
    at, prices = asked or now, [price for price in prices if price.band != "flat"]
    if not prices:
        return
    hours = billing.peak_hours(session, {price.source for price in prices}, at, believed)
    by_reason: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (source, model, meter, currency), meter_prices in by_meter(prices).items():
        quoted = quote(meter_prices, hours.get(source), at, find_calendar)
        amount = " or ".join(dict.fromkeys(f"{bound:f}" for bound in (quoted.low, quoted.high) if bound is not None))
        by_reason[_reason(quoted)][f"{model} ({source}, {currency} / {meter_prices[0].unit})"].append(
            f"{meter} {amount or 'not stated'}"
        )
    for reason, models in by_reason.items():
        yield "\n" + wrapped(f"At {when(at)} {reason}", text_width(), rest="  ")
        yield from (
            wrapped(f"{model}: {', '.join(meters)}", text_width(), "  ", "    ") for model, meters in models.items()
        )


def _reason(quoted: Quote) -> str:
    if quoted.band == "flat":
        return quoted.why
    band = "unknown whether peak or off-peak" if quoted.band == "unknown" else quoted.band.replace("_", "-")
    hours = quoted.hours
    by = f" (hours by {hours.source}, since {hours.effective_from and when(hours.effective_from)})" if hours else ""
    return f"it is {band}: {quoted.why}{by}"
