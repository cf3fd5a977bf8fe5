"""The road of a page: fetch, archive, read, record, compose, deliver, write feeds. Plain functions without Prefect."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from alerts.channels import channels
from alerts.compose import by_subject
from alerts.dispatch import Sent, deliver
from alerts.targets import delivery_orders
from alerts.texts import one_line
from alerts.watchlist import is_alerting
from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import (
    DIED,
    MOST_DEATHS,
    Filed,
    archive,
    attempted,
    awaiting,
    file,
    has_address,
    has_key,
    is_chosen,
    know,
    refuse,
    source_row,
    standing,
)
from flows.notify import USUAL, Telling, publish, remind, tell
from flows.pipeline.agreement import agreed, family
from flows.replay import catch_up, counted, is_behind
from flows.settings import Settings
from models.agreement import echoes
from models.changes import Change
from models.history import log_changes
from models.schema import BAD, Snapshot
from scrapers.page import Attempt
from scrapers.registry import SOURCES
from scrapers.source import Source

LOG = logging.getLogger("almanac.road")
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

    @property
    def is_news(self) -> bool:
        return bool(self.rows or self.changes or self.alerts)

    def __str__(self) -> str:
        if not self.good:
            return f"{self.outcome}: {self.reason}"
        if self.outcome == "held":
            return f"held: {self.reason}; see `almanac held`"
        if self.corrections is not None:
            return f"{self.outcome}: filed by a replay: {counted(correction=self.corrections)}"
        return f"{self.outcome}: {counted(row=self.rows, change=self.changes, alert=self.alerts)}"


def open_store(settings: Settings) -> Store:
    """The database, in this release's shape and knowing the sources."""
    store = Store(settings.database_url)
    store.migrate()
    with store.writing() as session:
        one_at_a_time(session, "sources")
        for source in wanted(settings):
            session.merge(source_row(source, source.url(settings.sites())))
    return store


def wanted(settings: Settings) -> list[Source]:
    """The sources that are asked: those that the settings name or choose and that lack neither an address nor a key."""
    named = [SOURCES[name] for name in settings.values.sources or SOURCES]
    askable = (is_chosen, has_address, has_key)
    return [source for source in named if all(may(settings, source) for may in askable)]


def plainly(_name: str, hop: Callable[[], Result]) -> Result:
    return hop()


def travel(
    store: Store,
    attempt: Callable[[], Attempt],
    source: Source,
    step: Step = plainly,
    clock: Clock = utc_now,
    telling: Telling = USUAL,
    at: datetime | None = None,
) -> Settled:
    """One attempt at a source, all the way; what an earlier run left unread goes first. Raises OutOfOrder.

    People are reminded of deadlines as of `at`; of none where it is null.

    Where the reader's release has moved, what an earlier one recorded is replayed before.
    """

    def arrive() -> int:
        found = attempt()
        with store.writing() as session:
            one_at_a_time(session, source.name)
            know(session, source, found.url)
            return archive(session, found, clock())

    filed = step("fetch", arrive)
    unread = bring_up_to_date(store, source, filed, step, clock, telling)
    settled = step("record", partial(settle, store, source, filed, clock, telling))
    step("deliver", partial(_out, store, telling, clock, at, unread or settled.is_news))
    return settled


def bring_up_to_date(
    store: Store,
    source: Source,
    but: int | None = None,
    step: Step = plainly,
    clock: Clock = utc_now,
    telling: Telling = USUAL,
) -> bool:
    """Replay what an earlier reader release recorded, and read what awaits it but one snapshot; whether any did."""
    with store.reading() as session:
        behind = is_behind(session, source)
    if behind:
        step("replay", partial(keep_up, store, source, clock))
    with store.reading() as session:
        unread = [waiting for waiting in awaiting(session, source.name) if waiting != but]
    for snapshot_id in unread:
        step("record", partial(settle, store, source, snapshot_id, clock, telling))
    return bool(unread)


def _out(store: Store, telling: Telling, clock: Clock, at: datetime | None, news: bool) -> None:
    """What goes out of a run: reminders that are due, deliveries, and the feeds where something is new."""
    reminded = remind(store, telling, at) if at is not None else 0
    send(store, telling, clock)
    if telling.feeds and (news or reminded):
        publish(store, telling.feeds, clock)


def send(store: Store, telling: Telling, clock: Clock = utc_now) -> Sent:
    """Send everything that is due, to every target of the settings."""
    return deliver(store.writing, channels(telling.targets), clock, delivery_orders(telling.targets))


def keep_up(store: Store, source: Source, clock: Clock) -> None:
    """Read again what an earlier release recorded, and say so in the log."""
    LOG.warning("%s: its reader is of another release now; reading its snapshots again", source.name)
    replayed = catch_up(store, source, LOG.info, clock)
    LOG.warning("%s: read again by release %s: %s", source.name, source.reader, replayed)


def settle(store: Store, source: Source, snapshot_id: int, clock: Clock = utc_now, telling: Telling = USUAL) -> Settled:
    """Read a snapshot, record it, and write what it changed and whom to tell: one transaction, made once."""
    with attempted(store, source.name, snapshot_id) as deaths, store.writing() as session:
        one_at_a_time(session, source.name)
        snapshot = session.get_one(Snapshot, snapshot_id)
        if snapshot.outcome is not None:
            return Settled(snapshot_id, snapshot.moment, snapshot.outcome, snapshot.reason, 0, 0, 0)
        if deaths < MOST_DEATHS:
            filed = file(session, source, snapshot, clock())
        else:
            filed = Filed()
            refuse(snapshot, source, DIED)
        told = (len(filed.changes), 0)
        if not source.is_history(snapshot.url):
            # A history that somebody loads is no news, nor does it say how its source stands.
            told = tell_changes(session, source, snapshot, filed.changes, clock, telling)
        settled = Settled(snapshot_id, snapshot.moment, snapshot.outcome or "", snapshot.reason, filed.rows, *told)
    LOG.info("%s %s: %s", source.name, f"{settled.moment:%Y-%m-%d %H:%M} UTC", one_line(str(settled)))
    return settled


def tell_changes(
    session: Session,
    source: Source,
    snapshot: Snapshot,
    found: Sequence[Change],
    clock: Clock,
    telling: Telling,
    of: str = "",
) -> tuple[int, int]:
    """Write what else changed with a snapshot, and whom to tell of all; how many changes and alerts there are.

    `of` as of `compose`.
    """
    others = [*agreed(session, source, snapshot), *filter(None, [standing(session, snapshot)])]
    log_changes(session, snapshot, others, clock())
    changes = [*found, *others]
    # What only checks is no news itself: only that it contradicts, and how it stands.
    told = others if source.checks else changes
    heard = echoes(session, family(source), told, snapshot.moment)
    news = by_subject(change for change in told if change not in heard and is_alerting(change, telling.watched))
    return len(changes), tell(session, news, snapshot, snapshot.moment, clock(), telling, of)
