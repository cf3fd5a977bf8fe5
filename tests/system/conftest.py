"""What tests of a real server stand on: one `almanac up` for all of them, and commands typed beside it."""

import json
import os
import socket
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from bench.harness.dates import day
from bench.harness.watchdog import remove_afterwards
from samples.site import Site
from tests.support.processes import START, Up, free_port, started, stop, until
from tests.support.typed import Almanac, typing


@pytest.fixture(scope="package")
def up() -> Generator[Up]:
    """A real `almanac up` with a source that answers and one that does not, in a folder that everybody may enter.

    Its port is taken by somebody else, and its environment names another server of Prefect's.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(day("2026-10-31 16:00")).serving() as site,
        socket.socket() as taken,
    ):
        remove_afterwards(Path(folder))
        Path(folder).chmod(0o755)
        Path(folder, "almanac.toml").write_text('sources = ["deepseek_pricing", "openrouter"]\n')
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        home, port = Path(folder) / "home", int(taken.getsockname()[1])
        variables = {
            "ALMANAC_DEEPSEEK_URL": site.url,
            "ALMANAC_OPENROUTER_URL": f"http://127.0.0.1:{free_port()}",
            "ALMANAC_PORT": str(port),
            "PREFECT_API_URL": "http://127.0.0.1:9",
        }
        with started(home, "up", **variables) as process:
            address = until(START, lambda: (home / "up.json").read_text() if (home / "up.json").is_file() else "")
            fresh = copied(home / "prefect" / "prefect.db", Path(folder) / "fresh.db")
            found = Up(int(json.loads(address)["url"].rsplit(":", 1)[1]), home, process, port, fresh)
            until(START, lambda: found.runs("COMPLETED", name="deepseek_pricing"))
            yield found
            assert stop(process) == 0


def copied(database: Path, to: Path) -> Path:
    """Copy Prefect's database while its server runs; before any deployment is made it is that of a fresh start."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


@pytest.fixture
def beside(up: Up, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Almanac:
    """Types a command in the home of `up`, in this process: one that needs no Prefect."""
    for name in os.environ:
        if name.startswith(("ALMANAC_", "PREFECT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ALMANAC_HOME", str(up.home))
    monkeypatch.chdir(up.home.parent)
    return typing(capsys)
