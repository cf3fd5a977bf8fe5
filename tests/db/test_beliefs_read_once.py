"""What is believed of a scope is read from the database once while a page is recorded."""

import re
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from flows.database import Store
from models.facts import FACTS
from models.schema.history import HISTORY
from tests.support.vendor import CONTRARY, ends, price
from tests.support.vendor import Vendor as Page
from tests.support.vendor import vendor as vendor

SCOPE_QUERY = re.compile(r"\) AS (\w+) \n?WHERE .*recorded_to IS NULL.*ORDER BY \1\.effective_from$", re.DOTALL)
"""The query for all believed spans of a scope."""
TABLES = {HISTORY[fact].name for fact in FACTS}


@contextmanager
def scope_reads(store: Store) -> Generator[Counter[tuple[str, str]]]:
    """Counts the reads of scopes, by table and parameters."""
    reads = Counter[tuple[str, str]]()

    def count(_connection: object, _cursor: object, statement: str, parameters: object, *_: Any) -> None:  # noqa: ANN401
        if (found := SCOPE_QUERY.search(statement.strip())) and found[1] in TABLES:
            reads[found[1], repr(parameters)] += 1

    event.listen(store.engine, "before_cursor_execute", count)
    try:
        yield reads
    finally:
        event.remove(store.engine, "before_cursor_execute", count)


def states_the_same(page: Page) -> str:
    return page.says(price("a"), *ends()).outcome


def leaves_something_out(page: Page) -> str:
    return page.says(price("a"), mentions=(CONTRARY["another instant"],)).outcome


def confirms_what_was_held(page: Page) -> str:
    page.says(price("a", "peak"), price("a", "off_peak"), price("b"), price("c"))
    with scope_reads(page.store) as reads:
        outcome = page.says(price("a", "peak"), price("a", "off_peak"), price("b"), price("c")).outcome
    assert max(reads.values()) == 1
    return outcome


@pytest.mark.both_databases
@pytest.mark.parametrize("reading", [states_the_same, leaves_something_out, confirms_what_was_held])
def test_a_recording_reads_each_scope_once(vendor: Page, reading: Callable[[Page], str]) -> None:
    vendor.says(price("a"), *ends())
    with scope_reads(vendor.store) as reads:
        outcome = reading(vendor)
    assert outcome in ("same", "held", "facts")
    if reading is not confirms_what_was_held:
        assert set(reads.values()) == {1}
        assert len(reads) == 5, "one read for each scope of the page"
