"""A kind of fact made for tests: the history has to serve any fact, end states included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, cast

from sqlalchemy import MetaData, Subquery
from sqlalchemy.orm import Session

from bench.harness.registering import register
from flows.database import Store
from models.facts.base import Fact, FactValue, Key, Value
from models.history.record import RecordResult, Sightings, record
from models.readings.reading import Reading, Scope
from models.schema import Base
from models.schema.history import HISTORY, TABLES, HistoryTables, history_tables
from models.schema.tables import Snapshot

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Fate(Fact):
    """What is said of a thing; `R` (retired) is its end state."""

    table: ClassVar[str] = "fate"
    source: Key[str]
    thing: Key[str]
    state: Value[str | None]

    @classmethod
    def ends(cls, value: FactValue) -> bool:
        return value == ("R",)


def _own_metadata() -> MetaData:
    """Apart from the project's, so that no migration misses the table."""
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(metadata)
    return metadata


FATE_TABLES = history_tables(Fate, _own_metadata())
FATES = FATE_TABLES.rows
cast("dict[type[Fact], HistoryTables]", TABLES)[Fate] = FATE_TABLES
cast("dict[type[Fact], Subquery]", HISTORY)[Fate] = FATES


def create_fates(store: Store) -> None:
    """Create the tables of fates in a database."""
    for table in (FATE_TABLES.series, FATE_TABLES.spans):
        table.create(store.engine)


def hour(number: float) -> datetime:
    """Tests count in hours since the start of 2026."""
    return START + timedelta(hours=number)


def fate(thing: str, state: str | None, at: float | None = None, source: str = "s") -> Fate:
    """`state` from `at` on; None as state is gone, None as instant is "the page states none"."""
    instant = None if at is None else hour(at)
    return Fate(source=source, thing=thing, state=state, effective_from=instant, gone=state is None)


def reading(*facts: Fate, source: str = "s", dated: float | None = None, since: datetime | None = None) -> Reading:
    scope = Scope(Fate, source)
    tables = frozenset[tuple[Scope, datetime]](() if dated is None else {(scope, hour(dated))})
    return Reading(frozenset({scope}), facts, tables, {} if since is None else {scope: since})


def read(
    session: Session, moment: float, found: Reading, reader: int = 1, seen: Mapping[str, float] | None = None
) -> RecordResult:
    """Record a reading as of a moment, as its own snapshot."""
    source = next(iter(found.scopes)).source
    register(session, source)
    snapshot = Snapshot(source=source, url="u", moment=hour(moment), stored_at=hour(moment), outcome="facts")
    session.add(snapshot)
    session.flush()
    first_seen: Sightings = {(Fate, (source, thing)): hour(at) for thing, at in (seen or {}).items()}
    return record(session, snapshot, found, reader, hour(moment), first_seen)
