"""Killed for real on the road and started again: nothing is lost, nothing doubled, and a repeat only in the window."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from bench.harness.databases import Files, Server, administering
from bench.harness.kill.harness import Harness, Kill, harness, spread

SAMPLE = 8
"""On each kind of database; `python -m bench.kill` has them all."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kill")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, folder: Path) -> Iterator[Harness]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            databases = Files(folder)
        else:
            server = request.getfixturevalue("postgresql")
            databases = Server(server, stack.enter_context(administering(server)))
        yield stack.enter_context(harness(databases, folder))


def test_the_story_has_changes_alerts_and_several_targets(story: Harness) -> None:
    for told in story.undisturbed:
        assert told.changes.total() >= 9
        assert {target: len(keys) for target, keys in told.order.items()} == {"log": 2, "team": 2, "pager": 2}
    assert {point.hop for point in story.runs[0].passed} >= {
        "fetch",
        "archive",
        "read",
        "record",
        "claim",
        "send",
        "mark",
    }
    assert len(list(story.kills())) > 600


def test_whoever_dies_on_the_road_loses_nothing_and_repeats_only_in_the_window(story: Harness) -> None:
    verdicts = {str(kill): story.die(kill) for kill in spread(list(story.kills()), SAMPLE)}
    assert {place: verdict.problems for place, verdict in verdicts.items() if verdict.problems} == {}
    assert sum(verdict.deaths for verdict in verdicts.values()) == SAMPLE


def test_what_was_accepted_and_not_noted_is_sent_again_under_the_same_id(story: Harness) -> None:
    verdict = story.die(Kill(0, by=("team", 2, "has read it")))
    assert (verdict.problems, verdict.windows, verdict.repeats) == ([], verdict.repeats, verdict.windows)
    assert verdict.repeats >= 1


def test_who_dies_again_while_starting_again_loses_nothing_either(story: Harness) -> None:
    points = spread([Kill(0, point) for point in story.points()[0]], 5)
    # Three deaths while one page is read are another thing: it is refused unread.
    verdicts = [story.die(first, later) for first, later in pairwise(points)]
    assert [verdict.problems for verdict in verdicts] == [[]] * 4
    # A run that goes on passes other points than one that begins: not every second death comes.
    assert max(verdict.deaths for verdict in verdicts) == 2


@pytest.mark.parametrize("story", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("broken", "hop", "label"),
    [
        ("note_before_sending", "send", "before connect"),
        ("note_all_at_the_end", "send", "after recv_into"),
        ("enqueue_afterwards", "record", "after commit"),
        ("name_each_try_anew", "send", "after sendall"),
    ],
)
def test_a_broken_promise_is_noticed(story: Harness, broken: str, hop: str, label: str) -> None:
    passed = [point for point in story.points(broken)[0] if point.hop == hop]
    found = [number for number, point in enumerate(passed) if point.label == label]
    # A run may pass a point more or less than the one before it: those that follow are as deadly.
    places = [point for number in found for point in passed[number : number + 3]]
    assert any(story.die(Kill(0, point), broken=broken).problems for point in reversed(places))
