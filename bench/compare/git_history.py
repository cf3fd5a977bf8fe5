"""The baseline git-history 0.8: a repository with a commit for each page, and its history as git-history writes it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from bench.compare.frame import Bench
from bench.compare.packages import installed
from scrapers.page import Page

REQUIREMENT = "git-history==0.8"
FILE = "prices.json"
LIMIT_SECONDS = 1800
RUN = "from git_history.cli import cli; cli()"
ONE_COMMIT = "commit refs/heads/main\ncommitter bench <bench@example.org> {second} +0000\ndata 0\nM 644 inline {name}\n"


def git(folder: Path, *words: str, stdin: bytes | None = None) -> None:
    """Run git in a folder. Raises CalledProcessError."""
    subprocess.run(["git", *words], cwd=folder, input=stdin, check=True, capture_output=True)


def commit_all(folder: Path, files: Iterable[tuple[str, int, bytes]]) -> None:
    """Make a repository in a folder, with a commit for each file: name, second since 1970, and content."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    parts = list[bytes]()
    for name, second, body in files:
        parts += [ONE_COMMIT.format(second=second, name=name).encode(), b"data %d\n" % len(body), body, b"\n"]
    git(folder, "fast-import", "--quiet", stdin=b"".join(parts))
    git(folder, "checkout", "--quiet", "--force", "main")


class GitHistory:
    """The same pages as a repository, and the database that git-history makes of them."""

    def __init__(self, bench: Bench, folder: Path, pages: Sequence[Page]) -> None:
        self._folder, self.file = folder, folder / "history.db"
        self._environment = os.environ | {"PYTHONPATH": str(installed(bench, REQUIREMENT))}
        commit_all(folder, ((FILE, round(page.moment.timestamp()), _items(page)) for page in pages))

    def clear(self) -> None:
        self.file.unlink(missing_ok=True)

    def run(self) -> None:
        """Make the database anew from all commits."""
        words = ["file", str(self.file), FILE, "--repo", str(self._folder), "--id", "model", "--silent"]
        command = [sys.executable, "-c", RUN, *words]
        subprocess.run(
            command, cwd=self._folder, env=self._environment, check=True, timeout=LIMIT_SECONDS, capture_output=True
        )

    def versions(self) -> list[tuple[str, int]]:
        """Every version: model and cents, in the order of time."""
        query = """select item.model, version.cents from item_version as version join item on item._id = version._item
            order by item.model, version._version"""
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchall()

    def size(self) -> int:
        """The bytes of the database, without free pages."""
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("vacuum")
        return self.file.stat().st_size


def _items(page: Page) -> bytes:
    return json.dumps([{"model": model, "cents": cents} for model, cents in json.loads(page.body).items()]).encode()
