"""What tests of a real server stand on: one `almanac up` for all of them, and commands typed beside it."""

import os
import socket
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from bench.harness.dates import day
from bench.harness.watchdog import remove_afterwards
from samples.answers import Answer
from samples.site import Site, reply
from tests.support.planted import PLANTED_VARIABLES, plant
from tests.support.processes import PUBLIC, START, Up, gone, started, stop, tree, until
from tests.support.typed import Almanac, typing
from tests.support.wheel import built, installed


@pytest.fixture(scope="package")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="package")
def up(wheel: Path) -> Generator[Up]:
    """A real `almanac up` of the wheel, with a source that answers and one that does not.

    It is in a folder that everybody may enter. Its settings have a secret in every place, and targets that fail.
    Its port is taken by somebody else, and its environment names another server of Prefect's.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(day("2026-10-31 16:00"), partial(_answer, cut := Event())).serving() as site,
        socket.socket() as taken,
        socket.socket() as silent,
        ExitStack() as processes,
    ):
        remove_afterwards(Path(folder))
        Path(folder).chmod(0o755)
        plant(Path(folder), 'sources = ["deepseek_pricing", "openrouter"]\n')
        for each in (taken, silent):
            each.bind(("127.0.0.1", 0))
        taken.listen()
        program = installed(wheel, Path(folder) / "venv")
        home, port = Path(folder) / "home", int(taken.getsockname()[1])
        variables = {
            "ALMANAC_DEEPSEEK_URL": site.url,
            "ALMANAC_OPENROUTER_URL": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "ALMANAC_PORT": str(port),
            "ALMANAC_PUBLIC_URL": PUBLIC,
            "ALMANAC_SHARED_HOSTS": "true",
            "PREFECT_API_URL": "http://127.0.0.1:9",
            **PLANTED_VARIABLES,
        }
        found = Up(lambda: processes.enter_context(started(program, home, "up", **variables)), home, port, silent, cut)
        until(START, lambda: found.runs("COMPLETED", name="deepseek_pricing"))
        yield found
        children = tree(found.process)
        assert (stop(found.process), gone(children), (home / "up.json").exists()) == (0, True, False)


def _answer(cut: Event, path: str, headers: Mapping[str, str], at: datetime) -> Answer:
    """Answer as the samples do; with a pricing page that is cut off as long as `cut` is set."""
    found = reply(path, headers, at)
    return replace(found, body=found.body[:-20]) if cut.is_set() and path.endswith("pricing") else found


@pytest.fixture
def beside(up: Up, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Almanac:
    """Types a command in the home of `up`, in this process: one that needs no Prefect."""
    for name in os.environ:
        if name.startswith(("ALMANAC_", "PREFECT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ALMANAC_HOME", str(up.home))
    monkeypatch.chdir(up.home.parent)
    return typing(capsys)
