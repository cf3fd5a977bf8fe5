"""A run that `almanac up` serves, of one unchanged page: its process, and what it has Prefect's server do.

The clock adds up the processor time of everything that `almanac up` has started. What that takes while nothing runs is
measured first and taken off.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Any, TypeVar

import psutil
import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth
from urllib3.util import Retry

from bench.compare.frame import Bench, Row, Side, Sides
from bench.compare.rows.programs import ALMANAC, SOURCE
from flows.database import asking
from flows.server import read_auth, running, stack_paths
from flows.settings import load
from models.queries import facts_at
from models.schema import SOURCE_HEALTH
from samples.deepseek.pages import change_instants
from samples.site import Site

START_SECONDS, IDLE_SECONDS = 180.0, 20.0
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
Found = TypeVar("Found")


def _until(condition: Callable[[], Found | None]) -> Found:
    """Return what a condition finds as soon as it finds something. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise TimeoutError(f"nothing within {START_SECONDS:.0f} s")


def _is_copying(process: psutil.Process) -> bool:
    """Return True for the process that has loaded the flows, for its copies, and for one that is not collected yet."""
    try:
        return "multiprocessing.forkserver" in " ".join(process.cmdline())
    except psutil.ZombieProcess:
        return True
    except psutil.NoSuchProcess:
        return False


class ServedStack:
    """An `almanac up` whose only source has read the page of a sample site."""

    def __init__(self, bench: Bench) -> None:
        site = bench.enter(Site(change_instants()[-1]).serving())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        ours = {
            "ALMANAC_HOME": str(bench.folder / "served"),
            "ALMANAC_SOURCES": SOURCE.name,
            "ALMANAC_DEEPSEEK_URL": site.url,
            "ALMANAC_PORT": str(port),
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
        self._settings = load(environ=others | ours)
        self._process = psutil.Popen([*ALMANAC, "up"], env=others | ours, stdout=subprocess.DEVNULL)
        bench.at_end(self._stop)
        self._url = f"{_until(lambda: running(stack_paths(self._settings)))}/api"
        self._session = requests.Session()
        # While its database is busy the server answers 503.
        again = Retry(6, status_forcelist=[503], allowed_methods=None, backoff_factor=0.2)
        self._session.mount(self._url, HTTPAdapter(max_retries=again))
        user, _, password = (read_auth(self._settings.home) or "").partition(":")
        self._session.auth = HTTPBasicAuth(user, password)
        self._deployment = _until(self._found_deployment)
        _until(lambda: self._outcome() is not None)
        for _ in range(2):
            self.run()
        began, worked = time.monotonic(), self._worked()
        time.sleep(IDLE_SECONDS)
        self._idle = (self._worked() - worked) / (time.monotonic() - began)

    def run(self) -> str:
        """Run the source once; return the outcome."""
        run = self._call("POST", f"/deployments/{self._deployment}/create_flow_run", {})["id"]
        state = _until(lambda: self._ended(run))
        if state != "COMPLETED":
            raise RuntimeError(f"the run ended as {state}")
        return self._outcome() or "none"

    def clock(self) -> float:
        """The processor time of all processes in seconds, without what they take while nothing runs."""
        return self._worked() - self._idle * time.monotonic()

    def _worked(self) -> float:
        total = 0.0
        for process in (self._process, *self._process.children(recursive=True)):
            try:
                spent = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += spent.user + spent.system + spent.children_user + spent.children_system
        return total

    def _found_deployment(self) -> str | None:
        found = self._call("POST", "/deployments/filter", {})
        return next((each["id"] for each in found if each["name"] == SOURCE.name), None)

    def _ended(self, run: str) -> str | None:
        state = self._call("GET", f"/flow_runs/{run}")["state"]["type"]
        # The process of a run ends a little later than the run; its time counts when it has been collected.
        return state if state in ENDED and not self._has_run() else None

    def _has_run(self) -> bool:
        """Return True while a copy of the process that has loaded the flows is there."""
        return sum(map(_is_copying, self._process.children(recursive=True))) > 1

    def _outcome(self) -> str | None:
        with asking(self._settings.database_url) as session:
            return next((row.last_outcome for row in facts_at.view(session, SOURCE_HEALTH)), None)

    def _call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 (whatever Prefect answers)
        if "Prefect-Csrf-Token" not in self._session.headers:
            token = self._session.get(f"{self._url}/csrf-token?client=bench", timeout=10).json()["token"]
            self._session.headers.update({"Prefect-Csrf-Client": "bench", "Prefect-Csrf-Token": str(token)})
        answer = self._session.request(method, f"{self._url}{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def _stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


def _prepare(bench: Bench) -> Sides:
    stack = ServedStack(bench)
    return Sides(Side(stack.run, clock=stack.clock))


ROWS = (Row("served_run_unchanged", "s", 2.2, "ours", _prepare, pairs=5),)
