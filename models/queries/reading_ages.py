"""How old what a source says is: its last good reading and its last attempt, of all sources by one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.kinds import GOOD_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot, Source

MOST_CADENCES = 2
"""A source is stale once its last good reading is older than so many times its cadence."""


@dataclass(frozen=True)
class Age:
    """The readings of one source up to the instant `at`."""

    source: str
    family: str
    cadence: timedelta
    at: datetime
    first_attempt: datetime
    last_good: datetime | None
    """Null where no attempt was good."""
    snapshot_id: int
    """Of the last attempt, good or not; so are `last_attempt` and `outcome`."""
    last_attempt: datetime
    outcome: SnapshotOutcome | None
    """Null while the snapshot awaits reading."""

    @property
    def is_stale(self) -> bool:
        """Whether nothing good came for longer than twice the cadence; before a good reading, since the first try."""
        return self._is_old(self.last_good or self.first_attempt)

    @property
    def is_failing(self) -> bool:
        """Whether the source is stale although it is asked: its last attempt is recent and was not good."""
        return (
            self.is_stale and not self._is_old(self.last_attempt) and not (self.outcome is None or self.outcome.is_good)
        )

    def _is_old(self, instant: datetime) -> bool:
        return self.at - instant > MOST_CADENCES * self.cadence


def ages(session: Session, at: datetime, sources: Iterable[str] | None = None) -> list[Age]:
    """The age of every source that was tried by then, or of those that are named, ordered by name."""
    last = aliased(Snapshot)
    tried = (Snapshot.source == Source.name, Snapshot.moment <= at)
    moments = select(Snapshot.moment).where(*tried).limit(1)
    newest = select(Snapshot.id).where(*tried).order_by(Snapshot.moment.desc(), Snapshot.id.desc()).limit(1)
    query = select(
        Source,
        moments.order_by(Snapshot.moment).scalar_subquery(),
        moments.where(Snapshot.outcome.in_(GOOD_OUTCOMES)).order_by(Snapshot.moment.desc()).scalar_subquery(),
        last,
    ).join(last, last.id == newest.scalar_subquery())
    if sources is not None:
        query = query.where(Source.name.in_(sources))
    return [
        Age(
            source=source.name,
            family=source.family,
            cadence=timedelta(minutes=source.cadence_minutes),
            at=at,
            first_attempt=first,
            last_good=good,
            snapshot_id=attempt.id,
            last_attempt=attempt.moment,
            outcome=attempt.outcome,
        )
        for source, first, good, attempt in session.execute(query.order_by(Source.name)).tuples()
    ]
