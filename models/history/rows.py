"""Reading and writing the history rows of a scope, each with as few statements as possible."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from models.bitemporal import Amendment, Beliefs, Span
from models.facts import (
    Contender,
    Fact,
    FactKey,
    Measurement,
    Price,
    Score,
    aside_columns,
    key_columns,
    value_columns,
)
from models.readings import Reading, Scope
from models.schema import HISTORY, Watermark

Asides = Mapping[tuple[FactKey, datetime | None], tuple[Any, ...]]
"""The aside columns of each statement, which are stored but not compared, by its key and stated instant."""
INSERT_BATCH = 5_000
"""Rows that are inserted in one statement: the parameters of a whole history would take too much memory."""


def believed_spans(
    session: Session, scope: Scope, since: datetime | None = None, table: Table | None = None
) -> dict[FactKey, list[Span]]:
    """The believed spans of every key of a scope, in the order of their starts.

    With `since` only those that a history from that instant on can change, and the one before them. `table` is a copy
    of the history table to read instead.
    """
    query = _believed_query(scope.fact, HISTORY[scope.fact] if table is None else table, since is not None)
    width = len(key_columns(scope.fact))
    spans: dict[FactKey, list[Span]] = defaultdict(list)
    parameters = {"of_source": scope.source, "of_part": scope.part, "since": since}
    for start, recorded_from, gone, *columns in session.execute(query, parameters):
        value = None if gone else tuple(columns[width:])
        spans[tuple(columns[:width])].append(Span(start, value, recorded_from))
    return dict(spans)


CUT = (Price, Score, Contender, Measurement)
"""The kinds of facts of which only the newest spans are read. Sentences are compared with old spans of other kinds."""


class BeliefReader:
    """Reads the believed spans of scopes and the watermarks of sources, each once: for one recording.

    With `locks` the watermarks are read afresh and locked, to be moved.
    """

    def __init__(self, session: Session, locks: bool = False) -> None:
        self._session, self._locks = session, locks
        self._beliefs: dict[tuple[Scope, datetime | None], Beliefs] = {}
        self._watermarks: dict[str, Mapping[tuple[str, str, str], Watermark]] = {}
        self._recorded: dict[Scope, datetime] = {}
        """The moment of the last reading of each scope, from before its watermark is moved."""

    def read(self, scope: Scope, since: datetime | None = None) -> Beliefs:
        """The believed spans of a scope, as `believed_spans` reads them."""
        if (scope, since) not in self._beliefs:
            self._beliefs[scope, since] = believed_spans(self._session, scope, since)
        return self._beliefs[scope, since]

    def read_for(self, reading: Reading, scope: Scope, moment: datetime) -> Beliefs:
        """The believed spans of a scope that a reading at a moment can change, be judged by, or be compared with."""
        return self.read(scope, self._since(reading, scope, moment))

    def take_for(self, reading: Reading, scope: Scope, moment: datetime) -> Beliefs:
        """The same for a scope that is about to be written; its beliefs are not kept any longer."""
        since = self._since(reading, scope, moment)
        beliefs = self.read(scope, since)
        del self._beliefs[scope, since]
        return beliefs

    def _since(self, reading: Reading, scope: Scope, moment: datetime) -> datetime | None:
        """The instant from which the spans of a scope count; None if all do.

        A page moves nothing that ended before the reading before it, unless it states something of an earlier instant.
        """
        if scope in reading.since or scope.fact not in CUT or scope in reading.later:
            return reading.since.get(scope)
        recorded = [self._recorded[found] for found in self.watermarks(reading.scopes)]
        stated = [fact.effective_from for fact in reading.of(scope) if fact.effective_from is not None]
        tables = [instant for dated_scope, instant in reading.dated if dated_scope == scope]
        return min([moment, *recorded, *stated, *tables]) if recorded else None

    def watermarks(self, scopes: Collection[Scope]) -> dict[Scope, Watermark]:
        """The watermarks of the scopes that have one."""
        keys = {scope: (scope.fact.table, scope.source, scope.part) for scope in scopes}
        for source in {scope.source for scope in scopes} - self._watermarks.keys():
            self._watermarks[source] = self._watermarks_of(source)
        found = {scope: self._watermarks[scope.source].get(key) for scope, key in keys.items()}
        marks = {scope: watermark for scope, watermark in found.items() if watermark is not None}
        for scope, watermark in marks.items():
            self._recorded.setdefault(scope, watermark.last_at)
        return marks

    def _watermarks_of(self, source: str) -> Mapping[tuple[str, str, str], Watermark]:
        query = select(Watermark).where(Watermark.source == source)
        if self._locks:
            query = query.order_by(Watermark.fact, Watermark.source, Watermark.division).with_for_update()
        rows = self._session.scalars(query, execution_options={"populate_existing": self._locks})
        return {(row.fact, row.source, row.division): row for row in rows}


@lru_cache(100)
def _believed_query(fact: type[Fact], table: Table, is_cut: bool) -> Select[Any]:
    """The query of `believed_spans`, built once: it runs many times a page; scope and `since` are parameters."""
    names = (*key_columns(fact), *value_columns(fact))
    in_scope = scope_conditions(table, fact, bindparam("of_source"), bindparam("of_part"))
    affected = [or_(table.c.effective_to.is_(None), table.c.effective_to >= bindparam("since"))] if is_cut else []
    return (
        select(table.c.effective_from, table.c.recorded_from, table.c.gone, *(table.c[name] for name in names))
        .where(table.c.recorded_to.is_(None), *in_scope, *affected)
        .order_by(table.c.effective_from)
    )


def scope_conditions(
    table: Table, fact: type[Fact], source: str | BindParameter[Any], part: str | BindParameter[Any]
) -> list[ColumnElement[bool]]:
    """The conditions for the rows of a history table that belong to the scope of a fact, a source and a part."""
    in_part = [] if fact.divided_by is None else [table.c[fact.divided_by] == part]
    return [table.c.source == source, *in_part]


def write_rows(
    session: Session,
    scope: Scope,
    beliefs: tuple[Beliefs, Beliefs],
    amendments: Mapping[FactKey, Amendment],
    snapshot: tuple[int, datetime],
    asides: Asides,
) -> int:
    """Close and insert rows, then set each end to the next start; returns the number of rows closed or inserted.

    `beliefs` are those of the amended keys before and after; `snapshot` is the id and moment of the reading.
    """
    table, (before, after), (snapshot_id, moment) = HISTORY[scope.fact], beliefs, snapshot
    closed = [(key, span) for key, amendment in amendments.items() for span in amendment.close]
    _update(session, scope, table, "recorded_to", [(key, span, moment) for key, span in closed])
    rows, inserted = _rows(scope, before, after, snapshot_id, asides), 0
    while batch := list(islice(rows, INSERT_BATCH)):
        session.execute(insert(table), batch)
        inserted += len(batch)
    _update(session, scope, table, "effective_to", _moved_ends(before, after))
    return len(closed) + inserted


def _with_ends(spans: Sequence[Span]) -> Iterable[tuple[Span, datetime | None]]:
    """Each believed span with the start of the next one."""
    return zip(spans, [*(span.start for span in spans[1:]), None], strict=False)


def _moved_ends(before: Beliefs, after: Beliefs) -> list[tuple[FactKey, Span, datetime | None]]:
    """The spans that stay believed and whose end has moved, each with its new end."""
    moved: list[tuple[FactKey, Span, datetime | None]] = []
    for key in after.keys() & before.keys():
        old_ends = dict(_with_ends(before[key]))
        moved += [
            (key, span, end) for span, end in _with_ends(after[key]) if span in old_ends and old_ends[span] != end
        ]
    return moved


def _rows(scope: Scope, before: Beliefs, after: Beliefs, snapshot_id: int, asides: Asides) -> Iterator[dict[str, Any]]:
    """The rows of the spans that were not believed before."""
    names = _insert_columns(scope.fact)
    no_value, no_asides = (None,) * len(value_columns(scope.fact)), (None,) * len(aside_columns(scope.fact))
    for key, spans in after.items():
        old_spans = set(before.get(key, ()))
        for span, end in _with_ends(spans):
            if span not in old_spans:
                fact_asides = asides.get((key, span.start)) or asides.get((key, None), no_asides)
                columns = (*key, *(span.value or no_value), *fact_asides)
                row = (*columns, span.start, end, span.recorded_from, span.value is None, snapshot_id)
                yield dict(zip(names, row, strict=True))


def _insert_columns(fact: type[Fact]) -> tuple[str, ...]:
    """The columns of an inserted row."""
    history = ("effective_from", "effective_to", "recorded_from", "gone", "snapshot_id")
    return (*key_columns(fact), *value_columns(fact), *aside_columns(fact), *history)


def _update(
    session: Session, scope: Scope, table: Table, column: str, rows: list[tuple[FactKey, Span, datetime | None]]
) -> None:
    """Set `recorded_to` or `effective_to`, the two columns that may change, of many rows in one statement."""
    if not rows:
        return
    names = (*key_columns(scope.fact), "effective_from", "recorded_from")
    matches = [table.c[name] == bindparam(f"the_{name}") for name in names]
    statement = update(table).where(*matches).values({column: bindparam("value")})
    parameters = [
        {f"the_{name}": part for name, part in zip(names, (*key, span.start, span.recorded_from), strict=True)}
        | {"value": value}
        for key, span, value in rows
    ]
    session.connection().execute(statement, parameters)
