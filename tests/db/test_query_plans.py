"""No statement of a run reads all changes or all alerts, or the history of facts for the deadlines ahead.

Each is explained by the database that runs it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bench.harness.dates import day
from flows.database import Store
from flows.notify.feeds import write_feeds
from flows.notify.reminders import remind
from flows.pipeline.attempts import deliver_due
from flows.pipeline.maintenance import alert_repeats, alert_stale
from flows.run import DEFAULT_ALERTS
from models.facts import FACTS
from models.kinds.deadlines import DeadlineKind
from models.leaderboards import boards, leaderboard, leaderboard_at
from models.queries.billing import resolved_prices, retirements, routes
from models.queries.deadlines import Deadline, deadlines
from models.queries.facts_at import as_of, clocks, prices
from scrapers.registry import SOURCES
from tests.db.test_docs import questions
from tests.support.publishes import BOARD as PUBLISHED
from tests.support.publishes import SOURCE as PUBLISHER
from tests.support.publishes import field, publish
from tests.support.views import VIEWS
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


def issued(store: Store, work: Callable[[], object], tables: Sequence[str] = LOGS) -> list[Statement]:
    """Each statement once that some work sends to the database and that names a table, with its parameters."""
    found: dict[str, Any] = {}

    def note(
        _c: Connection, _cursor: object, statement: str, parameters: Sequence[object], _context: object, many: bool
    ) -> None:
        if not statement.lower().startswith("insert") and any(name in statement.split() for name in tables):
            found.setdefault(statement, parameters[0] if many else parameters)

    event.listen(store.engine, "before_cursor_execute", note)
    work()
    event.remove(store.engine, "before_cursor_execute", note)
    return list(found.items())


def scans(connection: Connection, statement: Statement, tables: Sequence[str] = LOGS) -> list[str]:
    """What a statement reads of tables without looking for anything in an index, by the plan of its database."""
    words, parameters = statement
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"explain query plan {words}", parameters)
        steps = [row.detail for row in plan]
        return [
            step for step in steps if step.split()[:2] in (["SCAN", name] for name in tables) and NEWEST not in step
        ]
    connection.exec_driver_sql("set local enable_seqscan = off")
    (plan,) = connection.exec_driver_sql(f"explain (format json) {words}", parameters).scalars()
    return [json.dumps(node) for node in nodes([plan[0]["Plan"]]) if is_scan(node, tables)]


def nodes(plans: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for plan in plans:
        yield plan
        yield from nodes(plan.get("Plans", ()))


def is_scan(node: Mapping[str, Any], tables: Sequence[str]) -> bool:
    """Whether a step of PostgreSQL's plan reads a table whole; what a bitmap reads was looked for by the step in it."""
    if node.get("Relation Name") not in tables or node["Node Type"] == "Bitmap Heap Scan":
        return False
    return "Index Cond" not in node and node.get("Index Name") != NEWEST


def test_no_statement_of_a_run_reads_a_whole_log(store: Store, tmp_path: Path) -> None:
    statements = issued(store, lambda: run(store, tmp_path))
    with store.engine.connect() as connection:
        found = {words: scans(connection, (words, its)) for words, its in statements}
    assert {words: scanned for words, scanned in found.items() if scanned} == {}
    assert {log for log in LOGS for words in found if f"FROM {log} " in f"{words} ".replace("\n", " ")} == set(LOGS)


SPANS = ("span", "last", "called", "later", "earlier", "others", *(f"{fact.table}_span" for fact in FACTS))
"""The tables with the history of facts, and what statements call them."""
VIEWS_OF_FACTS = {name for name, its in VIEWS.items() if "effective_from" in its.c} | {fact.table for fact in FACTS}


