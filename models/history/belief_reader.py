"""Reading of the beliefs of scopes, with as few statements as possible."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, bindparam, func, literal, select
from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, Span
from models.facts import Contender, Fact, FactKey, Measurement, Price, Score, key_columns, value_columns
from models.readings import BEGINNING, Reading, Scope
from models.schema import HISTORY, TABLES, InstantNumber, Watermark


def believed_spans(
    session: Session, scope: Scope, since: datetime | None = None, table: FromClause | None = None
) -> dict[FactKey, list[Span]]:
    """The believed spans of every key of a scope, in the order of their starts.

    With `since` only those that a history from that instant on can change, and the one before them. `table` is a copy
    of the history table to read instead.
    """
    return spans_of_scopes(session, [(scope, since)], table)[scope, since]


def spans_of_scopes(
    session: Session, scopes: Iterable[tuple[Scope, datetime | None]], table: FromClause | None = None
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
def _believed_query(fact: type[Fact], table: FromClause, is_cut: bool) -> Select[Any]:
    """The query of `believed_spans`, built once: it runs many times a page; scope and `since` are parameters."""
    names = (*key_columns(fact), *value_columns(fact))
    in_scope = scope_conditions(table, fact, bindparam("of_source"), bindparam("of_part"))
    affected = [table.c.effective_from >= _last_before(fact, table)] if is_cut else []
    return (
        select(table.c.effective_from, table.c.recorded_from, table.c.gone, *(table.c[name] for name in names))
        .where(table.c.recorded_to.is_(None), *in_scope, *affected)
        .order_by(table.c.effective_from)
    )


def _last_before(fact: type[Fact], rows: FromClause) -> ColumnElement[datetime]:
    """The start of the last believed span of a row's series before `since`: the first span that may still be moved."""
    earlier, since = TABLES[fact].spans.alias("earlier"), bindparam("since", type_=InstantNumber())
    last = select(func.max(earlier.c.effective_from)).where(
        earlier.c.series_id == rows.c.series_id, earlier.c.recorded_to.is_(None), earlier.c.effective_from < since
    )
    return func.coalesce(last.scalar_subquery(), literal(BEGINNING, InstantNumber()))


def scope_conditions(
    table: FromClause, fact: type[Fact], source: str | BindParameter[Any], part: str | BindParameter[Any]
) -> list[ColumnElement[bool]]:
    """The conditions for the rows of a history table that belong to the scope of a fact, a source and a part."""
    in_part = [] if fact.divided_by is None else [table.c[fact.divided_by] == part]
    return [table.c.source == source, *in_part]
