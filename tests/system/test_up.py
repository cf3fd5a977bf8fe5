"""`almanac up` with a real server: schedules run, a second one is refused, and no way of dying leaves a child."""

import re
import shutil
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bench.harness.dates import day
from samples.site import Site as SampleSite
from tests.support.automations import automated_runs, automations, create_automation, events, silenced
from tests.support.processes import START, Api, Up, almanac, commands, free_port, gone, started, stop, tree, until
from tests.support.site import Answer, serving
from tests.support.typed import Almanac

PAGE = "quick_start/pricing"
SCHEDULE = timedelta(seconds=30)


def first_run(api: Api, *states: str, name: str = "deepseek_pricing") -> dict[str, Any]:
    return until(START, lambda: api.runs(*states, name=name))[0]


def _message(api: Api, run: str, state: str) -> str | None:
    found = api.state(run)
    return str(found["message"]) if found["type"] == state else None


def test_up_serves_on_a_free_port_and_reads_at_once(up: Up) -> None:
    assert up.port != up.wanted_port
    assert f"Port {up.wanted_port} is taken; using {up.port}." in up.said
    assert first_run(up, "COMPLETED")["state"]["message"].startswith("facts: ")


def test_without_a_network_up_stays_up_and_says_why(up: Up, beside: Almanac) -> None:
    assert "ConnectionError" in first_run(up, "FAILED", name="openrouter")["state"]["message"]
    rows = {row["source"]: row for row in beside("sources", "--json").rows}
    assert rows["openrouter"]["last_outcome"] == "failed"
    assert "ConnectionError" in rows["openrouter"]["reason"]
    next_runs = until(START, lambda: up.runs("SCHEDULED", scheduled=True))
    assert "openrouter" in [run["parameters"].get("source") for run in next_runs]
    assert up.process.poll() is None


def test_a_second_up_of_a_home_is_refused_and_doctor_sees_the_first(up: Up, beside: Almanac) -> None:
    assert f"runs at {up.origin}" in beside("doctor").out
    second = beside("up")
    assert (second.code, "runs already" in second.err) == (1, True)
    assert up.process.poll() is None


def test_a_page_that_is_refused_is_read_again_by_the_automation_of_the_documents(up: Up) -> None:
    """Upon the event of its alert. The log of runs has the line of the refusal, and no traceback."""
    create_automation(up.home, up)
    refused = almanac(up.home, "track", "deepseek_pricing", "--page", __file__)
    assert (refused.returncode, "refused: the page is cut off" in refused.stderr) == (3, True)
    again = until(60, lambda: automated_runs(up))
    assert [run["parameters"]["source"] for run in again] == ["deepseek_pricing"]
    (event,) = until(60, lambda: events(up, "almanac.alert", "almanac.deepseek_pricing.deepseek_pricing"))
    assert event["payload"]["title"] == "deepseek_pricing: broken"
    until(60, lambda: not any("spawn_main" in command for command in commands(up.process)))
    log = (up.home / "logs" / "runs.log").read_text()
    assert len(re.findall(r"deepseek_pricing \S+ \S+ UTC: refused: the page is cut off", log)) == 1
    assert "FailedRun" not in log


def test_a_cycle_reminds_and_doctor_knows_of_it(up: Up, beside: Almanac) -> None:
    cycle = up.start("remind")
    assert until(START, lambda: _message(up, cycle, "COMPLETED")).startswith("0 reminders, 0 sources stale, ")
    assert "; the last cycle was at 20" in beside("doctor", "--json").out


@pytest.fixture
def site() -> Generator[SampleSite]:
    with SampleSite(day("2026-10-31 16:00")).serving() as found:
        yield found


@pytest.fixture
def place(up: Up, tmp_path: Path) -> Path:
    """A home of one's own; Prefect's migrations have been made there."""
    prefect = tmp_path / "home" / "prefect"
    prefect.mkdir(mode=0o700, parents=True)
    shutil.copy(up.fresh, prefect / "prefect.db")
    (prefect.parent / "almanac.toml").write_text('sources = ["deepseek_pricing"]\n')
    return prefect.parent


def _runs_on_schedule(api: Api) -> None:
    """The scheduler really makes runs, and they complete: one lost to a wrong version of SQLAlchemy is silent."""
    schedules = f"/deployments/{api.deployment('deliver')['id']}/schedules"
    # The scheduler looks at a deployment that changed within seconds, or, where it was busy then, within a minute.
    first = datetime.now(UTC) + SCHEDULE / 2
    schedule = {"interval": SCHEDULE.total_seconds(), "anchor_date": first.isoformat()}
    (made,) = api.post(schedules, [{"schedule": schedule, "active": True}])
    until(START, lambda: api.runs("COMPLETED", scheduled=True))
    api.call("DELETE", f"{schedules}/{made['id']}")


def test_a_killed_up_leaves_no_child_and_the_next_one_marks_its_run_and_runs_on_schedule(
    place: Path, site: SampleSite
) -> None:
    over = Event()
    port = free_port()
    with serving(**{PAGE: [Answer(drip=lambda _: over.wait(300))]}) as hanging:
        with started(place, "up", ALMANAC_DEEPSEEK_URL=hanging.url, ALMANAC_PORT=str(port)) as process:
            killed = first_run(Api(port, place), "RUNNING")
            until(30, hanging.paths)
            children = tree(process)
            assert len(children) >= 4
            process.kill()
            until(5, lambda: gone(children))
        with started(place, "up", ALMANAC_DEEPSEEK_URL=site.url, ALMANAC_PORT=str(port)) as process:
            crashed = first_run(Api(port, place), "CRASHED")
            assert (crashed["id"], crashed["state"]["message"]) == (killed["id"], "Its process died with `almanac up`.")
            first_run(Api(port, place), "COMPLETED")
            silent = silenced(place, Api(port, place), hanging.url)
            over.set()
            _runs_on_schedule(Api(port, place))
            assert (
                until(60, lambda: _message(Api(port, place), silent, "CRASHED"))
                == "Nothing was heard of its process for 10 s."
            )
            assert len(automations(Api(port, place), "almanac: crash runs without a sign of life")) == 1
            children = tree(process)
            assert stop(process) == 0
    assert gone(children)
    assert not (place / "up.json").exists()
