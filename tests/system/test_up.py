"""`almanac up` with a real server: schedules run, a second one is refused, and no way of dying leaves a child."""

import json
import re
import socket
from collections.abc import Generator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bench.harness.dates import day
from samples.site import Site as SampleSite
from tests.support.automations import automations, creating, events, silenced
from tests.support.processes import Api, almanac, free_port, gone, started, stop, tree, until
from tests.support.site import Answer, serving

START = 120
PAGE = "quick_start/pricing"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A home; one source is enough to see all of this."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "almanac.toml").write_text('sources = ["deepseek_pricing"]\n')
    return home


@pytest.fixture
def site() -> Generator[SampleSite]:
    with SampleSite(day("2026-10-31 16:00")).serving() as found:
        yield found


def first_run(api: Api, *states: str) -> dict[str, Any]:
    return until(START, lambda: api.runs(*states, name="deepseek_pricing"))[0]


def test_up_serves_others_and_stops_as_one(place: Path, site: SampleSite) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        variables = {
            "ALMANAC_DEEPSEEK_URL": site.url,
            "ALMANAC_PORT": str(port),
            "PREFECT_API_URL": "http://127.0.0.1:9",
        }
        with started(place, "up", **variables) as process:
            address = until(START, lambda: (place / "up.json").read_text() if (place / "up.json").is_file() else None)
            url = json.loads(address)["url"]
            api = Api(int(url.rsplit(":", 1)[1]), place)
            assert api.url != f"http://127.0.0.1:{port}/api"
            assert first_run(api, "COMPLETED")["state"]["message"].startswith("facts: ")
            cycle = api.start("remind")
            with creating(place, api):
                _others_use_it(place, url, variables)
            _a_refused_page_is_read_again(place, api)
            assert until(START, lambda: _message(api, cycle, "COMPLETED")).startswith("0 reminders, 0 sources stale, ")
            assert "; the last cycle was at 20" in almanac(place, "doctor", "--json").stdout
            children = tree(process)
            assert stop(process) == 0
            assert process.stdout
            assert f"Port {port} is taken" in process.stdout.read()
    assert gone(children)
    assert not (place / "up.json").exists()
    _the_log_has_a_line_for_a_refusal(place)


def _runs_on_schedule(api: Api) -> None:
    """The scheduler really makes runs, and they complete: one lost to a wrong version of SQLAlchemy is silent."""
    schedules = f"/deployments/{api.deployment('deepseek_pricing')['id']}/schedules"
    schedule = {"schedule": {"interval": 2.0, "anchor_date": "2026-01-01T00:00:00Z"}, "active": True}
    (made,) = api.post(schedules, [schedule])
    # The scheduler looks at a deployment that changed within seconds, or, where it was busy then, within a minute.
    until(START, lambda: api.runs("COMPLETED", name="deepseek_pricing", scheduled=True))
    api.call("DELETE", f"{schedules}/{made['id']}")


def _others_use_it(place: Path, url: str, variables: dict[str, str]) -> None:
    assert f"runs at {url}" in almanac(place, "doctor").stdout
    second = almanac(place, "up", **variables)
    assert (second.returncode, "runs already" in second.stderr) == (1, True)
    until(60, lambda: "deepseek_pricing: not_modified" in _tracked(place, url) or None)


def _a_refused_page_is_read_again(place: Path, api: Api) -> None:
    """By the automation of the documents, upon the event of its alert."""
    refused = almanac(place, "track", "deepseek_pricing", "--page", __file__)
    assert (refused.returncode, "refused: the page is cut off" in refused.stderr) == (3, True)
    again = until(60, lambda: [run for run in api.runs("SCHEDULED") if run["created_by"]["type"] == "AUTOMATION"])
    assert [run["parameters"]["source"] for run in again] == ["deepseek_pricing"]
    (event,) = until(60, lambda: events(api, "almanac.alert", "almanac.deepseek_pricing.deepseek_pricing"))
    assert event["payload"]["title"] == "deepseek_pricing: broken"


def _the_log_has_a_line_for_a_refusal(place: Path) -> None:
    """What `almanac track` had done by a run is in the log of runs: the line of the read, and no traceback."""
    log = (place / "logs" / "runs.log").read_text()
    assert len(re.findall(r"deepseek_pricing \S+ \S+ UTC: refused: the page is cut off", log)) == 1
    assert "FailedRun" not in log


def _message(api: Api, run: str, state: str) -> str | None:
    found = api.state(run)
    return str(found["message"]) if found["type"] == state else None


def _tracked(place: Path, url: str) -> str:
    """`almanac track` runs on the server that is there; a run of the schedule may be in its way."""
    answer = almanac(place, "track")
    assert f"Running on {url}" in answer.stderr
    return answer.stdout


def test_without_a_network_up_stays_up_and_says_why(place: Path) -> None:
    port = free_port()
    variables = {"ALMANAC_DEEPSEEK_URL": f"http://127.0.0.1:{free_port()}", "ALMANAC_PORT": str(port)}
    with started(place, "up", **variables) as process:
        assert "ConnectionError" in first_run(Api(port, place), "FAILED")["state"]["message"]
        (row,) = (json.loads(line) for line in almanac(place, "sources", "--json").stdout.splitlines())
        assert (row["last_outcome"], "ConnectionError" in row["reason"]) == ("failed", True)
        assert Api(port, place).runs("SCHEDULED", scheduled=True)
        assert process.poll() is None
        assert stop(process) == 0


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
            assert stop(process) == 0
