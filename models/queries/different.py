"""The difference between what was in effect at two instants: prices, routes, ends, promotions, hours, announcements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from models.facts import HOURS, PeakHours, Price, Promotion, Retirement, hours_text, lifecycle_text
from models.kinds import DeadlineKind
from models.queries import billing
from models.queries.deadlines import deadlines
from models.queries.facts_at import as_of, clocks, facts_of
from models.schema import HISTORY, vendor_column

AHEAD = (DeadlineKind.PRICE_CHANGE, DeadlineKind.PEAK_HOURS_CHANGE)
"""The announcements that are no facts in effect yet; those of ends are part of what is in effect."""
ComparedSubject = tuple[str, str, str, tuple[Any, ...]]
"""Kind of fact, vendor, model or peak hours, and the rest of the key."""


@dataclass(frozen=True)
class ComparedInstant:
    """One of the two instants: what is in effect at `at` as it was believed at `believed`."""

    at: datetime
    believed: datetime


@dataclass(frozen=True)
class SideSays:
    """The words about one subject, or its prices by band, with the evidence."""

    words: str
    source: str
    snapshot_id: int
    prices: Mapping[str, Price] | None = None
    """The prices by band, if it is about prices."""
    billed_as: str | None = None


@dataclass(frozen=True)
class DifferentSubject:
    """A subject of which something else is said at the second instant. None says nothing."""

    kind: str
    """`price`, `route`, `retirement`, `promotion`, `peak_hours`, `announced_price` or `announced_peak_hours`."""
    vendor: str
    subject: str
    rest: tuple[Any, ...]
    """Of a price its meter, mode, tier and currency."""
    before: SideSays | None
    after: SideSays | None

    @property
    def ratios(self) -> list[tuple[str, Fraction]]:
        """The new price divided by the old one, by band; none if a side has no price, a free one, or another unit."""
        old, new = (dict(side.prices or {}) if side else {} for side in (self.before, self.after))
        bands = dict.fromkeys((*old, *new))
        flat = "flat" in old or "flat" in new
        pairs = ((band, old.get(band, old.get("flat")), new.get(band, new.get("flat"))) for band in bands)
        return [
            (band, Fraction(after.amount) / Fraction(before.amount))
            for band, before, after in pairs
            if before and after and before.amount and after.amount is not None and before.unit == after.unit
            if not flat or band != "flat" or old.keys() == new.keys()
        ]


def different(
    session: Session,
    first: ComparedInstant,
    second: ComparedInstant,
    now: datetime,
    *,
    with_announcements: bool = False,
) -> list[DifferentSubject]:
    """Everything that is different at two instants, by vendor and subject.

    With `with_announcements` also prices and peak hours that lay ahead; their day is part of their words.
    """
    old, new = (_in_effect(session, side, now, with_announcements) for side in (first, second))
    return [
        DifferentSubject(*subject, before=old.get(subject), after=new.get(subject))
        for subject in sorted({*old, *new}, key=_order)
        if _value(old.get(subject)) != _value(new.get(subject))
    ]


def _order(subject: ComparedSubject) -> tuple[Any, ...]:
    """By vendor and model, peak hours last; the prices first, those of one currency together."""
    kind, vendor, name, rest = subject
    return vendor, name == HOURS, name, kind != "price", kind, tuple(map(str, reversed(rest)))


def _value(said: SideSays | None) -> object:
    """The value by which two sides are compared: other evidence for the same is no difference."""
    if said is None or said.prices is None:
        return said and said.words
    return {band: (price.amount, price.list_amount, price.unit) for band, price in said.prices.items()}


def _in_effect(
    session: Session, side: ComparedInstant, now: datetime, with_announcements: bool
) -> dict[ComparedSubject, SideSays]:
    found = dict(_prices(billing.resolved_prices(session, None, side.at, side.believed, now)))
    for row in billing.routes(session, side.at, side.believed, now):
        words = f"billed as {row.billed_as}" if row.billed_as else f"leads back to itself ({row.via})"
        found["route", row.vendor, row.model, ()] = SideSays(words, row.source, row.snapshot_id)
    for row in billing.retirements(session, side.at, side.believed, now):
        (fact,) = facts_of(Retirement, [row])
        found["retirement", row.vendor, row.model, ()] = SideSays(lifecycle_text(fact), row.source, row.snapshot_id)
    found.update(_others(session, side))
    if with_announcements:
        for ahead in (each for each in deadlines(session, side.at, side.believed) if each.kind in AHEAD):
            is_price = ahead.kind is DeadlineKind.PRICE_CHANGE
            kind, subject = ("announced_price", ahead.subject) if is_price else ("announced_peak_hours", HOURS)
            says = "; ".join(move.says for move in ahead.prices) or ahead.says
            found[kind, ahead.vendor, subject, (ahead.due_at,)] = SideSays(says, ahead.source, ahead.snapshot_id)
    return found


def _prices(rows: billing.Rows) -> Iterator[tuple[ComparedSubject, SideSays]]:
    """The prices of each meter, of all bands together."""
    by_meter = defaultdict[ComparedSubject, list[Row[Any]]](list)
    for row in rows:
        by_meter["price", row.vendor, row.model, (row.meter, row.mode, row.above, row.currency)].append(row)
    for subject, same in by_meter.items():
        prices = {fact.band: fact for fact in facts_of(Price, same)}
        yield subject, SideSays("", same[0].source, same[0].snapshot_id, prices, same[0].billed_as)


def _others(session: Session, side: ComparedInstant) -> Iterator[tuple[ComparedSubject, SideSays]]:
    """The promotions and the peak hours."""
    for fact, kind in ((Promotion, "promotion"), (PeakHours, "peak_hours")):
        query = as_of(fact).add_columns(vendor_column(HISTORY[fact].c.source))
        for row in session.execute(query, clocks(side.at, side.believed)).all():
            (said,) = facts_of(fact, [row])
            words = hours_text(said) if isinstance(said, PeakHours) else lifecycle_text(said)
            yield (kind, row.vendor, getattr(row, "model", HOURS), ()), SideSays(words, row.source, row.snapshot_id)
