"""Prefect's server and the processes that run our flows, as children that never outlive us. Knows no prefect."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from flows.settings import Settings

HOST = "127.0.0.1"
STOP_SECONDS = 10
START_SECONDS = 120


class StackFailed(Exception):
    """A child did not come up, or went down; the message names its log."""


@dataclass(frozen=True)
class Places:
    """Where a stack keeps its things: the real one and the demo's are apart."""

    prefect_home: Path
    logs: Path
    address: Path | None
    """The file that tells other processes where the stack is."""


@dataclass
class Child:
    """A command on a leash."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """Ask it to end; after ten seconds it is killed, with all that it started."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def expect_alive(self) -> None:
        if self.process.poll() is not None:
            raise StackFailed(f"{self.name} ended by itself, see {self.log}")


def places(settings: Settings, demo: bool = False) -> Places:
    home = settings.home
    if demo:
        return Places(home / "prefect-demo", home / "logs" / "demo", None)
    return Places(home / "prefect", home / "logs", home / "up.json")


def environment(settings: Settings, prefect_home: Path, port: int) -> dict[str, str]:
    """What our children see: our settings made absolute, Prefect's only from here. Nothing leaves the machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    ours = {"ALMANAC_HOME": str(settings.home)} | ({"ALMANAC_CONFIG": str(settings.file)} if settings.file else {})
    api = f"http://{HOST}:{port}/api"
    return (
        kept
        | ours
        | {
            "DO_NOT_TRACK": "1",
            "PREFECT_API_URL": api,
            # Prefect's runner keeps a folder of one fixed name there: in /tmp, two users would be in each other's way.
            "TMPDIR": str(prefect_home / "tmp"),
            "PREFECT_HOME": str(prefect_home),
            "PREFECT_LOGGING_EXTRA_LOGGERS": "almanac",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_UI_API_URL": api,
        }
    )


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise StackFailed(f"no free port from {wanted} on: name another as ALMANAC_PORT")


@contextmanager
def server(settings: Settings, where: Places, port: int) -> Generator[Child]:
    """Prefect's server, answering."""
    arguments = ("-m", "prefect", "server", "start", "--host", HOST, "--port", str(port))
    with _child("Prefect's server", arguments, settings, where, port, "server.log") as child:
        deadline = time.monotonic() + START_SECONDS
        while not (_listens(child, port) and healthy(f"http://{HOST}:{port}")):
            child.expect_alive()
            if time.monotonic() > deadline:
                raise StackFailed(f"Prefect's server did not answer within {START_SECONDS} s, see {child.log}")
            time.sleep(0.2)
        yield child


@contextmanager
def served(settings: Settings, where: Places, port: int) -> Generator[Child]:
    """The process that runs our flows when they are due."""
    with _child("the process that runs the flows", ("-m", "flows.serve"), settings, where, port, "runs.log") as child:
        yield child


@contextmanager
def _child(
    name: str, arguments: tuple[str, ...], settings: Settings, where: Places, port: int, log_name: str
) -> Generator[Child]:
    _make(settings, where)
    log = where.logs / log_name
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 (our own command line)
            [sys.executable, "-m", "flows.leash", sys.executable, *arguments],
            cwd=where.prefect_home,
            env=environment(settings, where.prefect_home, port),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        child.stop()


@dataclass
class Conversation:
    """A process that answers each line with a line."""

    process: subprocess.Popen[str]
    log: Path

    def ask(self, line: str) -> str:
        """Its answer. Raises StackFailed where it ended instead."""
        if self.process.stdin is None or self.process.stdout is None:
            raise StackFailed("a process without pipes")
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
        if answer := self.process.stdout.readline():
            return answer
        raise StackFailed(f"{self.process.args} ended by itself, see {self.log}")


@contextmanager
def talking(module: str, settings: Settings, where: Places, port: int) -> Generator[Conversation]:
    """A module of ours, with Prefect, as a process to talk with; it ends with its input, and so with us."""
    _make(settings, where)
    log = where.logs / f"{module}.log"
    with (
        log.open("ab") as errors,
        subprocess.Popen(  # noqa: S603 (our own command line)
            [sys.executable, "-m", module],
            cwd=where.prefect_home,
            env=environment(settings, where.prefect_home, port),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        yield Conversation(process, log)


def _listens(child: Child, port: int) -> bool:
    """Whether it is our child that answers there, and not somebody who took the port meanwhile."""
    try:
        processes = psutil.Process(child.process.pid).children(recursive=True)
        return any(socket.laddr.port == port for one in processes for socket in one.net_connections() if socket.laddr)
    except psutil.NoSuchProcess:
        return False


def _make(settings: Settings, where: Places) -> None:
    """The folders of a stack, the home first: each its owner's alone."""
    for folder in (settings.home, where.prefect_home, where.prefect_home / "tmp", where.logs):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/health", timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def announced(where: Places, port: int) -> Generator[None]:
    """Tell other processes of this home where the stack is, while it is there."""
    if where.address is None:
        yield
        return
    draft = where.address.with_suffix(".new")
    draft.write_text(json.dumps({"url": f"http://{HOST}:{port}", "pid": os.getpid()}), encoding="utf-8")
    draft.replace(where.address)
    try:
        yield
    finally:
        where.address.unlink(missing_ok=True)


def running(where: Places) -> str | None:
    """The address of the stack that runs in this home, or None."""
    if where.address is None or not where.address.is_file():
        return None
    try:
        told: Mapping[str, object] = json.loads(where.address.read_text(encoding="utf-8"))
        url, pid = str(told["url"]), int(str(told["pid"]))
    except (ValueError, KeyError, TypeError):
        return None
    return url if psutil.pid_exists(pid) and healthy(url) else None
