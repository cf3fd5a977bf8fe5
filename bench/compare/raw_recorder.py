"""A recorder without any rule: the bare driver of SQLite keeps the same history of prices, on the same two clocks."""

import json
import sqlite3
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import zstandard

from bench.harness.price_feed import CURRENCY, NAME
from scrapers.page import Page

SCHEMA = """
create table series (id integer primary key, source text, model text, currency text, unique (source, currency, model));
create table span (
    series_id integer not null references series, effective_from text not null, effective_to text,
    recorded_from text not null, recorded_to text, amount text, snapshot_id integer not null references snapshot,
    primary key (series_id, effective_from, recorded_from)
);
create unique index believed on span (series_id) where recorded_to is null and effective_to is null;
create table body (sha256 text primary key, zstd blob not null);
create table snapshot (id integer primary key, moment text not null, body_sha256 text not null references body);
"""
BELIEVED = """select model, series.id, span.amount from series join span on span.series_id = series.id
    and recorded_to is null and effective_to is null where source = ? and currency = ?"""
Moment = str


class RawRecorder:
    """A database with such a history."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        # Both sides wait for the disk alike.
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            self._connection.execute(f"pragma {pragma}")
        self._connection.executescript(SCHEMA)

    def record(self, page: Page) -> None:
        """Archive a page, compare it with what is believed, and write what changed: one transaction."""
        connection, moment, digest = self._connection, page.moment.isoformat(), sha256(page.body).hexdigest()
        connection.execute("begin immediate")
        if connection.execute("select 1 from body where sha256 = ?", (digest,)).fetchone() is None:
            connection.execute("insert into body values (?, ?)", (digest, zstandard.compress(page.body, 10)))
        row = connection.execute("insert into snapshot (moment, body_sha256) values (?, ?)", (moment, digest))
        believed = {model: (number, amount) for model, number, amount in connection.execute(BELIEVED, (NAME, CURRENCY))}
        stated = {model: f"{cents / 100:.2f}" for model, cents in json.loads(page.body).items()}
        self._add_series(stated.keys() - believed.keys(), believed)
        moved = [(believed[model][0], amount) for model, amount in stated.items() if believed[model][1] != amount]
        moved += [(number, None) for model, (number, _) in believed.items() if model not in stated]
        connection.executemany(
            """update span set effective_to = ? where series_id = ? and recorded_to is null and effective_to is null""",
            [(moment, number) for number, _ in moved],
        )
        connection.executemany(
            "insert into span values (?, ?, null, ?, null, ?, ?)",
            [(number, moment, moment, amount, row.lastrowid) for number, amount in moved],
        )
        connection.execute("commit")

    def _add_series(self, models: set[str], believed: dict[str, tuple[int, str | None]]) -> None:
        for model in models:
            insert = "insert into series (source, model, currency) values (?, ?, ?)"
            number = self._connection.execute(insert, (NAME, model, CURRENCY)).lastrowid
            believed[model] = (number or 0, None)

    def believed(self) -> list[tuple[str, datetime, datetime | None, float]]:
        """Every believed span: model, start, end and amount."""
        query = """select model, effective_from, effective_to, amount from series join span on series_id = series.id
            where recorded_to is null order by model, effective_from"""
        return [
            (model, datetime.fromisoformat(start), end and datetime.fromisoformat(end), float(amount))
            for model, start, end, amount in self._connection.execute(query)
        ]

    def close(self) -> None:
        self._connection.close()
