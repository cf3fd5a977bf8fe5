"""Writing of what readings amend and change, with as few statements as possible; the readings that settle a page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Insert, Select, Update, bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.bitemporal import Amendment, Beliefs, Span
from models.changes import DATA_COLUMNS, SAID_COLUMNS, Change, logged_columns
from models.facts import (
    Fact,
    FactKey,
    FactValue,
    ModelVersion,
    Notice,
    Price,
    aside_columns,
    key_columns,
    value_columns,
)
from models.history.belief_reader import scope_conditions
from models.readings import Reading, Scope
from models.schema import TABLES, ChangeRow, Snapshot, SourceRow, execute_rows

Asides = dict[tuple[FactKey, datetime | None], tuple[Any, ...]]
"""The aside columns of each statement, which are stored but not compared, by its key and stated instant."""
Statements = dict[FactKey, dict[datetime | None, FactValue]]
"""The values that a reading states, by key and instant; None stands for the present."""
SeriesIds = dict[FactKey, int]
"""The id of each key in the table of series."""
MovedSpan = tuple[FactKey, Span, datetime | None]
"""A span with its new end."""
PLAIN_FACTS = (Price, ModelVersion, Notice)
"""Kinds of facts without an end: they hold until the page states something else."""
LONGEST = timedelta(days=7)
"""The time after which a page is read again in any case."""
INSERT_BATCH = 5_000
"""Rows that are inserted in one statement: the parameters of a whole history would take too much memory."""


INTO_LOG = insert(ChangeRow)
VENDOR = select(SourceRow.vendor).where(SourceRow.name == bindparam("name"))
LOGGED = ("snapshot_id", "seen_at", "stored_at", "retracted", "vendor", *SAID_COLUMNS, *DATA_COLUMNS)
"""The columns of a row of the log."""
ChangeLogger = Callable[[Session, Snapshot, Iterable[Change], datetime], None]
"""Writes the changes of a snapshot to the log: `log_changes`, or something in its place."""


@dataclass(frozen=True)
class ScopeAmendment:
    """The amendments of a scope's keys by one reading, with what is believed of these keys before and after."""

    scope: Scope
    before: Beliefs
    """The beliefs of the whole scope."""
    by_key: Mapping[FactKey, Amendment]
    after: Beliefs
    """The beliefs of the amended keys."""
    stated: Statements
    """The statements about keys that the reading does not state as they are believed."""
    asides: Asides

    @cached_property
    def beliefs(self) -> Beliefs:
        """The beliefs of the whole scope after the reading."""
        return {**self.before, **self.after}


def write_rows(
    session: Session,
    amendments: Iterable[ScopeAmendment],
    snapshot: tuple[int, datetime],
    series_ids: Mapping[type[Fact], SeriesIds],
) -> int:
    """Close and insert spans, then set each end to the next start; returns the number of spans closed or inserted.

    `snapshot` is the id and moment of the reading; `series_ids` has those of all believed keys.
    """
    (snapshot_id, moment), connection, written = snapshot, session.connection(), 0
    amended = [each for each in amendments if any(change.close or change.insert for change in each.by_key.values())]
    ids = [_series_ids(session, each, series_ids[each.scope.fact]) for each in amended]
    # All scopes in each step: the statements of a page do not grow with the number of its scopes.
    closed = [[(key, span, moment) for key, change in each.by_key.items() for span in change.close] for each in amended]
    written += sum(map(len, closed))
    _set(connection, "recorded_to", amended, closed, ids)
    moved_ends = list[list[MovedSpan]]()
    for each, ids_of_scope in zip(amended, ids, strict=True):
        moved_ends.append([])
        fact, rows = each.scope.fact, _rows(each, ids_of_scope, snapshot_id, moved_ends[-1])
        while batch := list(islice(rows, INSERT_BATCH)):
            execute_rows(connection, _insert(fact), _insert_columns(fact), batch)
            written += len(batch)
    _set(connection, "effective_to", amended, moved_ends, ids)
    return written


def _series_ids(session: Session, amendment: ScopeAmendment, believed: SeriesIds) -> SeriesIds:
    """The ids of the amended keys of a scope; a key that has none yet gets one."""
    if all(key in believed for key, change in amendment.by_key.items() if change.insert):
        return believed
    scope, query = amendment.scope, _series_query(amendment.scope.fact)

    def ids() -> dict[FactKey, int]:
        found = session.execute(query, {"of_source": scope.source, "of_part": scope.part})
        return {tuple(key): number for number, *key in found}

    known, names = ids(), key_columns(scope.fact)
    inserted = (key for key, change in amendment.by_key.items() if change.insert and key not in known)
    new = [dict(zip(names, key, strict=True)) for key in inserted]
    if new:
        session.execute(insert(TABLES[scope.fact].series), new)
    believed.update(ids() if new else known)
    return believed


@cache
def _series_query(fact: type[Fact]) -> Select[Any]:
    series = TABLES[fact].series
    in_scope = scope_conditions(series, fact, bindparam("of_source"), bindparam("of_part"))
    return select(series.c.id, *(series.c[name] for name in key_columns(fact))).where(*in_scope)


