"""A leaderboard beside a run: its table, the watched models over time, the credit, and hostile names as text."""

import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from alerts.targets import DEFAULT_WATCHED
from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import RunResult
from flows.reports.leaderboard import family_boards, leaderboard_page
from flows.reports.pages import run_artifacts
from flows.reports.palette import COLORS
from flows.reports.prices import changes_artifact
from flows.reports.score_chart import score_chart
from flows.reports.value import value_page
from flows.settings.load import Settings
from models.leaderboards.curves import Curve, Rebase, ScoreSpan
from scrapers.huggingface.sources import leaderboards
from scrapers.registry import SOURCES
from scrapers.source import Source
from tests.golden.alert_story import fill_with_story
from tests.support.board_walks import INDEX, TEXT, board_visit, board_walk
from tests.support.publishes import BOARD, contender, field, publish
from tests.support.recordings import Recordings
from tests.support.walks import feed, visit

NOW = day("2026-11-29")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'deepseek <script>alert(1)</script> | ![x](javascript:y) `z` "&amp; \x1b'


def drawing(page: str) -> ElementTree.Element:
    """The only picture of a page."""
    (found,) = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
    return parsed(b64decode(found))


def parsed(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (drawn by us)


def words(drawn: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in drawn.iter(f"{SVG}text")]


def rows(page: str) -> list[list[str]]:
    return [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| \d", line)]


def test_a_board_has_its_first_places_and_the_watched_models_wherever_they_stand(
    recordings: Recordings, store: Store
) -> None:
    recordings.fill(store, board_walk, "arena_webdev")
    page = leaderboard_page(store, "arena/code", DEFAULT_WATCHED, NOW)
    assert page.startswith("# arena/code\n\n**overall**: scores of 2026-10-08, by arena_webdev; 38 contenders.")
    assert rows(page)[1] == ["2", "2–3", "gpt-6-astra-max", "1786.1", "1775.1–\u20601797.1", "5189"]
    assert [row[0] for row in rows(page)[18:]] == ["19", "20", "26", "28", "30", "32", "36", "37"]
    assert all(row[2].startswith("**deepseek") for row in rows(page)[20:])
    assert "\n| webdev | 1618.6, place 4 | 1582.0, place 5–7 |" in page
    assert page.endswith(f"{SOURCES['arena_webdev'].credit}\n")


def test_the_chart_has_a_curve_for_each_of_the_first_watched_models(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, board_walk, "arena_webdev")
    page = leaderboard_page(store, "arena/code", DEFAULT_WATCHED, NOW)
    drawn = drawing(page)
    assert "arena/code overall: the first 8 of 9 watched models over time" in words(drawn)
    assert len(COLORS) == 8
    assert {line.get("stroke") for line in drawn.iter(f"{SVG}polyline")} == set(COLORS)
    assert "deepseek-v4.1-flash-max 1618.6" in words(drawn)
    assert len(list(drawn.iter(f"{SVG}polygon"))) == len(list(drawn.iter(f"{SVG}polyline")))


def test_the_chart_breaks_where_the_method_changed(recordings: Recordings, store: Store) -> None:
    fill_with_story(recordings, store)
    drawn = drawing(leaderboard_page(store, "artificial-analysis", ("claude opus 4.7*",), NOW))
    assert {"method 4.1", "method 4.2", "Claude Opus 4.7 (Adaptive Reasoning, Max Effort) 55.5"} <= set(words(drawn))
    assert len(list(drawn.iter(f"{SVG}polyline"))) == 3


def test_where_nobody_matches_there_is_the_table_alone(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, board_walk, TEXT, until="2026-05-01")
    page = leaderboard_page(store, BOARD, (), NOW)
    assert len(rows(page)) == 20
    assert "data:image" not in page
    assert "Other categories" not in page


def test_a_board_without_intervals_has_no_columns_for_them(recordings: Recordings, store: Store) -> None:
    recordings.fill(store, board_walk, INDEX, until="2026-05-01")
    page = leaderboard_page(store, "artificial-analysis", DEFAULT_WATCHED, NOW)
    assert "| place | contender | score |" in page
    assert page.endswith("\n\nSource: Artificial Analysis (https://artificialanalysis.ai).\n")


@pytest.mark.both_databases
def test_a_hostile_name_is_text_in_the_table_and_in_the_picture(store: Store) -> None:
    with store.writing() as session:
        for number in range(2):
            lines = {**field(3), "k": (1500 + number, 5, 7)}
            called = [contender("k", name=HOSTILE, model="deepseek-v9")]
            publish(session, number, {"overall": lines, "coding": lines}, called)
    page = leaderboard_page(store, BOARD, DEFAULT_WATCHED, NOW)
    drawn = drawing(page)
    assert f"{HOSTILE[:-1]}\N{REPLACEMENT CHARACTER} 1501.0" in words(drawn)
    assert not list(drawn.iter(f"{SVG}script"))
    named = [line for line in page.splitlines() if "alert" in line and "data:image" not in line]
    assert len(named) == 2
    assert [line.count(" | ") for line in named] == [5, 1]
    assert not any(re.search(r"(?<!\\)[\[\]<>`!]", line) for line in named)


def test_a_chart_shows_what_has_begun() -> None:
    past = ScoreSpan(day("2026-05-01"), day("2026-06-01"), Decimal("1450.5"), None, None, None)
    ahead = ScoreSpan(day("2026-06-01"), None, Decimal(1460), None, None, None)
    curve = Curve("a", [[past, ahead]])
    now = day("2026-05-20")
    drawn = parsed(score_chart("t", [curve], [Rebase(day("2026-06-01"), "rebased")], now))
    assert words(drawn)[-1] == "a 1450.5"
    assert "rebased" not in words(drawn)
    assert len(list(drawn.iter(f"{SVG}circle"))) == 1
    assert score_chart("t", [curve], [], day("2026-04-01")) == b""


def test_the_page_of_changes_has_the_credit_of_a_board(store: Store) -> None:
    settled = board_walk(store, TEXT, until="2026-05-01")
    assert settled.changes
    page = changes_artifact(store, TEXT, settled)
    assert page is not None
    assert page.data.endswith(f"\n\n{SOURCES[TEXT].credit}\n")


def test_a_family_has_the_boards_that_its_sources_state(recordings: Recordings, store: Store) -> None:
    feed(store, day("2026-05-08"))
    recordings.fill(store, board_walk, TEXT, until="2026-05-01")
    for name in ("epoch_gpqa_diamond", "huggingface_boards"):
        visit(store, day("2026-09-04"), name)
    assert family_boards(store, SOURCES[TEXT].family) == [SOURCES[TEXT].family]
    assert family_boards(store, SOURCES["deepseek_pricing"].family) == []
    own = SOURCES["epoch_gpqa_diamond"].family
    assert family_boards(store, own) == [own, f"{own}/claimed"]
    stated = family_boards(store, SOURCES["huggingface_boards"].family)
    assert len(stated) == len(set(stated)) == 2 * len(leaderboards())
    pages = {board: leaderboard_page(store, board, DEFAULT_WATCHED, NOW) for board in (*stated, own, f"{own}/claimed")}
    lines = {name: SOURCES[name].credit for name in ("epoch_gpqa_diamond", "huggingface_boards")}
    found = {board: [name for name, line in lines.items() if line in page] for board, page in pages.items()}
    assert found == {board: ["huggingface_boards"] for board in stated} | {
        board: ["epoch_gpqa_diamond"] for board in (own, f"{own}/claimed")
    }


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_run_that_changed_something_has_its_own_artifacts(store: Store, settings: Settings) -> None:
    (text, pricing) = SOURCES[TEXT], SOURCES["deepseek_pricing"]
    settled = board_visit(store, day("2026-05-01"), TEXT)
    states, family = ["source-health", "held-readings"], ["prices-now", "price-charts", "deadlines"]

    def keys(source: Source, result: RunResult) -> list[str]:
        return [artifact.key for artifact in run_artifacts(store, source, result, settings, NOW)]

    board = ["page-arena-text-style-control", "copy-arena-text-style-control"]
    assert keys(text, settled) == [*board, "leaderboard-arena-text", "value-arena-text", *states]
    assert keys(text, replace(settled, rows=0, changes=0)) == []
    first = feed(store, day("2026-05-08"))
    # A baseline is no change.
    assert keys(pricing, first) == ["page-deepseek-pricing", "copy-deepseek-pricing", *family, *states]
    # That the source is broken is no change of a fact: the last real change stays.
    broken = feed(store, day("2026-05-08 01:00"), "<p>home</p>")
    assert broken.changes == 1
    assert keys(pricing, broken) == [*family, *states]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_prices_of_a_board_without_a_known_price_are_a_page_that_says_so(store: Store) -> None:
    """It takes the place of the last one, which had the prices of other contenders."""
    board_visit(store, day("2026-05-01"), TEXT)
    page = value_page(store, "arena/text", NOW)
    assert "None of these prices is known." in page
    assert "| unknown |" in page
    assert "data:image/svg" not in page
