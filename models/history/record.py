"""Recording a reading: what is believed of its scopes is amended by the rules, written, and compared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.bitemporal import Beliefs, Contradiction
from models.changes import Change, Recording, changes, unread_changes, without_unread
from models.facts import Contender, Measurement, Score
from models.history.amend import Sightings, amended, amendments
from models.history.rows import believed, write
from models.leaderboards import EVERY_BOARD, BoardConventions, BoardLog
from models.readings import BEGINNING, Reading, Scope
from models.schema import ChangeRow, Snapshot, Watermark, vendors

ON_BOARDS = (Score, Contender, Measurement)
"""Facts of leaderboards, where most of what moves is no news."""


class OutOfOrder(Exception):
    """A reading that cannot be recorded where the history stands: only a replay can file it."""


@dataclass(frozen=True)
class Outcome:
    """How many history rows a recording wrote, and the changes that it logged."""

    rows: int
    changes: list[Change]


def record(
    session: Session,
    snapshot: Snapshot,
    reading: Reading,
    reader: int,
    stored_at: datetime,
    first_seen: Sightings | None = None,
    boards: BoardConventions = EVERY_BOARD,
) -> Outcome:
    """Record what a snapshot's page states, and log what that changed; the caller commits.

    The first reading of a scope is a baseline: rows, but no changes.
    Raises OutOfOrder, and Contradiction where the page contradicts itself; the caller rolls back then.
    """
    _refuse_unread_before(session, snapshot)
    rows, made, marks = 0, _Made(session, snapshot, reading, boards), _marks(session, reading.scopes, locked=True)
    for scope in _in_order(reading):
        previous = _advance(session, marks, scope, snapshot.moment, reader, _published(reading, scope))
        before = believed(session, scope, reading.since.get(scope))
        facts = reading.with_kept({scope: before}, snapshot.moment).of(scope)
        stated = amendments(scope, reading, facts, before, snapshot.moment, previous, first_seen or {})
        asides = {(fact.key, fact.effective_from): fact.asides for fact in facts}
        written = write(session, scope, before, stated, (snapshot.id, snapshot.moment), asides)
        rows += written.rows
        made.take(scope, before, written.after, previous)
    found = made.changes()
    log(session, snapshot, found, stored_at)
    return Outcome(rows, found)


def foreseen(
    session: Session, snapshot: Snapshot, reading: Reading, boards: BoardConventions = EVERY_BOARD
) -> list[Change]:
    """The changes that recording a reading would log; nothing is written. Raises Contradiction."""
    made, marks = _Made(session, snapshot, reading, boards), _marks(session, reading.scopes)
    for scope in _in_order(reading):
        previous = marks[scope].last_at if scope in marks else None
        before = believed(session, scope, reading.since.get(scope))
        facts = reading.with_kept({scope: before}, snapshot.moment).of(scope)
        stated = amendments(scope, reading, facts, before, snapshot.moment, previous, {})
        after = {key: amended(before.get(key, ()), each, snapshot.moment) for key, each in stated.items()}
        made.take(scope, before, {**before, **after}, previous)
    return made.changes()


def _in_order(reading: Reading) -> list[Scope]:
    return sorted(reading.scopes, key=lambda scope: (scope.fact.table, scope.part))


class _Made:
    """The changes that a reading makes, taken in scope by scope."""

    def __init__(self, session: Session, snapshot: Snapshot, reading: Reading, boards: BoardConventions) -> None:
        self._session, self._snapshot, self._reading = session, snapshot, reading
        self._recordings = list[Recording]()
        self._boards = BoardLog(session, snapshot.source, snapshot.moment, boards)

    def take(self, scope: Scope, before: Beliefs, after: Beliefs, previous: datetime | None) -> None:
        """A scope as it was believed before and after; `previous` is the moment of its last reading, or null."""
        if previous is None:
            return
        if scope.fact in ON_BOARDS:
            self._boards.take(scope, (before, after), previous)
        else:
            was, now = (_without_kept(self._reading, scope, beliefs) for beliefs in (before, after))
            self._recordings.append(Recording(scope.fact, scope.source, was, now, previous, self._snapshot.moment))

    def changes(self) -> list[Change]:
        unread = unread_changes(self._session, self._snapshot, self._reading)
        return [*without_unread(changes(self._recordings), self._reading), *self._boards.changes(), *unread]


def _without_kept(reading: Reading, scope: Scope, beliefs: Beliefs) -> Beliefs:
    """What is believed of the keys that a reading states or leaves out, without those that it only keeps."""
    if not reading.keeps:
        return beliefs
    stated = {fact.key for fact in reading.of(scope)}
    return {
        key: spans
        for key, spans in beliefs.items()
        if key in stated or not any(keep.covers(scope.fact, key) for keep in reading.keeps)
    }


def log(session: Session, snapshot: Snapshot, found: Iterable[Change], stored_at: datetime) -> None:
    """Write changes to the permanent log."""
    logged = list(found)
    whose = vendors(session, {change.source for change in logged})
    session.add_all(
        ChangeRow(
            snapshot_id=snapshot.id,
            kind=change.kind,
            source=change.source,
            vendor=whose[change.source],
            subject=change.subject,
            said_before=change.said_before,
            said_after=change.said_after,
            **asdict(change.data),
            effective_at=change.effective_at,
            seen_at=snapshot.moment,
            stored_at=stored_at,
        )
        for change in logged
    )
    session.flush()


def last_recorded(session: Session, scopes: Collection[Scope]) -> datetime | None:
    """The moment of the last recorded reading of these scopes; of that which lags behind, where they differ."""
    return min((mark.last_at for mark in _marks(session, scopes).values()), default=None)


def _marks(session: Session, scopes: Collection[Scope], locked: bool = False) -> Mapping[Scope, Watermark]:
    """The marks of those of the scopes that have one; locked and as they stand now, where they are to be moved."""
    query = select(Watermark).where(Watermark.source.in_({scope.source for scope in scopes}))
    if locked:
        query = query.order_by(Watermark.fact, Watermark.source, Watermark.division).with_for_update()
    found = session.scalars(query, execution_options={"populate_existing": locked})
    marks = {(mark.fact, mark.source, mark.division): mark for mark in found}
    wanted = {scope: (scope.fact.table, scope.source, scope.part) for scope in scopes}
    return {scope: marks[where] for scope, where in wanted.items() if where in marks}


def _refuse_unread_before(session: Session, snapshot: Snapshot) -> None:
    awaiting = exists().where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.is_(None)
    )
    if session.scalar(select(awaiting)):
        raise OutOfOrder(f"an earlier snapshot of {snapshot.source} awaits reading")


def _published(reading: Reading, scope: Scope) -> datetime | None:
    """The newest publish that a reading tells of, where it says so."""
    since = reading.since.get(scope)
    return reading.published.get(scope, None if since == BEGINNING else since)


def _advance(
    session: Session,
    marks: Mapping[Scope, Watermark],
    scope: Scope,
    moment: datetime,
    reader: int,
    published: datetime | None,
) -> datetime | None:
    """Move the scope's mark to this reading. Returns where it stood, or None on first sight."""
    mark = marks.get(scope)
    if mark is None:
        where = {"fact": scope.fact.table, "source": scope.source, "division": scope.part}
        session.add(Watermark(**where, first_at=moment, last_at=moment, published_at=published, reader=reader))
        return None
    if mark.reader != reader:
        raise OutOfOrder(f"{scope.source} was last recorded by reader release {mark.reader}, this is {reader}")
    if moment <= mark.last_at:
        raise OutOfOrder(
            f"{scope.source} was recorded up to {mark.last_at.isoformat()}; this is from {moment.isoformat()}"
        )
    if published and mark.published_at and published < mark.published_at:
        whose = f"{scope.part}: " if scope.part else ""
        raise Contradiction(
            f"{whose}published {published.date()}, but {mark.published_at.date()} has been read already"
        )
    previous, mark.last_at, mark.published_at = mark.last_at, moment, published or mark.published_at
    return previous
