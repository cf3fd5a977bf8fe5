"""Verify: every current fact is what the bytes of its snapshot state, or is named."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Update, and_, func, select, update

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows import progress
from flows.audit.verification import Discrepancy, verify
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.kinds import FACTS, ModelVersion, Price
from models.readings.reading import Reading
from models.schema.history import HISTORY, TABLES
from models.schema.tables import Body, Snapshot
from samples.deepseek.pages import change_instants
from scrapers.page import NotModified, Page, PageChanged
from scrapers.source import Source
from tests.support.facts import hour
from tests.support.lines import PAGES, lines
from tests.support.quick import examples
from tests.support.recordings import Recordings
from tests.support.walks import SOURCE, URL, feed, walk_changes

MAY, AUGUST = day("2026-05-08"), day("2026-08-18")
HOUR = timedelta(hours=1)
PRICES = TABLES[Price]
NAMES = count()


def nobody(_: str) -> None:
    """Who listens to progress."""


def wrong(store: Store, source: Source = SOURCE) -> list[Discrepancy]:
    return verify(store, [source], nobody).discrepancies


def test_every_fact_of_every_page_is_walked_back_to_its_bytes(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, walk_changes)
    verified = verify(store, [SOURCE], nobody)
    with store.reading() as session:
        current = [
            session.scalar(select(func.count()).select_from(HISTORY[fact]).where(HISTORY[fact].c.recorded_to.is_(None)))
            for fact in FACTS
        ]
    assert verified.discrepancies == []
    assert verified.facts == sum(each or 0 for each in current) > 50
    assert 10 < verified.snapshots <= 2 * len(change_instants())


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (b"broken", "its bytes cannot be unpacked"),
        (zstandard.compress(body(AUGUST).encode()), "its bytes are not those that came"),
    ],
    ids=["broken", "other"],
)
def test_bytes_that_are_not_those_that_came_are_named(store: Store, stored: bytes, why: str) -> None:
    feed(store, MAY)
    with store.writing() as session:
        session.execute(update(Body).values(zstd=stored))
    (found,) = wrong(store)
    assert (found.source, found.snapshot_id, found.fact) == ("deepseek_pricing", 1, None)
    assert why in found.why


@pytest.mark.both_databases
def test_the_broken_bytes_of_one_snapshot_leave_the_others_verified(store: Store) -> None:
    feed(store, MAY)
    feed(store, AUGUST)
    with store.writing() as session:
        second = select(Snapshot.body_sha256).where(Snapshot.id == 2).scalar_subquery()
        session.execute(update(Body).where(Body.sha256 == second).values(zstd=b"broken"))
    assert [found.snapshot_id for found in wrong(store)] == [2]


SERIES, SPANS = PRICES.series, PRICES.spans
OUTPUT = and_(SERIES.c.model == "deepseek-v4-pro", SERIES.c.meter == "output")
OF_OUTPUT = update(SPANS).where(SPANS.c.series_id.in_(select(SERIES.c.id).where(OUTPUT)))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("tampered", "why"),
    [
        (OF_OUTPUT.values(amount=8), "the page says (Decimal('0.87'), "),
        (OF_OUTPUT.values(gone=True), ", the row gone"),
        (update(SERIES).where(OUTPUT).values(model="deepseek-v5"), "the page says nothing, the row "),
        (OF_OUTPUT.values(locator="row 1"), "the row says row 1"),
        (OF_OUTPUT.values(effective_from=AUGUST), "the page says nothing, the row "),
        (OF_OUTPUT.values(recorded_from=AUGUST), "but the page was seen 2026-05-08"),
    ],
    ids=["value", "gone", "key", "locator", "announced", "recorded"],
)
def test_a_row_that_is_not_what_its_page_states_is_named(store: Store, tampered: Update, why: str) -> None:
    feed(store, MAY)
    with store.writing() as session:
        session.execute(tampered)
    (found,) = wrong(store)
    assert (found.snapshot_id, found.fact, "output flat USD" in (found.key or "")) == (1, "price", True)
    assert why in found.why


def test_what_another_reader_release_read_needs_a_replay(store: Store) -> None:
    feed(store, MAY)
    (found,) = wrong(store, replace(SOURCE, reader=SOURCE.reader + 1))
    assert found.why == f"needs a replay: read by reader release {SOURCE.reader}, today's is {SOURCE.reader + 1}"


def test_a_page_that_is_refused_today_is_named(store: Store) -> None:
    def refuse(_: Page) -> Reading:
        raise PageChanged("a new table")

    feed(store, MAY)
    assert [found.why for found in wrong(store, replace(SOURCE, read=refuse))] == [
        "the page is refused today: a new table"
    ]


def test_a_snapshot_is_read_once_however_many_facts_it_has(store: Store) -> None:
    read: list[datetime] = []

    def counting(page: Page) -> Reading:
        read.append(page.moment)
        return SOURCE.read(page)

    feed(store, MAY)
    feed(store, AUGUST)
    assert wrong(store, replace(SOURCE, read=counting)) == []
    assert read == [MAY, AUGUST]


def test_a_long_walk_says_how_far_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    feed(store, MAY)
    feed(store, AUGUST)
    said: list[str] = []
    verify(store, [SOURCE], said.append)
    assert said == ["deepseek_pricing: 0 of 2 snapshots", "deepseek_pricing: 1 of 2 snapshots"]


@given(st.lists(st.one_of(st.none(), PAGES), min_size=1, max_size=8))
@settings(
    max_examples=examples(8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_pages_state_and_announce_is_found_again(store: Store, visits: list[str | None]) -> None:
    """None is "not modified"."""
    source = replace(SOURCE, name=f"source{next(NAMES)}", read=lines)
    for number, text in enumerate(visits):
        process_attempt(Run(store, source), partial(_attempt, source.name, hour(3 * number + 2), text))
    assert wrong(store, source) == []


@pytest.mark.both_databases
def test_a_row_that_a_past_table_ended_by_silence_is_found_again(store: Store) -> None:
    """The page's undated part lags behind its own table."""
    source = replace(SOURCE, name="lagging", read=lines)
    for at, text in ((2, "a - V"), (5, "a - V\ntable 4 -")):
        process_attempt(Run(store, source), partial(_attempt, source.name, hour(at), text))
    with store.reading() as session:
        versions = HISTORY[ModelVersion]
        gone = session.scalar(select(versions.c.effective_from).where(versions.c.gone, versions.c.source == "lagging"))
    assert (gone, wrong(store, source)) == (hour(4), [])


def _attempt(source: str, at: datetime, text: str | None) -> Page | NotModified:
    return NotModified(source, URL, at) if text is None else Page(source, URL, text.encode(), at)
