"""A recording reads the beliefs that it can change, however long the history is, and records the same by them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, FromClause, event
from sqlalchemy.orm import Session

from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.bitemporal.belief import Span
from models.facts.base import Fact, FactKey, gone
from models.facts.kinds import Price
from models.history import belief_reader
from models.readings.reading import Reading, Scope
from samples.boards.visits import instants
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.db.test_repeated_pages import LAST, Step, record_of, walked
from tests.db.test_repeated_pages import copies as copies
from tests.support.board_walks import INDEX, board_page
from tests.support.quick import examples
from tests.support.vendor import NAME, START, price
from tests.support.walks import feed

HOUR = timedelta(hours=1)
SCOPE = Scope(Price, NAME, "USD")


def prices_at_random(random: Random) -> list[Step]:
    """Pages whose prices change, are announced, withdrawn, dated back, and gone and back; some tables have a date."""
    readings, steps = dict[bytes, Reading](), list[Step]()

    def read(page: Page) -> Reading:
        return readings[page.body]

    # It is read so seldom that little is held.
    source, at = replace(SOURCES[NAME], read=read, cron=random.choice(["* * * * *", "0 * * * *"])), START
    for number in range(24):
        at += random.choice([1, 1, 2, 30]) * HOUR
        facts = dict[tuple[object, ...], Fact]()
        for model in random.sample("abcde", 4):
            fact = replace(price(model), amount=Decimal(random.choice(["1", "1.5", "2"])))
            for instant in random.sample([None, at + 3 * HOUR, at + 40 * HOUR, at - HOUR, at - 50 * HOUR], 2):
                dated = replace(fact, effective_from=instant)
                is_end = instant is not None and random.random() < 0.2
                facts[fact.key, instant] = gone(fact, instant) if is_end and instant is not None else dated
        tables = (
            {(SCOPE, at - random.choice([0, 60]) * HOUR)} if random.random() < 0.2 else set[tuple[Scope, datetime]]()
        )
        body = f"{number}".encode()
        readings[body] = Reading(frozenset({SCOPE}), tuple(facts.values()), frozenset(tables))
        steps.append((source, Page(NAME, "u", body, at)))
    return steps


def boards(_random: Random) -> list[Step]:
    """Every publish of an index, each read twice."""
    pages = [board_page(INDEX, at) for at in instants(INDEX)[:8]]
    return [
        (SOURCES[INDEX], replace(page, moment=page.moment + delay)) for page in pages for delay in (0 * HOUR, 12 * HOUR)
    ]


@pytest.mark.parametrize("history", [prices_at_random, boards])
def test_the_newest_beliefs_record_what_all_beliefs_do_whatever_changes(
    copies: Callable[[], Store], history: Callable[[Random], list[Step]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(examples(1, many=15) if history is prices_at_random else 1):
        steps = history(Random(seed))  # noqa: S311 (the same every time)
        newest, whole = copies(), copies()
        walked(newest, steps)
        with monkeypatch.context() as patch:
            patch.setattr(belief_reader, "CUT", ())
            walked(whole, steps)
        recorded = record_of(newest)
        assert recorded == record_of(whole), seed
        assert len(recorded["change"]) > 10


def states(store: Store, at: datetime, facts: tuple[Fact, ...]) -> tuple[Run, Callable[[], Page]]:
    """A run on a page with these facts."""

    def read(_: Page) -> Reading:
        return Reading(frozenset({SCOPE}), facts)

    return Run(store, replace(SOURCES[NAME], read=read)), lambda: Page(NAME, "u", f"{at}".encode(), at)


def test_a_recording_reads_as_many_beliefs_after_a_long_history(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read, counts = list[int](), list[int]()
    read_spans = belief_reader.read_spans

    def counted(
        session: Session, scope: Scope, since: datetime | None, table: FromClause, series_ids: dict[FactKey, int]
    ) -> dict[FactKey, list[Span]]:
        found = read_spans(session, scope, since, table, series_ids)
        read.append(sum(map(len, found.values())))
        return found

    monkeypatch.setattr(belief_reader, "read_spans", counted)
    for number in range(30):
        amounts = dict.fromkeys("abcde", f"{10 + number % 2}")
        facts = tuple(replace(price(model), amount=Decimal(amount)) for model, amount in amounts.items())
        read.clear()
        assert process_attempt(*states(store, START + number * HOUR, facts)).rows
        counts.append(sum(read))
    assert counts[5] == counts[29] <= 10, "of each price the span that holds, and the one that ended with it"


def test_the_prices_that_a_page_can_change_are_sought(store: Store) -> None:
    found = list[tuple[str, Any]]()

    def note(_c: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM price_series" in statement and "AS earlier" in statement:
            found.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    for number in range(2):
        feed(store, LAST + number * HOUR)
    event.remove(store.engine, "before_cursor_execute", note)
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"explain query plan {found[0][0]}", found[0][1]).all()
    details = [row.detail for row in plan]
    sought = ("price_span", "earlier")
    assert [one for one in details if one.startswith("SCAN") and any(name in one for name in sought)] == []
    assert [one for one in details if "price_span" in one and "effective_from>?" in one], details
