"""Which boards are offered, what was offered once, and that what is archived of it is read as ever."""

import json

import pytest

from bench.harness.arena_rows import parquet, row
from bench.harness.dates import day
from bench.harness.sample_boards import END, board_page
from flows.audit.verification import verify
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.replays import replay
from flows.run import Run
from models.facts.kinds import Contender, Score
from models.leaderboards.scores import leaderboard
from scrapers import registry
from scrapers.arena import sources as arena
from scrapers.artificial_analysis.api import FORMER_PATH
from scrapers.artificial_analysis.sources import API_PATH
from scrapers.page import Page
from scrapers.source import Source
from tests.support.leaderboards import former, former_model, paged_model, whole

OFFERED = [name for name in registry.SOURCES if name.startswith(("arena_", "artificial_analysis"))]


@pytest.mark.parametrize("name", OFFERED)
def test_every_board_that_is_offered_has_a_sample_that_is_read_whole(name: str) -> None:
    """The README's list is that of the registry (`test_docs`)."""
    source = registry.SOURCES[name]
    reading = source.reading(Page(name, source.path, board_page(name, END), END))
    assert {type(fact) for fact in reading.facts} >= {Score, Contender}
    assert reading.unread == ()


def test_what_was_offered_once_is_offered_no_more_and_still_credited() -> None:
    assert registry.FORMER.keys() & registry.SOURCES.keys() == set()
    assert registry.attributions(["arena_search", "nobody"]) == [arena.CREDIT]


def feed(store: Store, source: Source, at: str, body: bytes, path: str) -> RunResult:
    return process_attempt(Run(store, source), lambda: Page(source.name, f"https://example.org{path}", body, day(at)))


def replayed(store: Store, source: Source) -> tuple[int, int, int]:
    """Corrections, new and retracted changes of a replay, after which every fact is borne out by its page."""
    found = replay(Run(store, source, log=lambda _line: None))
    assert verify(store, [source], lambda _line: None).discrepancies == []
    return found.corrections, found.changes, found.retracted


@pytest.mark.both_databases
def test_archived_answers_of_the_closed_endpoint_are_replayed_and_verified(store: Store) -> None:
    source = registry.SOURCES["artificial_analysis"]
    old, new = former(former_model(1), former_model(2)), whole(paged_model(1), paged_model(2))
    assert feed(store, source, "2026-11-03", json.dumps(old).encode(), FORMER_PATH).outcome == "facts"
    assert feed(store, source, "2026-11-05", json.dumps(new).encode(), API_PATH).outcome == "facts"
    assert replayed(store, source) == (0, 0, 0)


def test_an_answer_of_the_closed_endpoint_is_none_at_the_address_of_today(store: Store) -> None:
    source = registry.SOURCES["artificial_analysis"]
    body = json.dumps(former(former_model(1))).encode()
    assert feed(store, source, "2026-11-05", body, API_PATH).outcome == "refused"


def test_what_is_archived_of_a_board_that_was_offered_once_is_replayed_verified_and_shown(store: Store) -> None:
    source = registry.FORMER["arena_search"]
    body = parquet([row("a", 1500, "2026-08-01"), row("b", 1490, "2026-08-01")])
    assert feed(store, source, "2026-08-02", body, source.path).outcome == "facts"
    assert replayed(store, source) == (0, 0, 0)
    with store.reading() as session:
        assert [standing.name for standing in leaderboard(session, "arena/search")] == ["a", "b"]
