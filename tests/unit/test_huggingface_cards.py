"""Cards of repositories: what is read, what is unread and stays as believed, what refuses the body."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from models.facts import ModelCard
from models.readings import KeptFacts, Reading
from samples.huggingface import FIRST, GLM, KIMI, LATER, PRO, REPOSITORIES, cards
from scrapers.huggingface.cards import read
from scrapers.huggingface.sources import ALIASES, card_paths, repositories
from scrapers.page import Page, PageChanged

NAME, AT = "huggingface_cards", day("2026-08-13")
MISSING = object()
"""Instead of a value: the field is not there."""
Body = dict[str, Any]


def body() -> Body:
    return json.loads(cards(AT))


def reading(changed: object) -> Reading:
    return read(Page(NAME, "u", json.dumps(changed).encode(), AT))


def answer_of(whole: Body, repository: str) -> Body:
    return next(each for each in whole["answers"] if each["path"].endswith(f"/{repository}"))


def with_field(value: object, *path: str, repository: str = PRO) -> Body:
    """The body with one field of one card put otherwise."""
    whole = body()
    where: Body = answer_of(whole, repository)["answer"]
    for name in path[:-1]:
        where = where[name]
    where[path[-1]] = value
    if value is MISSING:
        del where[path[-1]]
    return whole


def read_cards(found: Reading) -> dict[str, ModelCard]:
    return {fact.repository: fact for fact in found.facts if isinstance(fact, ModelCard)}


def keep(repository: str) -> KeptFacts:
    return KeptFacts.of(ModelCard, source=NAME, repository=repository)


def test_the_capture_is_read_as_one_card_and_says_nothing_of_the_others(capture: Callable[[str], Path]) -> None:
    file = capture("huggingface/api_models_deepseek-v4-pro_2026-07-14.json")
    found = read(Page(NAME, "u", file.read_bytes(), day("2026-07-14")))
    (card,) = read_cards(found).values()
    assert (card.repository, card.value) == (PRO, ("mit", None, "no", FIRST))
    assert card.parameters is None
    assert found.unread == ()
    assert found.keeps == {keep(name) for name in repositories() if name != PRO}


def test_every_card_of_the_body_is_read_with_its_values_by_type() -> None:
    found = read_cards(reading(body()))
    assert set(found) == set(REPOSITORIES) == set(repositories())
    assert found[KIMI].value == ("other", "modified-mit", "no", found[KIMI].sha)
    assert json.loads(found[PRO].parameters or "") == {"BF16": 3 * 10**9, "F8_E4M3": 5 * 10**10, "I8": 8 * 10**11}


def test_the_total_of_the_answer_is_never_taken_for_a_number_of_parameters() -> None:
    changed = with_field(1, "safetensors", "total")
    assert read_cards(reading(changed)) == read_cards(reading(body()))
    assert "total" not in (read_cards(reading(changed))[PRO].parameters or "")


@pytest.mark.parametrize(("value", "gated"), [(False, "no"), ("auto", "auto"), ("manual", "manual")])
def test_gating_is_no_or_the_way_of_it(value: object, gated: str) -> None:
    assert read_cards(reading(with_field(value, "gated")))[PRO].gated == gated


def test_a_card_without_its_data_has_the_licence_of_its_tag() -> None:
    assert read_cards(reading(with_field(None, "cardData")))[PRO].licence == "mit"
    assert read_cards(reading(with_field(MISSING, "cardData")))[PRO].licence == "mit"


def test_only_a_licence_that_is_other_has_a_name() -> None:
    assert read_cards(reading(with_field("anything", "cardData", "license_name")))[PRO].licence_name is None


UNREAD: dict[str, Body] = {
    "a licence of another type": with_field(["mit"], "cardData", "license"),
    "a licence that is a number": with_field(1, "cardData", "license"),
    "no licence in the card": with_field(MISSING, "cardData", "license"),
    "an empty licence": with_field("", "cardData", "license"),
    "another licence than the tag": with_field("apache-2.0", "cardData", "license"),
    "no tag": with_field(["transformers"], "tags"),
    "two tags": with_field(["license:mit", "license:apache-2.0"], "tags"),
    "tags of another type": with_field("license:mit", "tags"),
    "no tags": with_field(MISSING, "tags"),
    "a sentence for a licence": with_field(["license:MIT, as we think"], "tags"),
    "a card of another type": with_field("license: mit", "cardData"),
    "gated true": with_field(True, "gated"),
    "gated 0": with_field(0, "gated"),
    "gated null": with_field(None, "gated"),
    "gated no": with_field("no", "gated"),
    "another gating": with_field("paid", "gated"),
    "no gating": with_field(MISSING, "gated"),
    "a short commit": with_field("b5968e9", "sha"),
    "a commit of another type": with_field(5, "sha"),
    "no commit": with_field(MISSING, "sha"),
    "another repository": with_field("deepseek-ai/DeepSeek-V4", "id"),
    "the same repository in other case": with_field(PRO.lower(), "id"),
    "no id": with_field(MISSING, "id"),
}


@pytest.mark.parametrize("what", UNREAD)
def test_an_odd_value_leaves_its_card_as_believed_and_the_others_are_read(what: str) -> None:
    found = reading(UNREAD[what])
    assert set(read_cards(found)) == set(REPOSITORIES) - {PRO}
    assert [unread.where for unread in found.unread] == [PRO]
    assert found.keeps == {keep(PRO)}


@pytest.mark.parametrize(("named", "data"), [(MISSING, True), (None, True), ("", True), (None, False)])
def test_another_licence_without_a_name_is_unread(named: object, data: bool) -> None:
    changed = with_field(named, "cardData", "license_name", repository=KIMI)
    if not data:
        answer_of(changed, KIMI)["answer"]["cardData"] = None
    found = reading(changed)
    assert KIMI not in read_cards(found)
    assert found.keeps == {keep(KIMI)}


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_missing_repository_is_named_and_the_others_are_read(status: int) -> None:
    changed = body()
    answer_of(changed, GLM).update(status=status, answer=None)
    found = reading(changed)
    assert set(read_cards(found)) == set(REPOSITORIES) - {GLM}
    (unread,) = found.unread
    assert unread.shown == f"{GLM}: HTTP {status}: it is missing, private, renamed or gated"
    assert found.keeps == {keep(GLM)}


def test_a_repository_without_an_answer_is_named() -> None:
    changed = body()
    changed["answers"].remove(answer_of(changed, LATER))
    found = reading(changed)
    assert [unread.shown for unread in found.unread] == [f"{LATER}: no answer about it"]
    assert found.keeps == {keep(LATER)}


ODD_PARAMETERS: tuple[object, ...] = (
    *([], "1", {}, {"total": 1}, {"parameters": {}}, {"parameters": {"BF16": "1"}}, {"parameters": {"BF16": -1}}),
    *({"parameters": {"BF16": 1.5}}, {"parameters": {"bf16 values": 1}}, {"parameters": {"BF16": None}}),
    {"parameters": {f"T{number}": 1 for number in range(30)}},
)


@pytest.mark.parametrize("value", ODD_PARAMETERS)
def test_odd_numbers_of_values_are_named_and_the_card_is_read(value: object) -> None:
    found = reading(with_field(value, "safetensors"))
    assert read_cards(found)[PRO].parameters is None
    assert read_cards(found)[PRO].value == read_cards(reading(body()))[PRO].value
    assert [unread.where for unread in found.unread] == [f"{PRO}: safetensors"]
    assert found.keeps == frozenset()


def test_an_unknown_field_is_named_and_a_known_one_is_not() -> None:
    assert reading(with_field(7, "downloads")).unread == ()
    (unread,) = reading(with_field({"x": 1}, "licence")).unread
    assert unread.shown == "licence: object"


def all_of(status: int) -> Body:
    return {"answers": [each | {"status": status, "answer": None} for each in body()["answers"]]}


REFUSED: dict[str, tuple[object, str]] = {
    "no repository": (all_of(401), "no card can be read"),
    "an error": ({"error": "Internal Error"}, "the answer is an error"),
    "a list": ([], "the answer is no object"),
    "no answers": ({"answers": []}, "answers is empty"),
    "something beside": (body() | {"more": True}, "fields that nobody knows"),
    "an answer with more": ({"answers": [body()["answers"][0] | {"next": "x"}]}, "fields that nobody knows"),
    "an answer without status": ({"answers": [{"path": "/api/models/a/b", "answer": {}}]}, "has no status"),
    "a status in words": ({"answers": [body()["answers"][0] | {"status": "200"}]}, "has no status"),
    "an error with a card": ({"answers": [body()["answers"][0] | {"status": 401}]}, "an answer of another status"),
    "one repository twice": ({"answers": body()["answers"] * 2}, "one address answered twice"),
    "another endpoint": ({"answers": [body()["answers"][0] | {"path": "/api/datasets/a/b"}]}, "not an address"),
    "a path of another type": ({"answers": [body()["answers"][0] | {"path": 1}]}, "is no text"),
    "an id that is none": ({"id": "DeepSeek", "sha": FIRST}, "id is no repository"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_body_that_is_none_is_refused(what: str) -> None:
    changed, words = REFUSED[what]
    with pytest.raises(PageChanged, match=words):
        reading(changed)


def test_the_list_is_reviewed_and_each_address_asks_for_what_is_read() -> None:
    assert len(repositories()) == len(set(repositories()))
    assert {ALIASES.model(name, AT) for name in repositories()} >= {"deepseek-v4-pro", "kimi-k2.6", "glm-5.1"}
    asked = "?expand=cardData&expand=gated&expand=safetensors&expand=sha&expand=tags"
    assert card_paths() == [f"/api/models/{name}{asked}" for name in repositories()]
