"""What nobody foresaw in a page ends as one row that says so: a reader that loops, and one that takes all memory."""

import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import body
from flows.audit.cited_page import cited_page
from flows.database import Store
from flows.page_reader import reader
from flows.page_reader.child import Limits
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.schema.tables import Alert, Body, Snapshot
from scrapers.page import Page
from scrapers.registry import SOURCES
from scrapers.source import Reader
from tests.support.site import Answer, serving
from tests.support.typed import Almanac
from tests.support.walks import URL

NAME = "deepseek_pricing"
READERS = "tests.support.tripping"
LIMITS = Limits(seconds=1, memory=100 << 20)
CASES = {
    "is_stuck_in_c": "reading took longer than 1 s",
    "fills_the_memory_piece_by_piece": "reading needed more memory than 100 MB",
}
"""Readers, and the reason of a page that they read."""


@pytest.fixture(params=CASES)
def planted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """The name of a source whose reader does not end by itself; a new interpreter reads its pages, as always."""
    reader.close_readers()
    monkeypatch.setattr(reader, "LIMITS", LIMITS)
    source = replace(SOURCES[NAME], read=Reader(READERS, request.param))
    monkeypatch.setitem(SOURCES, NAME, source)
    yield request.param
    reader.close_readers()


def test_a_small_page_that_its_reader_never_ends_is_refused_by_both_commands(
    planted: str, almanac: Almanac, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = CASES[planted]
    (tmp_path / "page.html").write_bytes(b"trip")
    seen = almanac("read", NAME, tmp_path / "page.html")
    assert (seen.code, seen.err) == (3, f"almanac: the page is refused: {reason}\n")
    good = replace(SOURCES[NAME], read=Reader(READERS, "or_else"))
    process_attempt(Run(store, good), lambda: Page(NAME, URL, b"a good page", day("2026-05-08")))
    with serving(**{"quick_start/pricing": [Answer(200, b"trip")]}) as site:
        monkeypatch.setenv("ALMANAC_DEEPSEEK_URL", site.url)
        tracked = almanac("track", NAME)
    assert tracked.code == 3
    assert f"{NAME}: refused: {reason}" in tracked.err
    with store.reading() as session:
        rows = session.scalars(select(Snapshot).order_by(Snapshot.moment)).all()
        assert [(row.outcome, row.reason) for row in rows] == [("facts", None), ("refused", reason)]
        assert len(session.scalars(select(Body.sha256)).all()) == 2
        (alert,) = session.scalars(select(Alert).where(Alert.kind == "source broken"))
        assert reason in alert.body
    assert reason in almanac("doctor").text


def endless(_page: Page, _locator: str) -> None:
    """Search for ever."""
    while True:
        pass


def test_the_search_for_a_cited_place_on_a_large_page_has_an_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    at = day("2026-05-08")
    process_attempt(Run(store, SOURCES[NAME]), lambda: Page(NAME, URL, body(at).encode(), at))
    monkeypatch.setitem(SOURCES, NAME, replace(SOURCES[NAME], find_place=endless))
    monkeypatch.setattr(reader, "LIMITS", LIMITS)
    monkeypatch.setattr(sys.modules[cited_page.__module__], "LARGE", 0)
    with store.reading() as session:
        cited = cited_page(session, 1, "table 1 / row 1", "deepseek-v4-pro")
    assert (cited.passage, cited.problem) == (None, "the place is not found on the page")
