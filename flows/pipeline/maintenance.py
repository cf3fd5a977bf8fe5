"""The maintenance cycle: stale sources, lasting trouble, reminders, due deliveries, and a heartbeat at the end."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from alerts.outbox import Sent
from alerts.targets import model_patterns
from flows.clock import Clock, utc_now
from flows.database import Store, one_at_a_time
from flows.ingest import due_repeat_of, enabled_sources, stale_source
from flows.notify import alert_calendars, enqueue_alerts, enqueue_trouble_repeat, remind
from flows.pipeline.attempts import deliver_due
from flows.pipeline.heartbeat import send_heartbeat
from flows.pipeline.last_cycle import cycle_finished_at, is_overdue, note_cycle
from flows.run import AlertSettings, alert_settings, counts_text
from flows.settings import BadSettings, Settings
from models.history import log_changes
from models.queries import newly_stale
from scrapers.source import Source

LOG = logging.getLogger("almanac.road")


@dataclass(frozen=True)
class CycleResult:
    """The counts of a maintenance cycle."""

    reminders: int
    stale: int
    repeats: int
    """The number of sources whose lasting trouble was alerted again."""
    sent: Sent
    aged: frozenset[str] = frozenset()
    """The families with a source that went stale since the last cycle; their artifacts have to be written again."""

    def __str__(self) -> str:
        repeats = f", {counts_text(repeat=self.repeats)} of trouble" if self.repeats else ""
        return f"{counts_text(reminder=self.reminders, source=self.stale)} stale{repeats}, {self.sent}"


def run_cycle(store: Store, settings: Settings, clock: Clock = utc_now, ui: str = "") -> CycleResult:
    """Run one maintenance cycle. Only a cycle that gets to its end is noted and sends the heartbeat.

    `ui` is the address of Prefect's UI, for the log.
    """
    alerting, at, sources = replace(alert_settings(settings), ui=ui), clock(), enabled_sources(settings)
    stale = alert_stale(store, sources, alerting, at) if _was_up(store, at) else 0
    repeats = alert_repeats(store, sources, alerting, at)
    aged = _aged(store, [source.name for source in sources], at)
    _warn_of_patterns(store, alerting)
    reminders = remind(store, alerting, at) + alert_calendars(store, alerting, at)
    sent = deliver_due(store, alerting, clock)
    with store.writing() as session:
        note_cycle(session, clock())
    try:
        if address := settings.secret("heartbeat_url"):
            send_heartbeat(address)
    except BadSettings as problem:
        LOG.warning("heartbeat: %s", problem)
    return CycleResult(reminders, stale, repeats, sent, aged)


def _warn_of_patterns(store: Store, alerting: AlertSettings) -> None:
    """Log a warning for each setting whose pattern of models matches none."""
    if named := model_patterns(alerting.targets, alerting.uses, alerting.watched):
        from alerts.known_names import pattern_mistakes  # most settings name no model

        with store.reading() as session:
            for setting, mistake in pattern_mistakes(session, named):
                LOG.warning("%s: %s", setting, mistake)


def _was_up(store: Store, at: datetime) -> bool:
    """Return True if the last cycle is not overdue. After an outage of ours, old readings are no source's fault."""
    with store.reading() as session:
        last = cycle_finished_at(session)
    return last is not None and not is_overdue(last, at)


def _aged(store: Store, sources: Iterable[str], at: datetime) -> frozenset[str]:
    with store.reading() as session:
        last = cycle_finished_at(session)
        return frozenset() if last is None else frozenset(newly_stale(session, sources, last, at))


def alert_stale(store: Store, sources: Iterable[Source], alerting: AlertSettings, at: datetime) -> int:
    """Alert about every source that has gone stale since; returns their number."""
    return _each(store, sources, partial(stale_source, at=at), partial(_alert_stale, alerting=alerting, at=at))


def alert_repeats(store: Store, sources: Iterable[Source], alerting: AlertSettings, at: datetime) -> int:
    """Alert again about every source whose lasting trouble has a repeat due; returns their number.

    Of several repeats that came due meanwhile only the newest is sent.
    """
    return _each(store, sources, partial(due_repeat_of, at=at), partial(_alert_repeat, alerting=alerting, at=at))


def _each(
    store: Store,
    sources: Iterable[Source],
    is_due: Callable[[Session, str], object | None],
    write: Callable[[Session, str], bool],
) -> int:
    """Write the due alert of each source in a transaction of its own; returns the number of alerts."""
    with store.reading() as session:
        due = [source.name for source in sources if is_due(session, source.name) is not None]
    count = 0
    for name in due:
        with store.writing() as session:
            one_at_a_time(session, name)
            count += write(session, name)
    return count


def _alert_stale(session: Session, source: str, alerting: AlertSettings, at: datetime) -> bool:
    """Alert about a source if it is still stale under the lock; returns True if it is."""
    went_stale = stale_source(session, source, at)
    if went_stale is None:
        return False
    last, change = went_stale
    log_changes(session, last, [change], at)
    # The key differs from those of the alerts that the snapshot itself made.
    enqueue_alerts(session, [change], last, at, alerting, key_suffix="/stale")
    return True


def _alert_repeat(session: Session, source: str, alerting: AlertSettings, at: datetime) -> bool:
    """Alert about lasting trouble if its repeat is still due under the lock; returns True if it is."""
    due = due_repeat_of(session, source, at)
    if due is None:
        return False
    log_changes(session, due.snapshot, [due.change], at)
    enqueue_trouble_repeat(session, due, alerting, at)
    return True
