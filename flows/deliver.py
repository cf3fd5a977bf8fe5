"""The flow `deliver`: sends deliveries that are due, after failures or after a run that was killed."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.clock import utc_now
from flows.emit import emit
from flows.events import emitting
from flows.notify import publish_ends, publish_feeds, remind
from flows.pipeline import deliver_due, open_store
from flows.run import alert_settings
from flows.settings import load


@flow(name="deliver", persist_result=False)
def deliver() -> State[None]:
    """Send every delivery that is due."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    store = open_store(settings)
    try:
        # The text of a reminder is checked again before it is sent.
        with emitting(store, emit):
            remind(store, alert_settings(settings), utc_now())
        sent = deliver_due(store, alert_settings(settings))
        # Write the feeds again: a run may have been killed before it did, and deadlines may have passed.
        publish_feeds(store, settings.feeds, utc_now)
        publish_ends(store, settings.feeds, utc_now)
    finally:
        store.close()
    return Completed(message=str(sent))
