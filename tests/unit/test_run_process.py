"""A run of `almanac up` leaves no process behind: its parent may be one that collects no children of others."""

import os

import pytest

from flows.page_reader import reader
from flows.serve import RunProcess


def test_a_run_ends_its_page_reader() -> None:
    pids = list[int]()
    idle = reader._IDLE  # pyright: ignore[reportPrivateUsage]
    RunProcess(target=lambda: pids.extend(each._process.pid for each in idle)).run()  # pyright: ignore
    left = list(idle)
    reader.close_readers()
    assert left == []
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)
