"""The flow `remind`: finds stale sources, sends reminders and alerts, and records the cycle, every half hour."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.clock import ClockDoubt, utc_now
from flows.events import emitting
from flows.pipeline import open_store, run_cycle
from flows.prefect_ui import RunAlerts, add_tags, publish, run_name, ui_address
from flows.reports import cycle_artifacts
from flows.settings import load
from flows.timekeeping import expect_right_clock


@flow(name="remind", flow_run_name=run_name, persist_result=False)
def remind() -> State[None]:
    """Run one cycle; a completed run was a good cycle."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    store = open_store(settings)
    try:
        expect_right_clock(store, settings.home, utc_now())
        told = RunAlerts()
        with emitting(store, told.emit):
            came_round = run_cycle(store, settings, ui=ui_address())
        add_tags(told.tags())
        publish(cycle_artifacts(store, sorted(came_round.aged), settings, utc_now()))
    except ClockDoubt as doubt:
        return Failed(message=f"failed: {doubt}")
    finally:
        store.close()
    return Completed(message=str(came_round))
