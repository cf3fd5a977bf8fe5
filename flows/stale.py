"""Telling that a source is stale: nothing good has come from it for longer than twice its cadence."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from flows.news import tell
from flows.standing import stale
from flows.store import Store, one_at_a_time
from flows.telling import Telling
from models.changes import Change
from models.record import log
from models.tables import Snapshot
from scrapers.source import Source


def tell_stale(store: Store, sources: Iterable[Source], telling: Telling, at: datetime) -> int:
    """Tell of every source that has gone stale and was not told of; how many these are."""
    with store.reading() as session:
        quiet = [source for source in sources if _found(session, source, at)]
    return sum(_tell(store, source, telling, at) for source in quiet)


def _found(session: Session, source: Source, at: datetime) -> tuple[Snapshot, Change] | None:
    return stale(session, source.name, timedelta(minutes=source.cadence_minutes), at)


def _tell(store: Store, source: Source, telling: Telling, at: datetime) -> bool:
    """Whether it is still as it was when nobody else could write."""
    with store.writing() as session:
        one_at_a_time(session, source.name)
        found = _found(session, source, at)
        if found is None:
            return False
        last, change = found
        log(session, last, [change], at)
        # The snapshot has nothing to do with it, and may have been told of itself.
        tell(session, {source.name: [change]}, last, at, at, telling, of="/stale")
    return True
