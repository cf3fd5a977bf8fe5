"""The rules that a source declares for its prices: their order, equal ones, and models that leave the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from models.bitemporal.belief import Span
from models.facts.kinds import ModelVersion, Price
from models.plausibility.case import Believed
from models.plausibility.check import doubts
from models.plausibility.rules import EVERY_VENDOR, Plausibility
from models.readings.reading import Reading, Scope
from models.readings.unread import KeptFacts, Unread
from scrapers.deepseek import PLAUSIBILITY as DEEPSEEK
from scrapers.registry import SOURCES

THEN = datetime(2026, 10, 1, tzinfo=UTC)
NOW = THEN + timedelta(hours=1)
SCOPES = frozenset({Scope(Price, "s", "USD"), Scope(ModelVersion, "s")})
METERS = ("input_cache_hit", "input_cache_write_5m", "input_cache_miss", "output")
STRICT = replace(EVERY_VENDOR, prices_differ=True)
"""The rules of a vendor whose models differ, by which every source was judged before."""
Table = Mapping[str, Sequence[str]]
"""The amounts of the meters, by model."""


def price(model: str, meter: str, amount: str, mode: str = "standard", band: str = "flat") -> Price:
    return Price(
        source="s",
        model=model,
        meter=meter,
        band=band,
        currency="USD",
        mode=mode,
        amount=Decimal(amount),
        list_amount=None,
        unit="1M tokens",
    )


def stated(table: Table, mode: str = "standard") -> list[Price]:
    return [
        price(model, meter, amount, mode)
        for model, amounts in table.items()
        for meter, amount in zip(METERS, amounts, strict=False)
    ]


def version(model: str, *value: str) -> ModelVersion:
    return ModelVersion(source="s", model=model, version=value[0], context_length=value[1], max_output=value[2])


def why(
    before: Iterable[Price | ModelVersion],
    after: Iterable[Price | ModelVersion],
    rules: Plausibility = EVERY_VENDOR,
    unread: tuple[Unread, ...] = (),
) -> list[str]:
    """Why a page is held an hour after another one."""
    beliefs: Believed = {
        scope: {fact.key: [Span(THEN, fact.value, THEN)] for fact in before if isinstance(fact, scope.fact)}
        for scope in SCOPES
    }
    return [found.why for found in doubts(beliefs, Reading(SCOPES, tuple(after), unread=unread), NOW, THEN, rules)]


def many(seed: int = 0) -> Table:
    """Forty models whose prices are of a ladder, as those of vendors are: some cost the same."""
    rng = Random(seed)  # noqa: S311 (no secret)
    ladder = [Decimal(step) / 8 for step in range(1, 40)]
    inputs = [rng.choice(ladder) for _ in range(40)]
    return {
        f"model-{number}": [f"{each / 10}", f"{each * 5 / 4}", f"{each}", f"{each * rng.choice((4, 5, 6))}"]
        for number, each in enumerate(inputs)
    }


SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_model_that_comes_to_cost_what_another_one_costs_is_believed(seed: int) -> None:
    before = many(seed)
    target = next(model for model in before if 1 < Decimal(before[model][2]) / Decimal(before["model-0"][2]) < 4)
    after = {**before, "model-0": before[target]}
    assert why(stated(before), stated(after)) == []
    assert why(stated(before), stated(after), STRICT) != []


def test_a_mode_that_comes_to_cost_what_another_one_costs_is_believed() -> None:
    dear = stated(many())
    batch = [replace(one, mode="batch", amount=one.amount and one.amount / 2) for one in dear[:8]]
    flex = [replace(one, mode="flex", amount=one.amount and one.amount * 3 / 4) for one in dear[:8]]
    before, after = [*dear, *batch, *flex], [*dear, *batch, *(replace(one, mode="flex") for one in batch)]
    assert why(before, after) == []
    assert why(before, after, STRICT) != []


def test_a_limit_that_comes_to_be_that_of_another_model_is_believed() -> None:
    before = [version("a", "A-1", "128K", "8K"), version("b", "B-1", "1M", "64K"), *stated(many())]
    after = [version("a", "A-1", "1M", "64K"), *before[1:]]
    assert why(before, after) == []
    assert why(before, after, STRICT) == ["a: 64K stood behind b"]


def test_versions_that_changed_places_are_held() -> None:
    before = [version("a", "A-1", "128K", "8K"), version("b", "B-1", "1M", "64K"), *stated(many())]
    after = [version("a", "B-1", "128K", "8K"), version("b", "A-1", "1M", "64K"), *before[2:]]
    assert "stood behind" in why(before, after)[0]


def test_a_price_that_comes_to_be_that_of_a_cell_of_another_model_that_is_not_read_is_believed() -> None:
    before = many()
    rest, dearest = before["model-0"][:3], before["model-1"][3]
    after = {model: amounts for model, amounts in before.items() if model != "model-1"}
    after = {**after, "model-0": [*rest, dearest]}
    before = {**before, "model-0": [*rest, f"{Decimal(dearest) * 2}"]}
    row = Unread(
        "row 2", f"model-1 | {before['model-0'][3]} | call us", keeps=frozenset({KeptFacts.of(Price, model="model-1")})
    )
    assert why(stated(before), stated(after), unread=(row,)) == []
    assert why(stated(before), stated(after), DEEPSEEK, unread=(row,)) != []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("by", [1, 2, -1])
def test_rows_that_moved_against_their_names_are_held(seed: int, by: int) -> None:
    before = many(seed)
    rows = list(before.values())
    assert why(stated(before), stated(dict(zip(before, [*rows[by:], *rows[:by]], strict=True))))


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_moved_by_a_new_one_above_them_are_held(seed: int) -> None:
    """The new model's prices stand beside the first name, and the last name's are lost."""
    before, first = many(seed), 5 + seed
    rows = list(before.values())
    moved = [*rows[:first], ["0.21", "2.6", "2.1", "9.7"], *rows[first:-1]]
    assert why(stated(before), stated(dict(zip(before, moved, strict=True))))


@pytest.mark.parametrize("seed", SEEDS)
def test_two_rows_that_changed_places_are_held(seed: int) -> None:
    before = many(seed)
    one, other = next((a, b) for a in before for b in before if a < b and before[a][2] != before[b][2])
    assert why(stated(before), stated({**before, one: before[other], other: before[one]}))


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_that_moved_against_their_titles_are_held(seed: int) -> None:
    """As where a column of cache writes is put in before the others."""
    before = many(seed)
    after = {model: [f"{Decimal(amounts[0]) * 3}", *amounts[:3]] for model, amounts in before.items()}
    assert why(stated(before), stated(after))


def test_a_column_that_repeats_another_one_is_held() -> None:
    before = many()
    after = {model: [amounts[2], *amounts[1:]] for model, amounts in before.items()}
    assert why(stated(before), stated(after))


def test_a_table_that_repeats_one_row_is_held() -> None:
    before = {model: [f"{Decimal(each) + 1}" for each in amounts] for model, amounts in many().items()}
    assert why(stated(before), stated(dict.fromkeys(before, before["model-3"])))


def test_a_table_of_another_mode_is_held() -> None:
    before = many()
    half = {model: [f"{Decimal(each) / 2}" for each in amounts] for model, amounts in before.items()}
    table = [*stated(before), *stated(half, "batch")]
    assert why(table, [*stated(half), *stated(before, "batch")])


def test_few_models_that_differ_are_held_where_one_comes_to_cost_what_another_one_costs() -> None:
    before: Table = {"flash": ["0.1", "0.6", "0.5", "1"], "pro": ["0.2", "1.2", "1", "2"]}
    after = {"flash": before["flash"], "pro": before["flash"]}
    assert why(stated(before), stated(after)) == []
    assert why(stated(before), stated(after), STRICT)


@pytest.mark.parametrize(
    ("meters", "rules", "is_held"),
    [
        ({"input_cache_miss": "3", "input_cache_write_1h": "6", "output": "15"}, EVERY_VENDOR, False),
        ({"input_cache_hit": "4", "input_cache_miss": "3"}, EVERY_VENDOR, True),
        ({"input_cache_miss": "3", "output": "2"}, EVERY_VENDOR, False),
        ({"input_cache_miss": "3", "output": "2"}, DEEPSEEK, True),
        ({"input_cache_hit": "3", "output": "2"}, DEEPSEEK, True),
    ],
)
def test_the_order_of_meters_is_the_one_that_the_source_declares(
    meters: dict[str, str], rules: Plausibility, is_held: bool
) -> None:
    after = [price("m", meter, amount) for meter, amount in meters.items()]
    assert any("is above" in each for each in why([], after, rules)) is is_held


def test_prices_of_one_mode_are_no_measure_for_those_of_another() -> None:
    batch = [price("m", "input_cache_hit", "2", "batch"), price("m", "input_cache_miss", "3", "batch")]
    standard = [price("m", "input_cache_hit", "5"), price("m", "input_cache_miss", "6")]
    assert why([], [*batch, *standard]) == []


def test_a_leap_is_one_within_a_mode() -> None:
    before = [price("m", "output", "1"), price("m", "output", "10", "fast")]
    assert why(before, before) == []
    assert why(before, [before[0], replace(before[1], amount=Decimal(60))]) == [
        "m: output (fast) flat from 10 to 60, unannounced"
    ]


@pytest.mark.parametrize(("leaving", "is_held"), [(1, False), (2, False), (3, True)])
def test_models_may_leave_a_page_that_does_not_explain_it_up_to_a_share(leaving: int, is_held: bool) -> None:
    before = {f"model-{number}": amounts for number, amounts in enumerate(list(many().values())[:10])}
    after = dict(list(before.items())[leaving:])
    rules = replace(EVERY_VENDOR, most_leaving=Decimal("0.2"))
    assert bool(why(stated(before), stated(after), rules)) is is_held
    assert "has vanished" in why(stated(before), stated(after))[0]


def test_the_version_of_a_model_that_may_leave_the_page_leaves_with_it() -> None:
    before = [*stated(many()), version("model-0", "M-0", "128K", "8K")]
    after = [fact for fact in before if fact.model != "model-0"]
    assert why(before, after, replace(EVERY_VENDOR, most_leaving=Decimal("0.2"))) == []
    assert "model-0 is named no more, and the page does not say why" in why(before, after)


@pytest.mark.parametrize("rules", [EVERY_VENDOR, DEEPSEEK])
def test_an_old_version_that_is_back_is_held_only_where_the_source_keeps_a_change_log(rules: Plausibility) -> None:
    first, second = version("a", "A-1", "128K", "8K"), version("a", "A-2", "128K", "8K")
    key, early = Scope(ModelVersion, "s"), THEN - timedelta(days=9)
    beliefs: Believed = {key: {first.key: [Span(early, first.value, early), Span(THEN, second.value, THEN)]}}
    found = [one.why for one in doubts(beliefs, Reading(frozenset({key}), (first,)), NOW, THEN, rules)]
    assert found == (["a: from A-2 back to A-1"] if rules is DEEPSEEK else [])


def test_a_price_of_one_mode_that_is_gone_is_held_as_that_of_its_mode() -> None:
    before = [price("m", "output", "2"), price("m", "output", "1", "batch")]
    assert why(before, before[:1]) == ["m: output (batch) flat is not stated any more"]


def test_every_source_of_deepseeks_prices_declares_their_order() -> None:
    names = [name for name, source in SOURCES.items() if source.plausibility == DEEPSEEK]
    assert {"deepseek_pricing", "deepseek_pricing_zh", "openrouter"} <= set(names)
    assert DEEPSEEK.cheapest_first == ("input_cache_hit", "input_cache_miss", "output")
