"""Where a fact stands on a page, and since when it is said."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.facts import Fact, key_columns, value_columns
from models.schema import HISTORY


@dataclass(frozen=True)
class Evidence:
    """The row of the history behind a fact."""

    snapshot_id: int
    locator: str | None
    said_at: datetime


def evidence(session: Session, fact: Fact, at: datetime) -> Evidence | None:
    """The believed row of a fact's key that holds at an instant, if it says what the fact says."""
    rows = HISTORY[type(fact)]
    same = (rows.c[name] == part for name, part in zip(key_columns(type(fact)), fact.key, strict=True))
    query = select(rows.c.snapshot_id, rows.c.locator, rows.c.recorded_from, rows.c.gone).where(
        *same, rows.c.effective_from <= at, rows.c.recorded_to.is_(None)
    )
    row = session.execute(query.order_by(rows.c.effective_from.desc()).limit(1)).one_or_none()
    return None if row is None or row.gone else Evidence(row.snapshot_id, row.locator, row.recorded_from)


def standing(session: Session, fact: Fact, at: datetime) -> tuple[Fact, datetime] | None:
    """A believed value of a key as it holds at an instant, else from when on it is to hold; and when it was said."""
    rows = HISTORY[type(fact)]
    stated = zip((*key_columns(type(fact)), *value_columns(type(fact))), (*fact.key, *(fact.value or ())), strict=True)
    same = (rows.c[name].is_not_distinct_from(part) for name, part in stated)
    query = select(rows.c.effective_from, rows.c.recorded_from).where(*same, rows.c.recorded_to.is_(None))
    spans = session.execute(query.where(rows.c.gone.is_(False)).order_by(rows.c.effective_from)).tuples().all()
    if not spans:
        return None
    start, said_at = next((span for span in reversed(spans) if span[0] <= at), spans[0])
    return (replace(fact, effective_from=start) if start > at else fact), said_at
