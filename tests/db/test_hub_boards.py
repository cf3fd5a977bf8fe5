"""The boards of Epoch and of Hugging Face on the road: claims apart, and quiet by the rules of every board."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from models.leaderboards import boards, leaderboard
from models.schema import Alert, ChangeRow
from samples.alone import ALONE
from samples.epoch import table
from samples.huggingface import KIMI, PRO, leaderboards
from scrapers.page import Page
from scrapers.registry import SOURCES
from tests.support.typed import Almanac
from tests.support.walks import visit

EPOCH, HUB = "epoch_gpqa_diamond", "huggingface_boards"
AT = day("2026-09-12")
BOTH = pytest.mark.both_databases
Rows = list[list[str]]


def bring(store: Store, name: str, at: datetime, body: bytes) -> RunResult:
    return process_attempt(Run(store, SOURCES[name], lambda: at), lambda: Page(name, "u", body, at))


def rows() -> Rows:
    return list(csv.reader(StringIO(table("gpqa_diamond", AT).decode(), newline="")))


def written(changed: Rows) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(changed)
    return out.getvalue().encode()


def alerts(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(kind, title) for kind, title in session.execute(select(Alert.kind, Alert.title)).tuples()]


def kinds(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(ChangeRow.kind)))


def names_on(store: Store, board: str) -> list[str]:
    with store.reading() as session:
        return [standing.name for standing in leaderboard(session, board)]


@BOTH
def test_a_claim_is_never_the_contender_of_a_run(store: Store) -> None:
    visit(store, AT, EPOCH)
    assert names_on(store, "epoch/gpqa_diamond/claimed") == ["gpt-6-astra_max"]
    assert names_on(store, "epoch/gpqa_diamond")[0] == "gpt-6-astra_max"
    with store.reading() as session:
        claim, run = (leaderboard(session, board)[0] for board in ("epoch/gpqa_diamond/claimed", "epoch/gpqa_diamond"))
    assert claim.contender_key != run.contender_key
    assert (f"{claim.score}", f"{run.score}") == ("0.96", "0.9577020202020202")


@BOTH
def test_an_entry_that_is_verified_leaves_the_board_of_claims(store: Store) -> None:
    for at in ALONE[HUB].instants()[:2]:
        visit(store, at, HUB)
    assert PRO in names_on(store, "huggingface/hle")
    assert PRO not in names_on(store, "huggingface/hle/claimed")
    with store.reading() as session:
        before = [key for key in boards(session) if key.startswith("huggingface/hle")]
    assert before == ["huggingface/hle", "huggingface/hle/claimed"]


def moved(by: str, keys: Sequence[str]) -> bytes:
    changed = rows()
    for row in changed:
        if any(key in row for key in keys):
            row[1] = row[2] = by
    return written(changed)


def test_a_score_that_moves_within_its_margin_is_no_news_and_one_beyond_is(store: Store) -> None:
    bring(store, EPOCH, AT, written(rows()))
    bring(store, EPOCH, AT + timedelta(days=1), moved("0.86", ["SampleV4ProGpqaRun1"]))
    assert alerts(store) == []
    bring(store, EPOCH, AT + timedelta(days=2), moved("0.80", ["SampleV4ProGpqaRun1"]))
    ((kind, title),) = alerts(store)
    assert (kind, "deepseek-v4-pro_max" in title) == ("score moved", True)


def test_contenders_that_nobody_watches_are_logged_alone(store: Store) -> None:
    for at in ALONE[EPOCH].instants():
        visit(store, at, EPOCH)
    assert "contender added" in kinds(store)
    assert alerts(store) == []


def test_a_new_run_of_a_watched_model_is_one_alert_with_the_credit(store: Store) -> None:
    name = "epoch_swe_bench_verified"
    for at in ALONE[name].instants():
        visit(store, at, name)
    ((kind, title),) = alerts(store)
    assert (kind, title.startswith("epoch/swe_bench_verified: deepseek-v4-pro-0813_max is new")) == (
        "contender added",
        True,
    )
    with store.reading() as session:
        assert SOURCES[name].credit in session.scalars(select(Alert.body)).one()


@pytest.mark.parametrize("name", [EPOCH, "epoch_swe_bench_verified"])
def test_a_table_of_half_the_rows_is_held(store: Store, name: str) -> None:
    at = ALONE[name].instants()[0]
    visit(store, at, name)
    whole = list(csv.reader(StringIO(ALONE[name].page(at).decode(), newline="")))
    result = bring(store, name, at + timedelta(days=1), written(whole[: len(whole) // 2]))
    assert (result.outcome, "contenders are left of" in (result.reason or "")) == ("held", True), result.reason


def test_a_leaderboard_that_ends_early_is_held(store: Store) -> None:
    at = ALONE[HUB].instants()[0]
    visit(store, at, HUB)
    body: dict[str, Any] = json.loads(leaderboards(at))
    del body["answers"][0]["answer"][6:]
    result = bring(store, HUB, at + timedelta(days=1), json.dumps(body).encode())
    assert (result.outcome, "contenders are left of" in (result.reason or "")) == ("held", True), result.reason


def test_a_dataset_that_does_not_answer_keeps_its_boards_and_no_category_is_missed(store: Store) -> None:
    at = ALONE[HUB].instants()[0]
    visit(store, at, HUB)
    body: dict[str, Any] = json.loads(leaderboards(at))
    body["answers"][2].update(status=401, answer=None)
    bring(store, HUB, at + timedelta(days=1), json.dumps(body).encode())
    assert KIMI in names_on(store, "huggingface/hle/claimed")
    assert kinds(store) == {"text unread"}


def test_the_command_shows_a_board_with_its_model_and_credit(almanac: Almanac, store: Store) -> None:
    visit(store, day("2026-08-20"), HUB)
    shown = almanac("scores", "huggingface/hle").text
    assert "deepseek-ai/DeepSeek-V4-Pro 37.7" in shown
    assert "deepseek-v4-pro" in shown
    assert SOURCES[HUB].credit in shown
