"""The command `hours`: a week of a model's price bands as a strip, and the next changes; the outlook of `prices`."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_model, no_price, route_lines, routes_of
from cli.printing import ZONE, Problem, day_when, note, print_line, table, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import MODES, STANDARD, iso
from models.pricing import AHEAD, Outlook, PriceSpan, outlook, spans, tariffs_of
from models.queries import billing
from scrapers.registry import find_calendar

DAYS, CELLS = 7, 48
"""The days of a strip, and the cells of a day: half hours on the reader's clock."""
HALF_HOUR = timedelta(minutes=30)
MOST_CHANGES = 10
MARKS = {"off_peak": ".", "peak": "#", "flat": "-", "unknown": "?", "unpriced": " "}
MIXED, SKIPPED = "/", "x"
LEGEND = {
    ".": "off-peak",
    "#": "peak",
    "-": "one price at all hours",
    "?": "unknown whether peak or off-peak",
    " ": "no price",
    MIXED: "changes within this half hour",
    SKIPPED: "not on this clock: summer time begins",
}
"""The meaning of each character of a strip."""


@dataclass(frozen=True)
class Week:
    """The tariff of one source in one currency: its outlook, and the bands of the days from the asked one on."""

    outlook: Outlook
    days: Sequence[tuple[datetime, str]]
    """Each day by its midnight on the reader's clock, with a character for each half hour."""


NameChange = dict[str, Any]
"""`from` is an instant, `billed_as` the name that is billed from then on; null for a name that is retired."""
RETIRED = "retired"


def add(commands: Commands) -> None:
    parser = listing(commands, "hours", hours, DESCRIPTIONS["hours"], "JSON Lines, an object for each currency")
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--at", type=instant, metavar="T", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("--believed", type=instant, metavar="R", help="only what the sources had stated by R")
    parser.add_argument("--mode", choices=MODES, default=STANDARD, metavar="MODE", help=f"one of {', '.join(MODES)}")


def hours(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    at, believed = asked.at or now, asked.believed or now
    with asking(settings.database_url) as session:
        expect_model(session, asked.model)
        zone = settings.values.time_zone
        weeks = _weeks(session, asked, (at, believed), ZoneInfo(zone))
        if not weeks:
            kind = "" if asked.mode == STANDARD else f" of mode {asked.mode}"
            raise Problem(no_price(session, asked.model, asked.at, asked.believed, now, kind, asked.mode))
        routes = routes_of(billing.routes(session, at, believed, now), asked.model)
        ahead = list(name_changes(session, asked.model, at, believed))
        ages = age_lines(session, {week.outlook.source for week in weeks}, min(at, believed, now), now, ZONE.get())
    note(route_lines(routes, {asked.model}), asked.json)
    if asked.json:
        from cli.printing import json_line

        listed = [change | {"from": iso(change["from"])} for change in ahead]
        for week in weeks:
            print_line(
                json_line({"model": asked.model, **_week_as_json(week, at, believed, zone), "name_changes": listed})
            )
    else:
        _print(weeks, at, is_now=asked.at is None)
        print_name_changes(asked.model, ahead)
    note(ages, asked.json)


def _weeks(session: Session, asked: Namespace, instants: tuple[datetime, datetime], zone: ZoneInfo) -> list[Week]:
    """Return the tariffs that have a price at an instant, as believed at another; the days are those of a zone."""
    (at, believed), mode = instants, asked.mode
    midnights = [_midnight(at, zone, number) for number in range(DAYS)]
    stretches = billing.stretches(session, midnights[0].astimezone(UTC), at + AHEAD, believed, asked.model)
    weeks = list[Week]()
    for tariff in tariffs_of(stretches):
        found = outlook(stretches, tariff, at, find_calendar, mode, MOST_CHANGES)
        if found is not None:
            of_week = list(spans(stretches, *tariff, find_calendar, mode))
            weeks.append(Week(found, [(midnight, _strip(midnight, of_week)) for midnight in midnights]))
    return weeks


def _midnight(at: datetime, zone: ZoneInfo, number: int) -> datetime:
    """Return the beginning of a day on the reader's clock, so many days after the one of an instant."""
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=number), time(), zone)


