"""The command `deadlines`: what is announced, with its values; undated announcements and earliest dates apart."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from alerts.texts import CONTROL
from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_model, expect_name, routes_of
from cli.printing import (
    ZONE,
    day_when,
    hint,
    json_line,
    note,
    own_words,
    print_drawn,
    print_line,
    styled,
    text_width,
    when,
    wrapped,
)
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines, record_age
from flows.settings import Settings
from models.facts import qualified_name, speaks_of
from models.kinds import ReminderOccasion
from models.queries import Deadline, EarliestDate, PriceMove, billing, deadlines, earliest_dates, facts_at

DATED, UNDATED, EARLIEST = "dated", ReminderOccasion.UNDATED, "earliest"
"""The values of `date`: with a date, announced without one, and only said not to come before one."""
URGENT = ((timedelta(days=7), "bold red"), (timedelta(days=30), "yellow"))
"""The styles of deadlines in less than so many days; the first one that fits counts."""
UNREAD = "a date is not read from this text"


def add(commands: Commands) -> None:
    help_text = "JSON Lines: the columns of the view, `date` (dated, undated, earliest) and the prices that change"
    parser = listing(commands, "deadlines", run_deadlines, DESCRIPTIONS["deadlines"], help_text, is_paged=True)
    parser.add_argument(
        "--at", type=instant, metavar="T", help="what lay ahead at a date (00:00Z) or an instant, as known then"
    )
    parser.add_argument(
        "--believed", type=instant, metavar="R", help="only what the sources had stated by R, instead of by T"
    )
    parser.add_argument("--model", metavar="MODEL", help="only this model, what it routes to, and its peak hours")
    parser.add_argument("--vendor", metavar="VENDOR", help="only this vendor")


def run_deadlines(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    # What lay ahead at an instant is what was known then, unless both clocks are given.
    instants = asked.at or asked.believed or now, asked.believed or asked.at or now
    with asking(settings.database_url) as session:
        if asked.vendor is not None:
            expect_name(asked.vendor, facts_at.vendors(session), "vendor")
        names = None if asked.model is None else _names(session, asked)
        found = [row for row in deadlines(session, *instants) if _is_asked(row, names, asked.vendor)]
        earliest = [row for row in earliest_dates(session, *instants) if _is_about(row, names, asked.vendor)]
        sources = {row.source for row in (*found, *earliest)}
        at = min(*instants, now)
        ages = age_lines(session, sources, at, now, ZONE.get()) if sources else record_age(session, at, now, ZONE.get())
    if not found and not earliest:
        hint("upcoming deadlines: none")
    for row in found:
        _print_json(_as_json(row)) if asked.json else _print(row, instants[0])
    for text in earliest:
        _print_json(_earliest_as_json(text)) if asked.json else _print_earliest(text)
    note(ages, asked.json or not sources)


def _names(session: Session, asked: Namespace) -> set[str]:
    """Return the qualified names of a model, and of those that it routes to."""
    known = {each: each for each in facts_at.full_names(session)}
    expect_model(session, asked.model)
    own = [name for name in known if asked.model in (name, name.partition("/")[2])]
    now = utc_now()
    at, believed = asked.at or asked.believed, asked.believed or asked.at
    routes = routes_of(billing.routes(session, at, believed, now), asked.model)
    return {*own, *(qualified_name(row.vendor, row.billed_as) for row in routes if row.billed_as is not None)}


def _is_asked(row: Deadline, names: set[str] | None, vendor: str | None) -> bool:
    if vendor not in (None, row.vendor):
        return False
    if names is None or row.kind.is_about_model:
        return names is None or qualified_name(row.vendor, row.subject) in names
    return any(name.startswith(f"{row.vendor}/") for name in names)


def _is_about(row: EarliestDate, names: set[str] | None, vendor: str | None) -> bool:
    if vendor not in (None, row.vendor):
        return False
    of_vendor = [name.partition("/")[2] for name in names or () if name.startswith(f"{row.vendor}/")]
    return names is None or any(speaks_of(row.text, name) for name in of_vendor)


def _print(row: Deadline, at: datetime) -> None:
    due = day_when(row.due_at) if row.due_at else "without a date"
    style = next((style for days, style in URGENT if row.due_at and row.due_at - at < days), "")
    print_drawn(f"{styled(due, style)}  {row.kind}  {row.subject.translate(CONTROL)}")
    lines = [move.says for move in row.prices] or [own_words(row.says)]
    _indented([*lines, _announced(row)])


def _print_earliest(row: EarliestDate) -> None:
    print_line(f"earliest date only ({UNREAD})")
    _indented([row.text, _announced(row)])


def _announced(row: Deadline | EarliestDate) -> str:
    return f"stated so since {when(row.recorded_from)} by {row.source}, `almanac snapshot {row.snapshot_id}`"


def _indented(lines: Iterable[str]) -> None:
    for line in lines:
        print_line(wrapped(line, text_width(), "  ", "    "))


def _print_json(row: dict[str, Any]) -> None:
    print_line(json_line(row))


def _as_json(row: Deadline) -> dict[str, Any]:
    names = ("kind", "source", "vendor", "subject", "due_at", "recorded_from", "says", "snapshot_id")
    date = UNDATED if row.due_at is None else DATED
    return {
        **{name: getattr(row, name) for name in names},
        "date": date,
        "prices": list(_prices_as_json(row.prices)),
    }


def _prices_as_json(moves: Iterable[PriceMove]) -> Iterator[dict[str, Any]]:
    """Yield each price that changes, by meter, band and currency, with the amounts as texts."""
    for move in moves:
        before = {price.band: price.amount for price in move.before}
        for price in move.after:
            old = before.get(price.band, before.get("flat"))
            yield {
                "meter": price.meter,
                "mode": price.mode,
                "above": price.above,
                "band": price.band,
                "currency": price.currency,
                "unit": price.unit,
                "before": None if old is None else f"{old:f}",
                "after": None if price.amount is None else f"{price.amount:f}",
            }


def _earliest_as_json(row: EarliestDate) -> dict[str, Any]:
    about = {"kind": "earliest date", "source": row.source, "vendor": row.vendor, "subject": None, "due_at": None}
    return {
        **about,
        "recorded_from": row.recorded_from,
        "says": row.text,
        "snapshot_id": row.snapshot_id,
        "date": EARLIEST,
        "prices": [],
    }
