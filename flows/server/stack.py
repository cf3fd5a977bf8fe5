"""Prefect's server and the process that serves our flows, and where others find them. Knows no prefect."""

import json
import os
import socket
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import psutil
import requests

from flows.server.paths import HOST, Places
from flows.server.processes import Child, StackFailed, leashed
from flows.settings import Settings

START_SECONDS = 120


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
def server(settings: Settings, where: Places, port: int, auth: str | None) -> Generator[Child]:
    """Prefect's server, answering; it asks for the password `auth`, or for none."""
    arguments, asked = ("-m", "flows.server.app", str(port)), {"PREFECT_SERVER_API_AUTH_STRING": auth} if auth else {}
    with leashed("Prefect's server", arguments, settings, where, port, "server.log", asked) as child:
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
    with leashed("the process that runs the flows", ("-m", "flows.serve"), settings, where, port, "runs.log") as child:
        yield child


def _listens(child: Child, port: int) -> bool:
    """Whether it is our child that answers there, and not somebody who took the port meanwhile."""
    try:
        processes = psutil.Process(child.process.pid).children(recursive=True)
        return any(socket.laddr.port == port for one in processes for socket in one.net_connections() if socket.laddr)
    except psutil.NoSuchProcess:
        return False


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


def since(where: Places) -> datetime | None:
    """When the stack of this home was started, or None where none has told where it is."""
    if where.address is None or not where.address.is_file():
        return None
    return datetime.fromtimestamp(where.address.stat().st_mtime, UTC)


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
