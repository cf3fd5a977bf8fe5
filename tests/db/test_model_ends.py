"""The ends of models by vendor: the fields of endoflife.date, equal bytes for equal facts, and files that are whole."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.notify.model_ends import publish_ends, write_ends
from flows.pipeline.attempts import process_attempt
from flows.run import Run
from models.facts.base import Fact
from models.facts.kinds import Price, Retirement
from models.facts.texts import release_day
from models.queries.model_records import model_records
from scrapers.page import Page
from tests.support.priced_home import NOW, load_histories
from tests.support.recordings import Recordings
from tests.support.two_vendors import at, price, source

VENDOR = "openai"


def say(store: Store, days: float, *facts: Fact) -> None:
    page = Page(f"{VENDOR}_page", "https://openai.example", f"{days} {facts}".encode(), at(days))
    process_attempt(Run(store, source(VENDOR, *facts), clock=lambda: at(days)), lambda: page)


def ends(model: str, state: str, days: float | None = None, instead: str | None = None) -> Retirement:
    due = None if days is None else at(days)
    routed = instead if state == "routed" else None
    return Retirement(
        source=f"{VENDOR}_page", model=model, state=state, retires_at=due, replacement=instead, answers_as=routed
    )


def written(store: Store, folder: Path, now: datetime, vendor: str = VENDOR) -> dict[str, dict[str, Any]]:
    """The cycles of a vendor, by their names."""
    write_ends(store, folder, now)
    rows = json.loads((folder / "eol" / f"{vendor}.json").read_text(encoding="utf-8"))
    return {row["cycle"]: row for row in rows}


@pytest.mark.both_databases
def test_each_state_has_the_fields_that_endoflife_date_has_for_it(store: Store, tmp_path: Path) -> None:
    names = ("plain", "over-2025-03-01", "soon", "later", "kept", "vague", "away", "target", "late")
    facts = [price(VENDOR, model=name) for name in names]
    said = (
        ends("over-2025-03-01", "retired", -10, "plain"),
        ends("late", "dated", 10),
        ends("soon", "dated", 500),
        ends("later", "earliest", 90, "plain"),
        ends("kept", "kept", 200),
        ends("vague", "announced"),
        ends("away", "routed", 2, "target"),
    )
    say(store, 0, *facts, *said)
    # A page that still announces an end after its day does not confirm it.
    say(store, 20, *facts, *said)
    rows = written(store, tmp_path, NOW)
    link = {"link": rows["plain"]["link"]}
    assert link["link"].startswith("https://")
    alive = {"eol": False, "support": True, "discontinued": False, **link}
    dying = {**alive, "support": False}
    over = {**dying, "discontinued": True}
    assert rows == {
        "plain": {"cycle": "plain", **alive},
        "target": {"cycle": "target", **alive},
        "kept": {"cycle": "kept", **alive, "eolNotBefore": "2026-07-20"},
        "soon": {"cycle": "soon", **dying, "eol": "2027-05-16"},
        "later": {"cycle": "later", **dying, "eolNotBefore": "2026-04-01", "replacement": "plain"},
        "vague": {"cycle": "vague", **dying},
        "late": {"cycle": "late", **dying, "eol": "2026-01-11"},
        "over-2025-03-01": {
            "cycle": "over-2025-03-01",
            "releaseDate": "2025-03-01",
            **over,
            "eol": "2025-12-22",
            "replacement": "plain",
        },
        "away": {"cycle": "away", **over, "eol": rows["away"]["eol"], "answersAs": "target"},
    }


@pytest.mark.both_databases
def test_the_real_histories_give_the_same_bytes_on_both_databases(
    recordings: Recordings, store: Store, tmp_path: Path
) -> None:
    recordings.fill(store, load_histories)
    rows = written(store, tmp_path, NOW, "deepseek")
    assert (rows["deepseek-chat"]["eol"], rows["deepseek-chat"]["replacement"]) == ("2026-07-24", "deepseek-v4-flash")
    routed = rows["deepseek-v4-flash"]
    assert (routed["eol"], routed["answersAs"]) == ("2026-09-10", "deepseek-flash")
    assert rows["deepseek-v4-pro"]["eol"] is False
    assert {file.stem for file in (tmp_path / "eol").iterdir()} >= {"anthropic", "deepseek", "openai", "zai"}
    again = write_ends(store, tmp_path, NOW)
    assert (len(again) >= 8, any(file.is_new for file in again)) == (True, False)


def test_a_database_without_models_makes_no_folder(store: Store, tmp_path: Path) -> None:
    assert write_ends(store, tmp_path, NOW) == []
    assert not (tmp_path / "eol").exists()


def test_a_folder_that_cannot_be_written_to_is_a_warning(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    publish_ends(store, tmp_path / "file" / "feeds", lambda: NOW)
    assert "the ends of models were not written" in caplog.text


@pytest.mark.both_databases
def test_a_price_on_a_page_that_is_first_read_after_the_end_does_not_bring_a_model_back(store: Store) -> None:
    def kinds(days: float) -> list[str]:
        with store.reading() as session:
            record = model_records(session, at(days), at(days), at(days))[VENDOR, "m"]
        return [warning.kind.value for warning in record.warnings]

    gone = ends("m", "retired", -10)
    say(store, 0, price(VENDOR, "10", model="m"), gone)
    assert kinds(1) == ["retired"]
    changed: Sequence[Price] = [replace(price(VENDOR, "10.5", model="m"))]
    for days in (30, 30.1):
        say(store, days, *changed, gone)
    assert kinds(31) == []


@pytest.mark.parametrize(
    ("name", "released"),
    [
        ("claude-sonnet-4-5-20250929", date(2025, 9, 29)),
        ("gpt-5-2025-08-07", date(2025, 8, 7)),
        ("gpt-5-2025-13-07", None),
        ("gpt-5", None),
        ("gpt-3.5-turbo-0125", None),
    ],
)
def test_a_release_day_is_one_that_the_name_states(name: str, released: date | None) -> None:
    assert release_day(name) == released


def test_days_are_of_utc(store: Store, tmp_path: Path) -> None:
    due = day("2026-05-01 23:30")
    say(store, 0, price(VENDOR, model="a"), replace(ends("a", "dated", 0), retires_at=due))
    assert written(store, tmp_path, at(1))["a"]["eol"] == "2026-05-01"
