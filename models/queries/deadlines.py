"""What is dated and ahead, or announced without a date: as the most trusted sources say at an instant.

The view `deadline` says the same of now, for people who ask in SQL; `tests/test_deadlines.py` compares the two.
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
from models.queries.facts_at import ahead, as_of, facts_of
from models.schema import HISTORY, Alert, vendor_of, vendors


@dataclass(frozen=True)
class Deadline:
    """One dated thing, by the names of the view `deadline`."""

    kind: DeadlineKind
    source: str
    vendor: str
    subject: str
    due_at: datetime | None
    """Null where it is announced without a date."""
    recorded_from: datetime
    """When it was said as it stands."""
    says: str
    snapshot_id: int
    told: bool
    """Whether an alert of that snapshot has told it already."""
    cells: tuple[str, ...] = ()
    """Where on the page it stands."""


def deadlines(session: Session, at: datetime) -> list[Deadline]:
    """All of them, the next one first and those without a date last."""
    found = [*_promotions(session, at), *_retirements(session, at), *_prices(session, at), *_hours(session, at)]
    return sorted(found, key=lambda its: (its.due_at is None, str(its.due_at), its.kind, its.subject, its.vendor))


def _promotions(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(as_of(Promotion, at, at)).all()
    for row, fact in zip(rows, facts_of(Promotion, rows), strict=True):
        if fact.ends_at is not None and fact.ends_at > at:
            kind = DeadlineKind.FREE_WINDOW_END if fact.percent_off == 100 else DeadlineKind.PROMOTION_END
            yield _deadline(session, kind, [row], fact.ends_at, lifecycle_text(fact))


def _retirements(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(as_of(Retirement, at, at)).all()
    for row, fact in zip(rows, facts_of(Retirement, rows), strict=True):
        if fact.state == "announced" or (fact.state == "dated" and fact.retires_at and fact.retires_at > at):
            yield _deadline(session, DeadlineKind.RETIREMENT, [row], fact.retires_at, lifecycle_text(fact))


def _prices(session: Session, at: datetime) -> Iterator[Deadline]:
    """One for each model of a vendor and instant, whatever the currency; its words are a line for each meter."""
    now = sorted(facts_of(Price, session.execute(as_of(Price, at, at)).all()), key=lambda price: price.key)
    columns = HISTORY[Price].c
    rows = session.execute(ahead(Price, at).order_by(*(columns[name] for name in key_columns(Price)))).all()
    whose = vendors(session, {price.source for price in (*now, *rows)})
    announced: dict[tuple[str, str, datetime], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        announced[whose[row.source], row.model, row.effective_from].append(row)
    for (vendor, model, due_at), its in sorted(announced.items(), key=lambda item: item[0]):
        before = [price for price in now if (whose[price.source], price.model) == (vendor, model)]
        says = "\n".join(_moves(before, facts_of(Price, its)))
        yield _deadline(session, DeadlineKind.PRICE_CHANGE, its, due_at, says)


def _moves(before: Iterable[Price], after: Iterable[Price]) -> Iterator[str]:
    """What each meter costs in each currency, before and after."""
    was = list(before)
    meters: dict[tuple[str, str], list[Price]] = defaultdict(list)
    for price in sorted(after, key=lambda price: price.key):
        meters[meter_text(price), price.currency].append(price)
    for (meter, currency), prices in meters.items():
        its = tuple(price for price in was if (meter_text(price), price.currency) == (meter, currency))
        new = f"{amounts_text(prices)} {unit_text(prices[0])}"
        # Where its unit moves, both ends have one.
        old = describe(its) if {one.unit for one in its} - {prices[0].unit} else f"{meter} {amounts_text(its)}"
        yield f"{old} → {new}" if its else f"{meter} {new}"


def _hours(session: Session, at: datetime) -> Iterator[Deadline]:
    rows = session.execute(ahead(PeakHours, at)).all()
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
    """Of the rows of the history that state it, as the last one of them does."""
    last = max(rows, key=lambda row: row.recorded_from)
    subject = about or last.model
    told_as = subject if kind.is_about_model else HOURS
    its = select(Alert.id).where(Alert.snapshot_id == last.snapshot_id, Alert.subject == told_as).limit(1)
    cells = dict.fromkeys(row.locator for row in rows if row.locator and row.snapshot_id == last.snapshot_id)
    return Deadline(
        kind=kind,
        source=last.source,
        vendor=vendor_of(session, last.source),
        subject=subject,
        due_at=due_at,
        recorded_from=last.recorded_from,
        says=says,
        snapshot_id=last.snapshot_id,
        told=session.scalar(its) is not None,
        cells=tuple(cells),
    )
