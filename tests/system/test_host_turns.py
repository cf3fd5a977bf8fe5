"""Runs of several machines take turns at a host: by limits of Prefect's that one command makes."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest

from flows import host_turns
from flows.host_turns import limit_name, turn_of_host
from flows.settings.load import load
from scrapers.registry import SOURCES
from tests.support.processes import START, Up, environment, until

SOURCE = SOURCES["deepseek_pricing"]


def limits(up: Up) -> dict[str, int]:
    """The slots of each limit that are taken."""
    found: list[dict[str, Any]] = up.post("/v2/concurrency_limits/filter", {})
    return {limit["name"]: limit["active_slots"] for limit in found if limit["name"].startswith("host ")}


def test_a_run_takes_the_turn_of_its_host_and_gives_it_back(up: Up) -> None:
    password = up.password()
    assert password
    variables = {
        "PREFECT_API_URL": up.url,
        "PREFECT_API_AUTH_STRING": (up.home / "auth").read_text().strip(),
        "ALMANAC_SOURCES": SOURCE.name,
        "ALMANAC_DEEPSEEK_URL": "http://127.0.0.1:1",
    }
    made = [
        subprocess.run(
            [sys.executable, "-m", "flows.host_turns"],
            env=environment(up.home, **variables),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert made == ["1 hosts, 1 new limits\n", "1 hosts, 0 new limits\n"]
    run = up.start(SOURCE.name)
    until(START, lambda: up.message(run, "COMPLETED"))
    assert limits(up) == {"host 127.0.0.1": 0}
    taken = {"filter": {"event": {"name": ["prefect.concurrency-limit.acquired"]}}}
    until(START, lambda: [event for event in up.post("/events/filter", taken)["events"] if "host 127" in str(event)])


@pytest.mark.parametrize(("is_set", "names"), [("true", ["host api-docs.deepseek.com"]), ("false", [])])
def test_turns_are_taken_where_the_setting_says_so(
    monkeypatch: pytest.MonkeyPatch, is_set: str, names: list[str]
) -> None:
    taken: list[str] = []

    @contextmanager
    def concurrency(name: str, **options: object) -> Generator[None]:
        assert options["lease_duration"] == host_turns.LEASE_SECONDS
        taken.append(name)
        yield

    monkeypatch.setattr(host_turns, "concurrency", concurrency)
    settings = load(environ={"ALMANAC_HOME": "/none", "ALMANAC_SHARED_HOSTS": is_set})
    with turn_of_host(SOURCE, settings):
        assert taken == names


def test_two_pages_of_a_site_have_one_limit() -> None:
    settings = load(environ={"ALMANAC_HOME": "/none"})
    names = {limit_name(SOURCES[name], settings) for name in ("deepseek_pricing", "deepseek_updates", "google_pricing")}
    assert len(names) == 2
