"""The evidence for a fact: its place on the page, and the moment since which it is stated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from models.facts import Fact, FactKey, key_columns, value_columns
from models.schema import HISTORY

KEYS_OF_A_QUERY = 500
"""Each key is several parameters of a statement, and databases limit their number."""


@dataclass(frozen=True)
class Evidence:
    """The row of the history behind a fact."""

    snapshot_id: int
    locator: str | None
    recorded_from: datetime


def evidence(session: Session, facts: Sequence[tuple[Fact, datetime]]) -> list[Evidence | None]:
    """The evidence of the believed row of each fact's key at an instant, in order; None if there is no such row."""
    keys_at = defaultdict[tuple[type[Fact], datetime], dict[FactKey, None]](dict)
    for fact, at in facts:
        keys_at[type(fact), at][fact.key] = None
    queries = [
        (kind, at, _evidence_query(kind), _parts(kind, list(keys)[start : start + KEYS_OF_A_QUERY]))
        for (kind, at), keys in keys_at.items()
        for start in range(0, len(keys), KEYS_OF_A_QUERY)
    ]
    found: dict[tuple[type[Fact], datetime, FactKey], Evidence] = {}
    for kind, at, query, parts in queries:
        for row in session.execute(query, {**parts, "at": at}):
            found[kind, at, tuple(row[3:])] = Evidence(*row[:3])
    return [found.get((type(fact), at, fact.key)) for fact, at in facts]


def _parts(kind: type[Fact], keys: Sequence[FactKey]) -> dict[str, list[Any]]:
    """The values of each key column."""
    return {name: list({key[place] for key in keys}) for place, name in enumerate(key_columns(kind))}


@cache
def _evidence_query(kind: type[Fact]) -> Select[Any]:
    """The query of `evidence`, with the parameter `at` and one per key column: the values that it may have.

    It may find further keys that have these parts. A condition on whole keys would not use the index of SQLite.
    """
    rows, earlier, names = HISTORY[kind], HISTORY[kind].alias(), key_columns(kind)
    last = select(func.max(earlier.c.effective_from)).where(
        *[earlier.c[name] == rows.c[name] for name in names],
        earlier.c.recorded_to.is_(None),
        earlier.c.effective_from <= bindparam("at"),
    )
    return select(rows.c.snapshot_id, rows.c.locator, rows.c.recorded_from, *[rows.c[name] for name in names]).where(
        *[rows.c[name].in_(bindparam(name, expanding=True)) for name in names],
        rows.c.recorded_to.is_(None),
        rows.c.gone.is_(False),
        rows.c.effective_from == last.scalar_subquery(),
    )


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
