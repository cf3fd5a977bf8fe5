"""Telling that a source is stale, and telling again of a source that stays broken, held or stale."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from flows.database import Store, one_at_a_time
from flows.ingest import repeat, stale
from flows.notify import Telling, tell, tell_repeat
from models.history import log_changes
from scrapers.source import Source


def tell_stale(store: Store, sources: Iterable[Source], telling: Telling, at: datetime) -> int:
    """Tell of every source that has gone stale and was not told of; how many these are."""
    return _each(store, sources, partial(stale, at=at), partial(_tell, telling=telling, at=at))


def repeat_trouble(store: Store, sources: Iterable[Source], telling: Telling, at: datetime) -> int:
    """Tell again of every source whose trouble has a repeat due; how many these are.

    The repeats that passed while nobody looked are left out, but for the newest.
    """
    return _each(store, sources, partial(repeat, at=at), partial(_repeat, telling=telling, at=at))


def _each(
    store: Store,
    sources: Iterable[Source],
    is_due: Callable[[Session, str], object | None],
    write: Callable[[Session, str], bool],
) -> int:
    """Write what is due of each source, one transaction each; how many sources that are."""
    with store.reading() as session:
        due = [source.name for source in sources if is_due(session, source.name) is not None]
    count = 0
    for name in due:
        with store.writing() as session:
            one_at_a_time(session, name)
            count += write(session, name)
    return count


def _tell(session: Session, source: str, telling: Telling, at: datetime) -> bool:
    """Whether it is still as it was when nobody else could write."""
    went_stale = stale(session, source, at)
    if went_stale is None:
        return False
    last, change = went_stale
    log_changes(session, last, [change], at)
    # The snapshot has nothing to do with it, and may have been told of itself.
    tell(session, {source: [change]}, last, last.moment, at, telling, of="/stale")
    return True


def _repeat(session: Session, source: str, telling: Telling, at: datetime) -> bool:
    """Whether the repeat is still due when nobody else can write."""
    due = repeat(session, source, at)
    if due is None:
        return False
    log_changes(session, due.snapshot, [due.change], at)
    tell_repeat(session, due, telling, at)
    return True
