"""The command `notice`: how many days in advance vendors announced their changes."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from statistics import median
from typing import Any

from cli.command import Commands, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_name
from cli.printing import ZONE, hint, json_line, note, print_line, table, when
from flows.clock import utc_now
from flows.database import asking
from flows.notify import record_age
from flows.settings import Settings
from models.pricing import rounded
from models.queries import NoticeGiven, Notices, facts_at, notices
from scrapers.registry import BACKFILLS

DAY = timedelta(days=1)
LEFT_OUT = {
    "account": "known only from a backfill or a catalogue, which do not say when a page announced it",
    "first reading": "announced before the first reading of the source",
    "not in effect": "not yet in effect",
}
"""The reasons for which a change is not measured, in words."""
ABOUT = (
    "It counts the days from the first page that stated a change, as this program or an archived capture saw it, until"
    " the change took effect. A change that no page stated in advance has 0 days of notice. A price that follows a"
    " promotion was announced with the promotion's end. Changes of one model within a day, on several pages or in"
    " several currencies or meters, count as one. Some changes are left out, and their number is printed: those known"
    " only from a backfill or a catalogue, those already stated in the first reading of a source, and those not yet in"
    " effect."
)


def add(commands: Commands) -> None:
    parser = listing(commands, "notice", notice, DESCRIPTIONS["notice"], about=ABOUT)
    parser.add_argument("--vendor", metavar="VENDOR", help="only this vendor")


def notice(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    with asking(settings.database_url) as session:
        if asked.vendor is not None:
            expect_name(asked.vendor, facts_at.vendors(session), "vendor")
        found = notices(session, BACKFILLS.keys(), now)
        age = record_age(session, now, now, ZONE.get())
    rows = [row for row in _rows(found) if asked.vendor in (None, row["vendor"])]
    if not rows:
        of = f" of {asked.vendor}" if asked.vendor else ""
        hint(f"no price change and no end of a model{of} is known")
    elif asked.json:
        for row in rows:
            print_line(json_line(row))
    else:
        table([_shown(row) for row in rows])
        note(["", *_texts(rows)], as_json=False)
    note(age, asked.json or not rows)


def _rows(found: Notices) -> list[dict[str, Any]]:
    """Return a row for each vendor and kind: numbers, and the shortest notice with its model."""
    groups = dict[tuple[str, str], list[NoticeGiven]]()
    for each in found.given:
        groups.setdefault((each.vendor, each.kind), []).append(each)
    for vendor, kind, _ in found.left_out:
        groups.setdefault((vendor, kind), [])
    return [
        {
            "vendor": vendor,
            "kind": kind,
            **_numbers(given),
            "left_out": {
                why: found.left_out[vendor, kind, why] for why in LEFT_OUT if found.left_out[vendor, kind, why]
            },
        }
        for (vendor, kind), given in sorted(groups.items())
    ]


def _numbers(given: Sequence[NoticeGiven]) -> dict[str, Any]:
    shortest = min(given, key=lambda each: (each.notice, -each.effective_at.timestamp()), default=None)
    return {
        "count": len(given),
        "without_notice": sum(not each.notice for each in given),
        "median_days": _days(_median([each.notice for each in given])) if given else None,
        "shortest_days": shortest and _days(shortest.notice),
        "shortest_model": shortest and shortest.model,
        "shortest_at": shortest and shortest.effective_at,
    }


def _median(notices: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(notice.total_seconds() for notice in notices))


def _days(notice: timedelta) -> str:
    """Return a time in days with one digit behind the point."""
    return f"{rounded(Fraction(notice // timedelta(seconds=1), DAY // timedelta(seconds=1)), 1):f}"


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "vendor": row["vendor"],
        "kind": row["kind"],
        "count": row["count"],
        "none": row["without_notice"],
        "median": row["median_days"],
        "shortest": row["shortest_days"],
        "left out": sum(row["left_out"].values()),
    }


def _texts(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the shortest notices with their models, what the numbers are, and what was left out."""
    for row in rows:
        if row["shortest_at"]:
            of = f"{row['shortest_model']}, {when(row['shortest_at'])}"
            yield f"shortest of {row['vendor']}, {row['kind']}: {row['shortest_days']} days: {of}"
    yield (
        "Days from the first page that stated a change, as this program or an archived capture saw it, to its effect;"
        " `none` counts the changes that no page stated before."
    )
    for why, words in LEFT_OUT.items():
        if number := sum(row["left_out"].get(why, 0) for row in rows):
            yield f"Left out: {number} {words}."
