"""`almanac up` loads the history that the release has: answers at once on a new machine, and nothing doubled later."""

import pytest
from sqlalchemy import func, select, text

from flows.backfill.built_in import backfill_built_in
from flows.backfill.dated_facts import backfill_deepseek
from flows.database import Store
from models.schema.tables import Alert, Snapshot
from tests.support.typed import Almanac

ROWS = ("price_span", "promotion_span", "retirement_span", "change")


def sizes(store: Store) -> dict[str, int]:
    with store.reading() as session:
        counts = {table: session.scalar(text(f"select count(*) from {table}")) or 0 for table in ROWS}  # noqa: S608
        return counts | {"snapshot": session.scalar(select(func.count()).select_from(Snapshot)) or 0}


def test_a_new_machine_answers_at_once_and_an_upgrade_loads_what_is_new(store: Store, almanac: Almanac) -> None:
    """An older home has DeepSeek's facts alone: the catalogue is added, and nothing is loaded twice."""
    said = list[str]()
    backfill_deepseek(store, said.append)
    said.clear()
    alone = sizes(store)
    backfill_built_in(store, said.append)
    (line,) = said
    assert line.startswith("History   7 sources, ")
    whole = sizes(store)
    assert all(whole[name] >= count for name, count in alone.items())
    assert whole["price_span"] > alone["price_span"]
    said.clear()
    backfill_built_in(store, said.append)
    assert (said, sizes(store)) == ([], whole)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
    (price,) = (
        row
        for row in almanac("prices", "deepseek-v4-pro", "--at", "2026-07-15T02:00Z", "--json").rows
        if (row["meter"], row["currency"]) == ("output", "USD")
    )
    assert price["amount"] == "0.87"
    assert len(almanac("changes", "--since", "2026-05-01", "--until", "2026-06-01", "--json").rows) > 10


@pytest.mark.parametrize("words", [("prices",), ("changes",), ("why", "deepseek-v4-pro", "output"), ("deadlines",)])
@pytest.mark.usefixtures("home")
def test_an_empty_home_is_answered_in_one_line_that_says_what_to_run(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.support.typed import typing

    answer = typing(capsys)(*words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "almanac: no history yet: run `almanac up`, or `almanac demo` for an example\n"
