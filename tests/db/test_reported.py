"""What the change log says of a board: contenders over renames, removals and returns, and only up to a moment."""

import pytest
from sqlalchemy.orm import Session

from flows.database import Store
from models.facts.kinds import Score
from models.history.record import RecordResult
from models.leaderboards.reported import ReportedChanges
from models.readings.reading import Scope
from scrapers.arena.boards import CONVENTIONS
from tests.support.facts import hour
from tests.support.publishes import SOURCE, Line, Publish, contender, field, publish, told

A, B = "alpha", "beta"
ADDED, REMOVED, RENAMED = "contender added", "contender removed", "contender renamed"
SCOPE = Scope(Score, SOURCE, "overall")


def overall(day: int, lines: dict[str, Line]) -> Publish:
    """Twelve contenders whose votes grow day by day, and others by key."""
    return {
        "overall": {name: (middle, half, votes + day) for name, (middle, half, votes) in (field(12) | lines).items()}
    }


def contenders(outcome: RecordResult) -> list[str]:
    return [
        f"{change.kind.removeprefix('contender ')} {change.data.item['contender_key']}"
        for change in outcome.changes
        if change.kind in (ADDED, REMOVED, RENAMED) and change.data.item
    ]


AWAY = dict[str, float]()
WALKS: dict[str, tuple[list[dict[str, float]], list[list[str]]]] = {
    "renamed, removed, and back under the new key": (
        [{A: 1200}, {B: 1200}, AWAY, AWAY, AWAY, {B: 1200}],
        [[], [f"renamed {B}"], [], [], [f"removed {B}"], [f"added {B}"]],
    ),
    "renamed, removed, and back under the old key": (
        [{A: 1200}, {B: 1200}, AWAY, AWAY, AWAY, {A: 1200}],
        [[], [f"renamed {B}"], [], [], [f"removed {B}"], [f"added {A}"]],
    ),
    "removed, and back under another key": (
        [{A: 1200}, AWAY, AWAY, AWAY, {B: 1200}],
        [[], [], [], [f"removed {A}"], [f"added {B}"]],
    ),
    "renamed, and another one under the old key": (
        [{A: 1200}, {B: 1200}, {A: 1100, B: 1200}],
        [[], [f"renamed {B}"], [f"added {A}"]],
    ),
    "renamed, and another one under the old key removed": (
        [{A: 1200}, {B: 1200}, {A: 1100, B: 1200}, {B: 1200}, {B: 1200}, {B: 1200}],
        [[], [f"renamed {B}"], [f"added {A}"], [], [], [f"removed {A}"]],
    ),
    "renamed to and fro, then removed": (
        [{A: 1200}, {B: 1200}, {A: 1200}, AWAY, AWAY, AWAY, {A: 1200}],
        [[], [f"renamed {B}"], [f"renamed {A}"], [], [], [f"removed {A}"], [f"added {A}"]],
    ),
}


@pytest.mark.parametrize(("days", "changes"), WALKS.values(), ids=WALKS)
def test_contenders_are_followed_over_renames_and_removals(
    store: Store, days: list[dict[str, float]], changes: list[list[str]]
) -> None:
    # A rename is known by equal votes and scores, so the votes of the renamed one stand still.
    lines = [{key: (middle, 5.0, 50 - day) for key, middle in scores.items()} for day, scores in enumerate(days)]
    with store.writing() as session:
        found = [contenders(publish(session, day, overall(day, each))) for day, each in enumerate(lines)]
    assert found == changes


NAMED = {
    "another name under one key, then removed": ({f"{A} on 1": "Alpha (new)"}, [{A: 1200}, {A: 1200}]),
    "one name under two keys, then removed": (
        {f"{A} on 0": "Alpha", f"{B} on 1": "Alpha"},
        [{A: 1200}, {B: 1200}],
    ),
}


@pytest.mark.parametrize(("names", "first"), NAMED.values(), ids=NAMED)
def test_a_removal_is_of_a_key_whatever_its_names(
    store: Store, names: dict[str, str], first: list[dict[str, float]]
) -> None:
    key = next(iter(first[-1]))
    with store.writing() as session:
        found = list[list[str]]()
        for day, scores in enumerate([*first, AWAY, AWAY, AWAY, first[-1]]):
            lines = overall(day, {each: (middle, 5.0, 50 - day) for each, middle in scores.items()})
            named = [contender(each, name=names.get(f"{each} on {day}")) for each in scores]
            found.append(contenders(publish(session, day, lines, named)))
    assert found[2:] == [[], [], [f"removed {key}"], [f"added {key}"]]


