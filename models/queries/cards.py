"""Queries for model cards, now or at an instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.facts import ModelCard
from models.queries.facts_at import as_of, clocks
from models.schema import HISTORY, TABLES, vendor_column

CARDS = HISTORY[ModelCard].c
VIEWED = ("repository", "licence", "licence_name", "gated", "sha", "parameters", "effective_from", "recorded_from")


def card_repositories(session: Session) -> list[str]:
    """Return every repository whose card was ever read."""
    series = TABLES[ModelCard].series.c.repository
    return list(session.scalars(select(series).distinct().order_by(series)))


def model_cards(session: Session, repository: str | None, at: datetime, believed: datetime) -> Sequence[Row[Any]]:
    """Return the columns of `model_card_now` at an instant, as believed at another, of one repository or of all."""
    columns = (*(CARDS[name] for name in VIEWED), CARDS.snapshot_id, CARDS.locator)
    query = as_of(ModelCard).with_only_columns(CARDS.source, vendor_column(CARDS.source), *columns)
    if repository is not None:
        query = query.where(CARDS.repository == repository)
    return session.execute(query.order_by(CARDS.repository), clocks(at, believed)).all()
