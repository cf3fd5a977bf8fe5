"""OpenRouter's list of models: the sample and the real answer through the reader and the road, and what is refused."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from flows.database import Store
from flows.pipeline.attempts import RunResult, process_attempt
from flows.run import Run
from models.agreement.family import DISAGREE
from models.facts.kinds import Price, Retirement
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from samples.openrouter import change_instants, models
from scrapers.openrouter.reader import read
from scrapers.page import Page, PageChanged
from scrapers.registry import SOURCES
from tests.db.test_agreement import titles, told
from tests.support.walks import visit

NAME, EN = "openrouter", "deepseek_pricing"
CAPTURE = "openrouter/api_v1_models_2026-08-22.json.gz"
FLASH = "deepseek-v4-flash"
EVERYTHING = {KeptFacts.of(Price, source=NAME), KeptFacts.of(Retirement, source=NAME)}
MISSING = object()
"""Instead of a value: the field is not there."""


def answer(at: str = "2026-08-22") -> dict[str, Any]:
    return json.loads(models(day(at)))


def reading(body: object) -> Reading:
    return read(Page(NAME, "u", json.dumps(body).encode(), day("2026-08-22")))


def with_field(value: object, *path: str) -> dict[str, Any]:
    """The answer with one field of its first model put otherwise."""
    changed = answer()
    where: dict[str, Any] = changed["data"][0]
    for name in path[:-1]:
        where = where[name]
    where[path[-1]] = value
    if value is MISSING:
        where.pop(path[-1])
    return changed


def lost(found: Reading) -> set[tuple[Any, ...]]:
    """What the answer states and this reading does not."""
    now = {(type(fact), *fact.key[1:3]) for fact in found.facts}
    return {(type(fact), *fact.key[1:3]) for fact in reading(answer()).facts} - now


def bring(store: Store, at: datetime, body: bytes) -> RunResult:
    return process_attempt(Run(store, SOURCES[NAME]), lambda: Page(NAME, "u", body, at))


def body_of(file: Path) -> bytes:
    return json.dumps(json.loads(gzip.decompress(file.read_bytes()))["body"]).encode()


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("0.00000006006", "0.06006"),
        ("0.0000008", "0.8"),
        ("0.00000150", "1.5"),
        ("0.000001", "1"),
        ("0.00001", "10"),
        ("0", "0"),
        ("-1", None),
        ("1e-7", "0.1"),
        ("4.13772E-7", "0.413772"),
        ("1e+1", "10000000"),
    ],
)
def test_a_price_of_a_token_is_that_of_a_million_digit_for_digit(price: str, amount: str | None) -> None:
    changed = answer()
    changed["data"][0]["pricing"] = {"prompt": price, "completion": "-1"}
    ours = changed["data"][0]["id"]
    found = [str(f.amount) for f in reading(changed).facts if isinstance(f, Price) and f.model == ours]
    assert found == ([] if amount is None else [amount])


@pytest.mark.parametrize(
    "price",
    [
        "-0.1",
        "-2",
        "",
        " 0.1",
        "$0.1",
        "free",
        None,
        0,
        0.1,
        True,
        [],
        "0.1\n",
        "1e-40",
        "1e9",
        f"0.{'0' * 25}1",
    ],
)
def test_a_price_that_is_none_is_named_and_stays_as_it_is_believed(price: object) -> None:
    changed = with_field(price, "pricing", "prompt")
    found, ours = reading(changed), changed["data"][0]["id"]
    assert [unread.where for unread in found.unread] == [f"{ours}: pricing.prompt"]
    assert found.keeps == {KeptFacts.of(Price, source=NAME, model=ours, meter="input_cache_miss")}
    assert lost(found) == {(Price, ours, "input_cache_miss")}


@pytest.mark.parametrize("lost_field", ["prompt", "completion"])
def test_where_a_field_is_lost_no_amount_beside_it_is_read(lost_field: str) -> None:
    # The lost bytes may reach from the amount of one field into that of the next.
    changed = with_field(MISSING, "pricing", lost_field)
    found, ours = reading(changed), changed["data"][0]["id"]
    assert [unread.where for unread in found.unread] == [f"{ours}: pricing"]
    assert found.keeps == {KeptFacts.of(Price, source=NAME, model=ours)}
    assert not any(isinstance(fact, Price) and fact.model == ours for fact in found.facts)


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("2026-09-30", day("2026-09-30")),
        ("2089-12-31", day("2089-12-31")),
        ("2098-12-31", None),
        ("2099-12-31", None),
        ("9999-12-31", None),
        ("2026-07-24T15:59:00Z", day("2026-07-24 15:59")),
        ("2026-07-24T15:59Z", day("2026-07-24 15:59")),
        ("2026-07-24T15:59:30.250Z", day("2026-07-24 15:59") + timedelta(seconds=30.25)),
        ("2026-07-24T15:59:30.123456789Z", day("2026-07-24 15:59") + timedelta(seconds=30, microseconds=123456)),
        ("2026-07-24T23:59:00+08:00", day("2026-07-24 15:59")),
        ("2026-07-24T20:00:00-04:00", day("2026-07-25")),
        ("2026-07-24T00:00:00Z", day("2026-07-24")),
        ("2098-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59-08:00", None),
        (None, None),
    ],
)
def test_an_end_is_a_date_unless_none_is_planned(date: str | None, at: datetime | None) -> None:
    changed = answer()
    changed["data"][0]["expiration_date"] = date
    found = [(f.state, f.retires_at) for f in reading(changed).facts if isinstance(f, Retirement)]
    assert found == ([("dated", at)] if at else [])
    assert all(instant.tzinfo is UTC for _, instant in found if instant)


@pytest.mark.parametrize(
    "date",
    [
        *("2026-9-30", "2026-02-30", "", "soon", 20260930, False, {}, MISSING),
        *("2026-09-30T00:00:00", "2026-09-30T00:00", "2026-09-30T24:30:00Z", "2026-09-30T15:59:60Z"),
        *("2026-09-30T15:59:00 UTC", "2026-09-30 15:59:00Z", "2026-09-30T15Z", "2026-09-30T15:59:00+25:00"),
        *("2026-02-30T15:59:00Z", "20260930T155900Z", "0001-01-01T00:00:00+14:00", "2026-09-30T15:59:00Z\n"),
    ],
)
def test_an_end_that_is_no_date_is_named_and_stays_as_it_is_believed(date: object) -> None:
    changed = with_field(date, "expiration_date")
    found, ours = reading(changed), changed["data"][0]["id"]
    assert [unread.where for unread in found.unread] == [f"{ours}: expiration_date"]
    assert found.keeps == {KeptFacts.of(Retirement, source=NAME, model=ours)}
    assert lost(found) == set()


@pytest.mark.parametrize("prices", [None, [], "free", 0, MISSING])
def test_prices_that_are_none_are_named_and_stay_as_they_are_believed(prices: object) -> None:
    changed = with_field(prices, "pricing")
    found, ours = reading(changed), changed["data"][0]["id"]
    assert [unread.where for unread in found.unread] == [f"{ours}: pricing"]
    assert found.keeps == {KeptFacts.of(Price, source=NAME, model=ours)}
    assert {model for _, model, *_ in lost(found)} == {ours}


@pytest.mark.parametrize("row", [{}, {"id": None}, {"id": 7}, {"id": "\ud800"}, [], "deepseek/x", None])
@pytest.mark.parametrize("place", [0, -1])
def test_a_row_that_cannot_be_told_apart_is_named_and_no_model_is_gone_meanwhile(place: int, row: object) -> None:
    changed = answer()
    ours, there = changed["data"][0]["id"], changed["data"][place]
    changed["data"][place] = (
        {**{key: there[key] for key in there if key != "id"}, **row} if isinstance(row, dict) else row
    )
    found = reading(changed)
    assert [unread.where for unread in found.unread] == ["data[].id" if isinstance(row, dict) else "data[]"]
    assert found.keeps == EVERYTHING
    assert {model for _, model, *_ in lost(found)} == (set() if place else {ours})


@pytest.mark.parametrize("place", [0, -1])
def test_a_model_that_is_listed_twice_is_named_and_no_model_is_gone_meanwhile(place: int) -> None:
    changed = answer()
    changed["data"][50] = changed["data"][place]
    found = reading(changed)
    assert [unread.where for unread in found.unread] == ["data[].id"]
    assert found.keeps == EVERYTHING


@pytest.mark.parametrize("name", ["total_count", "links"])
@pytest.mark.parametrize("value", [None, "", "421", [], MISSING])
def test_a_list_that_does_not_say_that_it_is_whole_is_read_and_no_model_is_gone(name: str, value: object) -> None:
    changed = answer()
    changed.pop(name)
    changed |= {} if value is MISSING else {name: value}
    found = reading(changed)
    assert [unread.where for unread in found.unread] == [name]
    assert found.facts == reading(answer()).facts
    assert found.keeps == EVERYTHING


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda body: body.pop(name)


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "no data": without("data"),
    "another total": lambda body: body.update(total_count=421),
    "one model fewer": lambda body: body["data"].pop(),
    "few models": lambda body: body.update(data=body["data"][:99], total_count=99),
    "no model with prices": lambda body: [row.pop("pricing") for row in body["data"]],
    "no model with an id": lambda body: [row.pop("id") for row in body["data"]],
    "nothing": lambda body: body.update(data=[], total_count=0),
    "a further page": lambda body: body.update(links={"next": "/api/v1/models?page=2"}),
    "none of ours": lambda body: [row.update(id=f"x{row['id']}") for row in body["data"]],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_list_that_may_be_partial_or_is_of_another_shape_is_refused(name: str) -> None:
    changed = answer()
    assert reading(changed).facts
    BROKEN[name](changed)
    with pytest.raises(PageChanged):
        reading(changed)


def test_fields_that_nobody_knows_are_named_of_the_answer_and_of_our_models_alone() -> None:
    changed, first, last = answer(), 0, -1
    changed["region"], changed["links"]["docs"] = "eu", "/docs"
    changed["data"][first] |= {"tier": 1}
    changed["data"][first]["pricing"]["per_hour"] = "0.1"
    changed["data"][last] |= {"colour": "red"}
    found = reading(changed)
    assert [(unread.where, unread.text) for unread in found.unread] == [
        ("region", "text"),
        ("links.docs", "text"),
        ("deepseek/*: tier", "number"),
        ("deepseek/*: pricing.per_hour", "text"),
    ]
    assert found.facts == reading(answer()).facts


def test_an_end_appears_and_is_withdrawn_and_nobody_is_woken(store: Store) -> None:
    outcomes = [bring(store, at, models(at).encode()) for at in change_instants()]
    assert [settled.outcome for settled in outcomes] == ["facts", "facts", "facts", "facts"]
    assert [settled.alerts for settled in outcomes] == [0, 0, 0, 0]
    assert [settled.changes for settled in outcomes] == [0, 1, 1, 1]
    assert titles(store) == []


def test_the_real_answer_reads_to_deepseeks_models(capture: Callable[[str], Path]) -> None:
    found = read(Page(NAME, "u", body_of(capture(CAPTURE)), day("2026-08-22"))).facts
    assert Counter(type(fact) for fact in found) == {Price: 37}
    assert len({fact.key[1] for fact in found}) == 14


def test_what_the_real_answer_contradicts_is_the_price_of_flash(store: Store, capture: Callable[[str], Path]) -> None:
    """DeepSeek's own on that day: Flash 0.22 and 0.66 off-peak; others host the same weights for a third."""
    body = body_of(capture(CAPTURE))
    visit(store, day("2026-08-22"), EN)
    bring(store, day("2026-08-22 17:20"), body)
    assert told(store) == []
    assert bring(store, day("2026-08-23 17:20"), body).outcome == "same"
    assert [change for change in told(store) if change[0] == DISAGREE] == told(store)
    assert [change[1:] for change in told(store)] == [
        (FLASH, f"price: input_cache_miss USD 0.08 ({NAME}) but off_peak 0.22, peak 0.44 ({EN})"),
        (FLASH, f"price: output USD 0.18 ({NAME}) but off_peak 0.66, peak 1.32 ({EN})"),
    ]
    assert titles(store) == [f"{FLASH}: sources disagree"]