def _strip(midnight: datetime, of_week: Sequence[PriceSpan]) -> str:
    """Return a character for each half hour of a day on the reader's clock; an hour that comes twice has one."""
    return "".join(_cell(midnight + number * HALF_HOUR, of_week) for number in range(CELLS))


def _cell(wall: datetime, of_week: Sequence[PriceSpan]) -> str:
    starts = {wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    starts = {start for start in starts if start.astimezone(wall.tzinfo).replace(tzinfo=None) == _plain(wall)}
    if not starts:
        return SKIPPED
    marks = {
        MARKS[span.band] for start in starts for span in of_week if span.start < start + HALF_HOUR and span.end > start
    }
    return marks.pop() if len(marks) == 1 else MIXED if marks else " "


def _plain(wall: datetime) -> datetime:
    return wall.replace(tzinfo=None, fold=0)


def _print(weeks: Sequence[Week], at: datetime, *, is_now: bool) -> None:
    print_outlooks([week.outlook for week in weeks], at, is_now=is_now)
    by_strip = dict[str, list[Week]]()
    for week in weeks:
        by_strip.setdefault("".join(strip for _, strip in week.days), []).append(week)
    for strip, alike in by_strip.items():
        sources = ", ".join(f"{week.outlook.source} ({week.outlook.currency})" for week in alike)
        print_line(f"\n{sources}, by the half hour in {ZONE.get()}")
        print_line(" " * 11 + "".join(f"{hour:02}    " for hour in range(0, 24, 3)).rstrip())
        for midnight, day in alike[0].days:
            print_line(f"{midnight:%a %d %b} {day}".rstrip())
        print_line(wrapped("; ".join(f"{mark} {LEGEND[mark]}" for mark in LEGEND if mark in strip), text_width()))
        print_line("")
        _print_changes([week.outlook for week in alike])


def _print_changes(outlooks: Sequence[Outlook]) -> None:
    """Print the next changes of tariffs whose bands are alike, with the price by which they are compared."""
    instants = dict[datetime, dict[str, Any]]()
    for found in outlooks:
        for span in found.after:
            row = instants.setdefault(span.start, {"from": day_when(span.start), "band": _band(span)})
            row[f"{_meter(found)} {found.currency}"] = _amount(span)
    rows = [instants[start] for start in sorted(instants)[:MOST_CHANGES]]
    if rows:
        names = dict.fromkeys(name for row in rows for name in row)
        table([{name: row.get(name, "") for name in names} for row in rows])
    if len(rows) < MOST_CHANGES:
        print_line(f"no {'other ' if rows else ''}change is known until {when(outlooks[0].end)}")


def outlooks_of(session: Session, model: str, at: datetime, believed: datetime, mode: str) -> list[Outlook]:
    """Return the outlook of a name from an instant on, by each source and currency that prices it then."""
    stretches = billing.stretches(session, at, at + AHEAD, believed, model)
    found = (outlook(stretches, tariff, at, find_calendar, mode) for tariff in tariffs_of(stretches))
    return [each for each in found if each is not None]


def name_changes(session: Session, model: str, at: datetime, believed: datetime) -> Iterator[NameChange]:
    """Yield when a name begins to answer as another model, or is retired, in the time of its outlook."""
    known: str | None = None
    for start in (at, *billing.tariff_starts(session, at, at + AHEAD, believed)):
        routes = routes_of(billing.routes(session, start, believed, start), model)
        ended = routes_of(billing.retirements(session, start, believed, start), model)
        state = next((str(route.billed_as) for route in routes), model)
        if state == model and any(row.state == RETIRED for row in ended):
            state = RETIRED
        if known is not None and state != known:
            yield {"from": start, "billed_as": None if state == RETIRED else state}
        known = state


def print_name_changes(model: str, changes: Iterable[NameChange]) -> None:
    """Print `from Mon 2026-09-14 06:00+02: deepseek-v4-pro answers as deepseek-flash, and is billed as such`."""
    for change in changes:
        name = change["billed_as"]
        what = "is retired" if name is None else f"answers as {name}, and is billed as such"
        what = "answers as itself" if name == model else what
        print_line(wrapped(f"from {day_when(change['from'])}: {model} {what}", text_width(), rest="  "))


def print_outlooks(outlooks: Iterable[Outlook], at: datetime, *, is_now: bool) -> None:
    """Print for tariffs that are alike which band it is, until when and why, and which cheaper time comes next."""
    alike = dict[tuple[object, ...], list[Outlook]]()
    for found in outlooks:
        following, cheaper = (found.after[0] if found.after else None), found.cheaper
        key = (found.now.band, found.now.end, following and following.band, cheaper and (cheaper.start, cheaper.end))
        alike.setdefault(key, []).append(found)
    for number, group in enumerate(alike.values()):
        if number:
            print_line("")
        start = "now" if is_now else f"at {when(at)}"
        print_line(wrapped(f"{start}: {_holds(group)}", text_width(), rest="  "))
        print_line(wrapped(f"next cheaper: {_cheaper(group)}", text_width(), rest="  "))


def _holds(group: Sequence[Outlook]) -> str:
    now, after = group[0].now, group[0].after
    why = "" if now.band == "flat" else f" ({now.why})"
    until = f" until {day_when(now.end)}" if after else f", and no change is known in the next {AHEAD.days} days"
    text = f"{_band(now)}{why}{until}: {_amounts((found, found.now) for found in group)}"
    if not after:
        return text
    following = [(found, found.after[0]) for found in group]
    amounts = f": {_amounts(following)}" if any(_amount(span) for _, span in following) else ""
    return f"{text}; then {_band(after[0])}{amounts}"


def _cheaper(group: Sequence[Outlook]) -> str:
    cheaper = [(found, found.cheaper) for found in group if found.cheaper]
    if not cheaper:
        return f"none is known in the next {AHEAD.days} days"
    span = cheaper[0][1]
    until = "on" if span.end == group[0].end else f"to {day_when(span.end)}"
    return f"{_band(span)} from {day_when(span.start)} {until}: {_amounts(cheaper)}"


def _amounts(priced: Iterable[tuple[Outlook, PriceSpan]]) -> str:
    """Return `output 0.66 USD, 4.5 CNY`."""
    found = [(_meter(each), f"{_amount(span) or 'no price'} {each.currency}") for each, span in priced]
    texts = dict.fromkeys(meter for meter, _ in found)
    return "; ".join(f"{meter} {', '.join(amount for name, amount in found if name == meter)}" for meter in texts)


def _meter(found: Outlook) -> str:
    return found.now.meter or ""


def _amount(span: PriceSpan) -> str:
    bounds = span.prices.get(span.meter or "")
    return " to ".join(dict.fromkeys(f"{bound:f}" for bound in bounds)) if bounds else ""


def _band(span: PriceSpan) -> str:
    return LEGEND[MARKS[span.band]]


def outlook_as_json(found: Outlook) -> dict[str, Any]:
    """Return what `print_outlooks` prints, for programs: instants in UTC, amounts as texts."""
    return {
        "band": found.now.band,
        "why": found.now.why,
        "until": iso(found.now.end) if found.after else None,
        "next_cheaper": None if found.cheaper is None else _span_as_json(found.cheaper),
    }


def _span_as_json(span: PriceSpan) -> dict[str, Any]:
    return {
        "from": iso(span.start),
        "to": iso(span.end),
        "band": span.band,
        "why": span.why,
        "prices": {meter: _as_json(bounds) for meter, bounds in span.prices.items()},
    }


def _as_json(bounds: tuple[Decimal, Decimal]) -> Mapping[str, str]:
    return dict(zip(("low", "high"), (f"{bound:f}" for bound in bounds), strict=True))


def _week_as_json(week: Week, at: datetime, believed: datetime, zone: str) -> dict[str, Any]:
    found = week.outlook
    return {
        "source": found.source,
        "currency": found.currency,
        "at": at,
        "believed": believed,
        **outlook_as_json(found),
        "time_zone": zone,
        "week": [{"day": f"{midnight:%Y-%m-%d}", "half_hours": strip} for midnight, strip in week.days],
        "marks": LEGEND,
        "changes": [_span_as_json(span) for span in found.after],
    }
