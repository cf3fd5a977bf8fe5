"""Curves of scores follow a contender by its keys over renames, whatever its names."""

from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import select

from flows.database import Store
from models.kinds.changes import ChangeKind
from models.leaderboards.curves import KeySpan, curves, key_spans_of
from models.leaderboards.reported import LoggedRename, logged_renames
from models.leaderboards.scores import leaderboard
from models.schema.tables import ChangeRow
from tests.support.facts import hour
from tests.support.publishes import BOARD, SOURCE, Line, contender, field, publish

pytestmark = pytest.mark.both_databases
X, Y = (1500, 5, 700), (1300, 5, 500)
"""The lines of two contenders: each keeps its own score under every key."""


def publish_all(store: Store, *published: Mapping[str, Line], names: Sequence[Mapping[str, str]] = ()) -> None:
    """Record publishes of a day each: contenders by key, beside twelve that stay; with names that are not the key."""
    with store.writing() as session:
        for day, lines in enumerate(published):
            named = names[day] if names else dict[str, str]()
            contenders = [contender(key, name=name) for key, name in named.items()]
            publish(session, day, {"overall": {**field(12), **lines}}, contenders)


def curve_scores(store: Store, key: str) -> list[list[int]]:
    """The scores of each piece of the curve of a contender."""
    with store.reading() as session:
        standings = [row for row in leaderboard(session, BOARD, "overall") if row.contender_key == key]
        (curve,) = curves(session, standings)
    return [[int(score.score) for score in piece] for piece in curve.pieces]


def renames_by_key(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(rename.old, rename.new) for rename in logged_renames(session, SOURCE)]


def test_a_contender_that_was_renamed_twice_has_one_curve(store: Store) -> None:
    publish_all(store, {"a": X}, {"b": X}, {"c": X})
    assert renames_by_key(store) == [("a", "b"), ("b", "c")]
    assert curve_scores(store, "c") == [[1500, 1500, 1500]]


def test_a_contender_that_returned_to_its_former_key_has_one_curve(store: Store) -> None:
    publish_all(store, {"a": X}, {"b": X}, {"a": X})
    assert renames_by_key(store) == [("a", "b"), ("b", "a")]
    assert curve_scores(store, "a") == [[1500, 1500, 1500]]


def test_a_key_that_another_contender_left_begins_a_curve_of_its_own(store: Store) -> None:
    publish_all(store, {"a": X}, {"b": X}, {"b": X, "a": Y})
    assert renames_by_key(store) == [("a", "b")]
    assert (curve_scores(store, "a"), curve_scores(store, "b")) == ([[1300]], [[1500, 1500]])


def test_contenders_that_swapped_their_keys_keep_their_curves(store: Store) -> None:
    publish_all(store, {"a": X, "b": Y}, {"c": X, "b": Y}, {"c": X, "a": Y}, {"b": X, "a": Y})
    assert renames_by_key(store) == [("a", "c"), ("b", "a"), ("c", "b")]
    assert curve_scores(store, "a") == [[1300] * 2]
    assert curve_scores(store, "b") == [[1500] * 3]


def test_contenders_that_swap_the_names_beside_their_keys_keep_their_curves(store: Store) -> None:
    """A key that is no name: the names pass from one to the other, and no key changes."""
    before, after = {"k1": "Pro", "k2": "Flash"}, {"k1": "Flash", "k2": "Pro"}
    publish_all(store, {"k1": X, "k2": Y}, {"k1": (1510, 5, 710), "k2": Y}, names=(before, after))
    assert (curve_scores(store, "k1"), curve_scores(store, "k2")) == ([[1500, 1510]], [[1300]])


def test_a_contender_that_gets_another_key_has_one_curve_whoever_has_its_name(store: Store) -> None:
    """Both are named alike at first, and the other one takes the name back that this one left."""
    names = ({"k1": "Pro", "k2": "Pro"}, {"k3": "Pro (high)", "k2": "Pro"}, {"k4": "Pro", "k2": "Pro (high)"})
    publish_all(store, {"k1": X, "k2": Y}, {"k3": X, "k2": Y}, {"k4": X, "k2": Y}, names=names)
    assert renames_by_key(store) == [("k1", "k3"), ("k3", "k4")]
    assert curve_scores(store, "k4") == [[1500, 1500, 1500]]
    assert curve_scores(store, "k2") == [[1300]]


def test_a_rename_that_an_older_release_logged_is_followed_by_the_names(store: Store) -> None:
    publish_all(store, {"k1": X}, {"k2": X}, names=({"k1": "Pro"}, {"k2": "Pro (high)"}))
    with store.writing() as session:
        renamed = session.scalars(select(ChangeRow).where(ChangeRow.kind == ChangeKind.CONTENDER_RENAMED)).one()
        renamed.value_before, renamed.value_after = {"name": "Pro"}, {"name": "Pro (high)"}
    assert renames_by_key(store) == [("k1", "k2")]
    assert curve_scores(store, "k2") == [[1500, 1500]]


def test_a_rename_that_was_taken_back_is_not_followed(store: Store) -> None:
    publish_all(store, {"a": X}, {"b": X})
    with store.writing() as session:
        renamed = session.scalars(select(ChangeRow).where(ChangeRow.kind == ChangeKind.CONTENDER_RENAMED)).one()
        renamed.retracted = True
    assert curve_scores(store, "b") == [[1500]]


def test_contenders_whose_keys_are_exchanged_at_once_had_the_others_before() -> None:
    swap = [LoggedRename("a", "b", hour(5)), LoggedRename("b", "a", hour(5))]
    assert key_spans_of("a", swap) == [KeySpan("b", None, hour(5)), KeySpan("a", hour(5), None)]
    assert key_spans_of("b", swap) == [KeySpan("a", None, hour(5)), KeySpan("b", hour(5), None)]
