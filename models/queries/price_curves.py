"""Prices over time, for charts: at each instant those of the most trusted source that had been read by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import Price
from models.schema import PRICE_HISTORY, SourceRow, Watermark, is_shown_source

ShownTimes = Mapping[tuple[str, str], tuple[datetime | None, datetime | None]]
"""The time in which a source is the one whose prices are shown, by source and currency; None is an open end."""


@dataclass(frozen=True)
class PriceLine:
    """A price from `start` to `end`, by the most trusted source that had been read by then; None is an open end."""

    vendor: str
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


def price_lines(session: Session) -> list[PriceLine]:
    """All prices that are believed now, of the past, the present and the future, the oldest first."""
    rows = PRICE_HISTORY.c
    query = select(PRICE_HISTORY).where(rows.recorded_to.is_(None), rows.gone.is_(False), is_shown_source(rows.source))
    shown_times = _shown_times(session)
    clipped = [(row, *_clip(row, shown_times)) for row in session.execute(query.order_by(rows.effective_from))]
    return [
        PriceLine(
            vendor=row.vendor,
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
        for row, start, end in clipped
        if end is None or start < end
    ]


def _shown_times(session: Session) -> ShownTimes:
    """The time in which each source is shown: until a more trusted source of its family is first read."""
    query = select(Watermark.source, Watermark.division, Watermark.first_at, SourceRow.family, SourceRow.trust).where(
        Watermark.source == SourceRow.name, Watermark.fact == Price.table
    )
    watermarks = session.execute(query).all()
    shown_times: dict[tuple[str, str], tuple[datetime | None, datetime | None]] = {}
    for own in watermarks:
        others = [
            each for each in watermarks if (each.family, each.division) == (own.family, own.division) and each != own
        ]
        earlier = any(each.first_at < own.first_at for each in others)
        better = [each.first_at for each in others if each.trust < own.trust]
        shown_times[own.source, own.division] = (own.first_at if earlier else None, min(better, default=None))
    return shown_times


def _clip(row: Row[Any], shown_times: ShownTimes) -> tuple[datetime, datetime | None]:
    """The start and end of a row within the time in which its source is shown."""
    since, until = shown_times.get((row.source, row.currency), (None, None))
    start = max(row.effective_from, since) if since else row.effective_from
    return start, min((end for end in (row.effective_to, until) if end), default=None)