def _with_ends(spans: Sequence[Span]) -> Iterable[tuple[Span, datetime | None]]:
    """Each believed span with the start of the next one."""
    return zip(spans, [*[span.start for span in spans[1:]], None], strict=False)


def _rows(
    amendment: ScopeAmendment, ids: SeriesIds, snapshot_id: int, moved: list[MovedSpan]
) -> Iterator[tuple[Any, ...]]:
    """The rows of the spans that were not believed before: the values of `_insert_columns`.

    The spans that stay believed and whose end has moved are added to `moved`.
    """
    fact, asides = amendment.scope.fact, amendment.asides
    no_value, no_asides = (None,) * len(value_columns(fact)), (None,) * len(aside_columns(fact))
    for key, spans in amendment.after.items():
        # Of spans of one key that are believed no two start together.
        before = {span.start: (span, end) for span, end in _with_ends(amendment.before.get(key, ()))}
        for span, end in _with_ends(spans):
            start, value, recorded_from = span
            was, old_end = before.get(start, (None, None))
            if was != span:
                fact_asides = asides.get((key, start)) or asides.get((key, None), no_asides)
                columns = (ids[key], *(value or no_value), *fact_asides)
                yield (*columns, start, end, recorded_from, value is None, snapshot_id)
            elif end != old_end:
                moved.append((key, span, end))


@cache
def _insert(fact: type[Fact]) -> Insert:
    return insert(TABLES[fact].spans)


@cache
def _insert_columns(fact: type[Fact]) -> tuple[str, ...]:
    """The columns of an inserted row."""
    history = ("effective_from", "effective_to", "recorded_from", "gone", "snapshot_id")
    return ("series_id", *value_columns(fact), *aside_columns(fact), *history)


SPAN_KEY = ("series_id", "effective_from", "recorded_from")
UPDATE_NAMES = ("value", *(f"the_{name}" for name in SPAN_KEY))
"""The parameters of `_update`."""


def _set(
    connection: Connection,
    column: str,
    amendments: Sequence[ScopeAmendment],
    spans_of_scopes: Sequence[Sequence[MovedSpan]],
    ids: Sequence[SeriesIds],
) -> None:
    """Set one of the two columns that may change, to the new value of each span of each scope."""
    batches = [
        (
            _update(each.scope.fact, column),
            [(value, of_scope[key], span.start, span.recorded_from) for key, span, value in spans],
        )
        for each, spans, of_scope in zip(amendments, spans_of_scopes, ids, strict=True)
        if spans
    ]
    for statement, rows in batches:
        execute_rows(connection, statement, UPDATE_NAMES, rows)


@cache
def _update(fact: type[Fact], column: str) -> Update:
    """The statement that sets `recorded_to` or `effective_to`, the two columns that may change."""
    spans = TABLES[fact].spans
    matches = [spans.c[name] == bindparam(f"the_{name}") for name in SPAN_KEY]
    return update(spans).where(*matches).values({column: bindparam("value")})


def log_changes(session: Session, snapshot: Snapshot, changes: Iterable[Change], stored_at: datetime) -> None:
    """Write changes to the permanent log."""
    logged = list(changes)
    if not logged:
        return
    if session.new:
        session.flush()
    connection, sources = session.connection(), {change.source for change in logged}
    vendor_of = {source: connection.execute(VENDOR, {"name": source}).scalar_one() for source in sources}
    where = (snapshot.id, snapshot.moment, stored_at, False)
    rows = [
        (*where, change.vendor or vendor_of[change.source], *columns)
        for change, columns in zip(logged, logged_columns(logged), strict=True)
    ]
    # Hundreds of rows of a page take a third of the time of as many objects.
    execute_rows(connection, INTO_LOG, LOGGED, rows)


def settles(reading: Reading, amendments: Iterable[ScopeAmendment], moment: datetime) -> bool:
    """True if a page, read again like this, records nothing in these scopes at any later moment.

    It states the present alone, and just what is believed after it. No rule of plausibility and no clock then finds a
    difference: all of them compare what is stated, due or ahead with what is believed.
    """
    return _is_plain(reading) and all(_states_all(each, moment) for each in amendments)


def _is_plain(reading: Reading) -> bool:
    """True if a reading states the present alone: no instant, no end, no sentence, and nothing that is only kept."""
    if reading.keeps or reading.unread or reading.mentions or reading.dated or reading.since or reading.later:
        return False
    kinds = {type(fact) for fact in reading.facts}
    if not kinds.issubset(PLAIN_FACTS) or any(notice.unread is not None for notice in reading.by_kind[Notice]):
        return False
    if any(price.amount is None for price in reading.by_kind[Price]):
        return False
    return not reading.dated_facts and not any(fact.gone for fact in reading.facts)


def _states_all(amendment: ScopeAmendment, moment: datetime) -> bool:
    """True if a plain reading states just what is believed of a scope after it, with nothing ahead."""
    if amendment.scope.fact not in PLAIN_FACTS:
        return not any(amendment.beliefs.values())
    # All other keys are stated as they are believed.
    for key, spans in amendment.after.items():
        value = amendment.stated[key].get(None) if key in amendment.stated else None
        if (spans[-1].value if spans else None) != value or (spans and spans[-1].start > moment):
            return False
    return True
