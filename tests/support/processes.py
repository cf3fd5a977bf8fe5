"""Real processes: `almanac` as people start it, watched from outside."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import psutil
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from flows.programs.supervisor import kill_tree
from flows.server.auth import read_auth

ALMANAC = Path(sys.executable).with_name("almanac")
Found = TypeVar("Found")
START = 120
"""Seconds within which a server has started, or a run has been."""
PUBLIC = "https://almanac.example"
"""The address by which others reach the `almanac up` of the tests, as behind a proxy with TLS."""
LONGEST_PAUSE = 0.5
COPYING = "multiprocessing.forkserver"
"""On the command line of the process that has loaded the flows, of its copies (the runs), and of theirs (readers)."""
BUSY_TRIES = 6
"""So often a call is made again to a server whose database is busy."""


def environment(home: Path, **variables: str) -> dict[str, str]:
    """This environment without any setting of ours or Prefect's, but for these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
    return kept | {"ALMANAC_HOME": str(home), "HOME": str(home.parent)} | variables


def almanac(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command, run to its end."""
    return typed(ALMANAC, home, *words, **variables)


def typed(program: Path, home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The same of another installation."""
    return subprocess.run(
        [program, *words],
        env=environment(home, **variables),
        cwd=home.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@contextmanager
def started(program: Path, home: Path, *words: str, **variables: str) -> Generator[subprocess.Popen[str]]:
    """A command that goes on; killed with all that it started where the test did not end it."""
    with subprocess.Popen(
        [program, *words],
        env=environment(home, **variables),
        cwd=home.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                kill_tree(process.pid)


def until(seconds: float, condition: Callable[[], Found | None]) -> Found:
    """What the condition finds, as soon as it finds something. Raises TimeoutError."""
    deadline, pause = time.monotonic() + seconds, 0.02
    while time.monotonic() < deadline:
        if found := condition():
            return found
        # A server that is asked all the time has less for what it is waited for.
        time.sleep(pause := min(1.3 * pause, LONGEST_PAUSE))
    raise TimeoutError(f"nothing within {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Api:
    """Prefect's API, as the UI uses it: with the password of the home and a CSRF token."""

    def __init__(self, port: int, home: Path) -> None:
        self.port, self.home = port, home
        self.origin = f"http://127.0.0.1:{port}"
        self.url = f"{self.origin}/api"
        self._headers: dict[str, str] = {}

    def password(self) -> dict[str, str]:
        """The header with the password."""
        return {"Authorization": f"Basic {b64encode((read_auth(self.home) or '').encode()).decode()}"}

    def headers(self) -> dict[str, str]:
        """All that a call which changes something has to have."""
        if not self._headers:
            answer = requests.get(f"{self.url}/csrf-token?client=tests", headers=self.password(), timeout=10)
            answer.raise_for_status()
            token = {"Prefect-Csrf-Client": "tests", "Prefect-Csrf-Token": str(answer.json()["token"])}
            self._headers = self.password() | token
        return self._headers

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 (whatever Prefect answers)
        # While its database is busy the server answers 503: the call is to be made again, as Prefect's own client does.
        with requests.Session() as session:
            again = Retry(BUSY_TRIES, status_forcelist=[503], allowed_methods=None, backoff_factor=0.2)
            session.mount(self.url, HTTPAdapter(max_retries=again))
            answer = session.request(method, f"{self.url}{path}", json=body, headers=self.headers(), timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401
        return self.call("POST", path, body)

    def deployment(self, name: str) -> dict[str, Any]:
        (found,) = (found for found in self.post("/deployments/filter", {}) if found["name"] == name)
        return dict(found)

    def start(self, name: str) -> str:
        """Run a deployment now; the run's id.

        A scheduled run of the deployment may be running: it takes one run at a time, and cancels another one.
        """
        deployment = self.deployment(name)["id"]

        def begun() -> str | None:
            run = str(self.post(f"/deployments/{deployment}/create_flow_run", {})["id"])
            state = until(START, lambda: self._state_of_begun(run))
            return None if state == "CANCELLED" else run

        return until(START, begun)

    def _state_of_begun(self, run: str) -> str | None:
        state = str(self.state(run)["type"])
        return None if state in {"SCHEDULED", "PENDING"} else state

    def state(self, run: str) -> dict[str, Any]:
        """How a run stands."""
        (found,) = self.post("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
        return dict(found["state"])

    def message(self, run: str, state: str) -> str | None:
        """What a run says that is in a state; None while it is in another one."""
        found = self.state(run)
        return str(found["message"]) if found["type"] == state else None

    def runs(self, *states: str, name: str = "", scheduled: bool = False) -> list[dict[str, Any]]:
        """Runs in these states (or all), of a name that contains this; with `scheduled` those of the scheduler."""
        of_states = {"state": {"type": {"any_": list(states)}}} if states else {}
        # The server answers with 200 runs at most: it chooses by name, too, where underscores stand for any letter.
        of_name = {"name": {"like_": name}} if name else {}
        try:
            found = self.post("/flow_runs/filter", {"flow_runs": {**of_states, **of_name}})
        except requests.ConnectionError:
            return []
        return [run for run in found if name in run["name"] and (run["auto_scheduled"] or not scheduled)]


class Up(Api):
    """An `almanac up` that runs."""

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[str]],
        home: Path,
        wanted_port: int,
        silent: socket.socket,
        cut: Event,
    ) -> None:
        self._start, self.wanted_port, self.silent, self.cut = start, wanted_port, silent, cut
        """`silent` is the address of one of its sites: it refuses connections until it is told to listen; then it never
        answers. While `cut` is set, the other site's pricing page is cut off.
        """
        self.process = start()
        address = until(START, lambda: _published(home))
        super().__init__(int(address.rsplit(":", 1)[1]), home)
        self.fresh = copied(home / "prefect" / "prefect.db", home.parent / "fresh.db")
        """Prefect's database as it was before this server had any deployment: another server starts on a copy."""
        self.said = "".join(_until_ready(self.process))
        """The lines that it printed at its start."""

    def start_again(self) -> None:
        """Start it again after it was killed, in the same home."""
        assert self.process.poll() is not None
        self.process = self._start()
        assert "".join(_until_ready(self.process)).count(f"UI        http://127.0.0.1:{self.port}\n") == 1


def _published(home: Path) -> str:
    """The address that an `almanac up` has published, or nothing."""
    file = home / "up.json"
    return str(json.loads(file.read_text())["url"]) if file.is_file() else ""


def copied(database: Path, to: Path) -> Path:
    """Copy Prefect's database while its server runs; before any deployment is made it is that of a fresh start."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def _until_ready(process: subprocess.Popen[str]) -> Generator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line
        if "Ctrl-C stops all" in line:
            return


def tree(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """All descendants of a process."""
    return psutil.Process(process.pid).children(recursive=True)


def runs_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The runs of flows that an `almanac up` has now, each a copy of the process that has loaded the flows."""
    found: list[psutil.Process] = []
    for one in tree(process):
        with suppress(psutil.Error):
            commands = [" ".join(parent.cmdline()) for parent in one.parents()[:2]]
            # A process whose parent has just ended belongs to the system's first process, which has no parent.
            if len(commands) == 2 and COPYING in commands[0] and COPYING not in commands[1]:
                found.append(one)
    return found


def gone(processes: list[psutil.Process]) -> bool:
    return not any(map(_is_alive, processes))


def _is_alive(process: psutil.Process) -> bool:
    # It may end between two questions.
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def stop(process: subprocess.Popen[str]) -> int:
    """SIGTERM, as Ctrl-C; the exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(40)
