"""A page that has grown tenfold is refused before it is parsed; a person reads it, and later ones may follow."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.database import Store
from flows.ingest.page_size import GROWTH, expect_size
from flows.ingest.record_page import SMALL_PAGE
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.replays import replay
from flows.run import Run
from models.readings.reading import Reading
from models.schema.tables import Alert, Body, Snapshot
from scrapers.page import Page, PageChanged
from scrapers.registry import REGISTERED, SOURCES
from tests.support.tripping import noted
from tests.support.walks import SOURCE as PRICING
from tests.support.walks import URL

HOUR = timedelta(hours=1)
MAY = day("2026-05-08")
NORMAL, LARGE = 40_000, 500_000


def reads(page: Page) -> Reading:
    return noted(page, "well")


SOURCE = replace(SOURCES["deepseek_pricing"], read=reads)


def feed(store: Store, size: int, hours: int, *, by_hand: bool = False) -> RunResult:
    page = Page(SOURCE.name, URL, b"x" * size, MAY + hours * HOUR, is_by_hand=by_hand)
    return process_attempt(Run(store, SOURCE), lambda: page)


def outcomes(store: Store) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(Snapshot.outcome).order_by(Snapshot.moment)))


@pytest.mark.both_databases
def test_a_page_that_has_grown_tenfold_is_refused_and_one_beyond_the_bound_of_its_source(store: Store) -> None:
    assert feed(store, NORMAL, 0).outcome == "facts"
    assert feed(store, GROWTH * NORMAL, 1).outcome == "same"
    assert feed(store, NORMAL, 2).outcome == "same"
    assert feed(store, SOURCE.body_bound, 3).outcome == "same", "the largest of those that were read counts"
    refused = feed(store, SOURCE.body_bound + 1, 4)
    assert refused.reason == "too large to read: 2,000,001 bytes, and a page of this source may have 2,000,000"


@pytest.mark.both_databases
def test_the_reason_says_both_sizes_and_what_to_do(store: Store) -> None:
    feed(store, NORMAL, 0)
    refused = feed(store, LARGE, 1)
    assert (refused.outcome, refused.reason) == (
        "refused",
        "too large to read: 500,000 bytes, more than 10 times the largest page that was read before (40,000 bytes). If "
        f"the page has really grown: `almanac snapshot {refused.snapshot_id} --page FILE` saves it, and `almanac track "
        "deepseek_pricing --page FILE` reads it; later ones may be as large",
    )
    with store.reading() as session:
        assert [alert.kind for alert in session.scalars(select(Alert))] == ["source broken"]
        assert {each.size for each in session.scalars(select(Body))} == {NORMAL, LARGE}
    assert feed(store, LARGE, 2, by_hand=True).outcome == "same"
    assert feed(store, LARGE + 1, 3).outcome == "same"


def test_a_replay_reads_what_was_read_and_refuses_what_was_refused(store: Store) -> None:
    for hours, size in enumerate((NORMAL, LARGE, NORMAL)):
        feed(store, size, hours)
    feed(store, LARGE, 3, by_hand=True)
    feed(store, LARGE + 1, 4)
    before = outcomes(store)
    assert before == ["facts", "refused", "same", "same", "same"]
    assert replay(Run(store, SOURCE, log=print)).corrections == 0
    assert replay(Run(store, replace(SOURCE, reader=SOURCE.reader + 1), log=print)).corrections == 0
    assert outcomes(store) == before


def test_the_first_page_may_have_what_any_page_of_the_source_may_have(store: Store) -> None:
    assert feed(store, SOURCE.body_bound, 0).outcome == "facts"


def test_a_small_page_is_compared_with_none(store: Store) -> None:
    feed(store, 100, 0)
    assert feed(store, SMALL_PAGE + 1, 1).outcome == "refused"
    assert feed(store, SMALL_PAGE, 2).outcome == "same"


@pytest.mark.both_databases
def test_the_size_of_a_page_is_compared_in_one_statement_that_reads_no_history(store: Store) -> None:
    for hours in range(3):
        feed(store, NORMAL + hours, hours)
    statements = list[tuple[str, object]]()
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2:4]))
    with store.reading() as session:
        snapshot = session.scalars(select(Snapshot).order_by(Snapshot.moment.desc())).first()
        assert snapshot is not None
        statements.clear()
        with pytest.raises(PageChanged, match="too large"):
            expect_size(session, SOURCE, snapshot, Page(SOURCE.name, URL, b"x" * LARGE, MAY))
        ((statement, given),) = statements
        if store.engine.dialect.name == "sqlite":
            plan = session.connection().exec_driver_sql(f"explain query plan {statement}", given).all()  # pyright: ignore[reportArgumentType]
            steps = [str(step[-1]) for step in plan]
            assert not [step for step in steps if step.startswith("SCAN") and "last" not in step and "anon" not in step]
            assert any("source=? AND moment<?" in step for step in steps)
        else:
            session.execute(text("set enable_seqscan = off"))
            assert "limit" in statement.lower()


def test_an_ordinary_page_is_compared_with_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.ingest.page_size.expect_size", None)
    page = Page(PRICING.name, URL, body(MAY).encode(), MAY)
    assert process_attempt(Run(store, PRICING), lambda: page).outcome == "facts"


@pytest.mark.parametrize("name", REGISTERED)
def test_every_source_has_a_bound(name: str) -> None:
    assert 0 < REGISTERED[name].body_bound <= 20_000_000
