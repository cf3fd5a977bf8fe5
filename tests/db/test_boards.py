"""What is news on a leaderboard, and what is not: publish after publish, on both databases."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from alerts.compose import SeenSnapshot, compose, is_alerting
from alerts.targets import DEFAULT_WATCHED
from flows.database import Store
from models.facts.kinds import Contender, Score
from models.history.belief_reader import believed_spans
from models.history.record import RecordResult
from models.kinds.changes import ChangeKind
from models.leaderboards.board import Board, Category
from models.leaderboards.changes import BoardChange
from models.leaderboards.intervals import Interval
from models.plausibility.check import doubts
from models.readings.reading import Scope
from models.schema.history import HISTORY
from scrapers.artificial_analysis.board import CONVENTIONS
from tests.support.facts import hour
from tests.support.publishes import (
    BOARD,
    SOURCE,
    Line,
    Publish,
    account,
    changes_of,
    contender,
    field,
    publish,
    score,
    told,
)

V4 = "deepseek-v4-pro"


def overall(**others: Line) -> Publish:
    """Twelve contenders, and others by name; `_` stands for a dash."""
    return {"overall": field(12) | {name.replace("_", "-"): line for name, line in others.items()}}


def days(store: Store, *publishes: Publish) -> list[RecordResult]:
    with store.writing() as session:
        return [publish(session, day, lines) for day, lines in enumerate(publishes)]


def test_the_first_publish_is_a_baseline(store: Store) -> None:
    (outcome,) = days(store, overall())
    assert (outcome.rows, outcome.changes) == (24, [])


def test_a_publish_that_moves_every_score_within_its_interval_is_no_news(store: Store) -> None:
    moved = {name: (middle + 4.5, 5, votes + 700) for name, (middle, _, votes) in field(12).items()}
    _, second = days(store, overall(), {"overall": moved})
    assert (second.rows, second.changes) == (12, [])


def test_the_same_publish_again_writes_nothing(store: Store) -> None:
    with store.writing() as session:
        publish(session, 0, overall())
        again = publish(session, 1, overall(), published=0)
    assert (again.rows, again.changes) == (0, [])


def test_a_score_that_drifts_is_told_when_it_lies_apart_from_what_was_told_last(store: Store) -> None:
    drift = [1400, 1394, 1388, 1382, 1376]
    outcomes = days(store, *(overall(deepseek_v4_pro=(middle, 5, 1000 + day)) for day, middle in enumerate(drift)))
    assert [told(outcome) for outcome in outcomes] == [
        [],
        [],
        [("score moved", V4, "overall: last told 1395.0–1405.0", "overall: 1388.0 (1383.0–1393.0)")],
        [],
        [("score moved", V4, "overall: last told 1383.0–1393.0", "overall: 1376.0 (1371.0–1381.0)")],
    ]


def test_a_method_that_moves_everybody_is_told_once(store: Store) -> None:
    lower = {name: (middle - 40, 5, votes) for name, (middle, _, votes) in field(12).items()}
    _, rebased, after = days(store, overall(), {"overall": lower}, {"overall": lower | {"m00": (1361, 5, 1)}})
    assert told(rebased) == [("leaderboard rebased", BOARD, None, "overall (12 of 12 scores moved)")]
    assert told(after) == []


def test_a_contender_that_comes_with_a_new_method_is_told_with_it(store: Store) -> None:
    lower = {name: (middle - 40, 5, votes) for name, (middle, _, votes) in field(12).items()}
    _, rebased = days(store, overall(), {"overall": lower | {V4: (1210, 5, 9)}})
    assert [(change.kind, change.subject) for change in rebased.changes] == [
        ("leaderboard rebased", BOARD),
        ("contender added", V4),
    ]


def test_a_method_that_is_another_version_is_a_rebase_whatever_moves(store: Store) -> None:
    was = [score(name, line, methodology="4.0") for name, line in field(3).items()]
    now = [replace(one, methodology="4.1") for one in was]
    with store.writing() as session:
        publish(session, 0, {"overall": field(3)})
    board = boards_of(was, now)
    assert [(change.kind, change.said_before, change.said_after) for change in board] == [
        ("leaderboard rebased", "method 4.0", "method 4.1: overall (0 of 3 scores moved)")
    ]


def boards_of(was: list[Score], now: list[Score]) -> list[BoardChange]:
    before, after = ({one.contender_key: one for one in state} for state in (was, now))
    return changes_of(Board(SOURCE, BOARD, [Category(BOARD, "overall", before, after)], {}, {}, hour(0)))


def test_a_contender_that_comes_is_told_once_for_all_its_categories(store: Store) -> None:
    came = {category: field(12) | {V4: (1210, 6, 900)} for category in ("coding", "overall")}
    _, second = days(store, {"coding": field(12), "overall": field(12)}, came)
    assert told(second) == [
        ("contender added", V4, None, "overall: 1210.0 (1204.0–1216.0), place 13 and 1 more category")
    ]


def test_a_contender_is_gone_when_three_publishes_lack_it(store: Store) -> None:
    there, away = overall(deepseek_v4_pro=(1200, 5, 1)), overall()
    publishes = [there, away, away, away, away, there]
    outcomes = days(store, *(_voted(lines, day) for day, lines in enumerate(publishes)))
    assert [told(outcome) for outcome in outcomes[:5]] == [
        [],
        [],
        [],
        [("contender removed", V4, None, "missing from three publishes")],
        [],
    ]
    assert [change.kind for change in outcomes[5].changes] == ["contender added"]


def test_a_contender_that_one_publish_lacks_is_neither_gone_nor_new(store: Store) -> None:
    there, away = overall(deepseek_v4_pro=(1200, 5, 1)), overall()
    outcomes = days(store, *(_voted(lines, day) for day, lines in enumerate([there, away, there])))
    assert [told(outcome) for outcome in outcomes] == [[], [], []]


def _voted(lines: Publish, day: int) -> Publish:
    """Each publish counts more votes."""
    return {
        category: {name: (middle, half, votes + day) for name, (middle, half, votes) in its.items()}
        for category, its in lines.items()
    }


def test_a_renamed_contender_is_neither_gone_nor_new(store: Store) -> None:
    old, new = overall(deepseek_v4_pro_thinking=(1400, 5, 77)), overall(deepseek_v4_pro_high=(1400, 5, 77))
    outcomes = days(store, old, new, *(_voted(new, day) for day in (1, 2, 3)))
    assert [told(outcome) for outcome in outcomes] == [
        [],
        [("contender renamed", f"{V4}-high", f"{V4}-thinking", f"{V4}-high")],
        [],
        [],
        [],
    ]


def test_a_rename_over_missed_publishes_is_known_by_the_model(store: Store) -> None:
    names = [contender(f"{V4}-thinking", "deepseek-v4-pro")], [contender(f"{V4}-high", "deepseek-v4-pro")]
    with store.writing() as session:
        publish(session, 0, overall(deepseek_v4_pro_thinking=(1400, 5, 77)), names[0])
        second = publish(session, 9, overall(deepseek_v4_pro_high=(1402, 4, 99)), names[1])
    assert [change.kind for change in second.changes] == ["contender renamed"]


def test_a_name_with_fewer_votes_and_another_score_is_another_contender(store: Store) -> None:
    _, second = days(store, overall(deepseek_v4_pro=(1200, 5, 900)), overall(deepseek_v4_pro=(1230, 9, 80)))
    assert [change.kind for change in second.changes] == ["contender replaced"]


def test_a_place_in_the_top_is_told_when_the_intervals_are_sure_of_it(store: Store) -> None:
    # The tenth stands at 1310 and the eleventh at 1300, each with five points either way.
    middles = [1200, 1306, 1321, 1306, 1321, 1299, 1306]
    publishes = [{"overall": field(12) | {V4: (middle, 5, 1000 + day)}} for day, middle in enumerate(middles)]
    found = [
        [line for line in told(outcome) if "place" in line[0] and line[1] == V4] for outcome in days(store, *publishes)
    ]
    assert found == [
        [],
        [],
        [("top place gained", V4, "overall: place 10–12", "overall: place 8–10")],
        [],
        [],
        [("top place lost", V4, "overall: place 8–10", "overall: place 11–13")],
        [],
    ]


IN_TOP = {("a", "overall"): False}


@pytest.mark.parametrize(("reported", "kinds"), [({}, []), (IN_TOP, ["top place gained"])], ids=["none", "as left"])
def test_places_of_scores_that_stay_are_news_only_where_they_were_reported_otherwise(
    reported: Mapping[tuple[str, str], bool], kinds: list[str]
) -> None:
    scores = {name: score(name, line) for name, line in {"a": (1400, 5, 9), "b": (1300, 5, 9)}.items()}
    category = Category(BOARD, "overall", scores, scores)
    board = Board(SOURCE, BOARD, [category], {}, {}, hour(0), in_top=reported)
    assert board.needs_places(category) is bool(kinds)
    assert [change.kind for change in changes_of(board)] == kinds


@pytest.mark.both_databases
def test_a_category_that_is_null_for_all_is_told_once_and_stands(store: Store) -> None:
    both = {"coding": field(12), "overall": field(12)}
    alone = {"overall": field(12)}
    outcomes = days(store, *(_voted(lines, day) for day, lines in enumerate([both, alone, alone, both])))
    assert [told(outcome) for outcome in outcomes] == [
        [],
        [("category not stated", BOARD, None, "coding")],
        [],
        [("category stated again", BOARD, None, "coding")],
    ]
    with store.reading() as session:
        table = HISTORY[Score]
        rows = select(func.count()).where(table.c.category == "coding", table.c.recorded_to.is_(None), ~table.c.gone)
        assert session.scalar(rows) == 24


def test_a_board_that_publishes_nothing_for_a_month_is_stale_once(store: Store) -> None:
    with store.writing() as session:
        kinds = [
            [change.kind for change in publish(session, day, overall(), published=0).changes]
            for day in (0, 1, 29, 30, 31, 60)
        ]
    assert kinds == [[], [], [], ["leaderboard stale"], [], []]


def test_people_hear_of_the_models_that_they_watch_in_one_alert_of_the_board(store: Store) -> None:
    before = overall(deepseek_v4_pro=(1300, 5, 900))
    after = overall(deepseek_v4_pro=(1330, 5, 950), deepseek_v4_flash_high=(1500, 9, 80), qwen_4=(1450, 9, 80))
    _, outcome = days(store, before, after)
    assert len([change for change in outcome.changes if "place" not in change.kind]) == 3
    heard = [change for change in outcome.changes if is_alerting(change, DEFAULT_WATCHED)]
    (message,) = compose(heard, SeenSnapshot(SOURCE, "https://example.org", hour(27), 7))
    assert (message.subject, message.severity) == (BOARD, "notice")
    assert message.title == (
        "arena/text: deepseek-v4-flash-high is new: overall: 1500.0 (1491.0–1509.0), place 1; also score moved"
    )
    assert message.body.splitlines()[2:4] == [
        "- deepseek-v4-flash-high: contender added: overall: 1500.0 (1491.0–1509.0), place 1",
        "- deepseek-v4-pro: score moved: overall: last told 1295.0–1305.0 → 1330.0 (1325.0–1335.0)",
    ]


@pytest.mark.parametrize(("patterns", "heard"), [(("deepseek*",), True), (("DeepSeek*",), True), (("qwen*",), False)])
def test_patterns_say_what_matches(patterns: tuple[str, ...], heard: bool) -> None:
    change = BoardChange(ChangeKind.SCORE_MOVED, SOURCE, V4, None, None, None, board=BOARD, names=frozenset({V4}))
    assert is_alerting(change, patterns) is heard
    assert is_alerting(replace(change, kind=ChangeKind.LEADERBOARD_REBASED, names=frozenset()), patterns)
    assert not is_alerting(replace(change, kind=ChangeKind.CONTENDER_RENAMED), patterns)


MARGINS = {
    "an index": ("intelligence_index", "44.87", "43.87", "45.87"),
    "a small index": ("coding_index", "0.5", "-0.5", "1.5"),
    "a share": ("gpqa", "0.775", "0.765", "0.785"),
    "a negative score": ("omniscience", "-53.5", "-54.5", "-52.5"),
    "a share below nothing": ("overall", "-0.031", "-0.041", "-0.021"),
    "a rating": ("overall", "1480", "1470", "1490"),
}


@pytest.mark.parametrize(("category", "middle", "low", "high"), MARGINS.values(), ids=MARGINS)
def test_a_score_without_an_interval_has_a_margin(category: str, middle: str, low: str, high: str) -> None:
    bare = replace(score("a", (50, 1, 1), category), score=Decimal(middle), ci_low=None, ci_high=None)
    assert CONVENTIONS.interval(bare) == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("1450.68", "1459.42", "1450.7–1459.4"),
        ("-0.0112", "0.007", "-0.011 to 0.007"),
        ("-0.0002", "2", "0.000 to 2.000"),
    ],
)
def test_an_interval_that_reaches_below_nothing_is_written_out(low: str, high: str, words: str) -> None:
    assert str(Interval(Decimal(low), Decimal(high))) == words


DOUBTFUL = {
    "half of the board": (
        {f"m{n:02}": (1400 - 10 * n, 5, 1000) for n in range(6)},
        "overall: 6 contenders are left of 12",
    ),
    "a digit too many": (field(12) | {"m03": (13700, 5, 1)}, "overall: m03 with 13700, outside of the board"),
    "a digit lost": (field(12) | {"m03": (137, 5, 1)}, "overall: m03 with 137, outside of the board"),
}


@pytest.mark.parametrize(("lines", "why"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_hard_to_believe_of_a_board_is_held(store: Store, lines: Mapping[str, Line], why: str) -> None:
    scopes = (Scope(Score, SOURCE, "overall"),)
    with store.writing() as session:
        publish(session, 0, overall())
        beliefs = {scope: believed_spans(session, scope) for scope in scopes}
    found = doubts(beliefs, account({"overall": lines}, hour(24)), hour(27), hour(3))
    assert [doubt.why for doubt in found] == [why]
    assert doubts(beliefs, account(overall(new=(1490, 5, 1)), hour(24)), hour(27), hour(3)) == []


def test_another_boards_figures_under_the_same_names_are_held(store: Store) -> None:
    scope = Scope(Score, SOURCE, "overall")
    with store.writing() as session:
        publish(session, 0, overall())
        beliefs = {scope: believed_spans(session, scope)}
    other = {name: (middle, half, votes // 5) for name, (middle, half, votes) in field(12).items()}
    renamed = {f"x{name}": line for name, line in field(12).items()}
    for lines, why in ((other, "12 of 12 contenders have other votes"), (renamed, "0 of 12 are known")):
        found = doubts(beliefs, account({"overall": lines}, hour(24)), hour(27), hour(3))
        assert [doubt.why for doubt in found] == [f"overall: {why}"]


def test_a_publish_without_a_category_and_its_contenders_is_held(store: Store) -> None:
    scopes = [Scope(Score, SOURCE, "overall"), Scope(Score, SOURCE, "coding"), Scope(Contender, SOURCE)]
    some = dict(list(field(12).items())[:3])
    with store.writing() as session:
        publish(session, 0, {"overall": field(12), "coding": some})
        beliefs = {scope: believed_spans(session, scope) for scope in scopes}
    found = doubts(beliefs, account({"coding": some}, hour(24)), hour(27), hour(3))
    assert [doubt.why for doubt in found] == ["the board: 3 contenders are left of 12"]


@pytest.mark.parametrize("became", [(0, 5), (120, 5), (7000, 5)])
def test_a_score_of_another_size_is_held_on_a_board_of_few_too(store: Store, became: tuple[float, float]) -> None:
    scope, few = Scope(Score, SOURCE, "overall"), {"a": (1400.0, 5.0, 9), "b": (1300.0, 5.0, 9)}
    with store.writing() as session:
        publish(session, 0, {"overall": few})
        beliefs = {scope: believed_spans(session, scope)}
    found = doubts(beliefs, account({"overall": few | {"b": (*became, 9)}}, hour(24)), hour(27), hour(3))
    assert [doubt.why for doubt in found] == [f"overall: b from 1300.0 to {became[0]}"]
