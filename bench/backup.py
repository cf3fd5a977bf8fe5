"""A backup of 1 GB while others write, the next one, a check, and the restore: seconds, bytes, and the writers' waits.

`python -m bench.backup 200 sqlite` makes a record of 200 MB, of one kind of database. Exit code 1 where a backup takes
more than five minutes for 1 GB, a writer loses a row, or the restored record is another one.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from random import Random

import zstandard
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench.harness.arguments import arguments
from bench.harness.databases import EMPTY, Databases, both_kinds
from flows.backup import back_up, check_backup, restore
from flows.database import Store
from models.facts import Score
from models.schema import TABLES, Body, Snapshot, SourceRow

MEGABYTE = 1_000_000
PAGE = 40_000
"""Bytes of a stored page, which cannot be packed further."""
SPAN = 160
"""Bytes of a span with its indexes, roughly."""
MOST_SECONDS = 300
START = datetime(2026, 1, 1, tzinfo=UTC)
WRITER = """
import signal, sys, time
from datetime import UTC, datetime, timedelta
from flows.database import Store
from models.schema import Snapshot
store, number, longest = Store(sys.argv[1]), 0, 0.0
signal.signal(signal.SIGTERM, signal.default_int_handler)
print("ready", flush=True)
try:
    while True:
        began = time.monotonic()
        with store.writing() as session:
            at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
            session.add(Snapshot(source="s", url="u", moment=at, stored_at=at))
        longest, number = max(longest, time.monotonic() - began), number + 1
        time.sleep(0.02)
except KeyboardInterrupt:
    print(number, round(longest, 2), flush=True)
"""
"""Writes fifty rows a second until it is interrupted."""


def main(megabytes: int = 1_000, only: str = "") -> int:
    wrong = 0
    with both_kinds() as kinds, tempfile.TemporaryDirectory() as folder:
        for kind, databases in kinds.items():
            if only in ("", kind):
                wrong += _measure(kind, databases, Path(folder) / kind, megabytes)
    return 1 if wrong else 0


def _measure(kind: str, databases: Databases, folder: Path, megabytes: int) -> bool:
    databases.copy(EMPTY)
    store, place = Store(databases.url), folder / "backup"
    folder.mkdir()
    _fill(store, megabytes)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, databases.url], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None  # noqa: S101 (it was asked for)
    writer.stdout.readline()
    figures: dict[str, object] = {"database": kind, "megabytes": megabytes}
    seconds = list[float]()
    for number in ("first", "second"):
        began = time.monotonic()
        made = back_up(store, place, datetime.now(UTC), lambda _line: None)
        seconds.append(time.monotonic() - began)
        figures |= {f"{number}_seconds": round(seconds[-1], 1), f"{number}_bytes": made.written}
    writer.terminate()
    written, longest = writer.communicate()[0].split()
    began = time.monotonic()
    check_backup(place, None, lambda _line: None)
    figures["check_seconds"] = round(time.monotonic() - began, 1)
    began = time.monotonic()
    restored = Store(f"sqlite:///{folder / 'restored.db'}")
    manifest, _ = restore(place, str(restored.engine.url), datetime.now(UTC), lambda _line: None)
    figures["restore_seconds"] = round(time.monotonic() - began, 1)
    with store.reading() as session:
        kept = session.scalar(select(func.count(Snapshot.id)).where(Snapshot.source == "s", Snapshot.url == "u"))
    with restored.reading() as session:
        spans = session.scalar(select(func.count()).select_from(TABLES[Score].spans))
    is_whole = spans == next(table.rows for table in manifest.tables if table.name == "score_span")
    figures |= {"rows": manifest.rows, "written_meanwhile": int(written), "longest_wait": float(longest)}
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    return max(seconds) > MOST_SECONDS * megabytes / 1_000 or kept != int(written) or not is_whole


def _fill(store: Store, megabytes: int) -> None:
    """Write a record of which half the bytes are pages and half are scores."""
    draw = Random(16)  # noqa: S311 (no secret)
    with store.writing() as session:
        session.add(SourceRow(name="s", vendor="v", url="u", cadence_minutes=60, family="f", trust=1))
        session.flush()
        pages = megabytes * MEGABYTE // 2 // PAGE
        for number in range(pages):
            content = os.urandom(PAGE)
            name = sha256(content).hexdigest()
            row = {"sha256": name, "size": PAGE, "zstd": zstandard.compress(content), "base_sha256": None}
            session.execute(insert(Body), row)
            at = START + timedelta(minutes=number)
            attempt = {"source": "s", "url": "p", "moment": at, "stored_at": at, "body_sha256": name}
            session.execute(insert(Snapshot), attempt)
        _scores(session, draw, megabytes * MEGABYTE // 2 // SPAN)


def _scores(session: Session, draw: Random, spans: int) -> None:
    tables, of_series = TABLES[Score], 500
    keys = [column.name for column in tables.series.columns if column.name not in ("id", "source")]
    for series in range(1, spans // of_series + 1):
        session.execute(
            insert(tables.series), {"id": series, "source": "s", **{key: f"{key}-{series}" for key in keys}}
        )
        rows = [
            {
                "series_id": series,
                "effective_from": START + timedelta(hours=number),
                "effective_to": START + timedelta(hours=number + 1),
                "recorded_from": START + timedelta(hours=number),
                "recorded_to": START + timedelta(hours=number + 1) if number < of_series - 1 else None,
                "gone": False,
                "score": Decimal(draw.randrange(100_000, 160_000)) / 100,
                "snapshot_id": number % 100 + 1,
            }
            for number in range(of_series)
        ]
        session.execute(insert(tables.spans), rows)


if __name__ == "__main__":
    sys.exit(main(*(int(word) if word.isdecimal() else word for word in arguments())))  # pyright: ignore[reportArgumentType]
