"""The facts that one source states: their numbers by kind, its models, boards and deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, or_, select
from sqlalchemy.orm import Session

from models.facts import FACTS, Price, Score, key_columns, value_columns
from models.queries.deadlines import Deadline, deadlines
from models.schema import HISTORY, SourceRow


@dataclass(frozen=True)
class SourceSummary:
    """A summary of the facts that one source states."""

    counts: Mapping[str, int]
    """The number of facts by their table, in the order of `FACTS`, without kinds that the source does not state."""
    priced: tuple[str, ...]
    """The models of its prices."""
    currencies: tuple[str, ...]
    boards: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    """The deadlines ahead, the next one first."""
    only_checks: bool
    """True if the source only checks others, so that its facts are never shown."""


def source_summary(session: Session, source: str, at: datetime) -> SourceSummary:
    """The summary of the facts of a source that hold at an instant, as believed now."""
    row = session.get(SourceRow, source)
    return SourceSummary(
        counts=fact_counts(session, source, at),
        priced=_distinct(session, HISTORY[Price], "model", source, at),
        currencies=_distinct(session, HISTORY[Price], "currency", source, at),
        boards=_distinct(session, HISTORY[Score], "board", source, at),
        deadlines=tuple(deadline for deadline in deadlines(session, at, at) if deadline.source == source),
        only_checks=row is not None and row.checks is not None,
    )


def fact_counts(session: Session, source: str, at: datetime) -> dict[str, int]:
    """The number of facts of a source that hold at an instant, by their table, without kinds that it does not state."""
    counts = {fact.table: _count(session, HISTORY[fact], source, at) for fact in FACTS}
    return {table: count for table, count in counts.items() if count}


def prices_of_source(session: Session, source: str, at: datetime) -> list[Price]:
    """The prices of a source that hold at an instant, as believed now."""
    rows = HISTORY[Price]
    names = (*key_columns(Price), *value_columns(Price))
    query = select(*(rows.c[name] for name in names)).where(*_in_force(rows, source, at))
    return [Price(**row) for row in session.execute(query.order_by(rows.c.model, rows.c.meter, rows.c.band)).mappings()]


def _count(session: Session, table: FromClause, source: str, at: datetime) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*_in_force(table, source, at))) or 0


def _distinct(session: Session, table: FromClause, column: str, source: str, at: datetime) -> tuple[Any, ...]:
    values = select(table.c[column]).where(*_in_force(table, source, at)).distinct()
    return tuple(session.scalars(values.order_by(table.c[column])))


def _in_force(table: FromClause, source: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.source == source,
        table.c.recorded_to.is_(None),
        table.c.gone.is_(False),
        table.c.effective_from <= at,
        or_(table.c.effective_to.is_(None), table.c.effective_to > at),
    )
