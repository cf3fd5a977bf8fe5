"""A demo on a real server: what it says and shows, that it asks nobody, and that nothing is left of it when it dies."""

import re
import socket
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest

from bench.harness.dates import day
from bench.harness.watchdog import remove_afterwards
from flows.automations import NAME
from samples.visits import demo_visits
from scrapers.registry import SOURCES
from tests.support.automations import automations
from tests.support.processes import ALMANAC, START, Api, free_port, gone, started, tree, typed, until

UNTIL = "2024-09-01"
VISITS = [visit for visit in demo_visits() if visit[0] < day(UNTIL)]
MOST_LINES = 25
WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        where = arguments[1] if event != "socket.getaddrinfo" else arguments[0]
        host = where[0] if isinstance(where, tuple) else where
        if isinstance(where, tuple) or event == "socket.getaddrinfo":
            if str(host) not in ("127.0.0.1", "::1", "localhost", "None", "0.0.0.0"):
                with open(os.environ["WATCHED"], "a") as file:
                    file.write(f"{sys.argv} {event} {host}\\n")
                raise ConnectionRefusedError(f"the test refuses {host}")
sys.addaudithook(watch)
with open(os.environ["WATCHED"] + ".began", "a") as file:
    file.write(f"{os.getpid()}\\n")
"""
"""What each Python of the demo does first: it refuses and notes every address that is not this machine's."""


@dataclass
class Shown:
    """A demo that has come to its end, and leaves its UI open."""

    process: Popen[str]
    home: Path
    api: Api
    said: list[str]
    watched: Path


def said_until_open(process: Popen[str]) -> Generator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line.rstrip("\n")
        if line.startswith("Stays open"):
            return


@pytest.fixture(scope="module")
def shown() -> Generator[Shown]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as processes:
        remove_afterwards(Path(folder))
        hook, home, port = Path(folder, "hook"), Path(folder, "home"), free_port()
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(WATCH)
        watched = Path(folder, "watched")
        watched.touch()
        variables = {"ALMANAC_PORT": str(port), "PYTHONPATH": str(hook), "WATCHED": str(watched)}
        process = processes.enter_context(started(ALMANAC, home, "demo", "--until", UNTIL, **variables))
        yield Shown(process, home, Api(port, home), list(said_until_open(process)), watched)


def test_it_says_at_once_where_the_ui_is_and_at_the_end_what_to_try(shown: Shown) -> None:
    assert shown.said[0] == f"UI        {shown.api.origin}  (answers in some seconds)"
    (done,) = (number for number, line in enumerate(shown.said) if line.startswith("Done in "))
    end = shown.said[done:]
    assert len(end) <= MOST_LINES
    assert max(map(len, shown.said[2:])) <= 80 + len(str(ALMANAC))
    assert f"  {len(VISITS)} visits to " in "\n".join(end)
    assert sum(f"{shown.api.origin}/v2/artifacts/key/" in line for line in end) >= 2
    tried = [line.strip() for line in end if line.endswith("--demo")]
    assert len(tried) == 5
    program, *words = tried[0].split()
    assert Path(program).name == "almanac"
    answer = typed(ALMANAC, shown.home, *words[:1], *words[-1:])
    assert (answer.returncode, "deepseek-chat" in answer.stdout) == (0, True)


def test_its_server_shows_what_a_real_one_has_and_nothing_of_it_runs(shown: Shown) -> None:
    deployments = shown.api.post("/deployments/filter", {})
    assert {"deepseek_pricing", "deliver", "remind"} <= {each["name"] for each in deployments}
    assert all(each["paused"] for each in deployments)
    assert {each["name"] for each in deployments if not each["schedules"]} == {"decide-held"}
    assert len(automations(shown.api, NAME)) == 1
    runs = shown.api.runs()
    assert {run["state"]["type"] for run in runs} == {"COMPLETED"}
    assert len(runs) == len(VISITS)
    # Not even where somebody starts one: nothing of the demo runs runs.
    deployment = shown.api.deployment("remind")["id"]
    shown.api.post(f"/deployments/{deployment}/create_flow_run", {})
    assert [run["state"]["type"] for run in shown.api.runs() if run["deployment_id"]] == ["SCHEDULED"]


def test_pages_have_one_version_a_month_and_no_task_has_a_limit_to_ask_for(shown: Shown) -> None:
    versions = shown.api.post("/artifacts/filter", {"artifacts": {"key": {"any_": ["prices-now"]}}, "limit": 200})
    months = {(SOURCES[source].family, instant.year, instant.month) for instant, source in VISITS}
    assert 1 <= len(versions) <= len(months) < len(VISITS)
    last = max((run for run in shown.api.runs() if run["start_time"]), key=lambda run: run["start_time"])
    assert max(versions, key=lambda version: version["created"])["flow_run_id"] == last["id"]
    tasks = shown.api.post("/task_runs/filter", {"limit": 200})
    assert {tuple(task["tags"]) for task in tasks} == {()}


def test_it_asks_nobody_but_this_machine(shown: Shown) -> None:
    assert shown.watched.read_text() == ""
    began = Path(f"{shown.watched}.began").read_text().split()
    assert len(set(began)) >= 5, "the hook was in the processes"


def test_killed_it_leaves_nothing_and_opens_again_without_walking(shown: Shown) -> None:
    children = tree(shown.process)
    assert len(children) >= 2
    shown.process.kill()
    until(5, lambda: gone(children))
    port = free_port()
    with started(ALMANAC, shown.home, "demo", "--open", ALMANAC_PORT=str(port)) as again:
        said = list(said_until_open(again))
        assert said[0] == f"UI        http://127.0.0.1:{port}  (answers in some seconds)"
        assert not [line for line in said if line.startswith(("[", "Done"))]
        api = Api(port, shown.home)
        assert len([run for run in api.runs() if not run["deployment_id"]]) == len(VISITS)
        children = tree(again)
        commands = {each: each.cmdline() for each in children}
        (server,) = (each for each, words in commands.items() if words[2:3] == ["flows.programs.prefect_server"])
        server.kill()
        assert again.wait(START) == 1
        until(5, lambda: gone(children))
        assert again.stdout
        assert re.search("Prefect's server ended by itself, see .*server.log", again.stdout.read())
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
