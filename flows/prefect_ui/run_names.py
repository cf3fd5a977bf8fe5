"""Names and tags of runs, by which they can be told apart in the list: the source, and the slot of the schedule."""

import logging
from collections.abc import Sequence
from datetime import datetime
from threading import Event
from typing import Any

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import deployment, flow_run

from flows.clock import utc_now

LOG = logging.getLogger("almanac.runs")
PAUSE_SECONDS = 20
MOST_RUNS = 200
"""The most runs that a server lists at once."""


def slot_name(name: str, at: datetime) -> str:
    """Return `deepseek_pricing 2026-08-13 00:07`."""
    return f"{name} {at:%Y-%m-%d %H:%M}"


def run_name() -> str:
    """Return the name of this run: its source, else its deployment or flow, and the instant that it is for."""
    given: dict[str, Any] = flow_run.get_parameters()
    name = given.get("source") or deployment.get_name() or flow_run.get_flow_name() or "run"
    at = given.get("at") or flow_run.get_scheduled_start_time() or utc_now()
    return slot_name(str(name), at if isinstance(at, datetime) else datetime.fromisoformat(str(at)))


def name_scheduled_runs(client: SyncPrefectClient) -> int:
    """Name the runs ahead by deployment and slot, instead of Prefect's chance names; return how many were renamed."""
    ahead = {
        "state": {"type": {"any_": [StateType.SCHEDULED]}},
        "expected_start_time": {"after_": utc_now().isoformat()},
    }
    runs = client.read_flow_runs(
        flow_run_filter=FlowRunFilter.model_validate(ahead),
        sort=FlowRunSort.EXPECTED_START_TIME_ASC,
        limit=MOST_RUNS,
    )
    names = {found.id: found.name for found in client.read_deployments(limit=MOST_RUNS)} if runs else {}
    renamed = 0
    for run in runs:
        deployed = names.get(run.deployment_id) if run.deployment_id else None
        name = slot_name(deployed, run.expected_start_time) if deployed and run.expected_start_time else run.name
        if run.name != name:
            client.update_flow_run(run.id, name=name)
            renamed += 1
    return renamed


def name_until(stop: Event, pause_seconds: float = PAUSE_SECONDS) -> None:
    """Name scheduled runs again and again. A server that does not answer is asked again after the pause."""
    while not stop.wait(pause_seconds):
        try:
            with get_client(sync_client=True) as client:
                name_scheduled_runs(client)
        except Exception as problem:  # noqa: BLE001 (a name is no reason to end the runs)
            LOG.debug("scheduled runs could not be named: %s", type(problem).__name__)


def add_tags(tags: Sequence[str]) -> None:
    """Add tags to this run; nothing outside of a run on a server."""
    own = flow_run.get_id()
    if not own or not tags:
        return
    with get_client(sync_client=True) as client:
        every = list(dict.fromkeys([*flow_run.get_tags(), *tags]))
        client.update_flow_run(own, tags=every)  # pyright: ignore[reportArgumentType]
