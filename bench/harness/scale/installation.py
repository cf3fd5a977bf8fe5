"""The installation of `deploy/scale-out/`, on one machine: its settings, its commands, in its order."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, cast

import psutil
import psycopg
import requests
import yaml

from bench.harness.scale.network import Doors, Endpoint, Relays, isolation, relaying, start_apart
from bench.harness.scale.services import HOST, Restartable, free_port, postgresql, redis, wait_for
from bench.harness.watchdog import MARKS, remove_afterwards, watchdog
from flows.programs.supervisor import kill_tree

ROOT = Path(__file__).parents[3]
FILES = ROOT / "deploy" / "scale-out"
STOP_SECONDS = 20
PROGRAM_SECONDS = 600
"""The time within which a migration, or what else is done once, has ended."""
APIS, WORKERS = ("api-1", "api-2"), ("worker-1", "worker-2")


class StepFailed(Exception):
    """A step that is done once before the start failed; the message has what it printed."""


@dataclass
class LongProcess:
    """One long-lived process of the installation, and all that it starts."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: IO[bytes]
    doors: Doors | None = None
    """The only addresses that it reaches, of a process on a host of its own; None for any."""
    process: subprocess.Popen[bytes] | None = None

    def kill(self) -> None:
        """End it and its descendants as the end of a machine does."""
        assert self.process is not None
        kill_tree(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; kill what is left after a while."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class ScaledOut:
    """Everything that runs, by name: PostgreSQL, Redis, API servers, services, workers."""

    folder: Path
    relays: Relays
    database: Restartable
    messages: Restartable
    variables: dict[str, str]
    services: Mapping[str, Mapping[str, Any]]
    """Of the compose file."""
    sites: Mapping[str, Endpoint]
    """By the address that a source is read at, where it is served."""
    targets: Sequence[Endpoint]
    passwords: Mapping[str, str]
    sources: Sequence[str]
    """Those that get a deployment; with all of them most of the work would be to plan runs that nobody waits for."""
    balancer: Endpoint = field(default_factory=lambda: (HOST, free_port()))
    ports: Mapping[str, int] = field(default_factory=lambda: {name: free_port() for name in APIS})
    isolated_by: tuple[str, ...] | None = field(default_factory=isolation)
    parts: dict[str, LongProcess] = field(default_factory=dict[str, LongProcess])

    @property
    def url(self) -> str:
        """The address of the balancer before the API servers."""
        return f"http://{HOST}:{self.balancer[1]}/api"

    @property
    def auth(self) -> tuple[str, str]:
        user, _, password = self.variables["PREFECT_API_AUTH_STRING"].partition(":")
        return user, password

    def environment(self, host: str) -> dict[str, str]:
        """The environment of a process on a host: the file of the installation, and a home of its own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
        home = self.folder / host
        home.mkdir(mode=0o700, exist_ok=True)
        places = {"HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "ALMANAC_HOME": str(home / "almanac")}
        paths = {"PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "PYTHONPATH": str(ROOT)}
        return kept | self.variables | {"PREFECT_API_URL": self.url} | places | paths

    def run_once(self, name: str) -> None:
        """Run a service of the compose file to its end. Raises StepFailed."""
        ran = subprocess.run(
            self.services[name]["command"],
            cwd=self._project(),
            env=self.environment(name),
            capture_output=True,
            text=True,
            check=False,
            timeout=PROGRAM_SECONDS,
        )
        if ran.returncode:
            raise StepFailed(f"{name}: exit code {ran.returncode}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")

    def _project(self) -> Path:
        """The folder with `prefect.yaml`, of which only the deployments of these sources are kept."""
        folder = self.folder / "project"
        folder.mkdir(exist_ok=True)
        project = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
        project["deployments"] = [each for each in project["deployments"] if each["name"] in self.sources]
        (folder / "prefect.yaml").write_text(yaml.safe_dump(project, sort_keys=False), encoding="utf-8")
        return folder

    def start(self, name: str) -> None:
        """Start a long-lived service of the compose file, on a host of its own if it is a worker."""
        if name not in self.parts:
            port = str(self.ports.get(name, ""))
            renamed = {"0.0.0.0": HOST, "4200": port}  # noqa: S104 (what the file has, for a container)
            command = [str(renamed.get(word, word)) for word in self.services[name]["command"]]
            log = (self.folder / f"{name}.log").open("ab")
            doors = self._doors() if name in WORKERS and self.isolated_by else None
            self.parts[name] = LongProcess(name, command, self.environment(name), log, doors)
        part = self.parts[name]
        options: dict[str, Any] = {"cwd": self.folder / name, "env": part.environment}
        options |= {"stdin": subprocess.DEVNULL, "stdout": part.log, "stderr": subprocess.STDOUT}
        if part.doors and self.isolated_by:
            part.process = start_apart(self.relays, self.isolated_by, part.doors, part.command, options)
        else:
            started = cast("subprocess.Popen[bytes]", subprocess.Popen(part.command, **options))
            part.process = started

    def await_api(self, name: str) -> None:
        def answers() -> bool:
            try:
                return requests.get(f"http://{HOST}:{self.ports[name]}/api/health", timeout=2).ok
            except requests.RequestException:
                return False

        wait_for(f"{name} answers", answers, PROGRAM_SECONDS)

    def open_doors(self) -> None:
        """Open the balancer here, and where workers have no network of their own, the addresses of the sites."""
        shared = {self.balancer: self._apis()} | ({} if self.isolated_by else self._sites())
        for address, targets in shared.items():
            self.relays.carry(socket.create_server(address, backlog=128), targets)

    def _apis(self) -> list[Endpoint]:
        return [(HOST, self.ports[name]) for name in APIS]

    def _sites(self) -> dict[Endpoint, list[Endpoint]]:
        doors = {(re.sub(r"^http://|:\d+$", "", url), target[1]): [target] for url, target in self.sites.items()}
        return dict(doors)

    def _doors(self) -> Doors:
        direct = [(HOST, self.database.port), *self.targets]
        return {self.balancer: self._apis()} | {each: [each] for each in direct} | self._sites()


@contextmanager
def installing(
    folder: Path,
    sites: Mapping[str, Endpoint],
    targets: Sequence[Endpoint],
    variables: Mapping[str, str],
    sources: Sequence[str],
) -> Generator[ScaledOut]:
    """Start databases and messages with the files of `deploy/scale-out/`; all that was started ends with the block."""
    watchdog()
    remove_afterwards(folder)
    passwords = {name: token_hex(16) for name in ("postgres", "roles", "redis", "api")}
    with ExitStack() as stack:
        relays = stack.enter_context(relaying())
        database, messages = postgresql(folder, passwords["postgres"]), redis(folder, passwords["redis"])
        for service in (database, messages):
            stack.callback(service.stop)
            service.start()
        _make_databases(database, passwords)
        made = _settings(database, messages, passwords)
        services = yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))["services"]
        installation = ScaledOut(
            folder, relays, database, messages, {**made, **variables}, services, sites, targets, passwords, sources
        )
        stack.callback(lambda: [part.stop() for part in reversed(installation.parts.values())])
        installation.open_doors()
        yield installation


def _settings(database: Restartable, messages: Restartable, passwords: Mapping[str, str]) -> dict[str, str]:
    """The environment file of the installation with our own addresses and passwords."""
    lines = (FILES / "scale-out.env").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    found = {name: value for name, _, value in pairs}
    for name, value in found.items():
        value = value.replace("db.internal", f"{HOST}:{database.port}").replace(
            "redis.internal:6379", f"{HOST}:{messages.port}"
        )
        value = value.replace("CHANGE-ME-16-characters", passwords["api"])
        found[name] = value.replace("CHANGE-ME", passwords["redis" if "REDIS" in name or "DOCKET" in name else "roles"])
    return found


def _make_databases(database: Restartable, passwords: Mapping[str, str]) -> None:
    """Run `databases.sql`, as an administrator does."""
    script = (FILES / "databases.sql").read_text(encoding="utf-8").replace("CHANGE-ME", passwords["roles"])
    address = f"postgresql://postgres:{passwords['postgres']}@{HOST}:{database.port}/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in re.sub(r"(?m)^--.*$", "", script).split(";"):
            if statement.strip():
                connection.execute(statement.encode())


def left_processes() -> list[str]:
    """The command lines of processes that we started and that live, but for our watchdog."""
    mark, found = os.environ[MARKS].split()[-1], list[str]()
    for process in psutil.process_iter():
        try:
            has_mark = mark in process.environ().get(MARKS, "").split() and process.pid != os.getpid()
            if has_mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline())[:70])
        except psutil.Error:
            continue
    return found
