"""The price of one meter of a name over time, in steps: at each instant what `price_resolved` has, as believed now."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.facts import Price, Retirement, qualified_name
from models.queries import billing
from models.queries.facts_at import believed_at
from models.schema import TABLES, SourceRow, Watermark, is_shown_source


@dataclass(frozen=True)
class PriceStep:
    """A price from `start` to `end`; None is an open end."""

    vendor: str
    model: str
    billed_as: str
    """The name that was billed; the name itself if it routed to none."""
    meter: str
    band: str
    currency: str
    mode: str
    above: int
    unit: str
    amount: Decimal
    start: datetime
    end: datetime | None
    stated_at: datetime
    """The moment since which the source states it in this form: before `start` if it was announced."""
    source: str
    snapshot_id: int


def price_steps(
    session: Session, vendor: str, model: str, meter: str, now: datetime, mode: str, above: int = 0
) -> list[PriceStep]:
    """The steps of a price in the order of their starts; those after `now` are announced.

    A name that routes has the prices of the name that is billed, from then on.
    """
    cuts = _cuts(session, vendor, _names(session, vendor, model), now)
    open_steps, steps = dict[tuple[str, str], PriceStep](), list[PriceStep]()
    for at in cuts:
        found = {(step.currency, step.band): step for step in _at(session, vendor, model, meter, at, now, mode, above)}
        for key, step in list(open_steps.items()):
            if key not in found or not _continues(step, found[key]):
                steps.append(replace(open_steps.pop(key), end=at))
        for key, step in found.items():
            open_steps.setdefault(key, step)
    return sorted([*steps, *open_steps.values()], key=lambda step: (step.start, step.currency, step.band))


def _continues(step: PriceStep, other: PriceStep) -> bool:
    return (step.amount, step.unit, step.billed_as) == (other.amount, other.unit, other.billed_as)


def _at(
    session: Session, vendor: str, model: str, meter: str, at: datetime, now: datetime, mode: str, above: int
) -> Iterator[PriceStep]:
    """The prices of a meter at an instant, as steps that begin then."""
    for row in billing.resolved_prices(session, qualified_name(vendor, model), at, now, now, mode):
        if row.meter == meter and row.above == above:
            yield PriceStep(
                vendor=vendor,
                model=model,
                billed_as=row.billed_as,
                meter=meter,
                band=row.band,
                currency=row.currency,
                mode=mode,
                above=above,
                unit=row.unit,
                amount=row.amount,
                start=at,
                end=None,
                stated_at=row.recorded_from,
                source=row.source,
                snapshot_id=row.snapshot_id,
            )


def _names(session: Session, vendor: str, model: str) -> set[str]:
    """A name and every one that it, or a name on its way, ever answered as."""
    said = TABLES[Retirement].rows
    query = select(said.c.model, said.c.answers_as).join(SourceRow, SourceRow.name == said.c.source)
    query = query.where(SourceRow.vendor == vendor, said.c.answers_as.is_not(None)).distinct()
    links = defaultdict[str, set[str]](set)
    for name, other in session.execute(query).tuples():
        links[name].add(other)
    names, new = set[str](), {model}
    while new:
        names |= new
        new = {other for name in new for other in links[name]} - names
    return names


def _cuts(session: Session, vendor: str, names: set[str], now: datetime) -> list[datetime]:
    """The instants at which the price of a name may change: prices and ends begin, sources are first read."""
    cuts = set[datetime]()
    for kind in (Price, Retirement):
        rows = TABLES[kind].rows
        query = select(rows.c.effective_from).join(SourceRow, SourceRow.name == rows.c.source).distinct()
        of_names = (SourceRow.vendor == vendor, rows.c.model.in_(names), is_shown_source(rows.c.source))
        cuts.update(session.scalars(query.where(*of_names, believed_at(rows, now))))
        read = select(Watermark.first_at).join(SourceRow, SourceRow.name == Watermark.source)
        cuts.update(session.scalars(read.where(SourceRow.vendor == vendor, Watermark.fact == kind.table)))
    return sorted(cuts)
