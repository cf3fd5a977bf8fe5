"""The flow that sends what is due: deliveries that failed, and those of a run that was killed before it sent them."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.emit import emit
from flows.events import emitting
from flows.notify import publish, remind, telling
from flows.pipeline import open_store, send, utc_now
from flows.settings import load


@flow(name="deliver", persist_result=False)
def deliver() -> State[None]:
    """Send every delivery that is due."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    store = open_store(settings)
    try:
        # What a reminder says is looked up anew before it goes.
        with emitting(store, emit):
            remind(store, telling(settings), utc_now())
        sent = send(store, telling(settings))
        # Those of a run that was killed before it wrote them, and what has passed meanwhile.
        publish(store, settings.feeds, utc_now)
    finally:
        store.close()
    return Completed(message=str(sent))
