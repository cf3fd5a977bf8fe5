"""Walking every current fact back to the bytes of its snapshot, and reading those again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import zstandard
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.archive import bearer
from flows.progress import Say, telling
from flows.store import Store
from models.fact import Fact, FactKey, FactValue, key_columns, value_columns
from models.facts import FACTS
from models.reading import Reading
from models.tables import HISTORY, Body, Snapshot
from scrapers.page import Page, PageChanged
from scrapers.source import Source

Said = Mapping[datetime | None, Fact]
"""What a page states of one key, by its instant; None is the undated statement."""


@dataclass(frozen=True)
class Discrepancy:
    """What is wrong with a snapshot, or with one fact that was read from it."""

    source: str
    snapshot_id: int
    fact: str | None
    """The table of the fact; null where the snapshot itself is meant."""
    key: str | None
    why: str


@dataclass(frozen=True)
class Verified:
    """How many facts of how many snapshots were walked back, and what was wrong."""

    facts: int
    snapshots: int
    discrepancies: list[Discrepancy]


@dataclass(frozen=True)
class Current:
    """A row of a history table that the source stands by."""

    fact: type[Fact]
    key: FactKey
    value: FactValue
    start: datetime
    recorded: datetime
    locator: str | None


class NotTheBytes(Exception):
    """What is stored is not what came."""


def verify(store: Store, sources: Iterable[Source], say: Say) -> Verified:
    """Every current fact of these sources against what its snapshot's bytes state today; each is read once."""
    facts, walked, wrong = 0, 0, list[Discrepancy]()
    with store.reading() as session:
        _at_one_instant(session)
        for source in sources:
            snapshots = _cited(session, source.name)
            for snapshot_id in telling(snapshots, say, source.name):
                rows = _current(session, source.name, snapshot_id)
                wrong += _against_its_bytes(session, source, session.get_one(Snapshot, snapshot_id), rows)
                facts, walked = facts + len(rows), walked + 1
    return Verified(facts, walked, wrong)


def _at_one_instant(session: Session) -> None:
    """See one state of the database throughout, whatever is written meanwhile; on SQLite it is so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.rollback()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _cited(session: Session, source: str) -> Sequence[int]:
    """The snapshots that current rows were read from."""
    found = set[int]()
    for table in (HISTORY[fact] for fact in FACTS):
        cited = select(table.c.snapshot_id).where(table.c.source == source, table.c.recorded_to.is_(None)).distinct()
        found.update(session.scalars(cited))
    return sorted(found)


def _current(session: Session, source: str, snapshot_id: int) -> list[Current]:
    """The current rows that were read from a snapshot."""
    found: list[Current] = []
    for fact in FACTS:
        table, keys, values = HISTORY[fact], key_columns(fact), value_columns(fact)
        columns = (table.c[name] for name in ("effective_from", "recorded_from", "locator", "gone", *keys, *values))
        query = select(*columns).where(
            table.c.snapshot_id == snapshot_id, table.c.source == source, table.c.recorded_to.is_(None)
        )
        for start, recorded, locator, gone, *stated in session.execute(query):
            value = None if gone else tuple(stated[len(keys) :])
            found.append(Current(fact, tuple(stated[: len(keys)]), value, start, recorded, locator))
    return found


def _against_its_bytes(
    session: Session, source: Source, snapshot: Snapshot, rows: Iterable[Current]
) -> Iterator[Discrepancy]:
    """All that is wrong with a snapshot and the rows that cite it."""
    try:
        reading = source.reading(Page(source.name, snapshot.url, _bytes(session, snapshot), snapshot.moment))
    except NotTheBytes as problem:
        yield Discrepancy(source.name, snapshot.id, None, None, str(problem))
        return
    except PageChanged as problem:
        yield Discrepancy(source.name, snapshot.id, None, None, f"the page is refused today: {problem}")
        return
    if snapshot.reader != source.reader:
        why = f"needs a replay: read by reader release {snapshot.reader}, today's is {source.reader}"
        yield Discrepancy(source.name, snapshot.id, None, None, why)
        return
    said = _said(reading)
    for row in rows:
        why = _wrong(row, snapshot.moment, reading, said.get((row.fact, row.key), {}))
        if why is not None:
            yield Discrepancy(source.name, snapshot.id, row.fact.table, " ".join(row.key[1:]), why)


def _bytes(session: Session, snapshot: Snapshot) -> bytes:
    """The bytes that a snapshot shows. Raises NotTheBytes."""
    its = bearer(session, snapshot)
    stored = None if its is None else session.get(Body, its.body_sha256)
    if stored is None:
        raise NotTheBytes("its bytes are missing")
    try:
        found = zstandard.decompress(stored.zstd)
    except zstandard.ZstdError as problem:
        raise NotTheBytes(f"its bytes cannot be unpacked: {problem}") from None
    if (sha256(found).hexdigest(), len(found)) != (stored.sha256, stored.size):
        raise NotTheBytes(f"its bytes are not those that came: {len(found)} bytes, SHA-256 {sha256(found).hexdigest()}")
    return found


def _said(reading: Reading) -> Mapping[tuple[type[Fact], FactKey], Said]:
    said = defaultdict[tuple[type[Fact], FactKey], dict[datetime | None, Fact]](dict)
    for fact in reading.every():
        said[type(fact), fact.key][fact.effective_from] = fact
    return said


def _wrong(row: Current, moment: datetime, reading: Reading, said: Said) -> str | None:
    """Why a row is not what its page states; None where it is."""
    if row.recorded != moment:
        return f"recorded {_at(row.recorded)}, but the page was seen {_at(moment)}"
    decides = _decides(row, moment, reading, said)
    value = decides and decides.value
    if value != row.value:
        return f"the page says {value or 'nothing'}, the row {row.value or 'gone'}"
    cited = said.get(row.start) or said.get(None)
    if cited is not None and cited.locator != row.locator:
        return f"it stands at {cited.locator}, the row says {row.locator}"
    return None


def _decides(row: Current, moment: datetime, reading: Reading, said: Said) -> Fact | None:
    """The statement about a row's start: the one of that instant, else what holds at the page's moment."""
    tables = {at for scope, at in reading.dated if (scope.fact, scope.part) == (row.fact, _part(row))}
    instants = {at for at in said if at is not None} | tables
    if row.start in instants or row.start > moment:
        return said.get(row.start)
    return said.get(max((at for at in instants if at <= moment), default=None))


def _part(row: Current) -> str:
    divided = row.fact.divided_by
    return "" if divided is None else str(row.key[key_columns(row.fact).index(divided)])


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC"
