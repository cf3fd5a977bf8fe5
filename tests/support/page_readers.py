"""Readers of pages that begin as copies of a loaded process: a new interpreter loads for 0.5 s of processor time."""

from collections.abc import Generator
from multiprocessing.connection import Connection

import pytest

from bench.harness.forking import FORKING
from flows.page_reader import reader
from flows.page_reader.child import main


class CopyOfLoaded:
    """A process that answers orders, as one that `reader.start_interpreter` starts."""

    def __init__(self, orders: Connection) -> None:
        self._process = FORKING.Process(target=main, args=(orders,))
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int:
        self._process.join()
        return self._process.exitcode or 0

    def kill(self) -> None:
        self._process.kill()


def read_in_copies(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Read pages in copies during a test; no process of an earlier or later test is used."""
    reader.close_readers()
    monkeypatch.setattr(reader, "start_interpreter", CopyOfLoaded)
    yield
    reader.close_readers()
