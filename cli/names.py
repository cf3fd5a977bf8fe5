"""Names that a command takes: of models, sources, boards and targets; as which model a name is billed, and why not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from cli.printing import Problem, when
from models.facts import missing_tier
from models.queries import billing, facts_at

MOST_NAMES = 8
"""Names that an error lists if none is similar to the one that was typed."""


def expect_name(name: str, known: Collection[str], thing: str) -> None:
    """Exit 2 with similar names, unless the name is known."""
    if name not in known:
        raise Problem(f"unknown {thing} {name!r}: {_known_instead(name, known)}", 2)


def expect_before(since: datetime | None, until: datetime | None) -> None:
    """Exit 2 unless the beginning of what is asked for is before its end."""
    if since is not None and until is not None and since >= until:
        raise Problem(f"--since {when(since)} is not before --until {when(until)}", 2)


def _known_instead(name: str, known: Collection[str]) -> str:
    if similar := get_close_matches(name, known, n=3, cutoff=0.4):
        return f"did you mean {', '.join(similar)}?"
    if not known:
        return "none is known yet"
    first = ", ".join(sorted(known)[:MOST_NAMES])
    others = len(known) - MOST_NAMES
    return f"known: {first}" + (f" and {others} more" if others > 0 else "")


def expect_model(session: Session, name: str) -> None:
    """Exit 2 with similar names, unless a vendor has a model of this name, or of this `vendor/name`."""
    if name not in facts_at.full_names(session):
        expect_name(name, facts_at.models(session), "model")


def route_lines(routes: Iterable[Row[Any]], priced: Collection[str]) -> Iterator[str]:
    """Yield for each name that routes a line that says so, and a line with the evidence.

    `priced` are the names that have a price.
    """
    for route in routes:
        if route.billed_as is None:
            yield f"{route.model} has no price: its route is a loop: {route.via}."
        else:
            by_way = "" if route.billed_as == route.answers_as else f" ({route.via})"
            since = day_or_instant(route.effective_from)
            billed = "billed as such" if route.model in priced else "no price of it is known"
            yield f"{route.model} answers as {route.billed_as} since {since}; {billed}{by_way}."
        yield f"  Evidence: {_evidence(route)}"


def routes_of(routes: Iterable[Row[Any]], model: str) -> list[Row[Any]]:
    """Return the routes of a name, or of a `vendor/name`."""
    return [route for route in routes if model in (route.model, f"{route.vendor}/{route.model}")]


def no_price(
    session: Session,
    model: str,
    at: datetime | None,
    believed: datetime | None,
    now: datetime,
    kind: str = "",
    mode: str | None = None,
) -> str:
    """Return the reason why a name has no price at an instant.

    `kind` is what was asked for, as ` of mode batch`; `mode` is the only one that counts, if it is given.
    """
    when = f" at {day_or_instant(at)}" if at else ""
    what = f"{model} has no price{kind}{when}"
    for route in routes_of(billing.routes(session, at, believed, now), model):
        if route.billed_as is None:
            return f"{what}: its route is a loop: {route.via} ({_evidence(route)})"
        since = day_or_instant(route.effective_from)
        return (
            f"{what}: it answers as {route.billed_as} since {since} ({_evidence(route)}), "
            f"and {route.billed_as} has no price{kind} then"
        )
    for said in routes_of(billing.retirements(session, at, believed, now), model):
        if said.state == "retired":
            instead = f"; replacement: {said.replacement}" if said.replacement else ""
            return f"{what}: it was retired on {day_or_instant(said.effective_from)}{instead} ({_evidence(said)})"
        if said.state == "routed":
            return (
                f"{what}: it answers as {said.replacement or 'another model'} since "
                f"{day_or_instant(said.effective_from)}, and no source says which name is billed ({_evidence(said)})"
            )
    first = billing.first_price(session, model.rpartition("/")[2], at or now, believed or now, mode)
    earlier = "`almanac backfill` lists what loads older prices"
    known = f", the first one that is known begins on {day_or_instant(first)} ({earlier})" if first else ""
    return f"{what}: no source states one{known}"


def no_tier(
    prices: Iterable[Row[Any]], model: str, meters: Collection[str], currency: str, mode: str, prompt_tokens: int
) -> str:
    """Return the reason why no price in a mode is for prompts of this length; empty if such a price is not missing.

    `prices` are the rows of `price_resolved` of the model, in every mode.
    """
    tiers = defaultdict[tuple[str, str], list[tuple[str, int]]](list)
    for row in prices:
        if row.meter in meters and row.currency == currency:
            tiers[row.source, row.meter].append((row.mode, row.above))
    missing = max((missing_tier(each, mode, prompt_tokens) for each in tiers.values()), default=0)
    if not missing:
        return ""
    return f"{model} has no price of mode {mode} for prompts above {missing:,} tokens: its source states none"


def day_or_instant(instant: datetime) -> str:
    """Return an instant on the reader's clock; `2026-04-24` for midnight in UTC, if that is the clock."""
    return when(instant).removesuffix(" 00:00Z")


def _evidence(row: Row[Any]) -> str:
    place = f"{row.locator}, " if row.locator else ""
    return f"{row.source}, {place}`almanac snapshot {row.snapshot_id}`"
