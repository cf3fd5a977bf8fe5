"""Prefect's automations and events on a real server: what was made and emitted; the one of `almanac up`."""

import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from prefect import get_client
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_URL,
    PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
    temporary_settings,
)

from flows.automations import NAME, ensure_automation, is_same, zombie_automation
from flows.server.auth import ensure_auth
from flows.server.paths import environment
from flows.settings.fields import Values
from flows.settings.load import Settings
from tests.support.processes import Api

PREFECT = Path(sys.executable).with_name("prefect")
TEMPLATES = Path(__file__).parents[2] / "docs" / "automations"
READ_AGAIN = TEMPLATES / "read-again.yaml"
NO_BLOCK = "00000000-0000-0000-0000-000000000000"
"""What stands in a template where people put the id of their block."""


def create_automation(api: Api, file: Path = READ_AGAIN) -> None:
    """Make an automation of the documents as people make it."""
    variables = environment(Settings(api.home, Values(), {}), api.home / "prefect", api.port)
    command = [str(PREFECT), "automation", "create", "--from-file", str(file)]
    made = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=120)
    assert (made.returncode, "Created automation" in made.stdout) == (0, True), made.stdout


@contextmanager
def speaking(api: Api) -> Generator[None]:
    """Prefect's clients in this process speak to this server."""
    settings: dict[Any, Any] = {
        PREFECT_API_URL: api.url,
        PREFECT_API_AUTH_STRING: ensure_auth(api.home),
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: True,
    }
    with temporary_settings(settings):
        yield


def notification_block(api: Api, url: str) -> str:
    """Make a block that posts subject and body to an address; its id."""
    json_data = {"subject": "{{subject}}", "body": "{{body}}"}
    with speaking(api):
        made = {"name": "tests", "url": url, "json_data": json_data}
        return str(CustomWebhookNotificationBlock.model_validate(made).save("tests", overwrite=True))


@contextmanager
def crashing_when_silent(api: Api, silence: timedelta) -> Generator[None]:
    """The automations of `almanac up` wait for no longer than this, and twice this, as they are updated by us."""
    with speaking(api), get_client(sync_client=True) as client:
        ensure_automation(client, silence, 2 * silence)
        (updated,) = client.read_automations_by_name(NAME)
        assert is_same(updated, zombie_automation(silence))
        yield
        ensure_automation(client)


def events(api: Api, name: str, resource: str) -> list[dict[str, Any]]:
    found = api.post("/events/filter", {"filter": {"event": {"name": [name]}, "resource": {"id": [resource]}}})
    return list(found["events"])


def automated_runs(api: Api) -> list[dict[str, Any]]:
    """Runs that an automation made, whatever became of them."""
    return [run for run in api.runs() if run["created_by"] and run["created_by"]["type"] == "AUTOMATION"]


def is_waited_for(api: Api, run: str) -> bool:
    """Return True if an automation waits for an event of a run."""
    with _prefects_database(api) as database:
        waits = "select count(*) from automation_bucket where bucketing_key like ?"
        return bool(database.execute(waits, (f"%{run}%",)).fetchone()[0])


def let_time_pass(api: Api, run: str, hours: int) -> None:
    """Let an automation be hours late with a run, as after a sleep of the machine."""
    with _prefects_database(api) as database, database:
        earlier = f"-{hours} hours"
        moved = """update automation_bucket set start = datetime(start, ?), "end" = datetime("end", ?)"""
        database.execute(f"{moved} where bucketing_key like ?", (earlier, earlier, f"%{run}%"))


@contextmanager
def _prefects_database(api: Api) -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(api.home / "prefect" / "prefect.db", timeout=60)) as database:
        yield database


def automations(api: Api, name: str) -> list[dict[str, Any]]:
    return [found for found in api.post("/automations/filter", {}) if found["name"] == name]
