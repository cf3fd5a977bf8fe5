"""Databases of either kind that are filled in bulk: 1,000 prices and 1,000 scores with equally long histories.

Every tenth price was believed to be another one for a minute. A hundred old names answer as names with a price.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Table, insert, text

from bench.compare.frame import Bench, processor_seconds
from bench.harness.databases import administering, named, serving_postgresql
from flows.database import Store
from flows.ingest import archive, ensure_source_row
from models.facts import Contender, Price, Retirement, Score
from models.schema import TABLES, Watermark
from scrapers.page import Page
from scrapers.registry import SOURCES

PRICES, SCORES = SOURCES["deepseek_pricing"], SOURCES["arena_text"]
KEYS, CONTENDERS, ROUTES = 1000, 250, 100
CATEGORIES, BOARD = ("overall", "coding", "math", "vision"), "arena/text"
START, STEP, MINUTE = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=10), timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PRICE_KEY = {
    "source": PRICES.name,
    "meter": "output",
    "band": "flat",
    "currency": "USD",
    "mode": "standard",
    "above": 0,
}
CLOCKS = ("series_id", "effective_from", "effective_to", "recorded_from", "recorded_to", "gone", "snapshot_id")
PRICE_COLUMNS = (*CLOCKS, "amount", "unit")
ROUTE_COLUMNS = (*CLOCKS, "state", "replacement", "answers_as")
SCORE_COLUMNS = (*CLOCKS, "score", "ci_low", "ci_high", "votes")
SpanRow = tuple[Any, ...]


def native(value: object) -> object:
    """A value as SQLite stores it."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return str(value) if isinstance(value, Decimal) else value


