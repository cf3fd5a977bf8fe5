"""Feeding the boards' sample pages to the road, as schedules would."""

from datetime import datetime

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from samples.arena.parquet import parquet
from samples.artificial_analysis import api
from samples.boards.site import reply
from samples.boards.visits import instants
from scrapers.http.pagination import join_pages
from scrapers.page import Page
from scrapers.registry import SOURCES

SITE = "https://example.org"
TEXT, RAW, INDEX = "arena_text_style_control", "arena_text", "artificial_analysis"


def board_page(source: str, at: datetime) -> Page:
    """What a source brings of the sample sites at an instant."""
    if source == INDEX:
        return Page(
            source,
            f"{SITE}{api.FREE}",
            join_pages([_answered(f"{api.FREE}?page={number}", at) for number in (1, 2)]),
            at,
        )
    url = f"{SITE}{SOURCES[source].path}"
    if source.startswith("arena_") and not source.startswith("arena_page_"):
        return Page(source, url, parquet(source.removeprefix("arena_"), "latest", at), at)
    found = reply(SOURCES[source].path, {}, at)
    assert found
    return Page(source, url, found.body, at)


def _answered(target: str, at: datetime) -> bytes:
    found = reply(target, {"x-api-key": "any"}, at)
    assert found
    return found.body


def board_visit(store: Store, at: datetime, source: str) -> RunResult:
    return process_attempt(Run(store, SOURCES[source]), lambda: board_page(source, at))


def board_walk(store: Store, *sources: str, until: str = "2027-01-01") -> RunResult:
    """Every visit to these sources before a day, in the order of time; what became of the last one."""
    visits = sorted((at, source) for source in sources for at in instants(source) if at < day(until))
    return [board_visit(store, at, source) for at, source in visits][-1]
