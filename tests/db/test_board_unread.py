"""What a board brings that nobody reads, and rows without interval or score: on the road, on both databases."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from sqlalchemy import select

from bench.harness.arena_rows import ArenaRow, parquet, row
from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.leaderboards.scores import LeaderboardRow, leaderboard
from models.schema.tables import ChangeRow
from scrapers.arena.board_columns import DAY
from scrapers.page import Page
from scrapers.registry import SOURCES

SOURCE = SOURCES["arena_text"]
NAMES = [f"m{number:02}" for number in range(12)]
READ = ("facts", "same")
BARE: ArenaRow = {"rating_lower": None, "rating_upper": None}


def rows(published: str, **changed: ArenaRow) -> list[ArenaRow]:
    """Twelve contenders, 20 apart, some of them with other columns."""
    return [row(name, 1500.0 - 20 * n, published) | changed.get(name, {}) for n, name in enumerate(NAMES)]


def feed(store: Store, published: str, lines: Sequence[ArenaRow], **types: str) -> str:
    moment, body = day(f"{published} 03:00"), parquet(lines, **types)
    return process_attempt(
        Run(store, SOURCE), lambda: Page(SOURCE.name, f"https://example.org{SOURCE.path}", body, moment)
    ).outcome


def kinds(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(ChangeRow.kind).order_by(ChangeRow.id)))


def standing(store: Store, name: str, key: str = "") -> LeaderboardRow:
    with store.reading() as session:
        found = [one for one in leaderboard(session, "arena/text") if one.contender_key == (key or name)]
    return found[0]


def test_a_new_column_is_told_once_and_when_it_goes(store: Store) -> None:
    for published in ("2026-08-01", "2026-08-02", "2026-08-03"):
        lines = [line | {"elo": number} for number, line in enumerate(rows(published))]
        assert feed(store, published, lines, elo="int64") in READ
    assert kinds(store) == ["text unread"]
    feed(store, "2026-08-04", rows("2026-08-04"))
    assert kinds(store) == ["text unread", "notice removed"]


def test_bounds_that_come_and_go_are_no_news(store: Store) -> None:
    for published, changed in (("2026-08-01", {}), ("2026-08-02", {"m01": BARE}), ("2026-08-03", {})):
        assert feed(store, published, rows(published, **changed)) == "facts"
        assert (standing(store, "m01").interval is None) == bool(changed)
    assert kinds(store) == []


def test_a_contender_without_bounds_is_told_when_it_moves_by_more_than_the_margin(store: Store) -> None:
    for published, rating in (("2026-08-01", 1480.0), ("2026-08-02", 1488.0), ("2026-08-03", 1502.0)):
        feed(store, published, rows(published, m01=BARE | {"rating": rating}))
    assert [kind for kind in kinds(store) if "score" in kind] == ["score moved"]


def test_a_score_that_is_not_stated_stays_as_it_is_believed_and_is_told_once(store: Store) -> None:
    feed(store, "2026-08-01", rows("2026-08-01"))
    for published in ("2026-08-02", "2026-08-03"):
        assert feed(store, published, rows(published, m01=BARE | {"rating": None})) in READ
    assert (standing(store, "m01").score, kinds(store)) == (Decimal("1480.0"), ["text unread"])
    feed(store, "2026-08-04", rows("2026-08-04", m01={"rating": 1482.0}))
    assert (standing(store, "m01").score, kinds(store)) == (Decimal("1482.0"), ["text unread", "notice removed"])


TWINS = [row("x", 1600.0, "2026-08-01"), row("x", 1300.0, "2026-08-01")]


@pytest.mark.parametrize("lost", [0, 1])
@pytest.mark.parametrize("odd", [{"model_name": ""}, {"model_name": "x #2"}, {"category": "Not one"}, {DAY: "soon"}])
def test_of_two_of_one_name_none_takes_the_others_place_while_one_cannot_be_read(
    store: Store, lost: int, odd: ArenaRow
) -> None:
    feed(store, "2026-08-01", [*rows("2026-08-01"), *TWINS])
    before = {key: standing(store, "x", key).score for key in ("x", "x #2")}
    twins = [twin | {DAY: "2026-08-02", "rating": twin["rating"], "vote_count": 9999.0} for twin in TWINS]
    twins[lost] = twins[lost] | odd
    feed(store, "2026-08-02", [*rows("2026-08-02", m01={"rating": 1481.0}), *twins])
    assert {key: standing(store, "x", key).score for key in ("x", "x #2")} == before
    assert {key: standing(store, "x", key).votes != 9999 for key in before} == {"x": True, "x #2": True}
    assert standing(store, "m01").score == Decimal("1481.0")
    assert kinds(store) == ["text unread"]
    feed(store, "2026-08-03", [*rows("2026-08-03"), *({**twin, DAY: "2026-08-03"} for twin in TWINS)])
    assert {key: standing(store, "x", key).score for key in ("x", "x #2")} == before
