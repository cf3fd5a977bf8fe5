"""Starts Prefect's server and the process that serves the flows, and finds a running stack."""

import json
import os
import socket
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import psutil
import requests

from flows.server.paths import HOST, StackPaths
from flows.server.processes import ServerProcess, StackFailed, supervised
from flows.settings import Settings

START_SECONDS = 120


def free_port(wanted: int) -> int:
    """Return the wanted port, or the next free one."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise StackFailed(f"no free port from {wanted} on: name another as ALMANAC_PORT")


@contextmanager
def server(settings: Settings, where: StackPaths, port: int, auth: str | None) -> Generator[ServerProcess]:
    """Run Prefect's server until it answers. It requires the password `auth`, or none."""
    arguments, password_variable = (
        ("-m", "flows.programs.prefect_server", str(port)),
        {"PREFECT_SERVER_API_AUTH_STRING": auth} if auth else {},
    )
    with supervised("Prefect's server", arguments, settings, where, port, "server.log", password_variable) as child:
        deadline = time.monotonic() + START_SECONDS
        while not (_listens(child, port) and healthy(f"http://{HOST}:{port}")):
            child.expect_alive()
            if time.monotonic() > deadline:
                raise StackFailed(f"Prefect's server did not answer within {START_SECONDS} s, see {child.log}")
            time.sleep(0.2)
        yield child


@contextmanager
def served(settings: Settings, where: StackPaths, port: int) -> Generator[ServerProcess]:
    """Run the process that runs the flows when they are due."""
    with supervised(
        "the process that runs the flows", ("-m", "flows.programs.serve"), settings, where, port, "runs.log"
    ) as child:
        yield child


def _listens(child: ServerProcess, port: int) -> bool:
    """Return True if this child listens on the port, and no other process that took it."""
    try:
        processes = psutil.Process(child.process.pid).children(recursive=True)
        return any(
            socket.laddr.port == port for process in processes for socket in process.net_connections() if socket.laddr
        )
    except psutil.NoSuchProcess:
        return False


def healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/health", timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def announced(where: StackPaths, port: int) -> Generator[None]:
    """Publish the address of the stack to other processes of this home during the block."""
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


def started_at(where: StackPaths) -> datetime | None:
    """Return the start of the stack of this home, or None if there is none."""
    if where.address is None or not where.address.is_file():
        return None
    return datetime.fromtimestamp(where.address.stat().st_mtime, UTC)


def running(where: StackPaths) -> str | None:
    """Return the address of the stack that runs in this home, or None."""
    if where.address is None or not where.address.is_file():
        return None
    try:
        published: Mapping[str, object] = json.loads(where.address.read_text(encoding="utf-8"))
        url, pid = str(published["url"]), int(str(published["pid"]))
    except (ValueError, KeyError, TypeError):
        return None
    return url if psutil.pid_exists(pid) and healthy(url) else None
