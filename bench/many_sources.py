"""Many sources of one's own in a real `almanac up`: `python -m bench.many_sources [--minutes 10] [--sources 500]`.

Each source is due once in the time that is measured: 500 in ten minutes are 3,000 an hour. The pages lie on loopback,
on 50 hosts; a tenth of them changes from one reading to the next. It prints sources read per hour, the time from the
answer of the site to the commit of the reading, the most memory of the process that runs the flows with all that it
started, and the sources that are still due at the end. Exit code 1 where a source was not read, or memory is over.
"""

import argparse
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread

import psutil

from bench.harness.dates import day
from bench.harness.inbox import Many, receiving
from bench.harness.sample_pages import page_of
from flows.programs.supervisor import kill_tree

ALMANAC = Path(sys.executable).with_name("almanac")
HOSTS = 50
CHANGING = 10
"""Each so-many-th page changes from one reading to the next."""
MOST_BYTES = 500_000_000
READER, AT = "zai_pricing", day("2026-08-14")
AMOUNT = b"\\$0.6 "
LOOK_SECONDS = 0.05
START_SECONDS = 240


@dataclass
class ServedPages:
    """The pages of all hosts, and when each was last answered."""

    page: bytes
    answered: dict[str, float] = field(default_factory=dict[str, float])
    times: dict[str, int] = field(default_factory=dict[str, int])

    def answer(self, path: str) -> bytes | None:
        name = path.strip("/").removesuffix(".md")
        if not name.startswith("source_"):
            return None
        self.times[name] = self.times.get(name, 0) + 1
        self.answered[name] = time.time()
        changes = int(name.rsplit("_", 1)[1]) % CHANGING == 0
        return self.page.replace(AMOUNT, b"\\$0.%d " % (60 + self.times[name] % 9)) if changes else self.page


@contextmanager
def hosts(pages: ServedPages) -> Generator[list[str]]:
    """Serve the pages at addresses of loopback; yield the address of each host."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.answer(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "text/markdown")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    servers = [Many((f"127.0.2.{number + 1}", 0), Handler) for number in range(HOSTS)]
    threads = [Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    try:
        yield [f"http://{server.server_address[0]}:{server.server_port}" for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


@dataclass
class ManyMeasured:
    """The readings and the memory of an `almanac up`, as seen from outside."""

    seconds: list[float] = field(default_factory=list[float])
    """Of each reading, from the answer of its site to the commit."""
    read: set[str] = field(default_factory=set[str])
    outcomes: dict[str, int] = field(default_factory=dict[str, int])
    most_bytes: int = 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--sources", type=int, default=500)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="almanac-many-")))
        pages = ServedPages(page_of(READER, AT))
        if AMOUNT not in pages.page:
            raise LookupError(f"the sample page of {READER} has no {AMOUNT!r}")
        sites = stack.enter_context(hosts(pages))
        target = stack.enter_context(receiving(kind=Many))
        home = folder / "home"
        home.mkdir(mode=0o700)
        (home / "sources.toml").write_text("\n".join(_entries(asked.sources, sites, max(5, asked.minutes))))
        environ = _environment(home, target.url)
        with _up(folder, environ) as process:
            measured = _watch(process, home / "almanac.db", pages, asked.minutes * 60)
        late = _due_at_the_end(home / "almanac.db", asked.sources, max(5, asked.minutes))
    return _tell(asked.sources, asked.minutes, measured, late, len(target.accepted))


def _entries(count: int, sites: list[str], minutes: int) -> Iterator[str]:
    for number in range(count):
        site = sites[number % len(sites)]
        yield f'[source_{number}]\nurl = "{site}/source_{number}.md"\nreader = "{READER}"\nevery_minutes = {minutes}\n'


def _environment(home: Path, webhook: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALMANAC_", "PREFECT_"))}
    ours = {
        "ALMANAC_SOURCES": "deepseek_pricing",
        "ALMANAC_DEEPSEEK_URL": "http://127.0.0.1:9",
        "ALMANAC_TARGETS": json.dumps({"team": {"webhook": webhook, "severity": "info"}}),
    }
    return kept | ours | {"ALMANAC_HOME": str(home), "HOME": str(home.parent)}


@contextmanager
def _up(folder: Path, environ: dict[str, str]) -> Generator["subprocess.Popen[str]"]:
    with (folder / "up.log").open("w") as log:
        process = subprocess.Popen([ALMANAC, "up"], env=environ, cwd=folder, stdout=log, stderr=log, text=True)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(40)
            kill_tree(process.pid)


def _watch(process: "subprocess.Popen[str]", database: Path, pages: ServedPages, seconds: float) -> ManyMeasured:
    """Look at the record and at the memory until the time is over, which begins with the first answer of a page."""
    measured, began, last, looked = ManyMeasured(), 0.0, 0, 0.0
    given_up = time.time() + START_SECONDS
    while not pages.answered:
        if time.time() > given_up or process.poll() is not None:
            raise TimeoutError("`almanac up` asked for no page")
        time.sleep(LOOK_SECONDS)
    began = time.time()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "select id, source, outcome from snapshot where id > ? and source like 'source_%' order by id"
        while time.time() < began + seconds and process.poll() is None:
            now = time.time()
            for number, source, outcome in connection.execute(query, (last,)).fetchall():
                if outcome is None:
                    break
                last = number
                measured.read.add(source)
                measured.outcomes[outcome] = measured.outcomes.get(outcome, 0) + 1
                measured.seconds.append(now - pages.answered[source])
            if now > looked + 1:
                looked = now
                measured.most_bytes = max(measured.most_bytes, _memory(process.pid))
            time.sleep(LOOK_SECONDS)
    return measured


def _memory(pid: int) -> int:
    """The memory of the process that runs the flows and of all that it started; shared pages are shared out."""
    total = 0
    with suppress(psutil.Error):
        for one in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.Error):
                if any("flows.programs.serve" in " ".join(each.cmdline()) for each in (one, *one.parents())):
                    total += one.memory_full_info().pss
    return total


def _due_at_the_end(database: Path, count: int, minutes: int) -> int:
    """The number of sources whose last attempt is longer ago than their cadence and a half."""
    query = "select count(*) from (select source, max(moment) as last from snapshot where source like 'source_%'"
    query += " group by source) where last >= strftime('%Y-%m-%dT%H:%M:%S', 'now', ?)"
    with closing(sqlite3.connect(database)) as connection:
        fresh: int = connection.execute(query, (f"-{round(1.5 * minutes)} minutes",)).fetchone()[0]
    return count - fresh


def _tell(count: int, minutes: int, measured: ManyMeasured, late: int, delivered: int) -> int:
    quantiles = statistics.quantiles(measured.seconds, n=20) if len(measured.seconds) > 1 else [0.0] * 19
    lines = {
        "sources": count,
        "minutes": minutes,
        "readings": len(measured.seconds),
        "outcomes": measured.outcomes,
        "readings an hour": round(len(measured.seconds) * 60 / minutes),
        "sources that were read": len(measured.read),
        "fetch to commit, p50 ms": round(1000 * statistics.median(measured.seconds or [0])),
        "fetch to commit, p95 ms": round(1000 * quantiles[-1]),
        "memory of the worker, most MB": round(measured.most_bytes / 1e6),
        "alerts delivered": delivered,
        "sources late at the end": late,
    }
    sys.stdout.writelines(f"{name:<32}{value!s:>40}\n" for name, value in lines.items())
    return 0 if len(measured.read) == count and not late and measured.most_bytes < MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
