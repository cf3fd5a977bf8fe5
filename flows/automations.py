"""Creates the Prefect automation that marks runs without heartbeats as Crashed: `python -m
flows.automations`.

`almanac up` creates it at every start. It is for machines that die, and for workers on other machines. Runs of a killed
process on this machine are marked by the process that started it.
"""

from datetime import timedelta

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import Automation, AutomationCore, EventTrigger, Posture

from flows.server import HEARTBEAT_SECONDS

NAME = "almanac: crash runs without a sign of life"
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut")}
SILENCE = 4 * timedelta(seconds=HEARTBEAT_SECONDS)
"""A run without a heartbeat for this long has crashed; Prefect's minimum is 10 s."""


def zombie_automation(silence: timedelta) -> AutomationCore:
    """Return the automation, as Prefect's documentation recommends: after a heartbeat, another one or the end of the
    run must follow in time.
    """
    return AutomationCore(
        name=NAME,
        description=f"Marks a run as Crashed of which nothing was heard for {silence.total_seconds():.0f} s.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={HEARTBEAT},
            expect={HEARTBEAT, *ENDS},
            for_each={"prefect.resource.id"},
            threshold=1,
            within=silence,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"Nothing was heard of its process for {silence.total_seconds():.0f} s.",
                force=False,
            )
        ],
    )


def ensure_automation(client: SyncPrefectClient, silence: timedelta = SILENCE) -> None:
    """Create or update the automation; one that was switched off stays off."""
    wanted, existing = zombie_automation(silence), client.read_automations_by_name(NAME)
    if not existing:
        client.create_automation(wanted)
        return
    first, *others = existing
    wanted.enabled = first.enabled
    if not is_same(first, wanted):
        client.update_automation(first.id, wanted)
    for other in others:
        client.delete_automation(other.id)


def is_same(existing: Automation, wanted: AutomationCore) -> bool:
    """Return True if there is nothing to update."""
    return AutomationCore.model_validate(existing.model_dump(include=set(AutomationCore.model_fields))) == wanted


def main() -> None:
    with get_client(sync_client=True) as client:
        ensure_automation(client)


if __name__ == "__main__":
    main()
