"""The boards' story in the demo: its alerts follow from the rows, and dataset, API and pages tell one thing."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from bench.harness.sample_pages import page_of
from flows.database import Store
from models.facts.kinds import Contender, Score
from models.readings.reading import Reading
from models.schema.tables import ChangeRow
from samples.arena.page import BOARDS
from samples.arena.state import computed, standings, uploaded
from samples.artificial_analysis.state import listed, version
from samples.boards.visits import STORY, story
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.golden.board_story import BOARD_STORY, OF_ALL
from tests.support.walks import SITES, visit

SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
FIELDS = {"intelligence_index": "intelligence", "coding_index": "coding", "agentic_index": "agentic"}
OTHERS = {"gdpval_normalized": "gdpval", "gpqa": "gpqa", "hle": "hle"}
TOP = 10
Ends = tuple[Decimal, Decimal, Decimal]
"""The lower end of an interval, its score, and its upper end."""
LINE = re.compile(r"(?P<name>.+?): (?P<kind>[a-z ]+): (?:(?P<category>[a-z_]+): )?(?P<words>.*)")


def intervals(source: str, category: str, at: datetime) -> dict[str, Ends]:
    """Where everybody stood in a category, from the figures that the sites are rendered from."""
    if source.startswith("artificial_analysis"):
        field = (FIELDS | OTHERS)[category]
        stated = {model.name: Decimal(getattr(model, field)) for model in listed(at) if getattr(model, field)}
        if source == "artificial_analysis":
            stated = {name: Decimal(str(round(float(score), 1))) for name, score in stated.items()}
        one = Decimal(1) if category.endswith("_index") else Decimal("0.01")
        return {name: (score - one, score, score + one) for name, score in stated.items()}
    subset = BOARDS[source.removeprefix("arena_page_")].subset if "page" in source else source.removeprefix("arena_")
    last = [published for published in computed(subset, category) if uploaded(published) <= at]
    ranked = standings(subset, category, last[-1]) if last else ()
    return {f"{entry.model}{entry.twin}": (entry.lower, entry.rating, entry.upper) for entry in ranked}


def place(board: Mapping[str, Ends], name: str) -> str:
    low, _, high = board[name]
    best = 1 + sum(other[0] > high for other in board.values())
    worst = len(board) - sum(other[2] < low for other in board.values())
    return f"place {best}" if best == worst else f"place {best}–{worst}"


def before(source: str, at: datetime) -> datetime:
    return max(other for other, name in story() if name == source and other < at)


EXPLAINED = [
    (day(seen), source, line)
    for seen, source, _, *lines in BOARD_STORY
    for line in lines
    if not line.startswith(OF_ALL) and "contender removed" not in line
]


@pytest.mark.parametrize(("at", "source", "line"), EXPLAINED)
def test_every_alert_about_a_contender_follows_from_the_figures(at: datetime, source: str, line: str) -> None:
    found = LINE.fullmatch(line)
    assert found is not None
    name, kind, category, words = found.groups()
    was, now = (intervals(source, category, instant) for instant in (before(source, at), at))
    low, score, high = now[name]
    if kind == "contender added":
        assert name not in was
        assert words.startswith(f"{score:.1f}")
        assert f", {place(now, name)}" in words
    elif kind == "score moved":
        assert low > was[name][2] or high < was[name][0]
        assert words.partition(" → ")[2] == f"{score:.1f}"
    else:
        assert kind in ("top place gained", "top place lost")
        assert words == f"{place(was, name)} → {place(now, name)}"
        best, worst = (int(end) for end in (place(now, name).removeprefix("place ").split("–") * 2)[:2])
        assert (worst <= TOP) if kind == "top place gained" else (best > TOP)


def test_who_is_told_to_be_gone_is_on_none_of_the_last_three_publishes_and_was_on_the_one_before() -> None:
    removed = [(day(row[0]), row[1], line) for row in BOARD_STORY for line in row[3:] if "contender removed" in line]
    assert removed
    for at, source, line in removed:
        seen = [visited for visited, name in story() if name == source and visited <= at]
        name = line.partition(":")[0]
        assert [name in intervals(source, "overall", instant) for instant in seen[-4:]] == [True, False, False, False]


def test_a_rebase_is_told_when_the_index_moves_for_most_or_has_another_method_and_never_else() -> None:
    told = {row[0] for row in BOARD_STORY if any(line.startswith("leaderboard rebased") for line in row[3:])}
    visited = [at for at, name in story() if name == "artificial_analysis"]
    moved: set[str] = set()
    for was, now in pairwise(visited):
        old, new = (intervals("artificial_analysis", "intelligence_index", at) for at in (was, now))
        apart = [name for name in old.keys() & new.keys() if old[name][0] > new[name][2] or old[name][2] < new[name][0]]
        if len(apart) * 2 >= len(old.keys() & new.keys()) or version(was) != version(now):
            moved.add(f"{now:%Y-%m-%d %H:%M}")
    assert moved == told == {"2026-06-16 04:00", "2026-08-07 04:00"}


PAIRS = {
    "arena_page_text": "arena_text_style_control",
    "arena_page_code": "arena_webdev",
    "artificial_analysis_page": "artificial_analysis",
}
BOTH = [(at, name) for at, name in story() if name in PAIRS]
ROUNDED = {"arena_page_text": "1", "arena_page_code": "1", "artificial_analysis_page": "0.1"}
"""To what the table of a page, and the API beside the page, round a score."""
SAME = ("overall", *FIELDS)


def read(source: str, body: bytes, at: datetime) -> Reading:
    return SOURCES[source].read(Page(source, SOURCES[source].url(SITES), body, at))


def figures(reading: Reading) -> list[tuple[str, str, int | None, Decimal]]:
    """Category, name, votes and score, in order; only categories that dataset, API and pages have."""
    names = {fact.contender_key: fact.name or "" for fact in reading.facts if isinstance(fact, Contender)}
    return sorted(
        (score.category, names[score.contender_key], score.votes, score.score or Decimal())
        for score in reading.facts
        if isinstance(score, Score) and score.category in SAME
    )


def test_every_visit_to_a_page_is_made_when_the_other_source_of_its_board_is_read() -> None:
    assert all((at, PAIRS[name]) in story() for at, name in BOTH)
    assert {name for _, name in BOTH} == set(PAIRS) <= set(STORY)


@pytest.mark.parametrize("shown", ["whole", "by its table alone"])
@pytest.mark.parametrize(("at", "source"), BOTH)
def test_a_page_tells_what_dataset_or_api_tells_up_to_its_rounding(at: datetime, source: str, shown: str) -> None:
    body = page_of(source, at)
    if shown != "whole":
        if source == "artificial_analysis_page":
            pytest.skip("its rows are in its data alone")
        body = SCRIPT.sub("", body.decode()).encode()
    ours = figures(read(source, body, at))
    theirs = figures(read(PAIRS[source], page_of(PAIRS[source], at), at))
    assert [row[:3] for row in ours] == [row[:3] for row in theirs]
    assert len(ours) >= TOP
    half = Decimal(ROUNDED[source]) / 2
    exact = shown == "whole" and source != "artificial_analysis_page"
    for one, other in zip(ours, theirs, strict=True):
        assert abs(one[3] - other[3]) <= (0 if exact else half)


def test_what_the_dataset_told_of_a_publish_the_page_does_not_tell_again(store: Store) -> None:
    """2026-04-23: four contenders of DeepSeek's. Whichever comes first alerts; the other one has it in its log."""
    told = Counter[str]()
    for at in (day("2026-04-19 03:00"), day("2026-04-24 03:00")):
        told["page"] += visit(store, at, "arena_page_text").alerts
        settled = visit(store, at + timedelta(minutes=5), "arena_text_style_control")
        told["dataset"] += settled.alerts
    assert told == {"page": 1, "dataset": 0}
    assert settled.changes == 9


