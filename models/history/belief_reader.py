"""Reads of the history: the beliefs of scopes, the evidence of facts, and watermarks; as few statements as possible."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, bindparam, exists, func, literal, select
from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, Contradiction, Span
from models.facts import Contender, Fact, FactKey, Measurement, Price, Score, key_columns, value_columns
from models.history.out_of_order import MomentTaken, OutOfOrder
from models.readings import BEGINNING, Reading, Scope
from models.schema import HISTORY, TABLES, InstantNumber, Snapshot, Watermark


def believed_spans(
    session: Session, scope: Scope, since: datetime | None = None, table: FromClause | None = None
) -> dict[FactKey, list[Span]]:
    """The believed spans of every key of a scope, in the order of their starts.

    With `since` only those that a history from that instant on can change, and the one before them. `table` is a copy
    of the history table to read instead.
    """
    return read_spans(session, scope, since, HISTORY[scope.fact] if table is None else table, {})


FIRST_KEY_COLUMN = 4
"""The position of the key in a row of `_believed_query`, after the series, two instants and `gone`."""
FETCHED = 1_000
"""Rows that are fetched at once."""


def read_spans(
    session: Session, scope: Scope, since: datetime | None, table: FromClause, series_ids: dict[FactKey, int]
) -> dict[FactKey, list[Span]]:
    """The believed spans of a scope; the ids of their series are added to `series_ids`."""
    query = _believed_query(scope.fact, table, since is not None)
    parameters = {"of_source": scope.source, "of_part": scope.part, "since": since}
    spans, end = defaultdict[FactKey, list[Span]](list), FIRST_KEY_COLUMN + len(key_columns(scope.fact))
    # Rows that are fetched one by one take a quarter more time.
    batches = session.execute(query, parameters).tuples().partitions(FETCHED)
    rows: Iterable[tuple[Any, ...]] = chain.from_iterable(batches)
    for row in rows:
        number, start, recorded_from, gone = row[:FIRST_KEY_COLUMN]
        key = row[FIRST_KEY_COLUMN:end]
        spans[key].append(Span(start, None if gone else row[end:], recorded_from))
        series_ids[key] = number
    return dict(spans)


KEYS_OF_A_QUERY = 500
"""Each key is several parameters of a statement, and databases limit their number."""
CUT = (Price, Score, Contender, Measurement)
"""The kinds of facts of which only the newest spans are read. Of other kinds old spans are compared with sentences."""


class BeliefReader:
    """Reads the believed spans of scopes and the watermarks of sources, each once: for one recording.

    With `locks` the watermarks are read afresh and locked, to be moved.
    """

    is_of_all = False
    """True if it serves recordings of all snapshots of a source in their order."""

    def __init__(self, session: Session, locks: bool = False) -> None:
        self._session, self._locks = session, locks
        self._beliefs: dict[tuple[Scope, datetime | None], Beliefs] = {}
        self._watermarks: dict[str, Mapping[tuple[str, str, str], Watermark]] = {}
        self.series_ids = defaultdict[type[Fact], dict[FactKey, int]](dict)
        """The ids of the series that have a believed span, of the scopes that were read."""

    def read(self, scopes: Iterable[Scope], since: Mapping[Scope, datetime]) -> dict[Scope, Beliefs]:
        """The believed spans of scopes, as `believed_spans` reads them, each since its instant in `since`."""
        asked = [(scope, since.get(scope)) for scope in scopes]
        for scope, start in (each for each in asked if each not in self._beliefs):
            ids = self.series_ids[scope.fact]
            self._beliefs[scope, start] = read_spans(self._session, scope, start, HISTORY[scope.fact], ids)
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

    def keep(
        self,
        reading: Reading,
        beliefs: Mapping[Scope, Beliefs],
        previous: Mapping[Scope, datetime | None],
        since: Mapping[Scope, datetime],
    ) -> None:
        """Take what is believed of scopes after a recording, of which `take` returned what was believed before.

        `previous` has the moments of their last readings. This class keeps none of it.
        """

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
        options = {"populate_existing": self._locks}
        rows = self._session.scalars(_watermark_query(self._locks), {"of_source": source}, execution_options=options)
        return {(row.fact, row.source, row.division): row for row in rows}


@cache
def _watermark_query(locks: bool) -> Select[tuple[Watermark]]:
    query = select(Watermark).where(Watermark.source == bindparam("of_source"))
    return query.order_by(Watermark.fact, Watermark.source, Watermark.division).with_for_update() if locks else query


def expect_all_read(session: Session, snapshot: Snapshot) -> None:
    """Raise OutOfOrder if an earlier snapshot of the source is not read yet."""
    session.flush()
    if session.connection().scalar(_awaiting_query(), {"of_source": snapshot.source, "at": snapshot.moment}):
        raise OutOfOrder(f"an earlier snapshot of {snapshot.source} awaits reading")


@cache
def _awaiting_query() -> Select[tuple[bool]]:
    of_source, earlier = Snapshot.source == bindparam("of_source"), Snapshot.moment < bindparam("at")
    return select(exists().where(of_source, earlier, Snapshot.outcome.is_(None)))


def expect_free_moment(beliefs: BeliefReader, reading: Reading, snapshot: Snapshot) -> None:
    """Raise MomentTaken if a scope of a reading is recorded at the moment of its snapshot.

    A source may have several pages of one moment, from several addresses. They are read in the order in which they were
    archived, and the first one that can be recorded counts.
    """
    if any(mark.last_at == snapshot.moment for mark in beliefs.watermarks(reading.scopes).values()):
        at = f"{snapshot.moment:%Y-%m-%d %H:%M:%S} UTC"
        raise MomentTaken(f"another page of {at} is recorded: of several pages of one moment the first counts")


def last_recorded(beliefs: BeliefReader, scopes: Collection[Scope]) -> datetime | None:
    """The moment of the last recorded reading of these scopes; the earliest one if they differ."""
    return min(map(attrgetter("last_at"), beliefs.watermarks(scopes).values()), default=None)


def advance(
    session: Session,
    watermarks: Mapping[Scope, Watermark],
    scope: Scope,
    moment: datetime,
    reader: int,
    published: datetime | None,
) -> datetime | None:
    """Move the scope's watermark to this reading; return the moment of the reading before, None at the first one."""
    watermark = watermarks.get(scope)
    if watermark is None:
        key = {"fact": scope.fact.table, "source": scope.source, "division": scope.part}
        session.add(Watermark(**key, first_at=moment, last_at=moment, published_at=published, reader=reader))
        return None
    if watermark.reader != reader:
        raise OutOfOrder(f"{scope.source} was last recorded by reader release {watermark.reader}, this is {reader}")
    if moment <= watermark.last_at:
        raise OutOfOrder(
            f"{scope.source} was recorded up to {watermark.last_at.isoformat()}; this is from {moment.isoformat()}"
        )
    if published and watermark.published_at and published < watermark.published_at:
        label = f"{scope.part}: " if scope.part else ""
        raise Contradiction(
            f"{label}published {published.date()}, but {watermark.published_at.date()} has been read already"
        )
    previous, watermark.last_at = watermark.last_at, moment
    watermark.published_at = published or watermark.published_at
    return previous


@lru_cache(100)
def _believed_query(fact: type[Fact], table: FromClause, is_cut: bool) -> Select[Any]:
    """The query of `believed_spans`, built once: it runs many times a page; scope and `since` are parameters."""
    names = (*key_columns(fact), *value_columns(fact))
    in_scope = scope_conditions(table, fact, bindparam("of_source"), bindparam("of_part"))
    affected = [table.c.effective_from >= _last_before(fact, table)] if is_cut else []
    return (
        select(*(table.c[name] for name in ("series_id", "effective_from", "recorded_from", "gone", *names)))
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
