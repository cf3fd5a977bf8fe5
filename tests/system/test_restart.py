"""`almanac up` when processes die: a run is marked, no child is left, the next `up` goes on, and schedules run."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flows.automations import NAME, SILENCE, STARTS, UNBEGUN
from flows.clock import utc_now
from tests.support.automations import automations, crashing_when_silent, events, is_waited_for, let_time_pass
from tests.support.processes import START, Api, Up, gone, runs_of, tree, until

SCHEDULE = timedelta(seconds=30)


def test_a_run_without_a_sign_of_life_is_marked(up: Up) -> None:
    _fall_silent(up)
    with crashing_when_silent(up, timedelta(seconds=10)):
        unbegun, late = _taken_and_not_begun(up), _taken_and_not_begun(up)
        until(60, lambda: is_waited_for(up, late))
        let_time_pass(up, late, hours=1)
        silent = up.start("openrouter")
        until(60, lambda: events(up, "prefect.flow-run.heartbeat", f"prefect.flow-run.{silent}"))
        # A run of the schedule is over soon; the silent one is not.
        (process,) = until(60, lambda: found if len(found := runs_of(up.process)) == 1 else None)
        process.suspend()
        message = until(60, lambda: up.message(silent, "CRASHED"))
        process.kill()
        left = [until(60, partial(up.message, run, "CRASHED")) for run in (unbegun, late)]
    assert message == "Nothing was heard of its process for 10 s."
    assert left == 2 * ["It had not begun 20 s after a worker took it."]


def test_a_killed_up_leaves_no_child_and_the_next_one_marks_its_run_and_runs_on_schedule(up: Up) -> None:
    _fall_silent(up)
    killed = up.start("openrouter")
    until(START, lambda: up.state(killed)["type"] == "RUNNING" and runs_of(up.process))
    children, read_before = tree(up.process), len(up.runs("COMPLETED", name="deepseek_pricing"))
    assert len(children) >= 4
    up.process.kill()
    until(5, lambda: gone(children))
    up.start_again()
    assert until(START, lambda: up.message(killed, "CRASHED")) == "Its process died with `almanac up`."
    # All is served by the time of its first run.
    until(START, lambda: len(up.runs("COMPLETED", name="deepseek_pricing")) > read_before)
    (automation,) = automations(up, NAME)
    assert automation["trigger"]["within"] == SILENCE.total_seconds()
    (automation,) = automations(up, UNBEGUN)
    assert automation["trigger"]["within"] == STARTS.total_seconds()
    _run_on_schedule(up)


def _taken_and_not_begun(api: Api) -> str:
    """A run that a worker took, which died before the run began: it never sends a heartbeat."""
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": (utc_now() + timedelta(days=1)).isoformat()}}
    made = api.post(f"/deployments/{api.deployment('housekeeping')['id']}/create_flow_run", {"state": later})
    for name in ("Pending", "Submitting"):
        taken = {"state": {"type": "PENDING", "name": name}, "force": True}
        api.post(f"/flow_runs/{made['id']}/set_state", taken)
    return str(made["id"])


def _fall_silent(up: Up) -> None:
    """From now on a run of the source that refused connections hangs."""
    until(START, lambda: up.runs("FAILED", name="openrouter") and not runs_of(up.process))
    up.silent.listen()


def _run_on_schedule(api: Api) -> None:
    """The scheduler really makes runs, and they complete: one lost to a wrong version of SQLAlchemy is silent."""
    schedules = f"/deployments/{api.deployment('deliver')['id']}/schedules"
    # The scheduler looks at a deployment that changed within seconds, or, where it was busy then, within a minute.
    first = datetime.now(UTC) + SCHEDULE / 2
    schedule = {"interval": SCHEDULE.total_seconds(), "anchor_date": first.isoformat()}
    (made,) = api.post(schedules, [{"schedule": schedule, "active": True}])
    until(START, lambda: [run for run in api.runs("COMPLETED", scheduled=True) if _due(run) >= first])
    api.call("DELETE", f"{schedules}/{made['id']}")


def _due(run: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(run["expected_start_time"])
