"""Verifies facts: reads the bytes of every snapshot again and compares each current fact."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from flows.database import Store
from flows.ingest import BodyDropped, BodyLost, body_snapshot, unpacked
from flows.page_reader import read_page
from flows.progress import Print, with_progress
from models.facts import FACTS, Fact, FactKey, FactValue, key_columns, key_words, value_columns
from models.history import correction_instants, scope_conditions
from models.readings import BadReading, Reading, Scope
from models.schema import HISTORY, TABLES, Snapshot
from scrapers.page import Page, PageChanged
from scrapers.source import Source

StatementsByInstant = Mapping[datetime | None, Fact]
"""The statements of a page about one key, by instant; None is the undated statement."""


@dataclass(frozen=True)
class Discrepancy:
    """An error in a snapshot, or in one fact that was read from it."""

    source: str
    snapshot_id: int
    fact: str | None
    """The table of the fact; None if the snapshot itself is wrong."""
    key: str | None
    why: str


@dataclass(frozen=True)
class Verified:
    """Numbers of facts and snapshots that were checked, and the discrepancies."""

    facts: int
    snapshots: int
    discrepancies: list[Discrepancy]
    dropped: int = 0
    """The number of pages whose bytes were dropped by choice: no current fact cites them."""


@dataclass(frozen=True)
class Current:
    """A current row of a history table."""

    fact: type[Fact]
    key: FactKey
    value: FactValue
    start: datetime
    recorded: datetime
    locator: str | None


def verify(store: Store, sources: Iterable[Source], say: Print) -> Verified:
    """Compare every current fact of these sources with the bytes of its snapshot, which are read once.

    The bytes of other snapshots are unpacked, and their hashes are checked.
    """
    facts, checked, dropped, wrong = 0, 0, 0, list[Discrepancy]()
    with store.reading() as session:
        _at_one_instant(session)
        for source in sources:
            cited, corrected = _cited(session, source.name), correction_instants(session, source.name)
            for snapshot_id in with_progress(sorted(cited), say, source.name):
                snapshot, checked = session.get_one(Snapshot, snapshot_id), checked + 1
                reading = _read(session, source, snapshot)
                if isinstance(reading, str):
                    wrong.append(Discrepancy(source.name, snapshot_id, None, None, reading))
                for scope in cited[snapshot_id]:
                    rows = _current(session, scope, snapshot_id)
                    facts += len(rows)
                    if isinstance(reading, Reading):
                        wrong += _discrepancies(reading, snapshot, scope, rows, corrected)
            lost = [*_lost_bodies(session, source.name, cited, say)]
            wrong += filter(None, lost)
            dropped += lost.count(None)
    return Verified(facts, checked, wrong, dropped)


def _at_one_instant(session: Session) -> None:
    """Read one consistent state of the database; SQLite does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.rollback()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _cited(session: Session, source: str) -> Mapping[int, Sequence[Scope]]:
    """Return the snapshots of current rows, each with the scopes of those rows."""
    by_snapshot = defaultdict[int, list[Scope]](list)
    for fact in FACTS:
        table = HISTORY[fact]
        part = literal("") if fact.divided_by is None else table.c[fact.divided_by]
        query = select(table.c.snapshot_id, part).where(table.c.source == source, table.c.recorded_to.is_(None))
        for snapshot_id, parts in session.execute(query.distinct().order_by(part)).tuples():
            by_snapshot[snapshot_id].append(Scope(fact, source, parts))
    return by_snapshot


def _current(session: Session, scope: Scope, snapshot_id: int) -> list[Current]:
    """Return the current rows of a scope that were read from a snapshot."""
    fact, rows = scope.fact, list[Current]()
    table, keys, values = TABLES[fact].rows_by_span, key_columns(fact), value_columns(fact)
    columns = (table.c[name] for name in ("effective_from", "recorded_from", "locator", "gone", *keys, *values))
    query = select(*columns).where(
        table.c.snapshot_id == snapshot_id,
        *scope_conditions(table, scope.fact, scope.source, scope.part),
        table.c.recorded_to.is_(None),
    )
    for start, recorded, locator, gone, *stated in session.execute(query):
        value = None if gone else tuple(stated[len(keys) :])
        rows.append(Current(fact, tuple(stated[: len(keys)]), value, start, recorded, locator))
    return rows


