"""What real days of the boards change and whom they wake: the captures, fed to the road in their order."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bench.harness.arena_rows import parquet
from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.replay.replays import replay
from flows.run import Run
from models.kinds.changes import ChangeKind
from models.schema.tables import Alert, ChangeRow
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.leaderboards import as_answer, flat, flight, html, unpacked
from tests.support.recordings import Recordings

NAMES = "DeepSeek V4 Flash 0731 (Reasoning, Max Effort)", "DeepSeek V4 Flash (Reasoning, High Effort)"


def feed(store: Store, name: str, at: str, body: bytes) -> RunResult:
    source = SOURCES[name]
    url = f"https://example.org{source.path}"
    return process_attempt(Run(store, source), lambda: Page(name, url, body, day(f"{at} 08:00")))


def changes(store: Store) -> list[ChangeRow]:
    with store.reading() as session:
        return list(session.scalars(select(ChangeRow).order_by(ChangeRow.id)))


def kinds(store: Store) -> dict[str, int]:
    return dict(Counter(change.kind for change in changes(store)))


def titles(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Alert.title).order_by(Alert.id)))


def arena(store: Store, captures: Path, subset: str, *days: str) -> None:
    for at in days:
        saved = unpacked(captures / f"arena/dataset_{subset}_{at}.json.gz")
        published = saved["meta"]["leaderboard_publish_date"]
        rows = [row | {"leaderboard_publish_date": published} for row in saved["rows"]]
        assert feed(store, f"arena_{subset}", at, parquet(rows)).outcome == "facts"


def page(store: Store, captures: Path, *days: str) -> None:
    for at in days:
        rows = unpacked(captures / f"artificial_analysis/page_payload_{at}.json.gz")["models"]
        body = html(flight([flat(row) for row in rows]))
        assert feed(store, "artificial_analysis_page", at, body).outcome == "facts"


@pytest.fixture
def captures(capture: Callable[[str], Path]) -> Path:
    return capture("")


def three_days_of_webdev(store: Store, captures: Path) -> None:
    arena(store, captures, "webdev", "2026-07-02", "2026-08-01", "2026-08-13")


def two_days_of_a_new_method(store: Store, captures: Path) -> None:
    page(store, captures, "2026-06-15", "2026-06-16")


def test_three_days_of_webdev_wake_people_once(store: Store, recordings: Recordings, captures: Path) -> None:
    recordings.fill(store, three_days_of_webdev, captures)
    assert titles(store) == [
        "arena/code: deepseek-v4-flash-high, deepseek-v4-flash-high-preview, deepseek-v4-pro are new"
    ]
    assert kinds(store) == {
        "contender added": 27,
        "contender renamed": 5,
        "score moved": 4,
        "top place lost": 1,
        "top place shared": 14,
    }
    renamed = [change for change in changes(store) if change.kind is ChangeKind.CONTENDER_RENAMED]
    names = {(change.said_before, change.said_after) for change in renamed}
    assert {("deepseek-v4-pro-thinking", "deepseek-v4-pro-high-preview"), ("glm-5.2 (max)", "glm-5.2-max")} <= names


def test_two_days_of_text_wake_nobody(store: Store, captures: Path) -> None:
    arena(store, captures, "text_style_control", "2026-07-31", "2026-08-13")
    assert titles(store) == []
    assert kinds(store) == {"contender added": 7, "contender renamed": 7, "top place shared": 6}


def test_more_digits_are_no_news(store: Store, captures: Path) -> None:
    """Of 469 scores with more digits none; one of DeepSeek's did move that day, from 57.8 to 62.3."""
    page(store, captures, "2026-05-13", "2026-05-14")
    moved = [change for change in changes(store) if "place" not in change.kind]
    assert [(change.kind, change.subject, change.said_after) for change in moved] == [
        ("score moved", NAMES[1], "agentic_index: 62.3")
    ]


def test_a_new_method_is_one_alert(store: Store, recordings: Recordings, captures: Path) -> None:
    recordings.fill(store, two_days_of_a_new_method, captures)
    (rebased,) = changes(store)
    assert (rebased.kind, rebased.subject, rebased.said_before) == ("leaderboard rebased", "artificial-analysis", None)
    assert rebased.said_after == (
        "gdpval_normalized (44 of 47 scores moved), intelligence_index (501 of 501 scores moved)"
    )
    (title,) = titles(store)
    assert title.startswith("artificial-analysis: leaderboard rebased: gdpval_normalized (44 of 47 scores moved)")


def test_a_slug_that_leads_elsewhere_moves_no_score(store: Store, captures: Path) -> None:
    for at in ("2026-07-31", "2026-08-01"):
        rows = unpacked(captures / f"artificial_analysis/api_rows_{at}.json.gz")["models"]
        feed(store, "artificial_analysis", at, json.dumps(as_answer(rows)).encode())
    assert kinds(store) == {
        "contender added": 2,
        "slug passed on": 1,
        "top place gained": 1,
        "top place shared": 1,
    }
    passed = next(change for change in changes(store) if change.kind is ChangeKind.SLUG_PASSED_ON)
    assert (passed.subject, passed.said_before) == (
        NAMES[0],
        "deepseek-v4-flash: DeepSeek V4 Flash (Reasoning, Max Effort)",
    )
    (title,) = titles(store)
    assert title.startswith(f"artificial-analysis: {NAMES[0]} is new: intelligence_index: 49.9, place 18–30")


@pytest.mark.parametrize(
    ("name", "walk"),
    [("arena_webdev", three_days_of_webdev), ("artificial_analysis_page", two_days_of_a_new_method)],
)
def test_a_replay_of_the_boards_comes_to_the_same(
    store: Store, recordings: Recordings, captures: Path, name: str, walk: Callable[[Store, Path], None]
) -> None:
    recordings.fill(store, walk, captures)
    before = [(change.id, change.kind, change.subject, change.said_after) for change in changes(store)]
    replayed = replay(Run(store, SOURCES[name], log=lambda _line: None))
    assert (replayed.corrections, replayed.changes, replayed.retracted) == (0, 0, 0)
    assert [(change.id, change.kind, change.subject, change.said_after) for change in changes(store)] == before