def test_the_deadlines_ahead_are_found_by_their_dates_and_not_in_the_whole_history(store: Store) -> None:
    run_of_prices = ("2026-04-30", "2026-05-08", "2026-08-13 01:00", "2026-08-22 01:00", "2026-09-10 04:00")
    for moment in run_of_prices:
        feed(store, day(moment))
    found = dict[DeadlineKind, Deadline]()

    def ask() -> None:
        with store.reading() as session:
            for moment in run_of_prices:
                found.update({each.kind: each for each in deadlines(session, day(moment), day(moment))})

    statements = issued(store, ask, SPANS)
    assert found.keys() == set(DeadlineKind) - {DeadlineKind.FREE_WINDOW_END}
    with store.engine.connect() as connection:
        whole = {words: scans(connection, (words, its), SPANS) for words, its in statements}
        view = scans(connection, ("select * from deadline", ()), SPANS)
    assert ({words: scanned for words, scanned in whole.items() if scanned}, view) == ({}, [])


def ask_the_present_and_the_past(store: Store) -> None:
    """What commands ask, and the questions of the documents."""
    now, then = day("2026-09-11"), day("2026-08-20")
    with store.reading() as session:
        for fact in FACTS:
            session.execute(as_of(fact), clocks(then, now)).all()
        prices(session, "deepseek-v4-pro", None, None, now)
        prices(session, "deepseek-v4-pro", then, now, now)
        for instants in ((None, None), (then, now)):
            resolved_prices(session, "deepseek-v4-flash", *instants, now)
            routes(session, *instants, now)
            retirements(session, *instants, now)
        (board, categories), *_ = boards(session).items()
        category = next(iter(categories))
        leaderboard(session, board, category)
        leaderboard_at(session, board, category, then, now)
        for question in questions():
            session.execute(text(question)).all()


def test_what_holds_at_an_instant_is_looked_for_and_not_read_with_the_whole_history(
    store: Store, tmp_path: Path
) -> None:
    run(store, tmp_path)
    statements = issued(store, lambda: ask_the_present_and_the_past(store), (*SPANS, *VIEWS_OF_FACTS))
    assert len(statements) >= len(FACTS) + len(questions())
    with store.engine.connect() as connection:
        found = {words: scans(connection, (words, its), SPANS) for words, its in statements}
    assert {words: scanned for words, scanned in found.items() if scanned} == {}


@pytest.mark.parametrize("view", ["score_now", "place_now", "leaderboard_now"])
@pytest.mark.parametrize("source", ["", f" and source = '{PUBLISHER}'"], ids=["of any source", "of one source"])
def test_who_asks_for_one_category_pays_for_no_other(store: Store, view: str, source: str) -> None:
    with store.writing() as session:
        publish(session, 0, {"coding": field(40), "overall": field(40)})
    question = f"select * from {view} where board = '{PUBLISHED}' and category = 'coding'{source}"  # noqa: S608 (our own names)
    with store.engine.connect() as connection:
        assert len(connection.execute(text(question)).all()) == 40
        assert scans(connection, (question, ()), ("series", "score_series")) == []


LOOKED_UP = {
    "sqlite": "SEARCH name USING AUTOMATIC",
    "postgresql": r"NOT \(ANY .*vendor = \(hashed .*model = \(hashed",
}
"""How a plan says that the route of a name is looked up, and not compared with each price."""


def test_whether_a_price_s_name_routes_is_looked_up(store: Store) -> None:
    question = "explain query plan select * from price_resolved"
    with store.engine.connect() as connection:
        dialect = connection.dialect.name
        words = question if dialect == "sqlite" else question.replace("query plan ", "")
        steps = [str(step[-1]) for step in connection.exec_driver_sql(words)]
    assert [step for step in steps if re.search(LOOKED_UP[dialect], step)], steps
    assert not [step for step in steps if step.endswith("CO-ROUTINE price_resolved")], "each row would be copied"


@pytest.mark.parametrize(("view", "spans"), [("price_now", ["span"]), ("score_now", ["span", "called"])])
def test_a_current_row_is_looked_up_once(store: Store, view: str, spans: list[str]) -> None:
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            question = f"explain query plan select * from {view}"  # noqa: S608 (our own names)
            steps = [str(step[-1]) for step in connection.exec_driver_sql(question)]
            found = [step.split()[1] for step in steps if "PRIMARY KEY (rowid=?)" in step]
            assert found == spans, steps
