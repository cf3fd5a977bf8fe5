"""The flow `track-many`: the sources of the user's own file that are due, many in one run."""

import logging
from contextlib import AbstractContextManager, nullcontext

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.clock import utc_now
from flows.database import Store
from flows.events import emitting
from flows.host_turns import limit_name, turn_of_host
from flows.ingest import enabled_sources
from flows.pipeline import TakeTurn, lateness, open_store, read_many
from flows.prefect_ui import RunAlerts, add_tags, quiet_failures, run_name, with_addresses
from flows.run import Run, alert_settings
from flows.settings import Settings, load
from scrapers.source import Source

quiet_failures()


@flow(name="track-many", flow_run_name=run_name, persist_result=False)
def track_many() -> State[None]:
    """Read the sources of your own file that are due, the longest overdue first.

    A source that fails has its row in the record, as always; the run completes and says how many did.
    """
    # A line for each of some thousand sources would fill the server's log.
    logging.getLogger("almanac").setLevel(logging.WARNING)
    settings = load()
    store = open_store(settings)
    try:
        return Completed(message=_read_due(store, settings))
    finally:
        store.close()


def _read_due(store: Store, settings: Settings) -> str:
    """Read what is due; return what became of it, in words."""
    own, now = [*settings.own_sources.values()], utc_now()
    with store.reading() as session:
        due = lateness(session, own, now).due
    alerting, told = with_addresses(alert_settings(settings)), RunAlerts()
    with emitting(store, told.emit, *settings.own_sources):
        read = read_many(
            lambda source: Run(store, source, alerting=alerting, checks_clock=True), settings, due, _turns(settings)
        )
    add_tags(told.tags())
    return str(read)


def _turns(settings: Settings) -> TakeTurn:
    """Return how a source waits for its turn at a host where runs on other machines read registered sources."""
    shared = {limit_name(source, settings) for source in enabled_sources(settings)}

    def turn(source: Source) -> AbstractContextManager[None]:
        return turn_of_host(source, settings) if limit_name(source, settings) in shared else nullcontext()

    return turn