class FilledDatabase:
    """A database, open for our sessions (`store`) and for the bare driver (`connection`)."""

    def __init__(self, store: Store, url: str, versions: int) -> None:
        self.store, self.kind = store, "sqlite" if store.file else "postgresql"
        self.length = versions // KEYS
        self.middle, self.now = START + self.length // 2 * STEP, START + self.length * STEP
        self._fill(url)
        self.connection: Any = sqlite3.connect(store.file) if store.file else psycopg.connect(url, autocommit=True)
        self.session = store.reading().__enter__()
        self._processes = [] if store.file else self._server_processes()

    def clock(self) -> float:
        """The processor time of this process and of the server's two processes that answer it, in seconds."""
        stats = (Path(f"/proc/{process}/schedstat").read_text() for process in self._processes)
        return processor_seconds() + sum(int(line.split()[0]) for line in stats) / 1e9

    def ask(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """The rows of a query by the bare driver. Parameters are written `:name`."""
        if self.kind == "sqlite":
            return self.connection.execute(query, {name: native(value) for name, value in values.items()}).fetchall()
        for name in values:
            query = query.replace(f":{name}", f"%({name})s")
        return self.connection.execute(query, values).fetchall()

    def close(self) -> None:
        self.session.close()
        self.connection.close()
        self.store.close()

    def _server_processes(self) -> list[int]:
        query = "select pg_backend_pid()"
        return [int(self.session.scalar(text(query)) or 0), self.connection.execute(query).fetchone()[0]]

    def _fill(self, url: str) -> None:
        snapshots = {source.name: self._first_snapshot(source.name) for source in (PRICES, SCORES)}
        with self.store.writing() as session:
            models = [PRICE_KEY | {"id": 1 + number, "model": f"model-{number}"} for number in range(KEYS)]
            session.execute(insert(TABLES[Price].series), models)
            old_names = [{"id": 1 + n, "source": PRICES.name, "model": f"old-{n}"} for n in range(ROUTES)]
            session.execute(insert(TABLES[Retirement].series), old_names)
            of_board = {"source": SCORES.name, "board": BOARD}
            members = [(category, number) for category in CATEGORIES for number in range(CONTENDERS)]
            scores = [
                of_board | {"id": 1 + place, "category": category, "contender_key": f"key-{number}"}
                for place, (category, number) in enumerate(members)
            ]
            session.execute(insert(TABLES[Score].series), scores)
            keys = [{"id": 1 + n, "source": SCORES.name, "contender_key": f"key-{n}"} for n in range(CONTENDERS)]
            session.execute(insert(TABLES[Contender].series), keys)
            read = (("price", PRICES, ("USD",)), ("retirement", PRICES, ("",)), ("score", SCORES, CATEGORIES))
            for fact, source, parts in read:
                marks = {"fact": fact, "source": source.name, "first_at": START, "last_at": self.now, "reader": 1}
                session.add_all(Watermark(**marks, division=part) for part in parts)
        names = [(n + 1, START, None, START, None, False, snapshots[SCORES.name], f"m-{n}") for n in range(CONTENDERS)]
        self._load(url, TABLES[Contender].spans, (*CLOCKS, "name"), names)
        self._load(url, TABLES[Retirement].spans, ROUTE_COLUMNS, self._routes(snapshots[PRICES.name]))
        self._load(url, TABLES[Price].spans, PRICE_COLUMNS, self._prices(snapshots[PRICES.name]))
        self._load(url, TABLES[Score].spans, SCORE_COLUMNS, self._scores(snapshots[SCORES.name]))
        self._analyze()

    def _first_snapshot(self, name: str) -> int:
        with self.store.writing() as session:
            ensure_source_row(session, SOURCES[name], "u")
            return archive(session, Page(name, "u", name.encode(), START), START)

    def _spans(self, series: int) -> Iterator[tuple[int, datetime, datetime | None]]:
        """Number, start and end of each span of a series."""
        for number in range(self.length):
            start = START + number * STEP + series * timedelta(milliseconds=1)
            yield number, start, start + STEP if number + 1 < self.length else None

    def _prices(self, snapshot: int) -> Iterator[SpanRow]:
        for series in range(1, KEYS + 1):
            for number, start, end in self._spans(series):
                amount, recorded = Decimal(100 + (series + 7 * number) % 900) / 100, start
                if number % 10 == 9:
                    recorded = start + MINUTE
                    yield (series, start, end, start, recorded, False, snapshot, amount + 1, "1M tokens")
                yield (series, start, end, recorded, None, False, snapshot, amount, "1M tokens")

    def _routes(self, snapshot: int) -> Iterator[SpanRow]:
        """Each old name answers as a model; every tenth as the old name before it."""
        for number in range(ROUTES):
            target = f"old-{number - 1}" if number % 10 == 9 else f"model-{number * 7}"
            yield (number + 1, START, None, START, None, False, snapshot, "routed", target, target)

    def _scores(self, snapshot: int) -> Iterator[SpanRow]:
        for series in range(1, KEYS + 1):
            for number, start, end in self._spans(series):
                score = Decimal(100_000 + 200 * (series % CONTENDERS) + (series * 31 + number * 17) % 97) / 100
                margin = Decimal(3 + series % 9)
                values = (score, score - margin, score + margin, 1000 + number)
                yield (series, start, end, start, None, False, snapshot, *values)

    def _load(self, url: str, table: Table, columns: Sequence[str], rows: Iterable[SpanRow]) -> None:
        if self.store.file is not None:
            listed, marks = ", ".join(columns), ", ".join("?" * len(columns))
            with closing(sqlite3.connect(self.store.file)) as connection, connection:
                statement = f"insert into {table.name} ({listed}) values ({marks})"  # noqa: S608 (our own names)
                connection.executemany(statement, ([native(value) for value in row] for row in rows))
            return
        statement = SQL("copy {} ({}) from stdin").format(
            Identifier(table.name), SQL(", ").join(map(Identifier, columns))
        )
        with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def _analyze(self) -> None:
        with self.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("analyze" if self.store.file else "vacuum analyze"))


def filled(bench: Bench, kind: str, versions: int) -> FilledDatabase:
    """The database of a kind with so many versions of prices, and as many of scores."""
    return bench.shared((kind, versions), lambda: _make(bench, kind, versions))


def _make(bench: Bench, kind: str, versions: int) -> FilledDatabase:
    if kind == "sqlite":
        url = f"sqlite:///{bench.folder / f'filled-{versions}.db'}"
    else:
        server = bench.shared("server", lambda: bench.enter(serving_postgresql()))
        with administering(server) as connection:
            connection.execute(text(f"create database filled_{versions}"))
            # Its other processes could not be measured.
            connection.execute(text(f"alter database filled_{versions} set max_parallel_workers_per_gather = 0"))
        url = named(server, f"filled_{versions}")
    store = Store(url)
    store.migrate()
    found = FilledDatabase(store, url, versions)
    bench.at_end(found.close)
    return found
