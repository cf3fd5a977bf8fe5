"""The command `cost`: the bill of a workload for a month, for two, under each tariff, or before and after a change."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.command import Commands, command, instant, row_id
from cli.commands import DESCRIPTIONS
from cli.costs.bill import BilledNames, compare, show, show_each
from cli.names import expect_name, no_price, no_tier, route_lines
from cli.printing import ZONE, Problem, hint, note
from flows.clock import utc_now
from flows.database import asking
from flows.notify import (
    BILLED,
    MOMENT,
    BillMove,
    affected_loads,
    age_lines,
    bills_around,
)
from flows.progress import rate_limited
from flows.settings import BadWorkload, Settings, workload
from models.kinds import ChangeKind
from models.pricing import BillLine, Load, Stretch, Unpriceable, bill, month_of, rounded, sources
from models.queries import billing, facts_at
from models.readings import NEVER
from scrapers.registry import find_calendar


def add(commands: Commands) -> None:
    parser = command(commands, "cost", cost, DESCRIPTIONS["cost"])
    parser.add_argument(
        "workload", type=Path, metavar="WORKLOAD.toml", help="a file with models, tokens a month and hours of use"
    )
    parser.add_argument(
        "--at", type=instant, metavar="T", help="an instant in the calendar month (UTC) to bill; default: now"
    )
    comparison = parser.add_mutually_exclusive_group()
    comparison.add_argument("--versus", type=instant, metavar="T2", help="compare with the month that T2 is in")
    comparison.add_argument(
        "--change", type=row_id, metavar="ID", help="compare before and after a change of the change log"
    )
    comparison.add_argument(
        "--since", type=instant, metavar="T1", help="one bill for each tariff since T1, announced ones included"
    )
    parser.add_argument("--json", action="store_true", help="JSON Lines")


def cost(settings: Settings, asked: Namespace) -> None:
    if asked.change is not None and asked.at is not None:
        raise Problem("--at does not go with --change: the month is the one in which the change takes effect", 2)
    try:
        loads = workload(asked.workload)
        with asking(settings.database_url) as session:
            _expect_prices(session, loads)
            _answer(session, loads, asked)
    except (BadWorkload, Unpriceable) as problem:
        raise Problem(str(problem), 2) from None


def _answer(session: Session, loads: Sequence[Load], asked: Namespace) -> None:
    now = utc_now()
    at = asked.at or now
    if asked.change is not None:
        at, is_complete = _around(session, loads, asked.change, now, asked.json)
    elif asked.since is not None:
        is_complete = True
        show_each(_month_name(at), _under_each(session, loads, asked.since, month_of(at), now), now, asked.json)
    elif asked.versus is None:
        lines = _month(session, loads, at, now)
        is_complete = _note_gaps(session, lines, now, asked.json)
        billed = _billed_names(session, loads, at, now)
        show(_month_name(at), lines, billed, asked.json)
        _note_routes([billed], lines, asked.json)
    elif month_of(at) == month_of(asked.versus):
        raise Problem(f"--versus names the same month, {_month_name(at)}: name an instant in another one", 2)
    else:
        first, second = (_month(session, loads, month, now) for month in (at, asked.versus))
        is_complete = _note_gaps(session, [*first, *second], now, asked.json)
        names = _month_name(at), _month_name(asked.versus)
        billed = _billed_names(session, loads, at, now), _billed_names(session, loads, asked.versus, now)
        compare("Months in UTC, as believed now", names, first, second, billed, asked.json)
        _note_routes(billed, [*first, *second], asked.json)
    _note_ages(session, loads, filter(None, (at, asked.versus)), now, asked)
    if not is_complete:
        raise Problem("the bill is incomplete")


def _note_gaps(session: Session, lines: Iterable[BillLine], now: datetime, as_json: bool) -> bool:
    """Print which loads have no price, and why; return False if there are any."""
    gaps = [line for line in lines if not line.is_complete]
    note(dict.fromkeys(_gap(session, line, line.unpriced_from, now, now) for line in gaps), as_json)
    return not gaps


def _gap(session: Session, line: BillLine, at: datetime | None, believed: datetime, now: datetime) -> str:
    load, share = line.load, f"{rounded(line.shares['unpriced'] * 100, 1)} %"
    prices = billing.resolved_prices(session, load.model, at, believed, now)
    reason = no_tier(prices, load.model, (load.meter,), load.currency, load.mode, load.prompt_tokens)
    reason = reason or no_price(session, load.model, at, believed, now, f" of {load.meter} in {load.currency}")
    return f"Incomplete: {share} of load {load.name} is not billed, as {reason}."


def _billed_names(session: Session, loads: Iterable[Load], month: datetime, now: datetime) -> BilledNames:
    """Return the names that the loads' models are billed as in a month, as is believed now."""
    starts = [month_of(month)[0], *billing.tariff_starts(session, *month_of(month), now)]
    return _billed_at(session, loads, [(start, now) for start in starts], now)


