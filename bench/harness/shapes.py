"""Databases of SQLite as earlier releases left them, and what they answer before and after they are brought up to date.

Each file in `tests/shapes` is the dump of a database that the last commit with that schema revision wrote: it read
three pages of prices and three of the change log of the sample site. No later release can make them again.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import zstandard

from flows.database import Store

FOLDER = Path(__file__).parents[2] / "tests" / "shapes"
COMPARED: Mapping[str, tuple[str, ...]] = {
    "price_now": ("source", "model", "meter", "band", "currency", "amount", "list_amount", "unit", "effective_from"),
    "price_history": (
        "source",
        "model",
        "meter",
        "band",
        "currency",
        "amount",
        "effective_from",
        "recorded_from",
        "gone",
    ),
    "retirement_history": ("source", "model", "retires_at", "effective_from", "recorded_from", "recorded_to", "gone"),
    "change_log": ("id", "kind", "source", "subject", "effective_at", "seen_at", "retracted", "snapshot_id"),
    "alert_log": ("id", "kind", "severity", "source", "subject", "title", "body", "created_at", "delivered"),
}
"""Columns that every release has that has the view at all, and in which it means the same."""
ALWAYS = ("price_history", "retirement_history", "promotion_history", "score_history", "change_log", "correction_log")
"""Views whose answer depends on nothing but the record."""
Answers = dict[str, list[str]]


def revisions() -> list[str]:
    return sorted(file.name.partition(".")[0] for file in FOLDER.glob("*.sql.zst"))


def load(revision: str, file: Path) -> Store:
    """Write the database of a revision to a file."""
    dump = zstandard.decompress((FOLDER / f"{revision}.sql.zst").read_bytes()).decode()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(dump)
    return Store(f"sqlite:///{file}")


def answers(store: Store) -> Answers:
    """Return what the views answer in the columns that all releases have."""
    found: Answers = {}
    with store.engine.connect() as connection:
        for view, names in COMPARED.items():
            has = [row[1] for row in connection.exec_driver_sql(f"pragma table_info({view})")]
            if has:
                rows = connection.exec_driver_sql(f"select {', '.join(names)} from {view}").all()  # noqa: S608
                found[view] = sorted(map(str, rows))
    return found


def digests(store: Store) -> dict[str, str]:
    """Return for each view that depends on the record alone the number of its rows, and the hash of all of them."""
    found: dict[str, str] = {}
    with store.engine.connect() as connection:
        for view in ALWAYS:
            rows = sorted(str(tuple(row)) for row in connection.exec_driver_sql(f"select * from {view}"))  # noqa: S608
            found[view] = f"{len(rows)} {sha256(repr(rows).encode()).hexdigest()[:16]}"
    return found