@pytest.mark.both_databases
@pytest.mark.parametrize("back", [A, B], ids=["back under its key", "back under the key of a rename"])
def test_a_contender_that_is_back_is_compared_with_its_return(store: Store, back: str) -> None:
    days = [{A: 1250}, {A: 1395}, {back: 1395}, AWAY, AWAY, AWAY, {back: 1270}, {back: 1271}]
    found = list[list[str]]()
    with store.writing() as session:
        for day, scores in enumerate(days):
            lines = overall(day, {key: (middle, 2, 50 - day) for key, middle in scores.items()})["overall"]
            outcome = publish(session, day, {"overall": lines, "coding": lines})
            found.append([kind for kind, name, _, _ in told(outcome) if name in (A, B)])
    assert found[1] == ["score moved", "top place gained"] * 2
    assert found[5:] == [[REMOVED], [ADDED], []]


def test_a_category_in_which_a_contender_is_back_later_is_compared_with_that(store: Store) -> None:
    days = [{A: 1395}, {A: 1395}, AWAY, AWAY, AWAY, {A: 1270}, {A: 1270}, {A: 1271}, {A: 1262}]
    with store.writing() as session:
        for day, scores in enumerate(days):
            lines = overall(day, {key: (middle, 2, 50 - day) for key, middle in scores.items()})["overall"]
            coding = {key: line for key, line in lines.items() if key != A or day != 5}
            outcome = publish(session, day, {"overall": lines, "coding": coding})
            moved = [before for kind, name, before, _ in told(outcome) if (kind, name) == ("score moved", A)]
            expected = ["coding: last told 1268.0–1272.0", "overall: last told 1268.0–1272.0"]
            assert sorted(filter(None, moved)) == (expected if day == len(days) - 1 else [])


def reported(session: Session, day: int) -> dict[str, object]:
    """All that was reported before a day's reading."""
    changes = ReportedChanges(session, SOURCE, hour(24 * day + 3), CONVENTIONS)
    return {
        "in_top": changes.in_top,
        "known": changes.known,
        "renamed": changes.renamed,
        "silent": changes.silent,
        "intervals": changes.intervals(SCOPE),
    }


LATER: list[dict[str, Line]] = [
    {A: (1200, 5, 50)},
    {B: (1200, 5, 50), "gamma": (1250, 5, 9)},
    {B: (1260, 5, 70), "gamma": (1500, 5, 10)},
    {B: (1290, 5, 90)},
    {B: (1190, 5, 95), "m03": (1500, 5, 1000)},
]


@pytest.mark.both_databases
def test_nothing_is_seen_that_was_reported_after_the_moment(store: Store) -> None:
    before = list[dict[str, object]]()
    with store.writing() as session:
        for day, lines in enumerate(LATER):
            before.append(reported(session, day))
            publish(session, day, overall(day, lines))
        # The last reading states the whole account from the first day on: every earlier score is another one.
        restated = {name: (middle - 3, half, votes) for name, (middle, half, votes) in field(12).items()}
        publish(session, len(LATER), {"overall": restated}, since=0)
        assert [reported(session, day) for day in range(len(LATER))] == before


@pytest.mark.both_databases
def test_a_score_is_compared_with_the_one_that_was_reported_although_the_board_restates_it(store: Store) -> None:
    with store.writing() as session:
        publish(session, 0, {"overall": field(12) | {A: (1400, 5, 900)}})
        restated = publish(session, 1, {"overall": field(12) | {A: (1380, 5, 900)}}, published=0)
    assert told(restated) == [("score moved", A, "overall: last told 1395.0–1405.0", "overall: 1380.0 (1375.0–1385.0)")]


DRIFTS: dict[str, tuple[list[dict[str, Line]], list[tuple[str, str]]]] = {
    "a score that drifts apart from the one that was reported under the old key": (
        [{A: (1200, 5, 9)}, {A: (1196, 5, 10)}, {B: (1196, 5, 10)}, {B: (1189, 5, 11)}],
        [("score moved", "overall: last told 1195.0–1205.0")],
    ),
    "a place in the top that was reported under the old key": (
        [{A: (1200, 5, 9)}, {A: (1321, 5, 9)}, {A: (1306, 5, 10)}, {B: (1306, 5, 10)}, {B: (1299, 5, 11)}],
        [("top place lost", "overall: place 10–12")],
    ),
}


@pytest.mark.parametrize(("days", "last"), DRIFTS.values(), ids=DRIFTS)
def test_a_renamed_contender_keeps_its_reported_interval_and_place(
    store: Store, days: list[dict[str, Line]], last: list[tuple[str, str]]
) -> None:
    with store.writing() as session:
        results = [publish(session, day, {"overall": field(12) | lines}) for day, lines in enumerate(days)]
    assert [(kind, before) for kind, name, before, _ in told(results[-1]) if name == B] == last
