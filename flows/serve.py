"""Serves the deployments of `almanac up`: one per source, the delivery and the reminders."""

import asyncio
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from prefect import Flow, flow_engine, get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.runner import EntrypointType  # pyright: ignore[reportPrivateImportUsage]
from prefect.runner import Runner
from prefect.states import Cancelled, Crashed

from flows.automations import ensure_automation
from flows.clock import utc_now
from flows.decide import decide_held
from flows.deliver import deliver
from flows.deployments import DECIDE, DELIVER, KEEP_HOUSE, REMIND, TRACK, TRACK_MANY, DeploymentPlan, plans
from flows.housekeeping import housekeeping
from flows.ingest import enabled_sources
from flows.page_reader import close_readers, copy_reader
from flows.prefect_ui import name_until
from flows.remind import remind
from flows.settings import load
from flows.track import track
from flows.track_many import track_many

PARALLEL_RUNS = 2
"""Number of parallel runs. Each is a process of its own, and Prefect needs seconds to load."""
FLOWS: Mapping[str, Flow[Any, Any]] = {
    TRACK: track,
    TRACK_MANY: track_many,
    DELIVER: deliver,
    REMIND: remind,
    DECIDE: decide_held,
    KEEP_HOUSE: housekeeping,
}


def add(plan: DeploymentPlan, runner: Runner, is_paused: bool = False) -> UUID:
    """Register a deployment with the server and run it here when it is due, unless it is paused; return its id.

    The runner keeps the flow and runs it, whatever the deployment on the server says by then: its steps
    (`pull_steps`), entrypoint, storage and work pool are ignored.
    """
    strategy = ConcurrencyLimitStrategy.ENQUEUE if plan.queues else ConcurrencyLimitStrategy.CANCEL_NEW
    added = runner.add_flow(
        FLOWS[plan.entrypoint],
        name=plan.name,
        description=plan.description,
        tags=[*plan.tags],
        cron=plan.cron,
        parameters=dict(plan.parameters),
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=strategy),
        # Never False, which would let a deployment go on that somebody paused.
        paused=is_paused or None,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return UUID(str(added))


def clean_up_runs(client: SyncPrefectClient) -> None:
    """Mark runs of a killed process as Crashed, and cancel runs that were due while nothing was running.

    This is called before any run starts. The first run reads every source anyway, so a week of missed runs is not
    repeated.
    """
    unfinished = {"type": {"any_": [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]}}
    for run in client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate({"state": unfinished})):
        client.set_flow_run_state(run.id, Crashed(message="Its process died with `almanac up`."), force=True)
    for limit in client.read_global_concurrency_limits(limit=200, offset=0):
        if limit.active_slots:
            client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))
    overdue = {
        "state": {"type": {"any_": [StateType.SCHEDULED]}},
        "expected_start_time": {"before_": utc_now().isoformat()},
    }
    for run in client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(overdue)):
        client.set_flow_run_state(run.id, Cancelled(message="Was due while `almanac up` was down."), force=True)


class RunProcess(ForkServerProcess):
    """A run: a copy of a process that has loaded the flows and does nothing else."""

    def run(self) -> None:
        # The last moment at which this process has one thread and no settings.
        copy_reader()
        try:
            super().run()
        finally:
            # Such a process ends without what others do at their exit.
            close_readers()


def copy_runs() -> None:
    """Begin each run as a RunProcess.

    Prefect starts a new interpreter for each, which takes longer to load Prefect and the flows than the run takes. It
    does so still on macOS, whose libraries do not allow copies.
    """
    if sys.platform != "darwin":
        get_context("forkserver").set_forkserver_preload(["flows.programs.runs"])
        flow_engine.__dict__["multiprocessing"] = SimpleNamespace(get_context=_copying)


def _copying(_method: str) -> SimpleNamespace:
    """Return the context whose processes are runs."""
    return SimpleNamespace(Process=RunProcess)


def main() -> None:
    """Serve every deployment until SIGTERM, with a first run of each source."""
    copy_runs()
    runner = Runner(name="almanac", pause_on_shutdown=False, limit=PARALLEL_RUNS)
    with get_client(sync_client=True) as client:
        clean_up_runs(client)
        ensure_automation(client)
        settings = load()
        for plan in plans(enabled_sources(settings), len(settings.own_sources)):
            added = add(plan, runner)
            if plan.entrypoint in (TRACK, TRACK_MANY):
                client.create_flow_run_from_deployment(added, name=f"{plan.name} first run")
    ended = Event()
    Thread(target=name_until, args=(ended,), daemon=True, name="names of scheduled runs").start()
    try:
        asyncio.run(runner.start())
    finally:
        ended.set()
