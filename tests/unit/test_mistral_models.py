"""Mistral's list of models, as its API answers it: ours, changed as such answers change."""

import json
from datetime import UTC, datetime

import pytest

from bench.harness.dates import day
from models.facts.kinds import Retirement
from models.readings.reading import Reading
from samples.vendors.mistral import MODELS
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES

AT = datetime(2026, 11, 30, tzinfo=UTC)
ANSWER, MEDIUM = MODELS.answer(AT), "mistral-medium-2508"


def read(answer: object) -> Reading:
    return SOURCES["mistral_models"].read(Page("mistral_models", "page", json.dumps(answer).encode(), AT))


def ends(found: Reading) -> dict[str, tuple[datetime | None, str | None]]:
    """The instant and the replacement by name."""
    return {
        fact.model: (fact.retires_at, fact.replacement)
        for fact in found.facts
        if isinstance(fact, Retirement) and fact.state == "dated"
    }


def keeps(found: Reading, model: str) -> bool:
    return any(keep.covers(Retirement, ("mistral_models", model)) for keep in found.keeps)


def with_field(name: str, value: object) -> Reading:
    answer = json.loads(ANSWER)
    for row in answer["data"]:
        if row["id"] == MEDIUM:
            row[name] = value
    return read(answer)


def test_each_name_of_a_model_ends_with_it() -> None:
    found = read(json.loads(ANSWER))
    names = (MEDIUM, "mistral-medium-latest", "mistral-medium")
    assert not found.unread
    assert {ends(found)[name] for name in names} == {(day("2026-08-31 12:00"), "mistral-medium-3-5")}
    assert len(ends(found)) == 5


def test_one_id_twice_is_one_model_unless_the_rows_contradict_each_other() -> None:
    answer = json.loads(ANSWER)
    ids = [row["id"] for row in answer["data"]]
    assert len(ids) > len({*ids})
    row = next(row for row in answer["data"] if row["id"] == MEDIUM)
    found = read(answer | {"data": [*answer["data"], row | {"deprecation": None}]})
    assert ends(found).keys() == ends(read(answer)).keys() - {MEDIUM}
    assert keeps(found, MEDIUM)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("deprecation", "8/31/2026"),
        ("deprecation", "soon"),
        ("deprecation", 1),
        ("deprecation_replacement_model", ["a"]),
        ("deprecation_replacement_model", "another model"),
    ],
)
def test_an_end_or_a_replacement_in_another_form_is_unread(name: str, value: object) -> None:
    found = with_field(name, value)
    assert MEDIUM not in ends(found)
    assert keeps(found, MEDIUM)
    assert len(found.unread) == 1


def test_a_new_field_is_named_and_the_rest_is_read() -> None:
    found = with_field("retirement", "2027-01-01")
    assert ends(found) == ends(read(json.loads(ANSWER)))
    assert [unread.where for unread in found.unread] == ["data[].retirement"]


def test_a_short_list_is_refused() -> None:
    answer = json.loads(ANSWER)
    with pytest.raises(PageChanged):
        read(answer | {"data": answer["data"][:9]})
