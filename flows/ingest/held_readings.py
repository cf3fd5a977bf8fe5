"""Held readings: the believed and the read values, and the effect of each possible decision."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from flows.ingest.held_snapshots import held_since, last_readable
from flows.ingest.record_page import choices, doubts_of
from flows.ingest.refusal import PageRefused
from models.bitemporal import fact_of, value_at
from models.changes import Change
from models.facts import Fact, Notice, PeakHours, describe, key_columns, key_words
from models.history import believed_spans
from models.kinds import SnapshotOutcome, Verdict
from models.plausibility import Doubt
from models.readings import Scope
from models.schema import Snapshot
from scrapers.source import Source

NONE = "none"
NOT_UNDERSTOOD = "not understood"


class NotHeld(Exception):
    """A snapshot has nothing to decide or to undo; the message gives the reason and the next step."""


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
    """True if a second sighting does not settle it."""
    accept: str
    """The belief after accepting the reading; `reject`: after rejecting it."""
    reject: str


@dataclass(frozen=True)
class HeldReading:
    """The newest reading of a source, if it is held."""

    snapshot_id: int
    source: str
    moment: datetime
    since: datetime
    """The moment of the first held reading since the last one that was recorded."""
    url: str
    doubted: Sequence[Doubted] = ()
    changes: Mapping[Verdict, Sequence[str]] = field(default_factory=dict[Verdict, Sequence[str]])
    """By verdict, the changes that would be alerted: `deepseek-chat: retirement cancelled`."""
    refusals: Mapping[Verdict, str] = field(default_factory=dict[Verdict, str])
    """By verdict, the reason why the page would be refused even so: it contradicts itself or what is believed."""
    problem: str = ""
    """The reason why today's reader refuses the page; empty if it reads it."""


def held_readings(session: Session, sources: Sequence[Source]) -> Iterator[HeldReading]:
    """The held reading of each source that waits for a second sighting or a decision."""
    for source in sources:
        newest = last_readable(session, source.name)
        if newest is not None and newest.outcome == SnapshotOutcome.HELD:
            yield _held_reading(session, source, newest)


def _held_reading(session: Session, source: Source, newest: Snapshot) -> HeldReading:
    reading = HeldReading(newest.id, source.name, newest.moment, held_since(session, newest), newest.url)
    try:
        made = choices(session, source, newest)
    except PageRefused as problem:
        return replace(reading, problem=_refused(newest, problem))
    return replace(
        reading,
        doubted=[_doubted(session, newest, doubt, made.stated) for doubt in made.doubts],
        changes={verdict: _counted(changes) for verdict, changes in made.alerts.items()},
        refusals=made.refusals,
    )


def _counted(changes: Iterable[Change]) -> list[str]:
    """`deepseek-chat: price changed (3)`, each kind of change of a subject once."""
    counts = Counter(f"{change.subject}: {change.kind}" for change in changes)
    return [words if count == 1 else f"{words} ({count})" for words, count in counts.items()]


def undecided_doubts(session: Session, source: Source, snapshot: Snapshot) -> Sequence[Doubt]:
    """The doubts for which a snapshot is held. Raises NotHeld if today's reader refuses its page."""
    try:
        return doubts_of(session, source, snapshot)
    except PageRefused as problem:
        raise NotHeld(_refused(snapshot, problem)) from None


def _refused(snapshot: Snapshot, problem: PageRefused) -> str:
    return f"snapshot {snapshot.id} is refused by today's reader: {problem}"


def source_of(session: Session, snapshot_id: int) -> str:
    """The source of a snapshot. Raises NotHeld if there is no such snapshot."""
    snapshot = session.get(Snapshot, snapshot_id)
    if snapshot is None:
        raise NotHeld(f"no snapshot {snapshot_id}: `almanac held` lists what can be decided")
    return snapshot.source


def _doubted(session: Session, snapshot: Snapshot, doubt: Doubt, stated: Iterable[Fact]) -> Doubted:
    before = _believed_words(session, snapshot, doubt)
    now = NOT_UNDERSTOOD if doubt.lasting else NONE if doubt.value is None else _words(doubt, doubt.value)
    key = "" if doubt.fact is Notice else key_words(doubt.fact, doubt.key)
    same = [fact for fact in stated if type(fact) is doubt.fact and fact.key == doubt.key and not fact.gone]
    after = [fact for fact in same if fact.effective_from is None or fact.effective_from <= snapshot.moment]
    since = f"from {snapshot.moment:%Y-%m-%d %H:%M} UTC on"
    return Doubted(
        fact=doubt.fact.table,
        key=key,
        believed=before,
        read=now,
        why=doubt.why,
        needs_decision=doubt.lasting,
        accept=_accepted(doubt, before, describe(tuple(after)), since),
        reject=_rejected(doubt, before),
    )


def _accepted(doubt: Doubt, before: str, after: str | None, since: str) -> str:
    """The belief about a fact after its reading is accepted, as text."""
    if after is not None:
        return f"{after}, {since}"
    if before == NONE:
        return f"no value is believed {since}"
    thing = "text" if doubt.fact is Notice else doubt.fact.table.replace("_", " ")
    of = "" if doubt.fact in (Notice, PeakHours) else f" of {doubt.key[1]}"
    return f"the {thing}{of} {'are' if doubt.fact is PeakHours else 'is'} withdrawn {since}"


def _rejected(doubt: Doubt, before: str) -> str:
    stands = "the believed value stays" if before != NONE else "it stays unknown"
    says = "the sentence below is taken to say the same" if doubt.lasting else "what was read is left out"
    return f"{stands}; {says}, also when the page repeats it"


def _believed_words(session: Session, snapshot: Snapshot, doubt: Doubt) -> str:
    spans = believed_spans(session, _scope(doubt)).get(doubt.key, [])
    value = value_at(spans, snapshot.moment)
    ahead = next((span.value for span in spans if span.start > snapshot.moment), None)
    stands = value if value is not None else ahead
    return NONE if stands is None else _words(doubt, stands)


def _words(doubt: Doubt, value: tuple[object, ...]) -> str:
    return describe((fact_of(doubt.fact, doubt.key, value),)) or NONE


def _scope(doubt: Doubt) -> Scope:
    # A doubt about a whole category names it, and no score of it.
    columns = dict(zip(key_columns(doubt.fact), doubt.key, strict=False))
    divided = doubt.fact.divided_by
    return Scope(doubt.fact, str(doubt.key[0]), str(columns[divided]) if divided else "")
