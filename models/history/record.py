"""Recording of readings: amends the believed history of their scopes, and logs the changes that result."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.bitemporal import (
    Beliefs,
    Contradiction,
    amended,
)
from models.changes import DATA_COLUMNS, Change, Recording, changes, with_unread
from models.facts import Contender, Fact, Measurement, Score
from models.history.amendments import Sightings, Statements, key_amendments
from models.history.belief_reader import BeliefReader
from models.history.out_of_order import OutOfOrder
from models.history.rows import Asides, ScopeAmendment, write_rows
from models.leaderboards import EVERY_BOARD, BoardConventions, BoardLog
from models.readings import BEGINNING, Reading, Scope
from models.schema import ChangeRow, Snapshot, Watermark, vendors

BOARD_FACTS = (Score, Contender, Measurement)
"""The facts of leaderboards. Their changes have other rules, because most movements of scores are not reported."""


@dataclass(frozen=True)
class RecordResult:
    """The number of history rows that a recording wrote, and the changes that it logged."""

    rows: int = 0
    changes: Sequence[Change] = ()


def record(
    session: Session,
    snapshot: Snapshot,
    reading: Reading,
    reader: int,
    stored_at: datetime,
    first_seen: Sightings | None = None,
    beliefs: BeliefReader | None = None,
    boards: BoardConventions = EVERY_BOARD,
) -> RecordResult:
    """Record the facts of a reading and log the changes that they make; the caller commits.

    `beliefs` locks watermarks and has the scopes whose beliefs the caller has read already. The first reading of a
    scope is a baseline: it writes rows but logs no changes. Raises OutOfOrder, and Contradiction if the page
    contradicts itself; the caller then rolls back.
    """
    expect_all_read(session, snapshot)
    collector, rows = _ChangeCollector(session, snapshot, reading, boards), 0
    beliefs = beliefs or BeliefReader(session, locks=True)
    watermarks, since = beliefs.watermarks(reading.scopes), beliefs.since(reading, snapshot.moment)
    for scopes in _batches(reading):
        previous = {
            scope: _advance(session, watermarks, scope, snapshot.moment, reader, _published(reading, scope))
            for scope in scopes
        }
        amendments = amend(reading, beliefs.take(scopes, since), snapshot.moment, previous, first_seen or {})
        rows += write_rows(session, amendments, (snapshot.id, snapshot.moment))
        collector.add(amendments, previous)
    logged = collector.changes()
    log_changes(session, snapshot, logged, stored_at)
    return RecordResult(rows, logged)


def preview_changes(
    session: Session,
    snapshot: Snapshot,
    reading: Reading,
    beliefs: BeliefReader,
    boards: BoardConventions = EVERY_BOARD,
) -> list[Change]:
    """The changes that recording a reading would log; nothing is written. Raises Contradiction."""
    collector = _ChangeCollector(session, snapshot, reading, boards)
    watermarks, since = beliefs.watermarks(reading.scopes), beliefs.since(reading, snapshot.moment)
    for scopes in _batches(reading):
        previous = {scope: watermarks[scope].last_at if scope in watermarks else None for scope in scopes}
        collector.add(amend(reading, beliefs.read(scopes, since), snapshot.moment, previous, {}), previous)
    return collector.changes()


def amend(
    reading: Reading,
    believed: Mapping[Scope, Beliefs],
    moment: datetime,
    previous: Mapping[Scope, datetime | None],
    first_seen: Sightings,
) -> list[ScopeAmendment]:
    """The amendment of each scope in `believed` by a reading; `previous` has the moments of their last readings.

    A reading whose scope has a `since` states the whole history from then on; every other one states a page. Only a
    page raises Contradiction.
    """
    stating = reading.with_kept(believed, moment)
    values, asides = _statements({scope: stating.of(scope) for scope in believed})
    _complete(values, reading, believed, moment)
    amendments = key_amendments(reading, values, believed, moment, previous, first_seen)
    return [
        ScopeAmendment(scope, before, amendments[scope], amended(before, amendments[scope], moment), asides[scope])
        for scope, before in believed.items()
    ]


def _statements(facts_by_scope: Mapping[Scope, Iterable[Fact]]) -> tuple[dict[Scope, Statements], dict[Scope, Asides]]:
    """The values that facts state, by key and instant, and their asides."""
    values, asides = dict[Scope, Statements](), dict[Scope, Asides]()
    for scope, facts in facts_by_scope.items():
        values[scope], asides[scope] = defaultdict(dict), {}
        for fact in facts:
            values[scope][fact.key][fact.effective_from] = fact.value
            asides[scope][fact.key, fact.effective_from] = fact.asides
    return values, asides


def _complete(
    stated: Mapping[Scope, Statements], reading: Reading, believed: Mapping[Scope, Beliefs], moment: datetime
) -> None:
    """Complete what a reading states of scopes.

    A key that a dated table lacks is gone at the table's instant. A statement about an end that has passed ("will be
    retired on 24 July", read in August) states the end only, not the present value.
    """
    for scope, instant in reading.dated:
        for key in {*stated[scope], *believed[scope]} if scope in believed else ():
            stated[scope][key].setdefault(instant, None)
    for scope, values_by_key in stated.items():
        for values in values_by_key.values():
            end = scope.fact.lasts_until(values.get(None))
            if end is not None and end <= moment and end in values:
                del values[None]


def log_changes(session: Session, snapshot: Snapshot, changes: Iterable[Change], stored_at: datetime) -> None:
    """Write changes to the permanent log."""
    logged = list(changes)
    if not logged:
        return
    vendor_of = vendors(session, {change.source for change in logged})
    rows = [
        ChangeRow(
            snapshot_id=snapshot.id,
            kind=change.kind,
            source=change.source,
            vendor=vendor_of[change.source],
            subject=change.subject,
            said_before=change.said_before,
            said_after=change.said_after,
            **{name: getattr(change.data, name) for name in DATA_COLUMNS},
            effective_at=change.effective_at,
            seen_at=snapshot.moment,
            stored_at=stored_at,
        )
        for change in logged
    ]
    session.add_all(rows)
    session.flush()


def last_recorded(beliefs: BeliefReader, scopes: Collection[Scope]) -> datetime | None:
    """The moment of the last recorded reading of these scopes; the earliest one if they differ."""
    return min(map(attrgetter("last_at"), beliefs.watermarks(scopes).values()), default=None)


def _batches(reading: Reading) -> list[list[Scope]]:
    """The scopes of a reading in their order. One whose facts are made later is large and stands alone."""
    scopes = sorted(reading.scopes, key=lambda scope: (scope.fact.table, scope.part))
    sizes = groupby(scopes, lambda scope: scope if scope in reading.later else None)
    return [list(batch) for _, batch in sizes]


class _ChangeCollector:
    """Collects the changes that a reading makes, scope by scope."""

    def __init__(self, session: Session, snapshot: Snapshot, reading: Reading, boards: BoardConventions) -> None:
        self._session, self._snapshot, self._reading = session, snapshot, reading
        self._recordings = list[Recording]()
        self._boards: BoardLog | None = None
        self._conventions = boards

    def add(self, amendments: Iterable[ScopeAmendment], previous: Mapping[Scope, datetime | None]) -> None:
        """Add what is believed of scopes before and after; `previous` has the moments of their last readings."""
        for each in amendments:
            last = previous[each.scope]
            if last is not None:
                self._add(each.scope, each.before, {**each.before, **each.after}, last)

    def _add(self, scope: Scope, before: Beliefs, after: Beliefs, previous: datetime) -> None:
        if scope.fact in BOARD_FACTS:
            if self._boards is None:
                self._boards = BoardLog(self._session, scope.source, self._snapshot.moment, self._conventions)
            self._boards.take(scope, (before, after), previous)
        else:
            before, after = (_without_kept(self._reading, scope, beliefs) for beliefs in (before, after))
            self._recordings.append(Recording(scope.fact, scope.source, before, after, previous, self._snapshot.moment))

    def changes(self) -> list[Change]:
        detected = [*changes(self._recordings), *(self._boards.changes() if self._boards else ())]
        if not self._reading.unread_notices:
            return detected
        return with_unread(self._session, self._snapshot, detected, self._reading)


def _without_kept(reading: Reading, scope: Scope, beliefs: Beliefs) -> Beliefs:
    """The beliefs without the keys that a reading only keeps: those that it neither states nor leaves out."""
    if not reading.keeps:
        return beliefs
    stated = {fact.key for fact in reading.of(scope)}
    return {
        key: spans
        for key, spans in beliefs.items()
        if key in stated or not any(keep.covers(scope.fact, key) for keep in reading.keeps)
    }


def expect_all_read(session: Session, snapshot: Snapshot) -> None:
    """Raise OutOfOrder if an earlier snapshot of the source is not read yet."""
    awaiting = exists().where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.is_(None)
    )
    if session.scalar(select(awaiting)):
        raise OutOfOrder(f"an earlier snapshot of {snapshot.source} awaits reading")


def _published(reading: Reading, scope: Scope) -> datetime | None:
    """The newest publish date of a scope in a reading; None if the reading states none."""
    since = reading.since.get(scope)
    return reading.published.get(scope, None if since == BEGINNING else since)


def _advance(
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
