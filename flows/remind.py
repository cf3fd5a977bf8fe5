"""The flow `remind`: finds stale sources, sends reminders and alerts, and records the cycle, every half hour."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.artifacts import show_family
from flows.emit import emit
from flows.events import emitting
from flows.pipeline import open_store, run_cycle
from flows.settings import load


@flow(name="remind", persist_result=False)
def remind() -> State[None]:
    """Run one cycle; a completed run was a good cycle."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    store = open_store(settings)
    try:
        with emitting(store, emit):
            came_round = run_cycle(store, settings)
        for family in sorted(came_round.aged):
            show_family(store, family, settings.values.watch, "a source went stale")
    finally:
        store.close()
    return Completed(message=str(came_round))
