"""Starts Prefect's server and the process that serves the flows."""

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress

import psutil

from flows.server.address import healthy
from flows.server.paths import StackPaths
from flows.server.processes import ServerProcess, StackFailed, supervised
from flows.settings import HOST, Settings

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
    arguments = ("-m", "flows.programs.prefect_server", str(port))
    if where.public_url:
        arguments += (where.listen, where.public_url)
    variables = {**where.variables, **({"PREFECT_SERVER_API_AUTH_STRING": auth} if auth else {})}
    with supervised("Prefect's server", arguments, settings, where, port, "server.log", variables) as child:
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
