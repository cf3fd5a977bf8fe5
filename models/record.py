"""Recording a reading: what is believed of its scopes is amended by the rules, written, and compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.belief import Amendment, Contradiction, Span, by_account, by_page, value_at
from models.changes import Change, Recording, changes
from models.fact import Fact, FactKey, FactValue
from models.reading import BEGINNING, Reading, Scope
from models.rows import believed, write
from models.tables import ChangeRow, Recorded, Snapshot

Sightings = Mapping[tuple[type[Fact], FactKey], datetime]
"""Per key, the moment of the held sighting that a reading confirms."""


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
) -> Outcome:
    """Record what a snapshot's page states, and log what that changed; the caller commits.

    The first reading of a scope is a baseline: rows, but no changes.
    Raises OutOfOrder, and Contradiction where the page contradicts itself; the caller rolls back then.
    """
    _refuse_unread_before(session, snapshot)
    rows, recordings = 0, list[Recording]()
    for scope in sorted(reading.scopes, key=lambda scope: (scope.fact.table, scope.part)):
        previous = _advance(session, scope, snapshot.moment, reader, reading.since)
        before = believed(session, scope)
        amendments = _amendments(scope, reading, before, snapshot.moment, previous, first_seen or {})
        asides = {(fact.key, fact.effective_from): fact.asides for fact in reading.of(scope)}
        written = write(session, scope, before, amendments, (snapshot.id, snapshot.moment), asides)
        rows += written.rows
        if previous is not None:
            recordings.append(Recording(scope.fact, scope.source, before, written.after, previous, snapshot.moment))
    found = changes(recordings)
    log(session, snapshot, found, stored_at)
    return Outcome(rows, found)


def log(session: Session, snapshot: Snapshot, found: Iterable[Change], stored_at: datetime) -> None:
    """Write changes to the permanent log."""
    session.add_all(
        ChangeRow(
            snapshot_id=snapshot.id,
            kind=change.kind,
            source=change.source,
            subject=change.subject,
            before=change.before,
            after=change.after,
            effective_at=change.effective_at,
            seen_at=snapshot.moment,
            stored_at=stored_at,
        )
        for change in found
    )
    session.flush()


def last_recorded(session: Session, scope: Scope) -> datetime | None:
    """The moment of a scope's last recorded reading."""
    mark = session.get(Recorded, (scope.fact.table, scope.source, scope.part))
    return mark and mark.last


def _refuse_unread_before(session: Session, snapshot: Snapshot) -> None:
    awaiting = exists().where(
        Snapshot.source == snapshot.source, Snapshot.moment < snapshot.moment, Snapshot.outcome.is_(None)
    )
    if session.scalar(select(awaiting)):
        raise OutOfOrder(f"an earlier snapshot of {snapshot.source} awaits reading")


def _advance(session: Session, scope: Scope, moment: datetime, reader: int, since: datetime | None) -> datetime | None:
    """Move the scope's mark to this reading. Returns where it stood, or None on first sight."""
    published = None if since == BEGINNING else since
    where = {"fact": scope.fact.table, "source": scope.source, "part": scope.part}
    mark = session.get(Recorded, where, with_for_update=True)
    if mark is None:
        session.add(Recorded(**where, first=moment, last=moment, since=published, reader=reader))
        return None
    if mark.reader != reader:
        raise OutOfOrder(f"{scope.source} was last recorded by reader release {mark.reader}, this is {reader}")
    if moment <= mark.last:
        raise OutOfOrder(
            f"{scope.source} was recorded up to {mark.last.isoformat()}; this is from {moment.isoformat()}"
        )
    if published and mark.since and published < mark.since:
        raise Contradiction(f"published {published.date()}, but {mark.since.date()} has been read already")
    previous, mark.last, mark.since = mark.last, moment, published or mark.since
    return previous


def _amendments(
    scope: Scope,
    reading: Reading,
    before: Mapping[FactKey, list[Span]],
    moment: datetime,
    previous: datetime | None,
    first_seen: Sightings,
) -> dict[FactKey, Amendment]:
    """What the rules say for every key that is believed or stated."""
    stated = _stated(scope, reading, before, moment)
    amendments: dict[FactKey, Amendment] = {}
    for key in sorted({*before, *stated}):
        spans, says = before.get(key, []), stated.get(key)
        if reading.since is not None:
            account = {start or reading.since: value for start, value in (says or {}).items()}
            amendments[key] = by_account(spans, account, reading.since)
        else:
            settled = says is None and scope.fact.ends(value_at(spans, moment))
            seen = first_seen.get((scope.fact, key))
            amendments[key] = by_page(spans, says or {None: None}, moment, previous, settled=settled, first_seen=seen)
    return amendments


def _stated(
    scope: Scope, reading: Reading, before: Iterable[FactKey], moment: datetime
) -> dict[FactKey, dict[datetime | None, FactValue]]:
    """What the reading says per key; the keys that a dated table lacks are gone at its instant.

    A sentence about an end that has passed ("will be retired on 24 July", read in August) states the end alone.
    """
    stated: dict[FactKey, dict[datetime | None, FactValue]] = defaultdict(dict)
    for fact in reading.of(scope):
        stated[fact.key][fact.effective_from] = fact.value
    for dated, instant in reading.dated:
        for key in {*stated, *before} if dated == scope else ():
            stated[key].setdefault(instant, None)
    for says in stated.values():
        over = scope.fact.lasts_until(says.get(None))
        if over is not None and over <= moment and over in says:
            del says[None]
    return dict(stated)
