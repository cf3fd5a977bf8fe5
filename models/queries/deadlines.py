"""The deadlines ahead at an instant, dated or announced without a date, by the most trusted sources.

The view `deadline` has those of the present, for SQL; `tests/db/test_deadlines.py` compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import (
    HOURS,
    PeakHours,
    Price,
    Promotion,
    Retirement,
    amounts_text,
    describe,
    key_columns,
    lifecycle_text,
    meter_text,
    unit_text,
)
from models.kinds import DeadlineKind
from models.queries.facts_at import ahead, as_of, clocks, facts_of
from models.schema import HISTORY, Alert, SourceRow, vendors


@dataclass(frozen=True)
class Deadline:
    """One deadline; the fields have the names of the columns of the view `deadline`."""

    kind: DeadlineKind
    source: str
    vendor: str
    subject: str
    due_at: datetime | None
    """None if it is announced without a date."""
    recorded_from: datetime
    """The moment since which its source states it in this form."""
    says: str
    snapshot_id: int
    is_alerted: bool
    """True if an alert of that snapshot has announced it already."""
    cells: tuple[str, ...] = ()
    """Its places on the page."""


def deadlines(session: Session, at: datetime) -> list[Deadline]:
    """All deadlines ahead at an instant, the next one first and those without a date last."""
    unordered = [*_promotions(session, at), *_retirements(session, at), *_prices(session, at), *_hours(session, at)]
    return sorted(
        unordered, key=lambda each: (each.due_at is None, str(each.due_at), each.kind, each.subject, each.vendor)
    )


def _promotions(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(as_of(Promotion), clocks(at, at)).all()
    for row, fact in zip(rows, facts_of(Promotion, rows), strict=True):
        if fact.ends_at is not None and fact.ends_at > at:
            kind = DeadlineKind.FREE_WINDOW_END if fact.percent_off == 100 else DeadlineKind.PROMOTION_END
            yield _deadline(session, kind, [row], fact.ends_at, lifecycle_text(fact))


def _retirements(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(as_of(Retirement), clocks(at, at)).all()
    for row, fact in zip(rows, facts_of(Retirement, rows), strict=True):
        if fact.state == "announced" or (fact.state == "dated" and fact.retires_at and fact.retires_at > at):
            yield _deadline(session, DeadlineKind.RETIREMENT, [row], fact.retires_at, lifecycle_text(fact))


def _prices(session: Session, at: datetime) -> Iterator[Deadline]:
    """One deadline for each model of a vendor and instant, in all currencies; its text has a line for each meter."""
    current = sorted(facts_of(Price, session.execute(as_of(Price), clocks(at, at)).all()), key=lambda price: price.key)
    columns = HISTORY[Price].c
    query = ahead(Price).order_by(*(columns[name] for name in key_columns(Price)))
    rows = session.execute(query, clocks(at, at)).all()
    vendor_by_source = vendors(session, {price.source for price in (*current, *rows)})
    announced: dict[tuple[str, str, datetime], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        announced[vendor_by_source[row.source], row.model, row.effective_from].append(row)
    for (vendor, model, due_at), price_rows in sorted(announced.items(), key=lambda item: item[0]):
        before = [price for price in current if (vendor_by_source[price.source], price.model) == (vendor, model)]
        says = "\n".join(_price_lines(before, facts_of(Price, price_rows)))
        yield _deadline(session, DeadlineKind.PRICE_CHANGE, price_rows, due_at, says)


def _price_lines(before: Iterable[Price], after: Iterable[Price]) -> Iterator[str]:
    """A line for each meter and currency with its prices before and after."""
    old_prices = list(before)
    meters: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for price in sorted(after, key=lambda price: price.key):
        meters[meter_text(price), price.currency].append(price)
    for (meter, currency), prices in meters.items():
        old_of_meter = tuple(price for price in old_prices if (meter_text(price), price.currency) == (meter, currency))
        new = f"{amounts_text(prices)} {unit_text(prices[0])}"
        # If the unit changes, both sides state theirs.
        unit_changes = bool({price.unit for price in old_of_meter} - {prices[0].unit})
        old = describe(old_of_meter) if unit_changes else f"{meter} {amounts_text(old_of_meter)}"
        yield f"{old} → {new}" if old_of_meter else f"{meter} {new}"


def _hours(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(ahead(PeakHours), clocks(at, at)).all()
    for row, fact in zip(rows, facts_of(PeakHours, rows), strict=True):
        says = describe((fact,)) or ""
        yield _deadline(session, DeadlineKind.PEAK_HOURS_CHANGE, [row], row.effective_from, says, row.source)


def _deadline(
    session: Session,
    kind: DeadlineKind,
    rows: Sequence[Row[Any]],
    due_at: datetime | None,
    says: str,
    about: str = "",
) -> Deadline:
    """The deadline that history rows state; its source and snapshot are those of the row that was recorded last.

    `about` is its subject if that is not the model.
    """
    last = max(rows, key=lambda row: row.recorded_from)
    subject = about or last.model
    alert_subject = subject if kind.is_about_model else HOURS
    alerts = select(Alert.id).where(Alert.snapshot_id == last.snapshot_id, Alert.subject == alert_subject).limit(1)
    cells = dict.fromkeys(row.locator for row in rows if row.locator and row.snapshot_id == last.snapshot_id)
    return Deadline(
        kind=kind,
        source=last.source,
        vendor=session.get_one(SourceRow, last.source).vendor,
        subject=subject,
        due_at=due_at,
        recorded_from=last.recorded_from,
        says=says,
        snapshot_id=last.snapshot_id,
        is_alerted=session.scalar(alerts) is not None,
        cells=tuple(cells),
    )
