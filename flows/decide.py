"""The flow `decide-held`: a person's decision about a held reading, taken in the UI."""

import logging
from typing import Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.clock import ClockDoubt, utc_now
from flows.database import Store
from flows.events import emitting
from flows.ingest import NotHeld, source_of
from flows.pipeline import DecisionResult, decide, open_to_correct
from flows.prefect_ui import RunAlerts, add_tags, publish, quiet_failures, run_name, with_addresses
from flows.reports import family_artifacts, standing_artifacts
from flows.run import Run, alert_settings, counts_text
from flows.settings import Settings, load
from models.history import NewDecision
from models.kinds import Verdict
from scrapers.registry import REGISTERED

VERDICTS = {"accept": Verdict.ACCEPTED, "reject": Verdict.REJECTED}
BY = "the Prefect UI"
DecisionWord = Literal["accept", "reject"]
quiet_failures()


@flow(name="decide-held", flow_run_name=run_name, persist_result=False, validate_parameters=True)
def decide_held(snapshot: int, decision: DecisionWord, note: str = "") -> State[None]:
    """Decide about a held reading, and tell what follows from it.

    The run fails with one line if the snapshot is not held (any more); then nothing is changed.

    Args:
        snapshot: The number of the held reading, as the artifact held-readings and `almanac held` state it.
        decision: accept: record what was read. reject: keep what is believed, also when the page says the same again.
            `almanac held undo` takes either back.
        note: Why, in your words. It is kept with the decision.
    """
    logging.getLogger("almanac").setLevel(logging.INFO)
    settings = load()
    try:
        store = open_to_correct(settings)
    except ClockDoubt as problem:
        return Failed(message=f"not decided: {problem}")
    try:
        with store.reading() as session:
            source = REGISTERED[source_of(session, snapshot)]
        run = Run(store, source, alerting=with_addresses(alert_settings(settings)))
        told = RunAlerts()
        with emitting(store, told.emit, source.name):
            decided = decide(run, NewDecision(VERDICTS[decision], snapshot, utc_now(), note or None, BY))
        add_tags([f"vendor:{source.vendor}", *told.tags()])
        _publish(store, source.family, settings)
    except NotHeld as problem:
        return Failed(message=f"not decided: {problem}")
    finally:
        store.close()
    return Completed(message=_words(source.name, decision, decided))


def _publish(store: Store, family: str, settings: Settings) -> None:
    at = utc_now()
    publish([*family_artifacts(store, family, settings, at), *standing_artifacts(store, at)])


def _words(source: str, decision: DecisionWord, decided: DecisionResult) -> str:
    """Return `accepted: snapshot 12 of deepseek_pricing: 2 changes, 1 alert`."""
    told = counts_text(change=len(decided.changes), alert=len(decided.alerts))
    return f"{VERDICTS[decision]}: snapshot {decided.snapshot_id} of {source}: {told} (outcome: {decided.outcome})"
