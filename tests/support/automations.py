"""Prefect's automations and events on a real server: what was made and emitted, and a run that dies in silence."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from flows.programs.supervisor import kill_tree
from flows.server.paths import environment
from flows.settings.fields import Values
from flows.settings.load import Settings
from tests.support.processes import Api, until

PREFECT = Path(sys.executable).with_name("prefect")
READ_AGAIN = Path(__file__).parents[2] / "docs" / "automations" / "read-again.yaml"
STARTER = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
SILENT = """
from datetime import timedelta
from flows.loading import loading
with loading():
    from prefect import get_client
    from flows.track import track
    from flows.automations import NAME, ensure_automation, is_same, zombie_automation
client, silence = get_client(sync_client=True), timedelta(seconds=10)
ensure_automation(client, silence)
assert is_same(*client.read_automations_by_name(NAME), zombie_automation(silence))
track("deepseek_pricing")
"""
"""A run of its own, on a server whose automation waits for no longer than Prefect allows."""


def _environment(place: Path, api: Api, **variables: str) -> dict[str, str]:
    return environment(Settings(place, Values(), {}), place / "prefect", api.port) | variables


def create_automation(place: Path, api: Api) -> None:
    """Make the automation of the documents as people make it."""
    command = [str(PREFECT), "automation", "create", "--from-file", str(READ_AGAIN)]
    made = subprocess.run(
        command, env=_environment(place, api), capture_output=True, text=True, check=False, timeout=120
    )
    assert (made.returncode, "Created automation" in made.stdout) == (0, True), made.stdout


def silenced(place: Path, api: Api, site: str) -> str:
    """The id of a run that hangs and is killed, together with what had started it, after its first sign of life."""
    variables = _environment(place, api, ALMANAC_DEEPSEEK_URL=site)
    with subprocess.Popen([sys.executable, "-c", STARTER, SILENT], env=variables, cwd=place.parent) as process:
        try:
            run = until(60, lambda: [run for run in api.runs("RUNNING") if run["deployment_id"] is None])[0]
            until(60, lambda: events(api, "prefect.flow-run.heartbeat", f"prefect.flow-run.{run['id']}"))
        finally:
            kill_tree(process.pid)
    return str(run["id"])


def events(api: Api, name: str, resource: str) -> list[dict[str, Any]]:
    found = api.post("/events/filter", {"filter": {"event": {"name": [name]}, "resource": {"id": [resource]}}})
    return list(found["events"])


def automated_runs(api: Api) -> list[dict[str, Any]]:
    """Runs that an automation made, whatever became of them."""
    return [run for run in api.runs() if run["created_by"] and run["created_by"]["type"] == "AUTOMATION"]


def automations(api: Api, name: str) -> list[dict[str, Any]]:
    return [found for found in api.post("/automations/filter", {}) if found["name"] == name]
