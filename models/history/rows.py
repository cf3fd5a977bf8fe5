"""Reading and writing the history rows of a scope, each with as few statements as possible."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, Update, bindparam, insert, or_, select, update
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

Asides = dict[tuple[FactKey, datetime | None], tuple[Any, ...]]
"""The aside columns of each statement, which are stored but not compared, by its key and stated instant."""
INSERT_BATCH = 5_000
"""Rows that are inserted in one statement: the parameters of a whole history would take too much memory."""


@dataclass(frozen=True)
class ScopeAmendment:
    """The amendments of a scope's keys by one reading, with what is believed of these keys before and after."""

    scope: Scope
    before: Beliefs
    """The beliefs of the whole scope."""
    by_key: Mapping[FactKey, Amendment]
    after: Beliefs
    """The beliefs of the amended keys."""
    asides: Asides


def believed_spans(
    session: Session, scope: Scope, since: datetime | None = None, table: Table | None = None
) -> dict[FactKey, list[Span]]:
    """The believed spans of every key of a scope, in the order of their starts.

    With `since` only those that a history from that instant on can change, and the one before them. `table` is a copy
    of the history table to read instead.
    """
    return spans_of_scopes(session, [(scope, since)], table)[scope, since]


def spans_of_scopes(
    session: Session, scopes: Iterable[tuple[Scope, datetime | None]], table: Table | None = None
) -> dict[tuple[Scope, datetime | None], dict[FactKey, list[Span]]]:
    """The believed spans of scopes, each since an instant, as `believed_spans` reads them."""
    queries = [
        (scope, since, _believed_query(scope.fact, HISTORY[scope.fact] if table is None else table, since is not None))
        for scope, since in scopes
    ]
    found: dict[tuple[Scope, datetime | None], dict[FactKey, list[Span]]] = {}
    for scope, since, query in queries:
        width, spans = len(key_columns(scope.fact)), defaultdict[FactKey, list[Span]](list)
        parameters = {"of_source": scope.source, "of_part": scope.part, "since": since}
        for start, recorded_from, gone, *columns in session.execute(query, parameters):
            value = None if gone else tuple(columns[width:])
            spans[tuple(columns[:width])].append(Span(start, value, recorded_from))
        found[scope, since] = dict(spans)
    return found


CUT = (Price, Score, Contender, Measurement)
"""The kinds of facts of which only the newest spans are read. Of other kinds old spans are compared with sentences."""


class BeliefReader:
    """Reads the believed spans of scopes and the watermarks of sources, each once: for one recording.

    With `locks` the watermarks are read afresh and locked, to be moved.
    """

    def __init__(self, session: Session, locks: bool = False) -> None:
        self._session, self._locks = session, locks
        self._beliefs: dict[tuple[Scope, datetime | None], Beliefs] = {}
        self._watermarks: dict[str, Mapping[tuple[str, str, str], Watermark]] = {}

    def read(self, scopes: Iterable[Scope], since: Mapping[Scope, datetime]) -> dict[Scope, Beliefs]:
        """The believed spans of scopes, as `believed_spans` reads them, each since its instant in `since`."""
        asked = [(scope, since.get(scope)) for scope in scopes]
        self._beliefs |= spans_of_scopes(self._session, [each for each in asked if each not in self._beliefs])
        return {scope: self._beliefs[scope, start] for scope, start in asked}

    def since(self, reading: Reading, moment: datetime) -> dict[Scope, datetime]:
        """The instants since which the spans of a reading's scopes count, for `read`; of other scopes all spans do.

        A page moves no span that ended before the previous reading, unless it states an earlier instant. Call this
        before the watermarks are moved.
        """
        recorded = [watermark.last_at for watermark in self.watermarks(reading.scopes).values()]
        found = dict(reading.since)
        if not recorded:
            return found
        cut = {scope for scope in reading.scopes if scope.fact in CUT} - reading.since.keys() - reading.later.keys()
        found |= dict.fromkeys(cut, min([moment, *recorded]))
        for scope, instant in reading.instants():
            if scope in cut:
                found[scope] = min(found[scope], instant)
        return found

    def take(self, scopes: Iterable[Scope], since: Mapping[Scope, datetime]) -> dict[Scope, Beliefs]:
        """The believed spans of scopes that are about to be written; they are not kept any longer."""
        beliefs = self.read(scopes, since)
        for scope in beliefs:
            del self._beliefs[scope, since.get(scope)]
        return beliefs

    def watermarks(self, scopes: Collection[Scope]) -> dict[Scope, Watermark]:
        """The watermarks of the scopes that have one."""
        keys = {scope: (scope.fact.table, scope.source, scope.part) for scope in scopes}
        for source in {scope.source for scope in scopes} - self._watermarks.keys():
            self._watermarks[source] = self._watermarks_of(source)
        return {
            scope: found
            for scope, key in keys.items()
            if (found := self._watermarks[scope.source].get(key)) is not None
        }

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


