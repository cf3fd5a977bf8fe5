"""What stands on the word of one source: how many facts of which kinds, and the deadlines that it states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.orm import Session

from models.facts import FACTS, Price, Score, key_columns, value_columns
from models.queries.deadlines import Deadline, deadlines
from models.schema import HISTORY, Source


@dataclass(frozen=True)
class Footing:
    """What is believed because one source said it last."""

    counts: Mapping[str, int]
    """By the table of the kind of fact, in the order of `FACTS`; kinds that the source does not state are left out."""
    priced: tuple[str, ...]
    """The models that its prices are of."""
    currencies: tuple[str, ...]
    boards: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    """Those ahead, the next one first."""
    only_checks: bool
    """Whether nothing of it is shown: it is only compared with other sources."""


def footing(session: Session, source: str, at: datetime) -> Footing:
    """What holds at an instant as the source states it, as far as it is believed now."""
    counts = {fact.table: _count(session, HISTORY[fact], source, at) for fact in FACTS}
    row = session.get(Source, source)
    return Footing(
        counts={table: count for table, count in counts.items() if count},
        priced=_distinct(session, HISTORY[Price], "model", source, at),
        currencies=_distinct(session, HISTORY[Price], "currency", source, at),
        boards=_distinct(session, HISTORY[Score], "board", source, at),
        deadlines=tuple(deadline for deadline in deadlines(session, at) if deadline.source == source),
        only_checks=row is not None and row.checks is not None,
    )


def standing_prices(session: Session, source: str, at: datetime) -> list[Price]:
    """The prices that hold at an instant as the source states them, as far as they are believed now."""
    rows = HISTORY[Price]
    names = (*key_columns(Price), *value_columns(Price))
    query = select(*(rows.c[name] for name in names)).where(*_in_force(rows, source, at))
    return [Price(**row) for row in session.execute(query.order_by(rows.c.model, rows.c.meter, rows.c.band)).mappings()]


def _count(session: Session, table: Table, source: str, at: datetime) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*_in_force(table, source, at))) or 0


def _distinct(session: Session, table: Table, column: str, source: str, at: datetime) -> tuple[Any, ...]:
    values = select(table.c[column]).where(*_in_force(table, source, at)).distinct()
    return tuple(session.scalars(values.order_by(table.c[column])))


def _in_force(table: Table, source: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.source == source,
        table.c.recorded_to.is_(None),
        table.c.gone.is_(False),
        table.c.effective_from <= at,
        or_(table.c.effective_to.is_(None), table.c.effective_to > at),
    )
