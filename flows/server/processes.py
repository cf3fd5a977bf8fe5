"""Processes of ours that never outlive us: on a leash, or in a conversation. Knows no prefect."""

import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

from flows.server.paths import Places, environment, make
from flows.settings import Settings

STOP_SECONDS = 10


class StackFailed(Exception):
    """A child did not come up, or went down; the message names its log."""


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


@contextmanager
def rotating(log: Path) -> Generator[IO[bytes]]:
    """A pipe into a log that rotates. At the end what is in it is waited for, unless somebody else holds it open."""
    copier = subprocess.Popen(  # noqa: S603 (our own command line)
        [sys.executable, "-m", "flows.programs.log_file", str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert copier.stdin is not None  # noqa: S101 (it was asked for)
    try:
        yield copier.stdin
    finally:
        copier.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            copier.wait(STOP_SECONDS)


@contextmanager
def leashed(
    name: str,
    arguments: tuple[str, ...],
    settings: Settings,
    where: Places,
    port: int,
    log_name: str,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Generator[Child]:
    """A command as a child of ours, with `variables` for it alone; stopped at the end of the block."""
    make(settings, where)
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
    make(settings, where)
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
        yield Conversation(process, log)
