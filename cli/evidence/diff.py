"""The command `diff`: what differs between two instants."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from alerts.texts import CONTROL
from cli.command import Commands, instant, listing
from cli.commands import DESCRIPTIONS
from cli.names import expect_model, expect_name
from cli.printing import ZONE, hint, json_line, note, own_words, plain, print_line, text_width, when, wrapped
from flows.clock import utc_now
from flows.database import asking
from flows.notify import age_lines
from flows.settings import Settings
from models.facts import Price, amounts_text, tier_text, unit_text
from models.pricing import rounded
from models.queries import ComparedInstant, DifferentSubject, SideSays, different, facts_at
from scrapers.registry import attributions

DIGITS = 2
"""Digits behind the point of a ratio."""
ABOUT = (
    "It compares the prices, routes, ends of models, promotions and peak hours in effect at T1 with those in"
    " effect at T2. Both sides are as believed now, with everything that was announced or corrected later. With"
    " --believed, each side is what the sources had stated by that instant; announced prices and hours are compared,"
    " too."
)


def add(commands: Commands) -> None:
    parser = listing(commands, "diff", diff, DESCRIPTIONS["diff"], is_paged=True, about=ABOUT)
    parser.add_argument("first", type=instant, metavar="T1", help="a date (= 00:00Z) or an instant with its zone")
    parser.add_argument("second", type=instant, metavar="T2", help="the same; both may lie ahead")
    parser.add_argument("--believed", action="store_true", help="compare what the sources had stated by T1 and by T2")
    parser.add_argument("--vendor", metavar="VENDOR", help="only this vendor")
    parser.add_argument("--model", metavar="MODEL", help="only this model: a name, or vendor/name")


def diff(settings: Settings, asked: Namespace) -> None:
    now = utc_now()
    sides = [ComparedInstant(at, at if asked.believed else now) for at in (asked.first, asked.second)]
    with asking(settings.database_url) as session:
        if asked.vendor is not None:
            expect_name(asked.vendor, facts_at.vendors(session), "vendor")
        if asked.model is not None:
            expect_model(session, asked.model)
        every = different(session, sides[0], sides[1], now, with_announcements=asked.believed)
        found = [each for each in every if _is_asked(each, asked)]
        sources = {side.source for each in found for side in (each.before, each.after) if side is not None}
        ages = age_lines(session, sources, min(now, max(asked.first, asked.second)), now, ZONE.get())
    if asked.json:
        for each in found:
            print_line(json_line(_as_json(each, asked)))
    elif found:
        _print(found, asked)
    if not found:
        hint(wrapped(f"nothing is different between {_clocks(asked)}", text_width(), rest="  "))
    note([*ages, *attributions(sources)], asked.json)


def _is_asked(each: DifferentSubject, asked: Namespace) -> bool:
    if asked.vendor not in (None, each.vendor):
        return False
    return asked.model in (None, each.subject, f"{each.vendor}/{each.subject}")


def _clocks(asked: Namespace) -> str:
    believed = "as the sources had said by each of them" if asked.believed else "as believed now"
    return f"{when(asked.first)} and {when(asked.second)}, {believed}"


def _print(found: Sequence[DifferentSubject], asked: Namespace) -> None:
    print_line(wrapped(f"between {_clocks(asked)}:", text_width(), rest="  "))
    for (vendor, subject), alike in groupby(found, lambda each: (each.vendor, each.subject)):
        print_line(f"\n{subject} ({vendor})")
        for each in alike:
            for line in _lines(each):
                print_line(wrapped(line.translate(CONTROL), text_width(), "  ", "    "))


def _lines(each: DifferentSubject) -> Iterator[str]:
    before, after = (own_words(_words(side)) for side in (each.before, each.after))
    yield f"{_label(each)}: {before} → {after}{_unit(each)}{_ratios(each)}"


def _label(each: DifferentSubject) -> str:
    if each.kind == "price":
        meter, mode, above, _ = each.rest
        tier = tier_text(mode, above)
        billed = {side.billed_as for side in (each.before, each.after) if side} - {each.subject, None}
        routed = f", billed as {' / '.join(sorted(map(str, billed)))}" if billed else ""
        return f"{meter} ({tier}){routed}" if tier else f"{meter}{routed}"
    due = each.rest[0] if each.rest else None
    named = each.kind.replace("_", " ")
    return f"{named} from {when(due)}" if isinstance(due, datetime) else named


def _words(side: SideSays | None) -> str:
    if side is None:
        return "none"
    return side.words if side.prices is None else amounts_text(side.prices.values())


def _unit(each: DifferentSubject) -> str:
    """Return the currency and the unit of a price; both units if they are different."""
    sides = (side.prices for side in (each.before, each.after) if side and side.prices)
    units = dict.fromkeys(unit_text(price) for prices in sides for price in prices.values())
    return f" {' → '.join(units)}" if units else ""


def _ratios(each: DifferentSubject) -> str:
    shown = [
        f"{'' if band == 'flat' else f'{band} '}×{rounded(found, DIGITS):f}"
        for band, found in each.ratios
        if found != 1 or len(each.ratios) > 1
    ]
    return f" ({', '.join(shown)})" if shown else ""


def _as_json(each: DifferentSubject, asked: Namespace) -> dict[str, Any]:
    names = ("meter", "mode", "above", "currency") if each.kind == "price" else ("due_at",)
    return {
        "kind": each.kind,
        "vendor": each.vendor,
        "subject": each.subject,
        **dict(zip(names, each.rest, strict=False)),
        "first": asked.first,
        "second": asked.second,
        "believed": "each" if asked.believed else "now",
        "before": _side_as_json(each.before),
        "after": _side_as_json(each.after),
        "ratio": {band: f"{rounded(found, 6):f}" for band, found in each.ratios},
    }


def _side_as_json(side: SideSays | None) -> dict[str, Any] | None:
    if side is None:
        return None
    evidence = {"source": side.source, "snapshot_id": side.snapshot_id}
    if side.prices is None:
        return {"says": side.words, **evidence}
    return {"billed_as": side.billed_as, "prices": [_price_as_json(each) for each in side.prices.values()], **evidence}


def _price_as_json(price: Price) -> dict[str, Any]:
    return {name: plain(getattr(price, name)) for name in ("band", "amount", "list_amount", "unit")}
