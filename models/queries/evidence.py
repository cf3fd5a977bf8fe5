"""The evidence for a fact: its place on the page, and the moment since which it is stated."""

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
    recorded_from: datetime


def evidence(session: Session, fact: Fact, at: datetime) -> Evidence | None:
    """The evidence of the believed row of a fact's key at an instant; None if there is no such row."""
    rows = HISTORY[type(fact)]
    same_key = (rows.c[name] == part for name, part in zip(key_columns(type(fact)), fact.key, strict=True))
    query = select(rows.c.snapshot_id, rows.c.locator, rows.c.recorded_from, rows.c.gone).where(
        *same_key, rows.c.effective_from <= at, rows.c.recorded_to.is_(None)
    )
    row = session.execute(query.order_by(rows.c.effective_from.desc()).limit(1)).one_or_none()
    return None if row is None or row.gone else Evidence(row.snapshot_id, row.locator, row.recorded_from)


def believed_statement(session: Session, fact: Fact, at: datetime) -> tuple[Fact, datetime] | None:
    """A fact as it is believed, with its start if that lies after the instant, and the moment since which it is stated.

    None if no believed row has its key and value.
    """
    rows = HISTORY[type(fact)]
    columns = zip((*key_columns(type(fact)), *value_columns(type(fact))), (*fact.key, *(fact.value or ())), strict=True)
    same_fact = (rows.c[name].is_not_distinct_from(part) for name, part in columns)
    query = select(rows.c.effective_from, rows.c.recorded_from).where(*same_fact, rows.c.recorded_to.is_(None))
    spans = session.execute(query.where(rows.c.gone.is_(False)).order_by(rows.c.effective_from)).tuples().all()
    if not spans:
        return None
    start, recorded_from = next((span for span in reversed(spans) if span[0] <= at), spans[0])
    return (replace(fact, effective_from=start) if start > at else fact), recorded_from
