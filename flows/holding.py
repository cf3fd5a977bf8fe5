"""Held readings: what is believed beside what was read, and what a person decides about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from flows.clock import Clock, utc_now
from flows.filing import READABLE, doubts_of
from flows.replay import is_behind
from flows.road import Settled, keep_up, send, settle
from flows.store import Store, one_at_a_time
from flows.telling import USUAL, Telling
from models.belief import value_at
from models.changes import describe
from models.decisions import Ruling, keep_ruling
from models.doubt import Doubt
from models.fact import key_columns
from models.facts import Notice
from models.reading import Scope
from models.rows import believed
from models.steps import fact_of
from models.tables import Snapshot
from scrapers.page import PageChanged
from scrapers.source import Source

HELD = "held"
NONE = "none"
NOT_UNDERSTOOD = "not understood"


class NotHeld(Exception):
    """There is nothing to decide about this snapshot; the message says why."""


@dataclass(frozen=True)
class Doubted:
    """One fact of a held reading."""

    fact: str
    """Its table."""
    key: str
    believed: str
    read: str
    why: str
    needs_decision: bool
    """A second sighting does not settle it."""


@dataclass(frozen=True)
class HeldReading:
    """The newest reading of a source, where it is held."""

    snapshot_id: int
    source: str
    moment: datetime
    since: datetime
    """When the first of the readings was held that were held without another one between."""
    url: str
    doubted: Sequence[Doubted]


def held_readings(session: Session, sources: Sequence[Source]) -> Iterator[HeldReading]:
    """What waits for a second sighting or for a person, a reading a source."""
    for source in sources:
        newest = _newest(session, source.name)
        if newest is not None and newest.outcome == HELD:
            yield HeldReading(
                newest.id,
                source.name,
                newest.moment,
                _since(session, newest),
                newest.url,
                [_doubted(session, newest, doubt) for doubt in _doubts(session, source, newest)],
            )


def _doubts(session: Session, source: Source, snapshot: Snapshot) -> Sequence[Doubt]:
    """Why a snapshot is held. Raises NotHeld where today's reader refuses its page."""
    try:
        return doubts_of(session, source, snapshot)
    except PageChanged as problem:
        raise NotHeld(f"snapshot {snapshot.id} is refused by today's reader: {problem}") from None


def decide(store: Store, source: Source, ruling: Ruling, telling: Telling = USUAL, clock: Clock = utc_now) -> Settled:
    """Keep a decision, and read the snapshot and the held ones after it again. Raises NotHeld."""
    with store.writing() as session:
        one_at_a_time(session, source.name)
        snapshot = _expect_held(session, source, ruling.snapshot_id)
        keep_ruling(session, source.name, _doubts(session, source, snapshot), ruling)
        again = _to_read_again(session, snapshot)
        session.execute(update(Snapshot).where(Snapshot.id.in_(again)).values(outcome=None, reason=None))
        behind = is_behind(session, source)
    if behind:
        keep_up(store, source, clock)
    settled = [settle(store, source, snapshot_id, clock, telling) for snapshot_id in again]
    send(store, telling, clock)
    return settled[0]


def source_of(session: Session, snapshot_id: int) -> str:
    """The source of a snapshot. Raises NotHeld where there is none."""
    snapshot = session.get(Snapshot, snapshot_id)
    if snapshot is None:
        raise NotHeld(f"no snapshot {snapshot_id}: `almanac held` lists what can be decided")
    return snapshot.source


def _expect_held(session: Session, source: Source, snapshot_id: int) -> Snapshot:
    snapshot = session.get_one(Snapshot, snapshot_id)
    if snapshot.outcome != HELD:
        raise NotHeld(f"snapshot {snapshot_id} is not held: its outcome is {snapshot.outcome or 'not known yet'}")
    later = select(Snapshot).where(
        Snapshot.source == source.name, Snapshot.moment > snapshot.moment, Snapshot.outcome.in_(READABLE)
    )
    settled = session.scalar(later.where(Snapshot.outcome != HELD).order_by(Snapshot.moment).limit(1))
    if settled is not None:
        when = f"{settled.moment:%Y-%m-%d %H:%M} UTC"
        raise NotHeld(f"snapshot {snapshot_id} is settled: snapshot {settled.id} of {when} was recorded after it")
    return snapshot


def _to_read_again(session: Session, snapshot: Snapshot) -> Sequence[int]:
    held = select(Snapshot.id).where(
        Snapshot.source == snapshot.source, Snapshot.moment >= snapshot.moment, Snapshot.outcome == HELD
    )
    return session.scalars(held.order_by(Snapshot.moment)).all()


def _newest(session: Session, source: str) -> Snapshot | None:
    readable = select(Snapshot).where(Snapshot.source == source, Snapshot.outcome.in_(READABLE))
    return session.scalar(readable.order_by(Snapshot.moment.desc()).limit(1))


def _since(session: Session, newest: Snapshot) -> datetime:
    readable = select(Snapshot.moment).where(Snapshot.source == newest.source, Snapshot.outcome.in_(READABLE))
    good = session.scalar(readable.where(Snapshot.outcome != HELD).order_by(Snapshot.moment.desc()).limit(1))
    held = readable.where(Snapshot.outcome == HELD).order_by(Snapshot.moment).limit(1)
    first = session.scalar(held if good is None else held.where(Snapshot.moment > good))
    return first or newest.moment


def _doubted(session: Session, snapshot: Snapshot, doubt: Doubt) -> Doubted:
    before = _believed_words(session, snapshot, doubt)
    now = NOT_UNDERSTOOD if doubt.lasting else NONE if doubt.value is None else _words(doubt, doubt.value)
    key = "" if doubt.fact is Notice else " ".join(str(part) for part in doubt.key[1:])
    return Doubted(doubt.fact.table, key, before, now, doubt.why, doubt.lasting)


def _believed_words(session: Session, snapshot: Snapshot, doubt: Doubt) -> str:
    spans = believed(session, _scope(doubt)).get(doubt.key, [])
    value = value_at(spans, snapshot.moment)
    ahead = next((span.value for span in spans if span.start > snapshot.moment), None)
    stands = value if value is not None else ahead
    return NONE if stands is None else _words(doubt, stands)


def _words(doubt: Doubt, value: tuple[object, ...]) -> str:
    return describe((fact_of(doubt.fact, doubt.key, value),)) or NONE


def _scope(doubt: Doubt) -> Scope:
    columns = dict(zip(key_columns(doubt.fact), doubt.key, strict=True))
    divided = doubt.fact.divided_by
    return Scope(doubt.fact, str(doubt.key[0]), str(columns[divided]) if divided else "")
