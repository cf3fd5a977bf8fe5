"""The work of a run that brings the page of the run before, in statements and transactions."""

from collections import Counter
from datetime import timedelta

import pytest

from flows.database import Store
from samples.deepseek.pages import change_instants
from tests.support.issued import BEGIN, issued
from tests.support.walks import feed

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)
MOST_TRANSACTIONS = 4
"""To archive the page, to count the attempt to read it, to record it, and to deliver."""
MOST_STATEMENTS = 24
"""Of a source alone, without the begin of a transaction."""
LOCK = "advisory"
"""Part of a statement that locks: PostgreSQL alone has any, and one transaction more to keep a lock over others."""


def test_an_unchanged_page_takes_few_statements(store: Store) -> None:
    at = list(change_instants())[-1]
    for hours in range(3):
        feed(store, at + hours * HOUR)
    with issued(store) as statements:
        assert feed(store, at + 3 * HOUR).outcome == "same"
    counts = Counter(statement for statement in statements if LOCK not in statement)
    assert counts.pop(BEGIN) <= MOST_TRANSACTIONS + (store.file is None)
    assert counts.total() <= MOST_STATEMENTS
    assert [statement for statement, count in counts.items() if count > 1] == []
