"""Child processes that never outlive this one: supervised commands, and processes that answer line by line."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from types import MappingProxyType
from typing import IO, Any

from flows.server.paths import StackPaths, create_folders, environment
from flows.settings import Settings

STOP_SECONDS = 10
LOOK_SECONDS = 0.5
"""The time after which a wait for a child looks whether the others are alive."""
OWN = 0o077
"""The umask of all children: their files are their owner's alone, databases and logs too."""
SUPERVISOR = (sys.executable, "-m", "flows.programs.supervisor")


class StackFailed(Exception):
    """A child did not start, or ended; the message names its log."""


@dataclass
class ServerProcess:
    """A supervised command, and the process that writes its log."""

    name: str
    process: subprocess.Popen[Any]
    log: Path
    writer: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Terminate it; after ten seconds it is killed, with all its descendants."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
        kill_group(self.process.pid)

    def expect_alive(self) -> None:
        """Raise StackFailed if it, or the process that writes its log, has ended."""
        if self.process.poll() is not None:
            raise StackFailed(f"{self.name} ended by itself, see {self.log}")
        if self.writer.poll() is not None:
            raise StackFailed(f"the process that writes {self.log} ended by itself")


def kill_group(leader: int) -> None:
    """Kill what is left of a process group: where the supervisor that led it was killed, its command lives on."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


@contextmanager
def rotating(log: Path) -> Generator[tuple[IO[bytes], subprocess.Popen[bytes]]]:
    """Open a pipe to a rotating log; also the process that writes it.

    At the end it waits until all is written, unless another process holds the pipe.
    """
    writer = subprocess.Popen(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "flows.programs.log_file", str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        umask=OWN,
    )
    assert writer.stdin is not None  # noqa: S101 (it was asked for)
    try:
        yield writer.stdin, writer
    finally:
        with suppress(BrokenPipeError):
            writer.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            writer.wait(STOP_SECONDS)


@contextmanager
def supervised(
    name: str,
    arguments: tuple[str, ...],
    settings: Settings,
    where: StackPaths,
    port: int,
    log_name: str,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Generator[ServerProcess]:
    """Run a command as a child with additional `variables`, and stop it at the end of the block."""
    create_folders(settings, where)
    log = where.logs / log_name
    with rotating(log) as (output, writer):
        process = subprocess.Popen(  # noqa: S603 (our own command line)
            [*SUPERVISOR, sys.executable, *arguments],
            cwd=where.prefect_home,
            env={**environment(settings, where.prefect_home, port), **variables},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            umask=OWN,
        )
        child = ServerProcess(name, process, log, writer)
        try:
            yield child
        finally:
            child.stop()


@dataclass
class LineProcess(ServerProcess):
    """A supervised command that answers each line with a line."""

    leash: int
    """The descriptor whose end ends the command, too."""

    def tell(self, line: str) -> None:
        """Send a line that needs no answer."""
        assert self.process.stdin is not None  # noqa: S101 (it was asked for)
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    def ask(self, line: str, while_waiting: Callable[[], None] = lambda: None) -> str:
        """Send a line and return the answer; call `while_waiting` twice a second until it comes.

        Raises StackFailed if the process ended instead.
        """
        self.tell(line)
        assert self.process.stdout is not None  # noqa: S101 (it was asked for)
        with DefaultSelector() as selector:
            selector.register(self.process.stdout, EVENT_READ)
            while not selector.select(LOOK_SECONDS):
                while_waiting()
                self.expect_alive()
        if answer := str(self.process.stdout.readline()):
            return answer
        raise StackFailed(f"{self.name} ended by itself, see {self.log}")

    def stop(self) -> None:
        """Let it end with its input, as it sends its last logs then; after ten seconds it is killed."""
        with suppress(BrokenPipeError, OSError):
            if self.process.stdin:
                self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        os.close(self.leash)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        kill_group(self.process.pid)


@contextmanager
def line_process(module: str, settings: Settings, where: StackPaths, port: int) -> Generator[LineProcess]:
    """Run a module with Prefect as a process that answers lines. It ends with its input, and with this process."""
    create_folders(settings, where)
    log = where.logs / f"{module}.log"
    with rotating(log) as (errors, writer):
        held, leash = os.pipe()
        process = subprocess.Popen(  # noqa: S603 (our own command line)
            [*SUPERVISOR, f"--leash={held}", sys.executable, "-m", module],
            cwd=where.prefect_home,
            env=environment(settings, where.prefect_home, port),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
            umask=OWN,
            pass_fds=(held,),
        )
        os.close(held)
        child = LineProcess(module, process, log, writer, leash)
        try:
            yield child
        finally:
            child.stop()
