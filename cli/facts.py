"""Commands that print facts and sources: prices, changes, sources."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_name, no_price, route_lines, routes_of
from cli.show import ALL_COLUMNS, ZONE, Problem, json_line, mapping, note, print_line, rows, when
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import MODES, STANDARD, Price
from models.pricing import Quote, by_meter, quote
from models.queries import billing, facts_at
from models.schema import CHANGE_LOG, SOURCE_HEALTH
from scrapers.registry import find_calendar

if TYPE_CHECKING:
    from cli.hours import NameChange
    from models.pricing import Outlook

PRICE_COLUMNS = (
    "model",
    "meter",
    "mode",
    "above",
    "band",
    "amount",
    "list_amount",
    "currency",
    "unit",
    "effective_from",
    "effective_to",
    "source",
)
CHANGE_COLUMNS = ("id", "seen_at", "kind", "subject", "said_before", "said_after", "effective_at", "source")
SOURCE_COLUMNS = ("source", "last_outcome", "last_attempt_at", "last_good_at", "stale", "facts", "reason")


def add(commands: Commands) -> None:
    parser = listing(commands, "prices", prices, DESCRIPTIONS["prices"], ALL_COLUMNS)
    parser.add_argument("model", nargs="?", metavar="MODEL")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="as the sources had said by then")
    parser.add_argument("--mode", choices=MODES, metavar="MODE", help=f"of one mode alone: {', '.join(MODES)}")
    parser = listing(commands, "changes", changes, DESCRIPTIONS["changes"], ALL_COLUMNS)
    parser.add_argument("--since", type=instant, metavar="T", help="seen since then")
    listing(commands, "sources", sources, DESCRIPTIONS["sources"], ALL_COLUMNS)


def prices(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    with asking(settings.database_url) as session:
        if asked.model is not None and asked.model not in facts_at.full_names(session):
            expect_name(asked.model, facts_at.models(session), "model")
        rows_found = billing.resolved_prices(session, asked.model, asked.at, asked.believed, now, asked.mode)
        if asked.model is not None and not rows_found:
            kind = f" of mode {asked.mode}" if asked.mode else ""
            raise Problem(no_price(session, asked.model, asked.at, asked.believed, now, kind, asked.mode))
        routes = () if asked.json else billing.routes(session, asked.at, asked.believed, now)
        priced = {row.model for row in rows_found}
        if asked.model is None and not asked.json:
            # Names that route are listed once each, in a line below the prices.
            rows_found = [row for row in rows_found if row.model == row.billed_as]
        facts = [] if asked.json else facts_at.facts_of(Price, rows_found)
        notes = list(_in_force(session, facts, asked.at, asked.believed or now, now))
        # An age is stated as of the earliest of the two instants and now.
        instant = min(asked.at or now, asked.believed or now, now)
        outlooks = [] if asked.model is None else _outlooks(session, rows_found, asked, now)
        ahead = _name_changes(session, asked, now) if outlooks and not asked.json else []
        ages = age_lines(session, {row.source for row in rows_found}, instant, now, ZONE.get())
    nothing = "no price at that instant" if asked.at else "no price is known"
    if asked.model is not None:
        note(route_lines(routes_of(routes, asked.model), priced), asked.json)
    if outlooks and asked.json:
        _print_with_outlooks(rows_found, outlooks)
    else:
        rows(rows_found, asked.json, _columns(rows_found), nothing)
    if asked.model is None and routes:
        note(["", *route_lines(routes, priced)], asked.json)
    for text in notes:
        print_line(text)
    if asked.model is not None and outlooks and not asked.json:
        from cli.hours import print_name_changes, print_outlooks

        print_line("")
        print_outlooks(outlooks, asked.at or now, is_now=asked.at is None)
        print_name_changes(asked.model, ahead)
    note(ages, asked.json)


def _outlooks(session: Session, price_rows: Sequence[Row[Any]], asked: Namespace, now: datetime) -> "list[Outlook]":
    """Return what comes after the prices of one name, of the mode that is asked for or else of the usual one."""
    from cli.hours import outlooks_of  # a list of all prices has no outlook

    modes = {row.mode for row in price_rows}
    mode = asked.mode or (STANDARD if STANDARD in modes else min(modes))
    return outlooks_of(session, asked.model, asked.at or now, asked.believed or now, mode)


def _name_changes(session: Session, asked: Namespace, now: datetime) -> "list[NameChange]":
    from cli.hours import name_changes

    return list(name_changes(session, asked.model, asked.at or now, asked.believed or now))


def _print_with_outlooks(price_rows: Sequence[Row[Any]], outlooks: "Sequence[Outlook]") -> None:
    """Print all columns of the view, and in `outlook` which band holds then, until when, and the next cheaper time."""
    from cli.hours import outlook_as_json

    found = {(each.source, each.currency): outlook_as_json(each) for each in outlooks}
    for row in price_rows:
        print_line(json_line({**mapping(row), "outlook": found.get((row.source, row.currency))}))


def _columns(price_rows: Sequence[Row[Any]]) -> tuple[str, ...]:
    """Return the columns of a price table; mode and tier only if one is not the default."""
    plain = {"mode": STANDARD, "above": 0}
    defaults = {name for name, value in plain.items() if all(getattr(row, name) == value for row in price_rows)}
    return tuple(name for name in PRICE_COLUMNS if name not in defaults)


def _in_force(
    session: Session, prices: Sequence[Price], asked: datetime | None, believed: datetime, now: datetime
) -> Iterator[str]:
    """Yield lines that say which prices hold at an instant and why, grouped by reason; for now only if there
    are bands.
    """
    if asked is None and all(price.band == "flat" for price in prices):
        return
    at = asked or now
    hours = billing.peak_hours(session, {price.source for price in prices}, at, believed)
    by_reason: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (source, model, meter, currency), meter_prices in by_meter(prices).items():
        quoted = quote(meter_prices, hours.get(source), at, find_calendar)
        amount = " or ".join(dict.fromkeys(f"{bound:f}" for bound in (quoted.low, quoted.high) if bound is not None))
        by_reason[_reason(quoted)][f"{model} ({source}, {currency} / {meter_prices[0].unit})"].append(
            f"{meter} {amount or 'not stated'}"
        )
    for reason, models in by_reason.items():
        yield f"\nAt {when(at)} {reason}"
        yield from (f"  {model}: {', '.join(meters)}" for model, meters in models.items())


def _reason(quoted: Quote) -> str:
    if quoted.band == "flat":
        return quoted.why
    band = "unknown whether peak or off-peak" if quoted.band == "unknown" else quoted.band.replace("_", "-")
    hours = quoted.hours
    by = f" (hours by {hours.source}, since {hours.effective_from and when(hours.effective_from)})" if hours else ""
    return f"it is {band}: {quoted.why}{by}"


def changes(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        rows_found = facts_at.view(session, CHANGE_LOG, since=asked.since)
    nothing = (
        "no changes since then" if asked.since else "no changes yet: the first reading of a source is its baseline"
    )
    rows(rows_found, asked.json, CHANGE_COLUMNS, nothing)


def sources(settings: Settings, asked: Namespace) -> None:
    with asking(settings.database_url) as session:
        rows_found = facts_at.view(session, SOURCE_HEALTH)
    rows(rows_found, asked.json, SOURCE_COLUMNS, "no sources yet: run `almanac up`")
