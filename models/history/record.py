"""Recording of readings: amends the believed history of their scopes, and logs the changes that result."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.bitemporal import (
    Amendment,
    Beliefs,
    Contradiction,
    Span,
    amendment_from_history,
    amendment_from_page,
    value_at,
)
from models.changes import Change, Recording, changes, unread_changes, without_unread
from models.facts import Contender, Fact, FactKey, FactValue, Measurement, Score
from models.history.rows import BeliefReader, write_rows
from models.leaderboards import EVERY_BOARD, BoardConventions, BoardLog
from models.readings import BEGINNING, Reading, Scope
from models.schema import ChangeRow, Snapshot, Watermark, vendors

Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""For each key, the moment of the reading that was put on hold and that the present one confirms."""
BOARD_FACTS = (Score, Contender, Measurement)
"""The facts of leaderboards. Their changes have other rules, because most movements of scores are not reported."""


class OutOfOrder(Exception):
    """A reading older than the recorded history, or of another reader release: only a replay can record it."""


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
    watermarks = beliefs.watermarks(reading.scopes)
    for scope in _in_order(reading):
        previous = _advance(session, watermarks, scope, snapshot.moment, reader, _published(reading, scope))
        before = beliefs.take_for(reading, scope, snapshot.moment)
        facts = (reading.with_kept({scope: before}, snapshot.moment) if reading.keeps else reading).of(scope)
        amended_keys = amendments(scope, reading, facts, before, snapshot.moment, previous, first_seen or {})
        after = {key: amended(before.get(key, ()), each, snapshot.moment) for key, each in amended_keys.items()}
        asides = {(fact.key, fact.effective_from): fact.asides for fact in facts}
        rows += write_rows(session, scope, (before, after), amended_keys, (snapshot.id, snapshot.moment), asides)
        collector.add(scope, before, {**before, **after}, previous)
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
    collector, watermarks = _ChangeCollector(session, snapshot, reading, boards), beliefs.watermarks(reading.scopes)
    for scope in _in_order(reading):
        previous = watermarks[scope].last_at if scope in watermarks else None
        before = beliefs.read_for(reading, scope, snapshot.moment)
        facts = (reading.with_kept({scope: before}, snapshot.moment) if reading.keeps else reading).of(scope)
        amended_keys = amendments(scope, reading, facts, before, snapshot.moment, previous, {})
        after = {
            key: amended(before.get(key, ()), amendment, snapshot.moment) for key, amendment in amended_keys.items()
        }
        collector.add(scope, before, {**before, **after}, previous)
    return collector.changes()


def amendments(
    scope: Scope,
    reading: Reading,
    facts: Iterable[Fact],
    before: Beliefs,
    moment: datetime,
    previous: datetime | None,
    first_seen: Sightings,
) -> dict[FactKey, Amendment]:
    """The amendment of every key of a scope that is believed or stated; `facts` are the reading's facts in this scope.

    A reading whose scope has a `since` states the whole history from then on; every other one states a page. Only a
    page raises Contradiction.
    """
    stated_by_key = _stated_values(scope, reading, facts, before, moment)
    since = reading.since.get(scope)
    result: dict[FactKey, Amendment] = {}
    for key in sorted({*before, *stated_by_key}):
        spans, stated = before.get(key, ()), stated_by_key.get(key)
        if since is not None:
            history = {start or since: value for start, value in (stated or {}).items()}
            result[key] = amendment_from_history(spans, history, since)
        else:
            settled = stated is None and scope.fact.ends(value_at(spans, moment))
            seen = first_seen.get((scope.fact, key))
            result[key] = amendment_from_page(
                spans, stated or {None: None}, moment, previous, settled=settled, first_seen=seen
            )
    return result


def amended(spans: Sequence[Span], amendment: Amendment, moment: datetime) -> list[Span]:
    """The spans of a key that are believed after a reading at `moment`."""
    closed = set(amendment.close)
    kept = [span for span in spans if span not in closed]
    new = [Span(start, value, moment) for start, value in amendment.insert]
    return sorted(kept + new, key=lambda span: span.start)


def log_changes(session: Session, snapshot: Snapshot, changes: Iterable[Change], stored_at: datetime) -> None:
    """Write changes to the permanent log."""
    logged = list(changes)
    if not logged:
        return
    vendor_by_source = vendors(session, {change.source for change in logged})
    rows = [
        ChangeRow(
            snapshot_id=snapshot.id,
            kind=change.kind,
            source=change.source,
            vendor=vendor_by_source[change.source],
            subject=change.subject,
            said_before=change.said_before,
            said_after=change.said_after,
            **asdict(change.data),
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
    return min((watermark.last_at for watermark in beliefs.watermarks(scopes).values()), default=None)


def _stated_values(
    scope: Scope, reading: Reading, facts: Iterable[Fact], before: Iterable[FactKey], moment: datetime
) -> dict[FactKey, dict[datetime | None, FactValue]]:
    """The values that a reading states, by key and instant.

    A key that a dated table lacks is gone at the table's instant. A statement about an end that has passed ("will be
    retired on 24 July", read in August) states the end only, not the present value.
    """
    stated: dict[FactKey, dict[datetime | None, FactValue]] = defaultdict(dict)
    for fact in facts:
        stated[fact.key][fact.effective_from] = fact.value
    for dated_scope, instant in reading.dated:
        for key in {*stated, *before} if dated_scope == scope else ():
            stated[key].setdefault(instant, None)
    for values in stated.values():
        end = scope.fact.lasts_until(values.get(None))
        if end is not None and end <= moment and end in values:
            del values[None]
    return dict(stated)


def _in_order(reading: Reading) -> list[Scope]:
    return sorted(reading.scopes, key=lambda scope: (scope.fact.table, scope.part))


class _ChangeCollector:
    """Collects the changes that a reading makes, scope by scope."""

    def __init__(self, session: Session, snapshot: Snapshot, reading: Reading, boards: BoardConventions) -> None:
        self._session, self._snapshot, self._reading = session, snapshot, reading
        self._recordings = list[Recording]()
        self._boards: BoardLog | None = None
        self._conventions = boards

    def add(self, scope: Scope, before: Beliefs, after: Beliefs, previous: datetime | None) -> None:
        """Add the beliefs of a scope before and after; `previous` is the moment of its last reading, if any."""
        if previous is None:
            return
        if scope.fact in BOARD_FACTS:
            if self._boards is None:
                self._boards = BoardLog(self._session, scope.source, self._snapshot.moment, self._conventions)
            self._boards.take(scope, (before, after), previous)
        else:
            before, after = (_without_kept(self._reading, scope, beliefs) for beliefs in (before, after))
            self._recordings.append(Recording(scope.fact, scope.source, before, after, previous, self._snapshot.moment))

    def changes(self) -> list[Change]:
        unread = unread_changes(self._session, self._snapshot, self._reading)
        return [
            *without_unread(changes(self._recordings), self._reading),
            *(self._boards.changes() if self._boards else ()),
            *unread,
        ]


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