def _billed_at(
    session: Session, loads: Iterable[Load], clocks: Iterable[tuple[datetime, datetime]], now: datetime
) -> BilledNames:
    """Return the names that the loads' models are billed as at instants of both clocks: in effect, and believed."""
    names = {load.model for load in loads}
    found: dict[str, dict[str, Row[Any] | None]] = {name: {} for name in names}
    for clock in clocks:
        routes = {route.model: route for route in billing.routes(session, *clock, now) if route.billed_as is not None}
        for name in names:
            route = routes.get(name)
            found[name][name if route is None else route.billed_as] = route
    return found


def _note_routes(billed: Iterable[BilledNames], lines: Iterable[BillLine], as_json: bool) -> None:
    """Print as which models names are billed; in JSON each line has that itself."""
    if not as_json:
        priced = {line.load.model for line in lines if line.priced}
        routes = {(name, other): route for side in billed for name in side for other, route in side[name].items()}
        note(route_lines(filter(None, routes.values()), priced), as_json)


def _note_ages(
    session: Session, loads: Sequence[Load], months: Iterable[datetime], now: datetime, asked: Namespace
) -> None:
    """Print the age of the prices of these months: of a past month at its end, of any other month now."""
    lines = list[str]()
    for month in months:
        at = min(month_of(month)[1] - MOMENT, now)
        lines += age_lines(session, sources(loads, billing.tariffs(session, at, now)), at, now, ZONE.get())
    note(dict.fromkeys(lines), asked.json)


def _month_name(month: datetime) -> str:
    return month.date().isoformat()[: len("2026-08")]


def _expect_prices(session: Session, loads: Iterable[Load]) -> None:
    priced = billing.priced(session)
    for load in loads:
        expect_name(load.model, sorted({model for model, *_ in priced}), "model")
        remaining = [rest for model, *rest in priced if model == load.model]
        _expect_price(load, "", load.currency, {currency for currency, *_ in remaining})
        remaining = [rest for currency, *rest in remaining if currency == load.currency]
        _expect_price(load, f" of mode {load.mode}", load.mode, {mode for mode, *_ in remaining})
        remaining = [rest for mode, *rest in remaining if mode == load.mode]
        _expect_price(load, f" of {load.meter}", load.meter, {meter for meter, _ in remaining})
        if load.source is not None:
            _expect_price(load, f" by {load.source}", load.source, {source for _, source in remaining})


def _expect_price(load: Load, qualifier: str, name: str, known: set[str]) -> None:
    if name not in known:
        available = ", ".join(sorted(known))
        raise Problem(
            f"{load.model} has no price{qualifier} in {load.currency} (load {load.name}): there is {available}", 2
        )


def _month(session: Session, loads: Sequence[Load], at: datetime, now: datetime) -> list[BillLine]:
    return bill(loads, billing.stretches(session, *month_of(at), now), find_calendar)


def _under_each(
    session: Session, loads: Sequence[Load], since: datetime, month: tuple[datetime, datetime], now: datetime
) -> Iterator[tuple[datetime, list[BillLine]]]:
    """Yield the bills of a whole month under each tariff, with the instant from which it holds."""
    starts = [since, *billing.tariff_starts(session, since, NEVER, now)]
    print_rarely = rate_limited(hint)
    for done, start in enumerate(starts):
        print_rarely(f"cost: {done} of {len(starts)} tariffs")
        tariffs = billing.tariffs(session, start, now)
        yield start, bill(loads, [Stretch(*month, tariffs)], find_calendar)


def _around(
    session: Session, loads: Sequence[Load], number: int, now: datetime, as_json: bool
) -> tuple[datetime, bool]:
    """Print the bills of a whole month before and after a change; return the instant, and if both are complete."""
    change = facts_at.change(session, number)
    if change is None or ChangeKind(change.kind).thing not in BILLED:
        what = "is not in the change log" if change is None else f"is {change.kind!r}, no change of prices"
        raise Problem(f"change {number} {what}: `almanac changes --json` lists them with their ids", 2)
    movement = ChangeKind(change.kind).movement
    move = BillMove(movement, change.source, change.vendor, change.subject, change.effective_at, change.seen_at)
    loads_touched = affected_loads(session, loads, move, now)
    if not loads_touched:
        raise Problem(f"change {number} is about {change.subject}, which the workload does not use", 2)
    bills = bills_around(session, loads_touched, move, now)
    month = f"the whole of {_month_name(move.at)} (UTC) as it was before and as it is after"
    title = f"{change.kind}: {change.subject}; {month}"
    gaps = [
        _gap(session, line, *clocks, now)
        for lines, clocks in zip((bills.before, bills.after), bills.clocks, strict=True)
        for line in lines
        if not line.is_complete
    ]
    note(dict.fromkeys(gaps), as_json)
    # What was announced and is cancelled is no route.
    clocks = (bills.clocks[1], bills.clocks[1]) if move.is_cancelled else bills.clocks
    before, after = (_billed_at(session, loads_touched, [clock], now) for clock in clocks)
    compare(title, bills.names, bills.before, bills.after, (before, after), as_json)
    _note_routes((before, after), [*bills.before, *bills.after], as_json)
    return move.at, not gaps
