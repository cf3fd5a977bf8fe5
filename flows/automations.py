"""Creates the Prefect automations that mark dead runs as Crashed: `python -m flows.automations`.

One marks a run that has begun and sends no heartbeats any more. A run whose worker dies before it has begun never sent
one, and would be Pending for ever: another one marks that. `almanac up` creates both at every start. They are for
machines that die, and for workers on other machines. Runs of a killed process on this machine are marked by the process
that started it.
"""

from datetime import timedelta
from typing import Any

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


OF_EACH_RUN: dict[str, Any] = {"posture": Posture.Proactive, "for_each": {"prefect.resource.id"}, "threshold": 1}
"""Of a trigger: it fires once for each run of which the expected event does not come in time."""


def zombie_automation(silence: timedelta) -> AutomationCore:
    """Return the automation, as Prefect's documentation recommends: after a heartbeat, another one or the end of the
    run must follow in time. So it must after the beginning: a run may die before it sends its first one.
    """
    seconds = f"{silence.total_seconds():.0f} s"
    return _crashing(
        NAME,
        f"Marks a run as Crashed if nothing was heard of it for {seconds}.",
        f"Nothing was heard of its process for {seconds}.",
        EventTrigger(after={HEARTBEAT, BEGUN}, expect={HEARTBEAT, *ENDS}, within=silence, **OF_EACH_RUN),
    )


def unbegun_automation(starts: timedelta) -> AutomationCore:
    """Return the automation for runs that a worker has taken and that do not begin."""
    seconds = f"{starts.total_seconds():.0f} s"
    return _crashing(
        UNBEGUN,
        f"Marks a run as Crashed if it has not begun {seconds} after it was taken.",
        f"It had not begun {seconds} after a worker took it.",
        EventTrigger(after=TAKEN, expect={BEGUN, *ENDS}, within=starts, **OF_EACH_RUN),
    )


def _crashing(name: str, description: str, message: str, trigger: EventTrigger) -> AutomationCore:
    """Return an automation that marks a run as Crashed."""
    crash = ChangeFlowRunState(name=None, state=StateType.CRASHED, message=message, force=False)
    return AutomationCore(name=name, description=description, trigger=trigger, actions=[crash])


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
