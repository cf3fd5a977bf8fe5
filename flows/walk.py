"""Runs `track` with a given clock: takes the visits as a line of JSON, and ends with its input.

It prints a line of JSON when a visit begins and when it has ended, and waits for a line each time: whoever reads them
sets the clock of the sites. The visits work one after the other. What Prefect does before and after one goes on
meanwhile, in another thread. Deadlines between two visits are reminded of as if the schedules had run all the time. The
server shows the deployments and automations of `almanac up`, paused: nothing runs on a real clock. The feeds are
written at the end: their last state is what a reader finds. Pages that are not about one run (prices, charts, boards)
are written by the last visit of a month to sources of their family.

It is a process of its own, because Prefect reads its environment at import and sends its last logs at exit: the server
has to be running at both times.
"""

import json
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from queue import SimpleQueue
from threading import Condition, Lock

from prefect import get_client, tags
from prefect.context import SyncClientContext
from prefect.runner import Runner
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.automations import ensure_automation
from flows.database import Store
from flows.deployments import plans, source_tags
from flows.ingest import enabled_sources
from flows.notify import publish_feeds, remind_until
from flows.pipeline import deliver_due, open_store
from flows.run import AlertSettings, alert_settings
from flows.serve import add
from flows.settings import load
from flows.track import KEPT, PAGES, TURN, track
from scrapers.registry import SOURCES

AT_A_TIME = 2
"""Number of visits that have begun: one works, and Prefect begins or ends the other one."""


@dataclass
class Walk:
    """The visits of the demo, which work in their order."""

    store: Store
    alerting: AlertSettings
    visits: Sequence[tuple[str, datetime]]
    _turn: int = 0
    """The number of the visit that works, or may begin to."""
    _moved: Condition = field(default_factory=Condition)
    _talking: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        months = [(SOURCES[source].family, instant.year, instant.month) for source, instant in self.visits]
        last = {month: number for number, month in enumerate(months)}
        self._writes_pages = [last[month] == number for number, month in enumerate(months)]

    def visit(self, number: int) -> None:
        """Make one visit, in its turn."""
        source, instant = self.visits[number]
        TURN.set(partial(self._in_turn, number))
        PAGES.set(self._writes_pages[number])
        with tags(*source_tags(SOURCES[source])):
            try:
                state = track(source=source, at=instant, return_state=True)
            finally:
                self._move_on(number)
        self._tell({"visit": number, "completed": state.is_completed(), "message": state.message})

    @contextmanager
    def _in_turn(self, number: int) -> Generator[None]:
        with self._moved:
            self._moved.wait_for(lambda: self._turn == number)
        self._tell({"visit": number})
        if number:
            before, instant = (self.visits[each][1] for each in (number - 1, number))
            for due_at in remind_until(self.store, self.alerting, before, instant):
                deliver_due(self.store, self.alerting, lambda due_at=due_at: due_at)
        try:
            yield
        finally:
            self._move_on(number)

    def _move_on(self, number: int) -> None:
        with self._moved:
            self._turn = max(self._turn, number + 1)
            self._moved.notify_all()

    def _tell(self, what: dict[str, object]) -> None:
        """Print what happens, and wait until it was heard."""
        with self._talking:
            sys.stdout.write(f"{json.dumps(what)}\n")
            sys.stdout.flush()
            if not sys.stdin.readline():
                raise EOFError("nobody listens")


def register() -> None:
    """Register what `almanac up` serves with the server, paused."""
    runner = Runner(name="almanac demo")
    with get_client(sync_client=True) as client:
        ensure_automation(client)
        for plan in plans(enabled_sources(load())):
            add(plan, runner, is_paused=True)


@contextmanager
def _clients(count: int) -> Generator[SimpleQueue[Context]]:
    """Open a client of the server in each of so many contexts, in which visits run one after the other.

    To make a client and to ask for its token takes a twentieth of a visit.
    """
    contexts, free = [(copy_context(), SyncClientContext()) for _ in range(count)], SimpleQueue[Context]()
    for context, client in contexts:
        context.run(client.__enter__)
        free.put(context)
    try:
        yield free
    finally:
        for context, client in contexts:
            context.run(client.__exit__, None, None, None)


def _visit(walk: Walk, free: SimpleQueue[Context], number: int) -> None:
    context = free.get()
    try:
        context.run(walk.visit, number)
    finally:
        free.put(context)


def main() -> None:
    settings = load()
    visits = [(source, datetime.fromisoformat(instant)) for source, instant in json.loads(sys.stdin.readline())]
    walk = Walk(open_store(settings), alert_settings(settings), visits)
    KEPT.set(walk.store)
    register()
    # Each run would spend a second on stopping a heartbeat that is not needed here.
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        _clients(AT_A_TIME) as free,
        ThreadPoolExecutor(AT_A_TIME) as threads,
    ):
        going = [threads.submit(_visit, walk, free, number) for number in range(len(visits))]
        try:
            for visit in going:
                visit.result()
        finally:
            # After one that failed no other one begins.
            threads.shutdown(wait=False, cancel_futures=True)
    if visits:
        publish_feeds(walk.store, settings.feeds, lambda: visits[-1][1])