def test_a_contender_of_a_page_that_only_has_another_name_is_never_gone(store: Store) -> None:
    """The page's own keys are no names (2026-07-31: `deepseek-v4-pro-thinking-code` under another key)."""
    at = [day(instant) for instant in ("2026-07-28 03:00", "2026-08-01 03:00", "2026-08-12 03:00", "2026-08-13 03:00")]
    assert [visit(store, instant, "arena_page_code").alerts for instant in at] == [0, 1, 1, 0]


@pytest.mark.both_databases
def test_a_rebase_is_dated_by_what_moved_and_scores_are_measured_from_it(store: Store) -> None:
    """On 2026-06-16 only the indices moved on the page, and not the category that most models have."""
    for at in ("2026-06-12 04:00", "2026-06-16 04:00"):
        visit(store, day(at), "artificial_analysis_page")
    settled = visit(store, day("2026-07-29 04:00"), "artificial_analysis_page")
    with store.reading() as session:
        rebased = session.scalars(select(ChangeRow.effective_at).where(ChangeRow.kind == "leaderboard rebased")).all()
        moved = session.scalars(
            select(ChangeRow.subject).where(
                ChangeRow.kind == "score moved", ChangeRow.snapshot_id == settled.snapshot_id
            )
        ).all()
    assert list(rebased) == [day("2026-06-16 04:00")]
    assert list(moved) == ["DeepSeek V4 Pro (Reasoning, High Effort)"]
