"""The ages of the readings of sources: the last good one and the last attempt, for all sources in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from models.kinds import GIVEN_BY_HAND, GOOD_OUTCOMES, SnapshotOutcome
from models.schema import Snapshot, SourceRow

STALE_AFTER_CADENCES = 2
"""A source is stale once its last good reading is older than this number of its cadences."""
IS_OF_SOURCE = or_(Snapshot.reason.is_(None), Snapshot.reason.not_like(f"{GIVEN_BY_HAND}%"))
"""The condition for snapshots that say how their source stands: all but a refused page that was given by hand."""


@dataclass(frozen=True)
class Age:
    """The last readings of one source up to the instant `at`."""

    source: str
    family: str
    cadence: timedelta
    at: datetime
    first_attempt: datetime
    last_good: datetime | None
    """None if no attempt was good."""
    snapshot_id: int
    """The snapshot of the last attempt, good or not, as are `last_attempt` and `outcome`."""
    last_attempt: datetime
    outcome: SnapshotOutcome | None
    """None while the snapshot awaits reading."""

    @property
    def is_stale(self) -> bool:
        """True if the last good reading is older than two cadences; without one, if the first attempt is."""
        return self._is_old(self.last_good or self.first_attempt)

    @property
    def is_failing(self) -> bool:
        """True if the source is stale although it is fetched: its last attempt is recent and was not good."""
        is_well = self.outcome is None or self.outcome.is_good
        return self.is_stale and not self._is_old(self.last_attempt) and not is_well

    def _is_old(self, instant: datetime) -> bool:
        return self.at - instant > STALE_AFTER_CADENCES * self.cadence


def ages(session: Session, at: datetime, sources: Iterable[str] | None = None) -> list[Age]:
    """The ages of all sources that were attempted by then, or of those that are named, ordered by name."""
    parameters = {"at": at} if sources is None else {"at": at, "sources": list(sources)}
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
        for source, first, good, attempt in session.execute(_query(sources is not None), parameters).tuples()
    ]


def family_ages(session: Session, source: str, at: datetime) -> list[Age]:
    """The ages that alerts of a source state: its own if it is stale, and those of others of its family that fail.

    Other sources that are merely stale are left to `almanac doctor`.
    """
    all_ages = ages(session, at)
    families = {age.family for age in all_ages if age.source == source}
    return [
        age for age in all_ages if age.family in families and (age.is_stale if age.source == source else age.is_failing)
    ]


def newly_stale(session: Session, sources: Iterable[str], since: datetime, at: datetime) -> set[str]:
    """The families with a source that was not stale at `since` and is stale at `at`."""
    names = set(sources)
    before = {age.source for age in ages(session, since, names) if age.is_stale}
    return {age.family for age in ages(session, at, names) if age.is_stale and age.source not in before}


@cache
def _query(is_of_some: bool) -> Select[tuple[SourceRow, datetime, datetime, Snapshot]]:
    """The query of `ages`, built once: it runs several times a cycle; `at` and `sources` are parameters."""
    last = aliased(Snapshot)
    attempted = (Snapshot.source == SourceRow.name, Snapshot.moment <= bindparam("at"))
    moments = select(Snapshot.moment).where(*attempted).limit(1)
    newest = (
        select(Snapshot.id)
        .where(*attempted, IS_OF_SOURCE)
        .order_by(Snapshot.moment.desc(), Snapshot.id.desc())
        .limit(1)
    )
    query = select(
        SourceRow,
        moments.order_by(Snapshot.moment).scalar_subquery(),
        moments.where(Snapshot.outcome.in_(GOOD_OUTCOMES)).order_by(Snapshot.moment.desc()).scalar_subquery(),
        last,
    ).join(last, last.id == newest.scalar_subquery())
    if is_of_some:
        query = query.where(SourceRow.name.in_(bindparam("sources", expanding=True)))
    return query.order_by(SourceRow.name)
