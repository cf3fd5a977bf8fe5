"""The cycle: what is looked at again and again, whatever the pages do; it ends with a beat for others to hear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from alerts.dispatch import Sent
from flows.clock import Clock, utc_now
from flows.database import Store
from flows.notify import newly_stale, remind, telling
from flows.pipeline.heartbeat import beat
from flows.pipeline.last_cycle import is_overdue, last_beat, note_beat
from flows.pipeline.overdue import repeat_trouble, tell_stale
from flows.pipeline.page_run import send, wanted
from flows.replay import counted
from flows.settings import Settings


@dataclass(frozen=True)
class Cycle:
    """What a cycle did."""

    reminders: int
    stale: int
    repeats: int
    """Sources that are told again to be in trouble."""
    sent: Sent
    aged: frozenset[str] = frozenset()
    """The families with a source that went stale since the last cycle: what is shown of them has to say so."""

    def __str__(self) -> str:
        repeats = f", {counted(repeat=self.repeats)} of trouble" if self.repeats else ""
        return f"{counted(reminder=self.reminders, source=self.stale)} stale{repeats}, {self.sent}"


def cycle(store: Store, settings: Settings, clock: Clock = utc_now) -> Cycle:
    """Come round once. It was a good cycle if it gets to its end: only then there is a beat, here and elsewhere."""
    its, at, sources = telling(settings), clock(), wanted(settings)
    stale = tell_stale(store, sources, its, at) if _was_up(store, at) else 0
    repeats = repeat_trouble(store, sources, its, at)
    aged = _aged(store, [source.name for source in sources], at)
    reminders = remind(store, its, at)
    sent = send(store, its, clock)
    with store.writing() as session:
        note_beat(session, clock())
    if address := settings.values.heartbeat_url.get_secret_value():
        beat(address)
    return Cycle(reminders, stale, repeats, sent, aged)


def _was_up(store: Store, at: datetime) -> bool:
    """Whether the last cycle was the one before this. After a time without any, old readings are no source's fault."""
    with store.reading() as session:
        last = last_beat(session)
    return last is not None and not is_overdue(last, at)


def _aged(store: Store, sources: Iterable[str], at: datetime) -> frozenset[str]:
    with store.reading() as session:
        last = last_beat(session)
        return frozenset() if last is None else frozenset(newly_stale(session, sources, last, at))
