"""Creates the Prefect automations that mark dead runs as Crashed: `python -m flows.automations`.

One marks a run that has begun and sends no heartbeats any more. A run whose worker dies before it has begun never sent
one, and would be Pending for ever: another one marks that. `almanac up` creates both at every start. They are for
machines that die, and for workers on other machines. Runs of a killed process on this machine are marked by the process
that started it.
"""

from datetime import timedelta

from prefect import get_client
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import Automation, AutomationCore, EventTrigger, Posture

from flows.server import HEARTBEAT_SECONDS

NAME = "almanac: crash runs without a sign of life"
UNBEGUN = "almanac: crash runs that do not begin"
TAKEN = {"prefect.flow-run.Pending", "prefect.flow-run.Submitting"}
"""A worker has taken the run, and starts its process."""
BEGUN = "prefect.flow-run.Running"
HEARTBEAT = "prefect.flow-run.heartbeat"
ENDS = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut")}
SILENCE = 4 * timedelta(seconds=HEARTBEAT_SECONDS)
"""A run without a heartbeat for this long has crashed; Prefect's minimum is 10 s."""
STARTS = 6 * timedelta(seconds=HEARTBEAT_SECONDS)
"""A run that has not begun so long after a worker took it has crashed; on a busy machine a process needs a minute."""


def zombie_automation(silence: timedelta) -> AutomationCore:
    """Return the automation, as Prefect's documentation recommends: after a heartbeat, another one or the end of the
    run must follow in time. So it must after the beginning: a run may die before it sends its first one.
    """
    return AutomationCore(
        name=NAME,
        description=f"Marks a run as Crashed of which nothing was heard for {silence.total_seconds():.0f} s.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after={HEARTBEAT, BEGUN},
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


def unbegun_automation(starts: timedelta) -> AutomationCore:
    """Return the automation for runs that a worker has taken and that do not begin."""
    return AutomationCore(
        name=UNBEGUN,
        description=f"Marks a run as Crashed that has not begun {starts.total_seconds():.0f} s after it was taken.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            after=TAKEN,
            expect={BEGUN, *ENDS},
            for_each={"prefect.resource.id"},
            threshold=1,
            within=starts,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"It had not begun {starts.total_seconds():.0f} s after a worker took it.",
                force=False,
            )
        ],
    )


def ensure_automation(client: SyncPrefectClient, silence: timedelta = SILENCE, starts: timedelta = STARTS) -> None:
    """Create or update the automations; one that was switched off stays off."""
    for wanted in (zombie_automation(silence), unbegun_automation(starts)):
        _ensure(client, wanted)


def _ensure(client: SyncPrefectClient, wanted: AutomationCore) -> None:
    existing = client.read_automations_by_name(wanted.name)
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