def _read(session: Session, source: Source, snapshot: Snapshot) -> Reading | str:
    """Return the reading of a snapshot's bytes, or a description of the problem."""
    try:
        reading = read_page(source, Page(source.name, snapshot.url, _bytes(session, snapshot), snapshot.moment))
    except BodyLost as problem:
        return f"its bytes {problem}"
    except PageChanged as problem:
        return f"the page is refused today: {problem}"
    if snapshot.reader != source.reader:
        return f"needs a replay: read by reader release {snapshot.reader}, today's is {source.reader}"
    return reading


def _discrepancies(
    reading: Reading, snapshot: Snapshot, scope: Scope, rows: Iterable[Current], corrected: Container[datetime]
) -> Iterator[Discrepancy]:
    """Yield the discrepancies of the rows of a scope that cite a snapshot. Works per scope, because a history
    is large.

    A row that a decision corrected is recorded at the time of the decision. The facts of a large scope are made here:
    the page may be refused here, too.
    """
    try:
        statements = _statements(reading.of(scope))
    except (PageChanged, BadReading) as problem:
        yield Discrepancy(snapshot.source, snapshot.id, None, None, f"the page is refused today: {problem}")
        return
    for row in rows:
        why = _difference(row, snapshot.moment, reading, statements.get(row.key, {}))
        if why is None and row.recorded != snapshot.moment and row.recorded not in corrected:
            why = f"recorded {_at(row.recorded)}, but the page was seen {_at(snapshot.moment)}"
        if why is not None:
            yield Discrepancy(snapshot.source, snapshot.id, row.fact.table, key_words(row.fact, row.key), why)


def _bytes(session: Session, snapshot: Snapshot) -> bytes:
    """Return the bytes of a snapshot. Raises BodyLost."""
    storing = body_snapshot(session, snapshot)
    if storing is None or storing.body_sha256 is None:
        raise BodyLost("are missing")
    return unpacked(session, storing.body_sha256)


def _lost_bodies(session: Session, source: str, read: Container[int], say: Print) -> Iterator[Discrepancy | None]:
    """Yield the bodies that are lost, each with its first snapshot, but those of snapshots that were read.

    For one that was dropped by choice it is None.
    """
    first = select(func.min(Snapshot.id), Snapshot.body_sha256).where(Snapshot.source == source)
    query = first.where(Snapshot.body_sha256.is_not(None)).group_by(Snapshot.body_sha256)
    bodies = dict(session.execute(query.order_by(func.min(Snapshot.id))).tuples().all())
    for snapshot_id in with_progress([number for number in bodies if number not in read], say, source):
        try:
            unpacked(session, bodies[snapshot_id] or "")
        except BodyDropped:
            yield None
        except BodyLost as problem:
            yield Discrepancy(source, snapshot_id, None, None, f"its bytes {problem}")


def _statements(facts: Iterable[Fact]) -> Mapping[FactKey, StatementsByInstant]:
    statements = defaultdict[FactKey, dict[datetime | None, Fact]](dict)
    for fact in facts:
        statements[fact.key][fact.effective_from] = fact
    return statements


def _difference(row: Current, moment: datetime, reading: Reading, statements: StatementsByInstant) -> str | None:
    """Return the difference between a row and its page, or None."""
    decides = _deciding_statement(row, moment, reading, statements)
    value = decides and decides.value
    if value != row.value:
        return f"the page says {value or 'nothing'}, the row {row.value or 'gone'}"
    cited = statements.get(row.start) or statements.get(None)
    if cited is not None and cited.locator != row.locator:
        return f"it stands at {cited.locator}, the row says {row.locator}"
    return None


def _deciding_statement(
    row: Current, moment: datetime, reading: Reading, statements: StatementsByInstant
) -> Fact | None:
    """Return the statement for a row's start: the one of that instant, else the one that holds at the page's moment."""
    tables = {at for scope, at in reading.dated if (scope.fact, scope.part) == (row.fact, _part(row))}
    instants = {at for at in statements if at is not None} | tables
    if row.start in instants or row.start > moment:
        return statements.get(row.start)
    return statements.get(max((at for at in instants if at <= moment), default=None))


def _part(row: Current) -> str:
    divided = row.fact.divided_by
    return "" if divided is None else str(row.key[key_columns(row.fact).index(divided)])


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"
