"""A recording is made once, however its walk is called, and another one may go on where it has ended."""

from pathlib import Path

import pytest
from sqlalchemy import select

from flows.database import Store
from models.schema.tables import SourceRow
from tests.support.recordings import Recordings

WALKED: list[str] = []


@pytest.fixture
def fresh(templates: Path, tmp_path: Path) -> Recordings:
    """Recordings of this test alone."""
    WALKED.clear()
    folder = tmp_path / "recordings"
    folder.mkdir()
    return Recordings(folder, templates)


def name(store: Store, first: str = "a", *others: str, last: str = "z") -> None:
    with store.writing() as session:
        for each in (first, *others, last):
            WALKED.append(each)
            session.add(SourceRow(name=each, vendor="v", url="u", cadence_minutes=60, family="f", trust=0))


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(SourceRow.name).order_by(SourceRow.name)))


def test_the_same_arguments_in_other_words_are_one_recording(fresh: Recordings, store: Store) -> None:
    made = {fresh.made(name), fresh.made(name, "a")}
    fresh.fill(store, name, first="a", last="z")
    assert (len(made), WALKED, names(store)) == (1, ["a", "z"], ["a", "z"])
    assert fresh.made(name, "b") not in made
    assert fresh.made(name, "a", "c") not in made


@pytest.mark.both_databases
def test_a_walk_goes_on_where_a_recording_has_ended(fresh: Recordings, store: Store) -> None:
    fresh.fill(store, name, "b", last="y", after=fresh.made(name))
    assert names(store) == ["a", "b", "y", "z"]
    fresh.fill(store, name)
    assert names(store) == ["a", "z"]
