"""Where a fact stands on a page, and since when it is said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fact import Fact, key_columns
from models.tables import HISTORY


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
