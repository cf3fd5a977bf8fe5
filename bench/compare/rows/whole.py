"""Work that takes minutes, each row only when it is named: the whole history of Arena, its migration, and the demo.

All have goals alone.
Arena's history has 1.36 million scores. On PostgreSQL the time of the server counts, too.
"""

import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import psycopg
from sqlalchemy import func, select

from bench.arena import serving
from bench.compare.frame import Bench, DifferentAnswers, Row, Side, Sides, processor_seconds
from bench.harness.databases import serving_postgresql
from flows.database import WRITES, Store, alembic_config
from models.facts import Score
from models.schema import TABLES

BEFORE_SERIES = "0019"
"""The last revision before series and spans."""
DEMO = (sys.executable, "-c", "from cli.start import main; raise SystemExit(main())", "demo", "--exit")
LoadFigures = dict[str, Any]


def _sqlite(bench: Bench) -> str:
    return f"sqlite:///{bench.folder / 'arena.db'}"


def _postgresql(bench: Bench) -> str:
    return bench.shared("server", lambda: bench.enter(serving_postgresql()))


def _load(bench: Bench, kind: str) -> LoadFigures:
    """Load Arena's history in a process of its own."""
    url = _sqlite(bench) if kind == "sqlite" else _postgresql(bench)
    body = bench.shared("arena", lambda: _history(bench.folder / "full.parquet"))
    before = _server_seconds(url)
    with serving({"full": body}) as site:
        command = [sys.executable, "-m", "bench.arena", "load", url, site]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: LoadFigures = json.loads(done.stdout.splitlines()[-1])
    return figures | {"cpu_s": figures["cpu_s"] + _server_seconds(url) - before}


def _history(file: Path) -> bytes:
    # In a process of its own: the most memory of a process counts what its parent had when it started.
    subprocess.run([sys.executable, "-m", "bench.arena", "make", str(file)], check=True)
    return file.read_bytes()


def _server_seconds(url: str) -> float:
    """The processor time of all processes of a PostgreSQL server that have ended; 0 for SQLite."""
    if url.startswith("sqlite"):
        return 0.0
    with psycopg.connect(url) as connection:
        spent = psutil.Process(psutil.Process(connection.info.backend_pid).ppid()).cpu_times()
    return spent.children_user + spent.children_system


def _loaded(kind: str, figure: str, bench: Bench) -> Sides:
    found = bench.shared(("loaded", kind), lambda: _load(bench, kind))
    return Sides(Side(lambda: found, figure=lambda figures: float(figures[figure])))


def _migrated(bench: Bench) -> Sides:
    bench.shared(("loaded", "sqlite"), lambda: _load(bench, "sqlite"))
    store = Store(_sqlite(bench))
    bench.at_end(store.close)
    scores = _count(store)

    def go_back() -> None:
        from alembic import command

        with store.engine.execution_options(**{WRITES: True}).begin() as connection:
            command.downgrade(alembic_config(connection), BEFORE_SERIES)

    def expect_all(_answer: None) -> None:
        if _count(store) != scores:
            raise DifferentAnswers(f"{_count(store)} scores after the migration, {scores} before it")

    return Sides(Side(store.migrate, expect_all, before=go_back))


def _count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(TABLES[Score].spans)) or 0


def _demo(bench: Bench) -> LoadFigures:
    environment = os.environ | {"ALMANAC_HOME": str(bench.folder / "demo")}
    began, worked = time.perf_counter(), processor_seconds()
    subprocess.run(DEMO, check=True, capture_output=True, env=environment)
    return {"wall_s": time.perf_counter() - began, "cpu_s": processor_seconds() - worked}


def _played(figure: str, bench: Bench) -> Sides:
    found = bench.shared("demo", lambda: _demo(bench))
    return Sides(Side(lambda: found, figure=lambda figures: float(figures[figure])))


ROWS = (
    Row("load_arena_sqlite", "s", 40, "ours", partial(_loaded, "sqlite", "cpu_s"), 1, on_demand=True),
    Row("load_arena_memory", "MB", 400, "ours", partial(_loaded, "sqlite", "peak_mb"), 1, on_demand=True),
    Row("load_arena_postgresql", "s", 60, "ours", partial(_loaded, "postgresql", "cpu_s"), 1, on_demand=True),
    Row("migrate_arena", "s", 180, "ours", _migrated, 1, on_demand=True),
    Row("demo_processor", "s", 75, "ours", partial(_played, "cpu_s"), 1, on_demand=True),
    Row("demo_clock", "s", 100, "ours", partial(_played, "wall_s"), 1, on_demand=True),
)
