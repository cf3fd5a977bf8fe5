"""Prices over time of names as they were billed: where a name routes, its line has the prices of the billed name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.facts import Retirement
from models.queries import billing
from models.queries.facts_at import believed_at
from models.queries.price_curves import PriceLine, price_lines
from models.schema import TABLES, SourceRow

FullName = tuple[str, str]
"""Vendor and model."""
BilledSpan = tuple[datetime | None, datetime | None, str]
"""From, until, and the name that is billed; None is an open end."""
NOTHING = ""
"""The name that a retired one is billed as: none."""


def billed_lines(session: Session, names: Iterable[FullName], now: datetime) -> list[PriceLine]:
    """Return the price lines of these names, each under its own name; those after `now` are announced.

    They are those of `price_steps`, for many names at once.
    """
    of_model = dict[FullName, list[PriceLine]]()
    for line in price_lines(session):
        of_model.setdefault((line.vendor, line.model), []).append(line)
    wanted = list(dict.fromkeys(names))
    billed_at = _billed(session, (vendor for vendor, _ in wanted), now)
    return [
        line
        for vendor, model in wanted
        for since, until, billed in _spans(model, {at: found.get((vendor, model)) for at, found in billed_at.items()})
        for own in of_model.get((vendor, billed or model), [])
        # A price that begins after a name's end holds: the page has the name again.
        if billed or (since and own.start > since)
        for line in _clipped(own, model, since, until)
    ]


def _billed(session: Session, vendors: Iterable[str], now: datetime) -> Mapping[datetime, Mapping[FullName, str]]:
    """Return what names are billed as from each instant on at which one begins or ends to route, or is retired.

    A retired name is billed as nothing.
    """
    rows = TABLES[Retirement].rows
    of_vendors = select(SourceRow.name).where(SourceRow.vendor.in_(sorted(set(vendors))))
    cuts = select(rows.c.effective_from).where(believed_at(rows, now), rows.c.source.in_(of_vendors)).distinct()
    found = dict[datetime, Mapping[FullName, str]]()
    for at in sorted(session.scalars(cuts)):
        ended = {
            (row.vendor, row.model): NOTHING
            for row in billing.retirements(session, at, now, now)
            if row.state == "retired"
        }
        found[at] = ended | {(row.vendor, row.model): row.billed_as for row in billing.routes(session, at, now, now)}
    return found


def _spans(model: str, billed_at: Mapping[datetime, str | None]) -> Iterator[BilledSpan]:
    """Yield the time in which a name was billed as one name after the other."""
    since, billed = None, model
    for at, name in billed_at.items():
        now_billed = model if name is None else name
        if now_billed != billed:
            yield since, at, billed
            since, billed = at, now_billed
    yield since, None, billed


def _clipped(line: PriceLine, model: str, since: datetime | None, until: datetime | None) -> Iterator[PriceLine]:
    start = max(line.start, since) if since else line.start
    end = min((end for end in (line.end, until) if end), default=None)
    if end is None or start < end:
        yield replace(line, model=model, start=start, end=end)
