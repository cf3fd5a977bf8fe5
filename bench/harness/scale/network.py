"""Network namespaces for processes on other hosts, and the relays that carry what leaves them."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import Coroutine, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread
from typing import Any, TypeVar, cast

Endpoint = tuple[str, int]
Carried = tuple[asyncio.StreamReader, asyncio.StreamWriter]
"""A connection."""
Doors = Mapping[Endpoint, Sequence[Endpoint]]
"""By the address that a process asks, who answers there; of several, whoever does, in turn."""
Awaited = TypeVar("Awaited")
ISLAND = "bench.harness.scale.island"
CHUNK = 65_536
WAYS = (("--net",), ("--map-root-user", "--net"))
"""For root, and for everybody where the machine allows namespaces of users."""


def isolation() -> tuple[str, ...] | None:
    """Return the command that runs another one in a network namespace of its own; None if the machine allows none."""
    program = shutil.which("unshare")
    for way in WAYS if program else ():
        command = (str(program), *way)
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return None


class Relays:
    """Carries connections from doors to whoever answers behind them, in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        # The loop itself keeps tasks weakly: one that waits could be collected as garbage.
        self._tasks = set[asyncio.Task[None] | None]()
        self._servers: list[asyncio.Server] = []
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def carry(self, listening: socket.socket, targets: Sequence[Endpoint]) -> None:
        """Serve a listening socket."""
        turn = count()

        async def opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            first = next(turn)
            there: Carried | None = None
            own = asyncio.current_task()
            self._tasks.add(own)
            # At the end of it all, tasks are cancelled; asyncio would complain of one that says so.
            with suppress(asyncio.CancelledError):
                for place in range(len(targets)):
                    with suppress(OSError):
                        there = there or await asyncio.open_connection(*targets[(first + place) % len(targets)])
                if there is not None:
                    await _both_ways((reader, writer), there)
            writer.transport.abort()
            self._tasks.discard(own)

        self._servers.append(self._run(asyncio.start_server(opened, sock=listening)))

    def close(self) -> None:
        self._loop.call_soon_threadsafe(lambda: [server.close() for server in self._servers])
        self._run(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Awaited]) -> Awaited:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


async def _both_ways(one: Carried, other: Carried) -> None:
    """Carry bytes until both sides have closed, or one has broken off."""
    try:
        await asyncio.gather(_carry(one[0], other[1]), _carry(other[0], one[1]))
    except OSError:
        for _, writer in (one, other):
            writer.transport.abort()
    finally:
        for _, writer in (one, other):
            writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


async def _end_all() -> None:
    current = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not current]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def relaying() -> Generator[Relays]:
    relays = Relays()
    try:
        yield relays
    finally:
        relays.close()


def start_apart(
    relays: Relays,
    isolated_by: Sequence[str],
    doors: Doors,
    command: Sequence[str],
    options: Mapping[str, Any],
) -> "subprocess.Popen[bytes]":
    """Start a command in a network namespace of its own, from which only these doors lead out."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        words = ",".join(f"{address}:{port}" for address, port in doors)
        program = [*isolated_by, sys.executable, "-m", ISLAND, str(theirs.fileno()), words, *command]
        started = cast("subprocess.Popen[bytes]", subprocess.Popen(program, pass_fds=(theirs.fileno(),), **options))
        theirs.close()
        _, descriptors, _, _ = socket.recv_fds(ours, 1, len(doors))
    for descriptor, targets in zip(descriptors, doors.values(), strict=True):
        relays.carry(socket.socket(fileno=descriptor), targets)
    return started
