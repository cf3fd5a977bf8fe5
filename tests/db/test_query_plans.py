"""No statement of a run reads all changes or all alerts: each is explained by the database that runs it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bench.harness.dates import day
from flows.database import Store
from flows.notify.feeds import write_feeds
from flows.notify.reminders import remind
from flows.pipeline.attempts import deliver_due
from flows.pipeline.maintenance import alert_repeats, alert_stale
from flows.run import DEFAULT_ALERTS
from scrapers.registry import SOURCES
from tests.support.walks import SOURCE, fail, feed, visit

pytestmark = pytest.mark.both_databases
LOGS = ("change", "alert")
"""The tables that grow with every reading."""
NEWEST = "ix_alert_created_at"
"""The index in whose order the feed reads its last alerts, and then no more."""
BOARD = "arena_webdev"
Statement = tuple[str, Any]


def run(store: Store, folder: Path) -> None:
    """What a run does to both logs: prices and scores change, a source breaks, deadlines near, feeds are written."""
    for at in ("2026-07-18", "2026-08-12", "2026-08-13 01:00", "2026-09-10 04:00", "2026-09-11 00:00"):
        feed(store, day(at))
        remind(store, DEFAULT_ALERTS, day(at))
    visit(store, day("2026-07-18"), "deepseek_pricing_zh")
    for at in ("2026-07-29 03:00", "2026-08-01 03:00", "2026-08-12 03:00"):
        visit(store, day(at), BOARD)
    for hour in range(1, 5):
        fail(store, day("2026-09-11") + timedelta(hours=hour))
    late = day("2026-09-16")
    alert_stale(store, [SOURCE, SOURCES[BOARD]], DEFAULT_ALERTS, late)
    alert_repeats(store, [SOURCE, SOURCES[BOARD]], DEFAULT_ALERTS, late)
    remind(store, DEFAULT_ALERTS, late)
    deliver_due(store, DEFAULT_ALERTS, lambda: late)
    write_feeds(store, folder, late)


def issued(store: Store, folder: Path) -> list[Statement]:
    """Each statement once that a run sends to the database and that names a log, with its parameters."""
    found: dict[str, Any] = {}

    def note(
        _c: Connection, _cursor: object, statement: str, parameters: Sequence[object], _context: object, many: bool
    ) -> None:
        if not statement.lower().startswith("insert") and any(f" {log} " in f"{statement} " for log in LOGS):
            found.setdefault(statement, parameters[0] if many else parameters)

    event.listen(store.engine, "before_cursor_execute", note)
    run(store, folder)
    event.remove(store.engine, "before_cursor_execute", note)
    return list(found.items())


def scans(connection: Connection, statement: Statement) -> list[str]:
    """What a statement reads of the logs without looking for anything in an index, by the plan of its database."""
    words, parameters = statement
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"explain query plan {words}", parameters)
        steps = [row.detail for row in plan]
        return [step for step in steps if step.split()[:2] in (["SCAN", log] for log in LOGS) and NEWEST not in step]
    connection.exec_driver_sql("set local enable_seqscan = off")
    (plan,) = connection.exec_driver_sql(f"explain (format json) {words}", parameters).scalars()
    return [json.dumps(node) for node in nodes([plan[0]["Plan"]]) if is_scan(node)]


def nodes(plans: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for plan in plans:
        yield plan
        yield from nodes(plan.get("Plans", ()))


def is_scan(node: Mapping[str, Any]) -> bool:
    """Whether a step of PostgreSQL's plan reads a log whole; what a bitmap reads was looked for by the step in it."""
    if node.get("Relation Name") not in LOGS or node["Node Type"] == "Bitmap Heap Scan":
        return False
    return "Index Cond" not in node and node.get("Index Name") != NEWEST


def test_no_statement_of_a_run_reads_a_whole_log(store: Store, tmp_path: Path) -> None:
    statements = issued(store, tmp_path)
    with store.engine.connect() as connection:
        found = {words: scans(connection, (words, its)) for words, its in statements}
    assert {words: scanned for words, scanned in found.items() if scanned} == {}
    assert {log for log in LOGS for words in found if f"FROM {log} " in f"{words} ".replace("\n", " ")} == set(LOGS)
