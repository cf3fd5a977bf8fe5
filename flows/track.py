"""The flow `track`: one attempt at one source, each step of the pipeline a task."""

import logging
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import TagsContext
from prefect.states import Completed, Failed

from flows.clock import ClockDoubt, utc_now
from flows.database import AlreadyRunning, Store
from flows.events import emitting
from flows.host_turns import turn_of_host
from flows.ingest import NotAsked
from flows.pipeline import open_store, read_source
from flows.prefect_ui import RunAlerts, add_tags, publish, quiet_failures, run_name, with_addresses
from flows.reports import run_artifacts, run_message
from flows.run import AlertSettings, Run, alert_settings
from flows.settings import Settings, load
from models.history import OutOfOrder
from scrapers.registry import fetched_source

TaskResult = TypeVar("TaskResult")
KEPT: ContextVar[Store | None] = ContextVar("KEPT", default=None)
"""The open database of a process that makes many runs, one after the other, and writes the feeds when it ends.

Without it each run opens its own, and writes them.
"""
PAGES: ContextVar[bool | None] = ContextVar("PAGES", default=None)
"""True if the run writes the pages that are not about it alone, False if a later one will; None: if it found news."""
TURN: ContextVar[Callable[[], AbstractContextManager[None]]] = ContextVar("TURN", default=nullcontext)
"""Entered while a run works on the record: in a process with several runs at a time they take turns."""
quiet_failures()


def as_task(name: str, hop: Callable[[], TaskResult]) -> TaskResult:
    """Run a step as a task. It returns ids and counts, is never retried (scrapers/http retries) and never cached."""
    # Of each tag of a task Prefect asks the server for a limit: tags of the demo are for its runs.
    with TagsContext(current_tags=set()):
        return task(name=name, cache_policy=NO_CACHE, persist_result=False)(hop)()


@contextmanager
def _opened(settings: Settings) -> Generator[Store]:
    kept = KEPT.get()
    with TURN.get()():
        store = kept or open_store(settings)
        try:
            yield store
        finally:
            if store is not kept:
                store.close()


def _alerting(settings: Settings) -> AlertSettings:
    """Return how a run alerts. A function of its own: Prefect pickles what a flow names, and no ContextVar can be."""
    alerting = alert_settings(settings)
    return with_addresses(alerting if KEPT.get() is None else replace(alerting, feeds=None))


def _writes_pages() -> bool | None:
    return PAGES.get()


@flow(name="track", flow_run_name=run_name, persist_result=False, validate_parameters=True)
def track(source: str, at: datetime | None = None, page: Path | None = None) -> State[None]:
    """Read one source once: now, or as of `at`; from the web, or from a saved `page`.

    The run completes if the page was read or had not changed. It fails with the reason if the page was refused or could
    not be fetched; then the recorded facts stay as they are.
    """
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings, moment = load(), at or utc_now()
    # The demo gives the instants at which the sites are visited: they are the clock of all that it records.
    clock = (lambda: moment) if at and page is None else utc_now
    with _opened(settings) as store:
        run = Run(store, fetched_source(source), clock, _alerting(settings), hop=as_task, checks_clock=clock is utc_now)
        try:
            told = RunAlerts()
            # A saved page asks nobody.
            turn = nullcontext() if page else turn_of_host(run.source, settings)
            with turn, emitting(store, told.emit, source):
                settled = read_source(run, settings, page, moment)
            add_tags(told.tags())
            publish(run_artifacts(store, run.source, settled, settings, clock(), _writes_pages()))
            message = run_message(store, source, settled, clock(), run.alerting.ui)
        except (NotAsked, AlreadyRunning) as problem:
            return Completed(message=str(problem))
        except (OutOfOrder, ClockDoubt) as problem:
            return Failed(message=f"failed: {problem}")
    return Completed(message=message) if settled.good else Failed(message=message)
