"""Boards that come in halves or empty: nothing is told to have gone, and the reason is where people look."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from bench.harness.arena_rows import entry, html, leaderboard, pushed, table
from bench.harness.arena_rows import flight as arena_flight
from bench.harness.dates import day
from cli.main import main
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from flows.settings.load import Settings
from models.schema.tables import ChangeRow
from models.schema.views import SCORE_NOW
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.cases import on_both
from tests.support.leaderboards import paged_model, whole

COUNT = 20
NAMES = [f"deepseek-{number:02}" for number in range(COUNT)]
HEADER = "Rank|Rank Spread|Model|Score|Votes"


def by_flight(shown: int, total: int = COUNT) -> bytes:
    """A page that brings the data of so many of its contenders."""
    entries = [entry(name, 1500 - number, rank=number + 1) for number, name in enumerate(NAMES[:shown])]
    return html(pushed(arena_flight(leaderboard(entries, totalModels=total)))).encode()


def by_table(shown: int) -> bytes:
    """A page without its data that shows so many of its contenders."""
    rows = [(str(n + 1), "1 20", f"{name} Lab · MIT", f"{1500 - n} ±10", "900") for n, name in enumerate(NAMES[:shown])]
    return html(table(HEADER, rows), total=COUNT).encode()


def by_api(shown: int) -> bytes:
    return json.dumps(whole(*(paged_model(number) for number in range(shown)))).encode()


def feed(store: Store, name: str, at: str, body: bytes) -> RunResult:
    source = SOURCES[name]
    return process_attempt(Run(store, source), lambda: Page(name, f"https://example.org{source.path}", body, day(at)))


HALVES: dict[str, tuple[str, Callable[[int], bytes], int, str]] = {
    **{f"flight {share} %": ("arena_page_text", by_flight, COUNT * share // 100, "cut off") for share in (20, 50, 95)},
    **{f"table {share} %": ("arena_page_text", by_table, COUNT * share // 100, "cut off") for share in (20, 50, 95)},
    "no rows of the API": ("artificial_analysis", by_api, 0, "data is empty"),
    "no rows of the page": ("arena_page_text", by_flight, 0, "refused"),
}


@pytest.mark.parametrize("name", on_both(HALVES, "table 50 %"))
def test_half_a_board_removes_nobody_and_says_why(
    store: Store, settings: Settings, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    source, make, shown, why = HALVES[name]
    assert settings
    assert feed(store, source, "2026-08-01", make(COUNT)).outcome == "facts"
    half = feed(store, source, "2026-08-01 06:00", make(shown))
    assert half.outcome == "refused"
    with store.reading() as session:
        assert list(session.scalars(select(ChangeRow.kind))) == ["source broken"]
        keys = {row.contender_key for row in session.execute(select(SCORE_NOW))}
    assert len(keys) == COUNT
    assert main(["doctor"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "refused at 2026-08-01 06:00Z" in told
    assert why in told


def test_a_third_of_the_api_is_held(store: Store) -> None:
    assert feed(store, "artificial_analysis", "2026-08-01", by_api(COUNT)).outcome == "facts"
    third = feed(store, "artificial_analysis", "2026-08-01 06:00", by_api(COUNT // 3))
    assert (third.outcome, third.reason) == ("held", "seen once: the board: 6 contenders are left of 20")


@pytest.mark.both_databases
def test_scores_of_half_a_category_are_held_and_listed_with_the_reason(
    store: Store, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A doubt about a whole category has a shorter key than a doubt about one score."""
    assert settings
    assert feed(store, "arena_page_text", "2026-08-01", by_flight(COUNT)).outcome == "facts"
    half = feed(store, "arena_page_text", "2026-08-01 06:00", by_flight(COUNT // 2, COUNT // 2))
    assert half.outcome == "held"
    assert "overall: 10 contenders are left of 20" in (half.reason or "")
    assert main(["held"]) == 0
    assert "10 contenders are left of 20" in " ".join(capsys.readouterr().out.split())
    again = feed(store, "arena_page_text", "2026-08-01 18:00", by_flight(COUNT // 2, COUNT // 2))
    assert again.outcome == "facts"
