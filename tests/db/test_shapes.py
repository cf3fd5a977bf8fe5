"""Databases of earlier releases answer as before when they are brought up to date; those of newer ones are refused."""

import json
import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from bench.harness import shapes
from bench.shapes import RECORDED
from cli.commands import EXAMPLES, READING
from flows.database import WRITES, Store, alembic_config, revisions
from tests.support.typed import Almanac

OLDEST, *_, NEWEST = shapes.revisions()
SOME = (OLDEST, "0010", "0016", NEWEST)
"""`python -m bench.shapes` takes all of them, as `make check` does."""
WRITING = (
    "backup there",
    "export there",
    "feeds",
    "replay deepseek_pricing",
    "track deepseek_pricing",
    "held accept 1",
)
DOCTOR = "doctor"
ROOT = Path(__file__).parents[2]
OTHERS = {"check": "check .", "badge": "badge m", "sql": "sql 'select 1 from price'", "snapshot": "snapshot 1"}


@pytest.mark.parametrize("revision", SOME)
def test_a_database_of_an_earlier_release_answers_as_it_did_before(revision: str, tmp_path: Path) -> None:
    store = shapes.load(revision, tmp_path / "almanac.db")
    before = shapes.answers(store)
    assert len(before["price_now"]) >= 12
    store.migrate()
    after = shapes.answers(store)
    assert {view: after[view] for view in before} == before
    assert shapes.digests(store) == json.loads(RECORDED.read_text())[revision]
    store.close()


def test_it_goes_back_to_an_earlier_release_with_the_same_answers(tmp_path: Path) -> None:
    store = shapes.load("0012", tmp_path / "almanac.db")
    store.migrate()
    before = shapes.answers(store)
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(alembic_config(connection), "0026")
    assert shapes.answers(store) == before
    store.migrate()
    assert shapes.answers(store) == before
    store.close()


def test_there_is_a_shape_of_every_schema_that_a_release_left_behind() -> None:
    assert {*shapes.revisions()} <= {*revisions()}
    assert {*json.loads(RECORDED.read_text())} == {*shapes.revisions()}
    assert len(shapes.revisions()) >= 23


def test_a_run_brings_a_database_of_an_earlier_release_up_to_date(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    store.close()
    (tmp_path / "almanac.db").unlink()
    shapes.load(NEWEST, tmp_path / "almanac.db").close()
    told = almanac("prices")
    assert told.code == 1
    assert f"its schema revision is {NEWEST}, this release has {revisions()[0]}; `almanac up`" in told.err
    (tmp_path / "page.html").write_text("<h1>another page</h1>")
    almanac("track", "deepseek_pricing", "--page", tmp_path / "page.html", "--at", "2026-11-01")
    assert almanac("prices").code == 0


@pytest.mark.both_databases
def test_every_command_refuses_a_database_of_a_newer_release_in_one_sentence(
    almanac: Almanac, store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    shutil.copy(ROOT / "docs" / "workload.toml", tmp_path)
    asking = [OTHERS.get(name, EXAMPLES.get(name, (name,))[0]) for name in sorted(READING)]
    refusal = (
        "the database was made by a newer release of Model Almanac: its schema revision is 9999, this release knows "
        f"those up to {revisions()[0]}; upgrade this one, or restore a backup of before"
    )
    for line in (*asking, *WRITING):
        words = [word.strip("'") for word in line.split(" ", 1 if line.startswith("sql") else -1)]
        told = almanac(*words)
        assert (told.code, told.out) == (1, ""), line
        assert told.err.endswith(f"almanac: {refusal}\n"), line
    told = almanac(DOCTOR)
    assert told.code == 1
    assert refusal in told.text
    assert not (tmp_path / "there").exists()
    with store.engine.connect() as connection:
        assert connection.scalar(text("select version_num from alembic_version")) == "9999"
