"""Leaderboards of benchmark datasets: verified and claimed entries apart, and what is unread or refused."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from models.facts import Contender, Score
from models.readings import KeptFacts, Reading
from samples.huggingface import KIMI, PRO, leaderboards
from scrapers.huggingface.boards import read
from scrapers.huggingface.sources import leaderboard_paths
from scrapers.huggingface.sources import leaderboards as listed
from scrapers.page import Page, PageChanged

NAME, AT = "huggingface_boards", day("2026-07-14")
HLE = "cais/hle"
BOARDS = ("huggingface/hle", "huggingface/hle/claimed")
MISSING = object()
Body = dict[str, Any]


def body() -> Body:
    return json.loads(leaderboards(AT))


def reading(changed: object) -> Reading:
    return read(Page(NAME, "u", json.dumps(changed).encode(), AT))


def entries(whole: Body, dataset: str = HLE) -> list[Body]:
    return next(each for each in whole["answers"] if f"/{dataset}/" in each["path"])["answer"]


def with_entry(value: object, name: str, number: int = 1) -> Body:
    whole = body()
    entry = entries(whole)[number]
    entry[name] = value
    if value is MISSING:
        del entry[name]
    return whole


def scores(found: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {(fact.board, fact.contender_key): fact.score for fact in found.facts if isinstance(fact, Score)}


def hle(found: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {key: score for key, score in scores(found).items() if key[0] in BOARDS}


def others(found: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {key: score for key, score in scores(found).items() if key[0] not in BOARDS}


WHOLE = reading(body())
OF_BOARD = {
    *(KeptFacts.of(Score, source=NAME, board=board) for board in BOARDS),
    KeptFacts.of(Contender, source=NAME),
}
OF_KIMI = {
    *(KeptFacts.of(Score, source=NAME, board=board, contender_key=KIMI) for board in BOARDS),
    KeptFacts.of(Contender, source=NAME, contender_key=KIMI),
}


def test_verified_entries_and_claims_are_on_two_boards_each_with_a_category_of_its_own() -> None:
    assert hle(WHOLE) == {
        ("huggingface/hle", "Qwen/Qwen3.5-397B-A17B"): Decimal("28.7"),
        ("huggingface/hle/claimed", PRO): Decimal("37.7"),
        ("huggingface/hle/claimed", KIMI): Decimal("36.4"),
        ("huggingface/hle/claimed", "zai-org/GLM-5.1"): Decimal(31),
    }
    categories = {(fact.board, fact.category) for fact in WHOLE.facts if isinstance(fact, Score)}
    assert len({category for _, category in categories}) == len(categories) == 2 * len(listed()) == 10


def test_an_entry_that_is_verified_goes_to_the_other_board() -> None:
    found = hle(reading(with_entry(True, "verified")))
    assert {board for board, model in found if model == KIMI} == {"huggingface/hle"}


def test_a_contender_has_its_owner_and_the_model_that_the_reviewed_list_says() -> None:
    found = {fact.contender_key: fact for fact in WHOLE.facts if isinstance(fact, Contender)}
    assert (found[KIMI].organization, found[KIMI].model) == ("moonshotai", "kimi-k2.6")
    assert found["MiniMaxAI/MiniMax-M2.5"].model is None


def test_the_shape_of_the_documentation_is_read(capture: Callable[[str], Path]) -> None:
    shape = json.loads(capture("boards/hf_leaderboard_shape.json").read_text(encoding="utf-8"))
    changed = body()
    entries(changed, "SWE-bench/SWE-bench_Verified")[:] = shape
    board = "huggingface/swe_bench_verified/claimed"
    assert {key[1]: score for key, score in scores(reading(changed)).items() if key[0] == board} == {
        "Qwen/Qwen3.5-397B-A17B": Decimal("76.4"),
        "MiniMaxAI/MiniMax-M2.5": Decimal("75.8"),
    }
    assert reading(changed).unread == ()


@pytest.mark.parametrize("value", [None, 0, 1, "true", "false", MISSING])
def test_an_entry_that_does_not_say_whether_it_is_verified_is_on_no_board(value: object) -> None:
    found = reading(with_entry(value, "verified"))
    assert not any(model == KIMI for _, model in hle(found))
    assert found.keeps == OF_KIMI
    assert others(found) == others(WHOLE)
    assert [unread.where for unread in found.unread] == [f"{HLE}: verified"]


ODD_BOARDS: dict[str, Body] = {
    "a gap in the ranks": with_entry(3, "rank"),
    "a rank twice with two values": with_entry(1, "rank"),
    "a rank of another type": with_entry("2", "rank"),
    "a rank that is true": with_entry(True, "rank", 0),
    "no rank": with_entry(MISSING, "rank"),
    "a value above the one before": with_entry(39.5, "value"),
    "a value above 100": with_entry(364, "value"),
    "a negative value": with_entry(-1, "value", 3),
    "a value in words": with_entry("36.4", "value"),
    "a value that is null": with_entry(None, "value"),
    "no value": with_entry(MISSING, "value"),
    "a lower value is better": with_entry(True, "lower_is_better"),
    "one model twice": with_entry(PRO, "modelId"),
}


@pytest.mark.parametrize("what", ODD_BOARDS)
def test_a_leaderboard_out_of_order_stays_as_believed_and_the_others_are_read(what: str) -> None:
    found = reading(ODD_BOARDS[what])
    assert hle(found) == {}
    assert others(found) == others(WHOLE)
    assert [unread.where for unread in found.unread] == [HLE]
    assert found.keeps == OF_BOARD


@pytest.mark.parametrize("place", range(3))
def test_an_entry_that_is_lost_on_the_way_shows_as_a_gap(place: int) -> None:
    changed = body()
    del entries(changed)[place]
    assert hle(reading(changed)) == {}


@pytest.mark.parametrize("ranks", [(1, 2, 2, 3), (1, 2, 2, 4)])
def test_entries_of_one_value_may_share_a_rank(ranks: tuple[int, ...]) -> None:
    changed = body()
    for entry, rank in zip(entries(changed), ranks, strict=True):
        entry["rank"] = rank
    entries(changed)[2]["value"] = 36.4
    assert len(hle(reading(changed))) == 4


@pytest.mark.parametrize("name", ["", "Kimi", 5, None, MISSING])
def test_a_model_without_a_name_is_named_and_no_score_of_the_board_goes(name: object) -> None:
    found = reading(with_entry(name, "modelId"))
    assert len(hle(found)) == 3
    assert found.keeps == OF_BOARD


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_dataset_that_is_missing_or_gated_is_named(status: int) -> None:
    changed = body()
    next(each for each in changed["answers"] if HLE in each["path"]).update(status=status, answer=None)
    found = reading(changed)
    assert [unread.shown for unread in found.unread] == [
        f"{HLE}: HTTP {status}: it is missing, private, renamed or gated"
    ]
    assert (found.keeps, hle(found), others(found)) == (OF_BOARD, {}, others(WHOLE))


def test_an_empty_list_is_no_statement_that_all_are_gone() -> None:
    changed = body()
    entries(changed).clear()
    assert reading(changed).keeps == OF_BOARD


def test_an_unknown_field_is_named() -> None:
    assert [unread.shown for unread in reading(with_entry("x", "harness")).unread] == ["entry.harness: text"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (entries(body()), "one answer alone does not say which dataset it is of"),
        ({"error": "x"}, "fields that nobody knows"),
        (
            {"answers": [each | {"status": 401, "answer": None} for each in body()["answers"]]},
            "no leaderboard can be read",
        ),
        ({"answers": [*body()["answers"], body()["answers"][0]]}, "one address answered twice"),
    ],
)
def test_a_body_that_is_none_is_refused(changed: object, words: str) -> None:
    with pytest.raises(PageChanged, match=words):
        reading(changed)


def test_each_listed_dataset_is_asked_for_once() -> None:
    assert leaderboard_paths() == [f"/api/datasets/{each.dataset}/leaderboard" for each in listed()]
    assert len({each.name for each in listed()}) == len({each.dataset for each in listed()}) == len(listed())
