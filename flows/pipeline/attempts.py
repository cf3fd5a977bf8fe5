"""One attempt at a source: fetch, archive, read, record, compose, deliver, write the feeds. Knows no Prefect."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from alerts.channels import channels
from alerts.compose import is_alerting
from alerts.outbox import Sent, deliver
from alerts.targets import delivery_orders
from alerts.texts import one_line
from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import (
    DIED_REASON,
    MOST_DEATHS,
    archive_attempt,
    counting_attempt,
    enabled_sources,
    ensure_source_row,
    health_change,
    read_and_record,
    refuse,
    source_row,
    unread_snapshots,
)
from flows.notify import enqueue_alerts, publish_feeds, remind
from flows.replay import is_behind, replay_recorded, restored_changes
from flows.run import AlertSettings, HopValue, Run, counts_text
from flows.settings import Settings
from models.agreement import (
    FALLING_DUE,
    CrossCheck,
    SeenSources,
    agreement,
    crosscheck,
    overruled_changes,
    repeated_changes,
    seen_sources,
)
from models.changes import Change
from models.history import OutOfOrder, RecordResult, correction_instants, log_changes
from models.kinds import BAD_OUTCOMES, GOOD_OUTCOMES, SnapshotOutcome
from models.readings import own_name
from models.schema import ChangeRow, Snapshot, SourceRow, Watermark
from scrapers.page import Attempt
from scrapers.registry import SOURCES
from scrapers.source import Source

LOG = logging.getLogger("almanac.road")


@dataclass(frozen=True)
class RunResult:
    """The outcome of one snapshot, and how many rows, changes and alerts it made."""

    snapshot_id: int
    moment: datetime
    outcome: str
    reason: str | None
    rows: int = 0
    changes: int = 0
    alerts: int = 0
    corrections: int | None = None
    """The number of corrections if a replay inserted the page; None if the page came in order."""

    @property
    def good(self) -> bool:
        return self.outcome not in BAD_OUTCOMES

    def __str__(self) -> str:
        if not self.good:
            return f"{self.outcome}: {one_line(self.reason or '')}"
        if self.outcome == SnapshotOutcome.HELD:
            return f"held: {one_line(self.reason or '')}; see `almanac held`"
        if self.corrections is not None:
            return f"{self.outcome}: filed by a replay: {counts_text(correction=self.corrections)}"
        return f"{self.outcome}: {counts_text(row=self.rows, change=self.changes, alert=self.alerts)}"


def open_store(settings: Settings) -> Store:
    """Open the database, migrate it to this release, and add the rows of the enabled sources."""
    store = Store(settings.database_url)
    store.migrate()
    with store.writing() as session:
        one_at_a_time(session, "sources")
        stored = {row.name: row for row in session.scalars(select(SourceRow))}
        for source in (*enabled_sources(settings), *settings.own_sources.values()):
            row = source_row(source, source.url(settings.sites))
            # The session holds what is stored, so `merge` asks for nothing.
            (session.merge if row.name in stored else session.add)(row)
    return store


def process_attempt(run: Run, attempt: Callable[[], Attempt], remind_at: datetime | None = None) -> RunResult:
    """Make an attempt at a source, record it and deliver what is new. Raises OutOfOrder.

    A backlog is worked off before the attempt is recorded: snapshots that an earlier reader release recorded are
    replayed, and snapshots that an earlier run left unread are read. Reminders that are due at `remind_at` are sent,
    too; none if it is None.
    """
    snapshot_id, is_backlogged, repeat = run_hop(run, "fetch", partial(_fetch, run, attempt))
    if is_backlogged:
        read_backlog(run, snapshot_id)
    result = run_hop(run, "record", lambda: repeat or record_snapshot(run, snapshot_id))
    # The machine's clock may have been set while the run went on.
    due_at = run.clock() if remind_at is not None and run.checks_clock else remind_at
    run_hop(run, "deliver", partial(deliver_and_publish, run, due_at))
    return result


def run_hop(run: Run, name: str, hop: Callable[[], HopValue]) -> HopValue:
    """Run one hop of a run under a name."""
    return run.hop(name, hop) if run.hop else hop()


def _fetch(run: Run, attempt: Callable[[], Attempt]) -> tuple[int, bool, RunResult | None]:
    """Make the attempt and archive it; the id of its snapshot, and True if there is a backlog before it.

    Third, its result, if it brings the page before and records nothing: then it is recorded in the same transaction.
    """
    fetched = attempt()
    try:
        return _archive(run, fetched)
    except OutOfOrder:
        raise
    except Exception:
        # What fails may be an alert, as with a page that repeats all is done at once. The page is kept even so.
        LOG.exception("%s: the page is archived without its alerts, and read next", run.source.name)
        return _archive(run, fetched, with_alerts=False)


def _archive(run: Run, fetched: Attempt, *, with_alerts: bool = True) -> tuple[int, bool, RunResult | None]:
    """Archive an attempt, and record a page that certainly repeats the last one unless this is without alerts."""
    with run.store.writing() as session:
        one_at_a_time(session, run.source.name)
        ensure_source_row(session, run.source, fetched.url)
        is_backlogged = _has_backlog(session, run.source)
        repeating = run.source if with_alerts and not is_backlogged else None
        snapshot = archive_attempt(session, fetched, run.clock(), repeating)
        if snapshot.outcome is None:
            return snapshot.id, is_backlogged, None
        result = _result(run, session, snapshot, RecordResult())
    _log_result(run, result)
    return snapshot.id, False, result


def _has_backlog(session: Session, source: Source) -> bool:
    """Return True if an earlier reader release recorded a source last, or a snapshot of it awaits reading."""
    behind = exists().where(Watermark.source == source.name, Watermark.reader < source.reader)
    unread = exists().where(Snapshot.source == source.name, Snapshot.outcome.is_(None))
    return bool(session.scalar(select(or_(behind, unread))))


def read_backlog(run: Run, skipped: int | None = None) -> None:
    """Replay what an earlier reader release recorded, and read unread snapshots.

    The snapshot with the id `skipped` stays unread.
    """
    with run.store.reading() as session:
        behind = is_behind(session, run.source)
    if behind:
        run_hop(run, "replay", partial(replay_outdated, run))
    with run.store.reading() as session:
        unread = [snapshot_id for snapshot_id in unread_snapshots(session, run.source.name) if snapshot_id != skipped]
    for snapshot_id in unread:
        run_hop(run, "record", partial(record_snapshot, run, snapshot_id))


def deliver_and_publish(run: Run, remind_at: datetime | None = None) -> None:
    """Send reminders and deliveries that are due, and write the feeds; a feed without news stays as it is.

    Facts, deadlines and alerts change without a new reading, too: by a replay, a decision, or the passing of time.
    """
    if remind_at is not None:
        remind(run.store, run.alerting, remind_at)
    deliver_due(run.store, run.alerting, run.clock)
    if run.alerting.feeds:
        publish_feeds(run.store, run.alerting.feeds, run.clock)


def deliver_due(store: Store, alerting: AlertSettings, clock: Clock = utc_now) -> Sent:
    """Send every delivery that is due, to every target of the settings."""
    by_target = channels(alerting.targets)
    if alerting.ui:
        from flows.artifact_keys import channels_with_addresses  # only runs of a server have artifacts

        by_target = channels_with_addresses(by_target, alerting.ui)
    return deliver(store.writing, by_target, clock, delivery_orders(alerting.targets))


def replay_outdated(run: Run) -> None:
    """Replay what an earlier reader release recorded, and log it."""
    LOG.warning("%s: its reader is of another release now; reading its snapshots again", run.source.name)
    replayed = replay_recorded(run)
    LOG.warning("%s: read again by release %s: %s", run.source.name, run.source.reader, replayed)


def record_snapshot(run: Run, snapshot_id: int) -> RunResult:
    """Read a snapshot, record it, and enqueue its alerts, in one transaction. A recorded snapshot stays as it is."""
    source = run.source
    with counting_attempt(run.store, source.name, snapshot_id) as deaths, run.store.writing() as session:
        one_at_a_time(session, source.name)
        snapshot = session.get_one(Snapshot, snapshot_id)
        if snapshot.outcome is not None:
            return RunResult(snapshot_id, snapshot.moment, snapshot.outcome, snapshot.reason)
        if deaths < MOST_DEATHS:
            recorded = read_and_record(session, source, snapshot, run.clock())
        else:
            recorded = RecordResult()
            refuse(snapshot, source, DIED_REASON)
        result = _result(run, session, snapshot, recorded)
    _log_result(run, result)
    return result


def _result(run: Run, session: Session, snapshot: Snapshot, recorded: RecordResult) -> RunResult:
    """Enqueue the alerts of a recorded snapshot; the result of its run."""
    counts = (len(recorded.changes), 0)
    if not run.source.is_history(snapshot.url):
        # A page with a whole history alerts nobody and says nothing about the health of its source.
        counts = alert_changes(run, session, snapshot, _untold(session, snapshot, recorded.changes))
    return RunResult(snapshot.id, snapshot.moment, snapshot.outcome or "", snapshot.reason, recorded.rows, *counts)


def _log_result(run: Run, result: RunResult) -> None:
    about = {"source": run.source.name, "snapshot": result.snapshot_id}
    LOG.info("%s %s: %s", run.source.name, f"{result.moment:%Y-%m-%d %H:%M} UTC", result, extra=about)


def _untold(session: Session, snapshot: Snapshot, made: Sequence[Change]) -> Sequence[Change]:
    """The changes of a reading without those that were alerted when the same snapshot was read before.

    A replay that holds or refuses the page retracts them, and alerts nobody; an undone decision does.
    """
    retracted = exists().where(ChangeRow.snapshot_id == snapshot.id, ChangeRow.retracted)
    if not made or not session.scalar(select(retracted)):
        return made
    restored = restored_changes(session, snapshot.id, made)
    if not restored or any(at > snapshot.moment for at in correction_instants(session, snapshot.source)):
        return made
    return [change for change in made if change not in restored]


def alert_changes(
    run: Run,
    session: Session,
    snapshot: Snapshot,
    recorded: Sequence[Change],
    key_suffix: str = "",
    *,
    with_health: bool = True,
) -> tuple[int, int]:
    """Log what a snapshot changes beside its facts, and enqueue the alerts of all; the counts of changes and alerts.

    `key_suffix` is that of `compose`. Without `with_health` the snapshot says nothing about the health of its source.
    """
    source, names, checking = run.source, family_members(run.source), checkers(run.source)
    families = {source.family, *(family for checker in checking for family in checker.checked_families)}
    seen = seen_sources(session, families, [*names, *(checker.name for checker in checking)], snapshot.moment)
    if recorded and seen.may_disagree(names):
        one_at_a_time(session, f"alerts of {source.vendor}")  # the second of two pages has to see the first one's alert
    health = [health_change(session, snapshot)] if with_health else []
    others = [*agreement_changes(session, source, snapshot, seen, checking), *filter(None, health)]
    if others:
        log_changes(session, snapshot, others, run.clock())
    # A source that only checks others alerts about contradictions and its own health alone.
    candidates = others if source.checks else [*recorded, *others]
    alerting = [change for change in candidates if is_alerting(change, run.alerting.watched)]
    reporters = seen.reporters(set(names) - {source.name})
    repeated = repeated_changes(session, reporters, alerting, snapshot.moment) if reporters else []
    if due := [change for change in alerting if change.kind.movement in FALLING_DUE]:
        overruled = overruled_changes(session, due, snapshot.moment)
        alerting = [change for change in alerting if change not in overruled]
    enqueue = partial(enqueue_alerts, session, alerting, snapshot, run.clock(), run.alerting, key_suffix)
    return len(recorded) + len(others), enqueue(reporters, repeated)


def agreement_changes(
    session: Session, source: Source, snapshot: Snapshot, seen: SeenSources, checking: Iterable[Source]
) -> list[Change]:
    """The disagreements within the family of a source, and with its checkers, that begin or end with a snapshot."""
    names = family_members(source)
    if snapshot.outcome not in GOOD_OUTCOMES or source.name not in names:
        return []
    changes = list[Change]()
    if not source.checks and seen.may_disagree(names):
        changes += agreement(session, names, source.name, snapshot.moment)
    own = {source.family: names}
    for checker in checking:
        checked = {family: _pages_of(family) for family in checker.checked_families} if source.checks else own
        for family, pages in checked.items():
            if seen.may_contradict(checker.name, family, pages):
                # Both sides run the check: without the lock each of two runs would log the contradiction.
                one_at_a_time(session, f"what {checker.name} checks")
                changes += crosscheck(session, check_of(checker, family), snapshot.moment)
    return changes


def checkers(source: Source) -> list[Source]:
    """The sources that check the family of a source, or the source itself if it checks another family."""
    found = [checker for checker in SOURCES.values() if checker.checks]
    return [checker for checker in found if source.family in checker.checked_families or source.name == checker.name]


def check_of(source: Source, checked: str) -> CrossCheck:
    """Return the check of a family by a source."""
    factor, lag = source.check_factor, source.check_lag
    if len(source.checked_families) > 1:
        vendors = (other.vendor for other in SOURCES.values() if other.family == checked)
        return CrossCheck(source.name, checked, factor=factor, lag=lag, vendor=next(vendors, checked))
    rules = (other.canonical_name for other in SOURCES.values() if other.family == checked)
    return CrossCheck(source.name, checked, source.aliases, next(rules, own_name), factor, lag)


def _pages_of(family: str) -> list[str]:
    """The names of the scheduled sources of a family: loaded history alone is not compared with what is said today."""
    return [source.name for source in SOURCES.values() if source.family == family]


def family_members(source: Source) -> list[str]:
    """The names of the scheduled sources of a source's family."""
    return [member.name for member in SOURCES.values() if member.family == source.family]
