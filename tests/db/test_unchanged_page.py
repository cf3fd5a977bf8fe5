"""The work of a run that brings the page of the run before, in statements and transactions."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from samples.deepseek.pages import change_instants, pricing
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.support.issued import BEGIN, issued
from tests.support.walks import SOURCE, URL

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)
LAST = list(change_instants())[-1]
MOST_READ, MOST_UNREAD = (26, 4), (9, 2)
"""Statements and transactions of a source alone, for a page that is read, and one that need not be.

The first has transactions to archive the page, to count the attempt to read it, to record it, and to deliver; the
other archives and records the page in one. The begin of a transaction is no statement.
"""
LOCK = "advisory"
"""Part of a statement that locks: PostgreSQL alone has any, and one transaction more to keep a lock over others."""


def bring(store: Store, source: Source, at: datetime) -> RunResult:
    page = Page(source.name, URL, pricing(LAST).encode(), at)
    return process_attempt(Run(store, source, clock=lambda: at), lambda: page)


@pytest.mark.parametrize(("readings", "most"), [(2, MOST_READ), (4, MOST_UNREAD)])
def test_an_unchanged_page_takes_few_statements(store: Store, readings: int, most: tuple[int, int]) -> None:
    source = SOURCES[SOURCE.name]
    for number in range(readings):
        bring(store, source, LAST + number * HOUR)
    with issued(store) as statements:
        assert bring(store, source, LAST + readings * HOUR).outcome == "same"
    counts = Counter(statement for statement in statements if LOCK not in statement)
    statements_at_most, transactions_at_most = most
    assert counts.pop(BEGIN) <= transactions_at_most + (store.file is None)
    assert counts.total() <= statements_at_most
    assert [statement for statement, count in counts.items() if count > 1] == []


def test_an_unchanged_page_takes_the_same_statements_after_a_long_history(store: Store) -> None:
    source, found = SOURCES[SOURCE.name], list[list[str]]()
    for number in range(61):
        with issued(store) as statements:
            bring(store, source, LAST + number * HOUR)
        found.append(statements)
    assert found[10] == found[60]
