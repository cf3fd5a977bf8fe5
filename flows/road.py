"""The road of a page: fetch, archive, read, record, compose, deliver. Plain functions; nothing here knows Prefect."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import Protocol, TypeVar

from alerts.channels import CHANNELS
from alerts.compose import Seen, compose
from alerts.outbox import deliver, enqueue
from flows.archive import archive, awaiting, validators
from flows.clock import Clock, utc_now
from flows.filing import file
from flows.replay import catch_up, counted, is_behind
from flows.settings import Settings
from flows.standing import standing
from flows.store import Store, one_at_a_time
from models.record import log
from models.tables import BAD, Snapshot
from models.tables import Source as SourceRow
from scrapers.fetch import AGENT, Manners, fetch
from scrapers.page import Failed, NotModified, Page
from scrapers.registry import SOURCES, Source

LOG = logging.getLogger("almanac.road")
Attempt = Page | NotModified | Failed
Result = TypeVar("Result")


class Step(Protocol):
    """How a hop is made: plainly here, as a task in a flow."""

    def __call__(self, name: str, hop: Callable[[], Result], /) -> Result: ...


@dataclass(frozen=True)
class Settled:
    """What became of one snapshot."""

    snapshot_id: int
    moment: datetime
    outcome: str
    reason: str | None
    rows: int
    changes: int
    alerts: int
    corrections: int | None = None
    """What came out different, where a replay filed it; null where it came in order."""

    @property
    def good(self) -> bool:
        return self.outcome not in BAD

    def __str__(self) -> str:
        if not self.good:
            return f"{self.outcome}: {self.reason}"
        if self.corrections is not None:
            return f"{self.outcome}: filed by a replay: {counted(correction=self.corrections)}"
        return f"{self.outcome}: {counted(row=self.rows, change=self.changes, alert=self.alerts)}"


def open_store(settings: Settings) -> Store:
    """The database, in this release's shape and knowing the sources."""
    store = Store(settings.database_url)
    store.migrate()
    with store.writing() as session:
        one_at_a_time(session, "sources")
        for source in SOURCES.values():
            session.merge(
                SourceRow(
                    name=source.name,
                    url=source.url(settings.sites()),
                    cadence_minutes=source.cadence_minutes,
                    family=source.family,
                    trust=source.trust,
                )
            )
    return store


def plainly(_name: str, hop: Callable[[], Result]) -> Result:
    return hop()


def travel(
    store: Store, attempt: Callable[[], Attempt], source: Source, step: Step = plainly, clock: Clock = utc_now
) -> Settled:
    """One attempt at a source, all the way; what an earlier run left unread goes first. Raises OutOfOrder.

    Where the reader's release has moved, what an earlier one recorded is replayed before.
    """

    def arrive() -> int:
        found = attempt()
        with store.writing() as session:
            one_at_a_time(session, source.name)
            return archive(session, found, clock())

    filed = step("fetch", arrive)
    with store.reading() as session:
        behind = is_behind(session, source)
    if behind:
        step("replay", partial(_catch_up, store, source, clock))
    with store.reading() as session:
        unread = [waiting for waiting in awaiting(session, source.name) if waiting != filed]
    for snapshot_id in unread:
        step("record", partial(settle, store, source, snapshot_id, clock))
    settled = step("record", partial(settle, store, source, filed, clock))
    step("deliver", lambda: deliver(store.writing, CHANNELS, clock()))
    return settled


def _catch_up(store: Store, source: Source, clock: Clock) -> None:
    LOG.warning("%s: its reader is of another release now; reading its snapshots again", source.name)
    replayed = catch_up(store, source, LOG.info, clock)
    LOG.warning("%s: read again by release %s: %s", source.name, source.reader, replayed)


def live(store: Store, settings: Settings, source: Source, at: datetime) -> Callable[[], Attempt]:
    """An attempt on the web, asking again with what the last good body came with."""
    url = source.url(settings.sites())

    def attempt() -> Attempt:
        with store.reading() as session:
            known = validators(session, source, url)
        return fetch(source.name, url, known, at, manners(settings))

    return attempt


def manners(settings: Settings) -> Manners:
    contact = settings.values.contact or "no contact set"
    return Manners(user_agent=f"{AGENT}/{version('model-almanac')} ({contact})")


def settle(store: Store, source: Source, snapshot_id: int, clock: Clock = utc_now) -> Settled:
    """Read a snapshot, record it, and write what it changed and whom to tell: one transaction, made once."""
    with store.writing() as session:
        one_at_a_time(session, source.name)
        snapshot = session.get_one(Snapshot, snapshot_id)
        if snapshot.outcome is not None:
            return Settled(snapshot_id, snapshot.moment, snapshot.outcome, snapshot.reason, 0, 0, 0)
        filed = file(session, source, snapshot, clock())
        rows, changes = filed.rows, filed.changes
        if (change := standing(session, snapshot)) is not None:
            log(session, snapshot, [change], clock())
            changes.append(change)
        messages = compose(changes, Seen(source.name, snapshot.url, snapshot.moment, snapshot_id))
        enqueue(session, messages, snapshot_id, CHANNELS, clock())
        settled = Settled(
            snapshot_id, snapshot.moment, snapshot.outcome or "", snapshot.reason, rows, len(changes), len(messages)
        )
    LOG.info("%s %s: %s", source.name, f"{settled.moment:%Y-%m-%d %H:%M} UTC", settled)
    return settled
