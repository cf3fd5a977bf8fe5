"""An automation of Prefect's that marks runs as Crashed whose process has gone silent: `python -m flows.automations`.

`almanac up` makes it at every start. It is for machines that die, and for workers elsewhere: what a process of this
machine leaves behind when it is killed is marked by whoever started it.
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
"""So long a run may be silent; Prefect allows no less than 10 s."""


def marking(silence: timedelta) -> AutomationCore:
    """Prefect's own recipe: after a heartbeat either another one comes in time, or the run ends."""
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


def mark_zombies(client: SyncPrefectClient, silence: timedelta = SILENCE) -> None:
    """See to it that there is one such automation, as it is here; one that somebody switched off stays off."""
    wanted, found = marking(silence), client.read_automations_by_name(NAME)
    if not found:
        client.create_automation(wanted)
        return
    first, *others = found
    wanted.enabled = first.enabled
    if not is_same(first, wanted):
        client.update_automation(first.id, wanted)
    for other in others:
        client.delete_automation(other.id)


def is_same(found: Automation, wanted: AutomationCore) -> bool:
    """Whether there is nothing to update."""
    return AutomationCore.model_validate(found.model_dump(include=set(AutomationCore.model_fields))) == wanted


def main() -> None:
    with get_client(sync_client=True) as client:
        mark_zombies(client)


if __name__ == "__main__":
    main()
