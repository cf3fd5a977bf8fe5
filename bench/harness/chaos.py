"""A virtual day of alerts for targets on loopback, some of which are down, busy, slow, or break off.

The outbox's clock is virtual; what the targets need is real time.
"""

import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from alerts.channels.channel import channels
from alerts.message import Message
from alerts.outbox import deliver, enqueue, waiting
from alerts.targets import Target
from bench.harness.inbox import Exchange, Many, Posted, Receiver, closed, receiving
from bench.harness.registering import register
from flows.database import Store
from models.schema.tables import Snapshot

BEGAN = datetime(2026, 8, 18, tzinfo=UTC)
STEP = timedelta(minutes=5)
"""From round to round; every other one follows an alert."""
HEALTHY = ("team", "mail", "feed")
FAULTS = 8
"""The first try of every so-many-th message meets a fault, and of faulty targets the two after it meet others."""
RETRY_AFTER = timedelta(hours=2)
STALL_SECONDS = 30
PATIENCE = 60
"""Seconds for those that do answer: how busy this machine is makes no difference."""


class Chaos:
    """The targets and their faults, and what came of them."""

    def __init__(self, store: Store) -> None:
        self.now = BEGAN
        self.keys: list[str] = []
        self.receivers: dict[str, Receiver] = {}
        self.latencies: list[float] = []
        """Of healthy targets: seconds from the start of a round until acceptance."""
        self.faults: dict[str, int] = {}
        self.early = 0
        """Requests that came before the instant that a 429 asked for."""
        self.over = Event()
        self._store = store
        self._targets: dict[str, Target] = {}
        self._round_began, self._not_before = 0.0, BEGAN
        self._tried: set[tuple[str, str]] = set()

    def add(self, name: str, receiver: Receiver, timeout_seconds: float = PATIENCE) -> None:
        address = {"webhook": receiver.url, "timeout_seconds": timeout_seconds}
        self._targets[name], self.receivers[name] = Target.model_validate(address), receiver

    def pass_time(self, alerts: int) -> None:
        """So many alerts, and two rounds of sending for each."""
        for _ in range(alerts):
            self._enqueue()
            self._round()
            self._round()

    def drain(self) -> datetime:
        """Rounds until nothing waits; when that was."""
        while self._is_left():
            self._round()
        return self.now

    def take(self, exchange: Exchange, posted: Posted) -> None:
        """As a healthy target does."""
        self.latencies.append(time.perf_counter() - self._round_began)
        exchange.take(posted)

    def limit(self, exchange: Exchange, posted: Posted) -> None:
        """As one that has too many requests."""
        self.early += self.now < self._not_before
        if self._fault("429", posted, 1) is None:
            exchange.take(posted)
            return
        self._not_before = self.now + RETRY_AFTER
        exchange.answer(429, Retry_After=f"{RETRY_AFTER.total_seconds():.0f}")

    def fail(self, exchange: Exchange, posted: Posted) -> None:
        """As one that stalls, that breaks off in its answer, and that breaks off when it has accepted."""
        fault = self._fault("stalled, or broke off", posted, 3)
        if fault == 0:
            self.over.wait(STALL_SECONDS)
        elif fault == 1:
            exchange.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Le")
            exchange.reset()
        elif fault == 2:
            exchange.receiver.accepted.append(posted)
            exchange.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it")
            exchange.reset()
        else:
            exchange.take(posted)

    def _fault(self, what: str, posted: Posted, kinds: int) -> int | None:
        """The fault that a message meets, by its kind; none at a second try."""
        fault = self.keys.index(posted.key) % FAULTS
        if (what, posted.key) in self._tried or fault >= kinds:
            return None
        self._tried.add((what, posted.key))
        self.faults[what] = self.faults.get(what, 0) + 1
        return fault

    def _enqueue(self) -> None:
        number = len(self.keys)
        with self._store.writing() as session:
            register(session, "s")
            snapshot = Snapshot(source="s", url=str(number), moment=self.now, stored_at=self.now, outcome="facts")
            session.add(snapshot)
            session.flush()
            message = Message(f"s/{number}", "price changed", "warning", "s", "m", "t", "b", None, snapshot.id)
            enqueue(session, [message], self._targets, self.now)
        self.keys.append(message.alert_key)

    def _round(self) -> None:
        self.now += STEP
        self._round_began = time.perf_counter()
        deliver(self._store.writing, channels(self._targets), lambda: self.now)

    def _is_left(self) -> bool:
        with self._store.reading() as session:
            return bool(waiting(session, datetime.max.replace(tzinfo=UTC)))


@contextmanager
def chaos(store: Store, timeout_seconds: float) -> Generator[Chaos]:
    """Healthy targets, one that is down until it is opened, one that has too many requests, and one that breaks off or
    does not answer within the time.
    """
    found = Chaos(store)
    with ExitStack() as stack:
        for name in HEALTHY:
            found.add(name, stack.enter_context(receiving(found.take)))
        found.add("down", stack.enter_context(closed()))
        found.add("busy", stack.enter_context(receiving(found.limit)))
        found.add("faulty", stack.enter_context(receiving(found.fail, Many)), timeout_seconds)
        stack.callback(found.over.set)
        yield found