def write_rows(session: Session, amendments: Sequence[ScopeAmendment], snapshot: tuple[int, datetime]) -> int:
    """Close and insert rows, then set each end to the next start; returns the number of rows closed or inserted.

    `snapshot` is the id and moment of the reading.
    """
    (snapshot_id, moment), connection, inserted = snapshot, session.connection(), 0
    closings = [_closings(amendment, moment) for amendment in amendments]
    moves = [_update(each.scope, "effective_to", _moved_ends(each.before, each.after)) for each in amendments]
    for statement, closed in closings:
        if closed:
            connection.execute(statement, closed)
    for amendment in amendments:
        rows = _rows(amendment, snapshot_id)
        while batch := list(islice(rows, INSERT_BATCH)):
            connection.execute(insert(HISTORY[amendment.scope.fact]), batch)
            inserted += len(batch)
    for statement, moved in moves:
        if moved:
            connection.execute(statement, moved)
    return inserted + sum(len(closed) for _, closed in closings)


def _closings(amendment: ScopeAmendment, moment: datetime) -> tuple[Update, list[dict[str, Any]]]:
    """The statement that closes the rows of spans that are no longer believed, with its parameters."""
    spans = [(key, span, moment) for key, change in amendment.by_key.items() for span in change.close]
    return _update(amendment.scope, "recorded_to", spans)


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


def _rows(amendment: ScopeAmendment, snapshot_id: int) -> Iterator[dict[str, Any]]:
    """The rows of the spans that were not believed before."""
    fact, asides = amendment.scope.fact, amendment.asides
    names = _insert_columns(fact)
    no_value, no_asides = (None,) * len(value_columns(fact)), (None,) * len(aside_columns(fact))
    for key, spans in amendment.after.items():
        old_spans = set(amendment.before.get(key, ()))
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
    scope: Scope, column: str, rows: Iterable[tuple[FactKey, Span, datetime | None]]
) -> tuple[Update, list[dict[str, Any]]]:
    """A statement that sets `recorded_to` or `effective_to`, the two columns that may change, with its parameters."""
    names = _row_key(scope.fact)
    parameters = [
        {f"the_{name}": part for name, part in zip(names, (*key, span.start, span.recorded_from), strict=True)}
        | {"value": value}
        for key, span, value in rows
    ]
    return _update_statement(scope.fact, column), parameters


@cache
def _update_statement(fact: type[Fact], column: str) -> Update:
    """The statement of `_update`, built once: it is executed at many pages."""
    table = HISTORY[fact]
    matches = [table.c[name] == bindparam(f"the_{name}") for name in _row_key(fact)]
    return update(table).where(*matches).values({column: bindparam("value")})


def _row_key(fact: type[Fact]) -> tuple[str, ...]:
    """The columns that identify a row of a history table."""
    return (*key_columns(fact), "effective_from", "recorded_from")
