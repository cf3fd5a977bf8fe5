"""Child processes that never outlive this one: supervised commands, and processes that answer line by line."""

import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

from flows.server.paths import StackPaths, create_folders, environment
from flows.settings import Settings

STOP_SECONDS = 10


class StackFailed(Exception):
    """A child did not start, or ended; the message names its log."""


@dataclass
class ServerProcess:
    """A supervised command."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """Terminate it; after ten seconds it is killed, with all its descendants."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def expect_alive(self) -> None:
        if self.process.poll() is not None:
            raise StackFailed(f"{self.name} ended by itself, see {self.log}")


@contextmanager
def rotating(log: Path) -> Generator[IO[bytes]]:
    """Open a pipe to a rotating log. At the end it waits until all is written, unless another process holds
    the pipe.
    """
    writer = subprocess.Popen(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "flows.programs.log_file", str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert writer.stdin is not None  # noqa: S101 (it was asked for)
    try:
        yield writer.stdin
    finally:
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
    with rotating(log) as output:
        process = subprocess.Popen(  # noqa: S603 (our own command line)
            [sys.executable, "-m", "flows.programs.supervisor", sys.executable, *arguments],
            cwd=where.prefect_home,
            env={**environment(settings, where.prefect_home, port), **variables},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        child = ServerProcess(name, process, log)
        try:
            yield child
        finally:
            child.stop()


@dataclass
class LineProcess:
    """A process that answers each line with a line."""

    process: subprocess.Popen[str]
    log: Path

    def ask(self, line: str) -> str:
        """Send a line and return the answer. Raises StackFailed if the process ended instead."""
        if self.process.stdin is None or self.process.stdout is None:
            raise StackFailed("a process without pipes")
        with suppress(BrokenPipeError):
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()
        if answer := self.process.stdout.readline():
            return answer
        raise StackFailed(f"{self.process.args} ended by itself, see {self.log}")


@contextmanager
def line_process(module: str, settings: Settings, where: StackPaths, port: int) -> Generator[LineProcess]:
    """Run a module with Prefect as a process that answers lines. It ends with its input, and so with this process."""
    create_folders(settings, where)
    log = where.logs / f"{module}.log"
    with (
        rotating(log) as errors,
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
        yield LineProcess(process, log)
