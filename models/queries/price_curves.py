"""Prices over time, for pictures: at each instant those of the most trusted source that had been read by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Price
from models.schema import PRICE_HISTORY, Source, Watermark, shown

Reigns = Mapping[tuple[str, str], tuple[datetime | None, datetime | None]]
"""Per source and currency, from when and until when it is the one that is shown."""


@dataclass(frozen=True)
class Stretched:
    """A price over a time, by the most trusted source that had been read by then; open where `end` is null."""

    model: str
    meter: str
    band: str
    currency: str
    mode: str
    above: int
    unit: str
    amount: Decimal
    start: datetime
    end: datetime | None


def price_lines(session: Session) -> list[Stretched]:
    """Every price that is believed to have held, to hold or to come, oldest first."""
    rows = PRICE_HISTORY.c
    query = select(PRICE_HISTORY).where(rows.recorded_to.is_(None), rows.gone.is_(False), shown(rows.source))
    reigns = _reigns(session)
    cut = [(row, *_cut(row, reigns)) for row in session.execute(query.order_by(rows.effective_from))]
    return [
        Stretched(
            model=row.model,
            meter=row.meter,
            band=row.band,
            currency=row.currency,
            mode=row.mode,
            above=row.above,
            unit=row.unit,
            amount=row.amount,
            start=start,
            end=end,
        )
        for row, start, end in cut
        if end is None or start < end
    ]


def _reigns(session: Session) -> Reigns:
    marks = select(Watermark.source, Watermark.division, Watermark.first_at, Source.family, Source.trust).where(
        Watermark.source == Source.name, Watermark.fact == Price.table
    )
    found = session.execute(marks).all()
    reigns: dict[tuple[str, str], tuple[datetime | None, datetime | None]] = {}
    for own in found:
        others = [each for each in found if (each.family, each.division) == (own.family, own.division) and each != own]
        earlier = any(each.first_at < own.first_at for each in others)
        better = [each.first_at for each in others if each.trust < own.trust]
        reigns[own.source, own.division] = (own.first_at if earlier else None, min(better, default=None))
    return reigns


def _cut(row: Row[Any], reigns: Reigns) -> tuple[datetime, datetime | None]:
    since, until = reigns.get((row.source, row.currency), (None, None))
    start = max(row.effective_from, since) if since else row.effective_from
    return start, min((end for end in (row.effective_to, until) if end), default=None)
