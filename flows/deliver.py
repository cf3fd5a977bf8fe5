"""The flow `deliver`: sends deliveries that are due, after failures or after a run that was killed."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.clock import ClockDoubt, utc_now
from flows.events import emitting
from flows.notify import publish_ends, publish_feeds, remind
from flows.pipeline import deliver_due, open_store
from flows.prefect_ui import RunAlerts, add_tags, run_name, with_addresses
from flows.run import alert_settings
from flows.settings import load
from flows.timekeeping import expect_right_clock


@flow(name="deliver", flow_run_name=run_name, persist_result=False)
def deliver() -> State[None]:
    """Send every delivery that is due."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    store = open_store(settings)
    try:
        expect_right_clock(store, settings.home, utc_now())
        # The text of a reminder is checked again before it is sent.
        told, alerting = RunAlerts(), with_addresses(alert_settings(settings))
        with emitting(store, told.emit):
            remind(store, alerting, utc_now())
        add_tags(told.tags())
        sent = deliver_due(store, alerting)
        # Write the feeds again: a run may have been killed before it did, and deadlines may have passed.
        publish_feeds(store, settings.feeds, utc_now)
        publish_ends(store, settings.feeds, utc_now)
    except ClockDoubt as doubt:
        return Failed(message=f"failed: {doubt}")
    finally:
        store.close()
    return Completed(message=str(sent))
