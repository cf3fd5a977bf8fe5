"""What one source of a family changes and another one of them has told before: a change, and no news."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agreement import COMPARED, differ, rows_at
from models.changes import Change
from models.fact import Fact, key_columns, value_columns
from models.facts import ModelVersion, PeakHours
from models.tables import HISTORY, Recorded


def echoes(session: Session, sources: Sequence[str], changes: Sequence[Change], moment: datetime) -> list[Change]:
    """Those of one source's changes after which it says what another one of the family has said already."""
    return [change for change in changes if _echoes(session, sources, change, moment)]


def _echoes(session: Session, sources: Sequence[str], change: Change, moment: datetime) -> bool:
    was, now = (next(iter(state), None) for state in (change.was, change.now))
    if change.kind.endswith("change cancelled"):
        # Told as what had been announced; what is said now is what held before it.
        was, now = now, was
    fact = now or was
    if not isinstance(fact, COMPARED) or change.kind.startswith("model "):
        return False
    others = [source for source in sources if source != change.source]
    # What is announced is compared at its instant.
    ahead = change.effective_at if isinstance(fact, PeakHours) and change.effective_at else moment
    rows = [row for row in rows_at(session, type(fact), others, max(moment, ahead)) if row.key[1:] == fact.key[1:]]
    if ahead > moment and not change.kind.endswith("cancelled"):
        rows = [row for row in rows if row.start == ahead]
    elif ahead <= moment:
        seen = _last_read(session, type(fact), others)
        rows = [row for row in rows if row.start <= seen[row.key[0]]]
    if now is None:
        # That something of the kind was over there long before is not the end of this.
        began = _began(session, fact, moment)
        rows = [row for row in rows if began is not None and row.start >= began]
    return any(_repeats(row.fact, was, now) for row in rows)


def _began(session: Session, fact: Fact, moment: datetime) -> datetime | None:
    """When what a source says last of a thing began to hold."""
    rows = HISTORY[type(fact)]
    same_key = (rows.c[name] == part for name, part in zip(key_columns(type(fact)), fact.key, strict=True))
    query = select(func.max(rows.c.effective_from)).where(
        *same_key, rows.c.recorded_to.is_(None), rows.c.gone.is_(False), rows.c.effective_from <= moment
    )
    return session.scalar(query)


def _last_read(session: Session, fact: type[Fact], sources: Sequence[str]) -> dict[str, datetime]:
    """When each of the sources was last read: what it announced for a later instant it has not shown yet."""
    query = select(Recorded.source, Recorded.last).where(Recorded.fact == fact.table, Recorded.source.in_(sources))
    return dict(session.execute(query).tuples().all())


def _repeats(said: Fact | None, was: Fact | None, now: Fact | None) -> bool:
    """Whether a source that says this has told already what led from `was` to `now`."""
    if said is None or now is None:
        return said is now
    if differ(now, said):
        return False
    if was is not None and differ(was, now):
        return differ(was, said)
    if was is None:
        return not (isinstance(said, ModelVersion) and said.version is None)
    moved = [name for name in value_columns(type(now)) if getattr(was, name) != getattr(now, name)]
    return all(getattr(said, name) == getattr(now, name) for name in moved)
