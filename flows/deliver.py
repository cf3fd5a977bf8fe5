"""The flow that sends what is due: deliveries that failed, and those of a run that was killed before it sent them."""

import logging

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from alerts.channels import CHANNELS
from alerts.outbox import deliver as send
from flows.road import open_store, utc_now
from flows.settings import load


@flow(name="deliver", persist_result=False)
def deliver() -> State[None]:
    """Send every delivery that is due."""
    logging.getLogger("almanac").setLevel(logging.INFO)
    store = open_store(load())
    try:
        sent = send(store.writing, CHANNELS, utc_now())
    finally:
        store.close()
    return Completed(message=f"{sent} delivered")
