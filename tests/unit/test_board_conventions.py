"""A board declares its conventions: a toy publisher with other ones than Arena and Artificial Analysis."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.bitemporal.belief import Span
from models.facts.kinds import Score
from models.facts.texts import display_name
from models.leaderboards.board import Board, Category
from models.leaderboards.conventions import EVERY_BOARD, BoardConventions
from models.plausibility.case import Case
from models.plausibility.scores import board_doubts
from models.readings.reading import Reading, Scope, beliefs_by_kind
from scrapers.arena.boards import CONVENTIONS as ARENA
from scrapers.artificial_analysis.board import CONVENTIONS as ARTIFICIAL_ANALYSIS
from scrapers.epoch.sources import CONVENTIONS as EPOCH
from scrapers.registry import FORMER, SOURCES, board_conventions
from tests.support.facts import hour
from tests.support.publishes import BOARD, SOURCE, changes_of, score

TOY = BoardConventions(
    main_categories=("total", "sum"),
    margin=Decimal("0.1"),
    scales=(Decimal(5), Decimal(40)),
    least_scales=(("_of_40", Decimal(40)),),
)


def bare(middle: str, category: str = "total", key: str = "a") -> Score:
    """A score without an interval."""
    return replace(score(key, (0, 1, 1), category), score=Decimal(middle), ci_low=None, ci_high=None)


def category(conventions: BoardConventions, was: str, now: str, name: str = "total") -> Category:
    return Category(BOARD, name, {"a": bare(was, name)}, {"a": bare(now, name)}, conventions=conventions)


def kinds(conventions: BoardConventions, *categories: Category) -> list[str]:
    board = Board(SOURCE, BOARD, categories, {}, {}, hour(0), conventions=conventions)
    return [change.kind for change in changes_of(board)]


@pytest.mark.parametrize(
    ("middle", "name", "low", "high"),
    [
        ("4", "total", "3.5", "4.5"),
        ("4", "part_of_40", "0", "8"),
        ("30", "total", "26", "34"),
        ("4000", "total", "3996", "4004"),
    ],
)
def test_the_margin_of_a_score_is_a_share_of_its_declared_scale(middle: str, name: str, low: str, high: str) -> None:
    found = TOY.interval(bare(middle, name))
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def test_a_move_within_the_declared_margin_is_no_change() -> None:
    assert kinds(TOY, category(TOY, "30", "37")) == []
    assert kinds(EVERY_BOARD, category(EVERY_BOARD, "30", "37")) == ["score moved"]


def test_the_main_category_is_the_one_that_the_source_declares() -> None:
    assert TOY.main_category(["coding", "sum", "overall"]) == "sum"
    assert EVERY_BOARD.main_category(["sum", "coding", "overall"]) == "coding"
    assert ARENA.main_category(["coding", "overall"]) == "overall"
    assert ARTIFICIAL_ANALYSIS.main_category(["agentic_index", "intelligence_index"]) == "intelligence_index"


@pytest.mark.parametrize(("conventions", "first"), [(TOY, "total"), (ARENA, "overall")])
def test_a_new_contender_is_told_with_its_score_in_the_main_category(conventions: BoardConventions, first: str) -> None:
    categories = [
        Category(BOARD, name, {}, {"a": bare("4", name)}, conventions=conventions)
        for name in ("coding", "overall", "total")
    ]
    board = Board(SOURCE, BOARD, categories, {}, {}, hour(0), conventions=conventions)
    (added,) = changes_of(board)
    assert (added.said_after or "").startswith(f"{first}: ")


def test_a_score_of_another_size_is_doubted_by_the_declared_margin() -> None:
    assert _doubts(EVERY_BOARD) == ["total: a from 1 to 7"]
    assert _doubts(replace(EVERY_BOARD, margin=Decimal(3))) == []


def _doubts(boards: BoardConventions) -> list[str]:
    """The doubts about a contender that went from 1 to 7."""
    scope, was = Scope(Score, SOURCE, "total"), bare("1")
    beliefs = {scope: {was.key: (Span(hour(0), was.value, hour(0)),)}}
    reading = Reading(frozenset({scope}), (bare("7"),))
    case = Case(beliefs_by_kind(beliefs), reading, hour(2), hour(1), boards=boards)
    return [doubt.why for doubt in board_doubts(case)]


def test_every_leaderboard_of_a_site_has_its_conventions() -> None:
    by_vendor = {"arena": ARENA, "artificial-analysis": ARTIFICIAL_ANALYSIS, "epoch": EPOCH}
    own = {"huggingface_boards": BoardConventions(every_row_is_scored=True)}
    for source in (*SOURCES.values(), *FORMER.values()):
        assert board_conventions(source.name) == own.get(source.name, by_vendor.get(source.vendor, EVERY_BOARD)), (
            source.name
        )
    assert board_conventions("of an older release") == EVERY_BOARD


def test_of_two_contenders_of_one_name_the_second_is_shown_by_its_key() -> None:
    names = {"x": "x", "x #2": "x", "x #2b": "x", "id-7": "x", "y #2": "x", "z": None}
    shown = {key: display_name(key, name) for key, name in names.items()}
    assert shown == {"x": "x", "x #2": "x #2", "x #2b": "x", "id-7": "x", "y #2": "x", "z": "z"}
