"""The Data API of Artificial Analysis: its answers, what is missing, what nobody knows, and what is no answer."""

import copy
import gzip
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.harness.dates import day
from models.facts.kinds import Contender, Measurement, Notice, Score
from models.readings.aliases import Aliases
from models.readings.reading import Reading, Scope
from models.readings.unread import KeptFacts, Unread
from scrapers.artificial_analysis import api
from scrapers.artificial_analysis import facts as rows
from scrapers.artificial_analysis.sources import API_PATH
from scrapers.page import Page, PageChanged
from tests.support.leaderboards import (
    Object,
    answer_page,
    as_answer,
    former,
    former_model,
    paged_model,
    three_pages,
    unpacked,
    uuid,
    whole,
)
from tests.support.odd import refuse_all_but_kept

SOURCE = "artificial_analysis"
FTWOER = "artificial_analysis"


def read(answer: object, path: str = API_PATH) -> Reading:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return api.read(Page(SOURCE, "https://artificialanalysis.ai" + path, body, day("2026-08-01")))


def model(number: int, **fields: object) -> Object:
    """One model, put to a benchmark and not to another."""
    evaluations = {"artificial_analysis_intelligence_index": 23.8, "gpqa": 0.782, "aime": None}
    return paged_model(number, **{"evaluations": evaluations, **fields})


def scores(reading: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {(fact.contender_key, fact.category): fact.score for fact in reading.facts if isinstance(fact, Score)}


def contenders(reading: Reading) -> dict[str, Contender]:
    return {fact.contender_key: fact for fact in reading.facts if isinstance(fact, Contender)}


def measurements(reading: Reading) -> dict[str, Measurement]:
    return {fact.contender_key: fact for fact in reading.facts if isinstance(fact, Measurement)}


def parts(reading: Reading) -> set[str]:
    return {scope.part for scope in reading.scopes if scope.fact is Score}


def test_an_answer_states_scores_contenders_and_measurements() -> None:
    assert set(read(whole(model(1))).facts) == {
        Contender(
            source=SOURCE,
            contender_key=uuid(1),
            name="Model 1",
            slug="model-1",
            organization="DeepSeek",
            license=None,
            model=None,
        ),
        Measurement(
            source=SOURCE,
            contender_key=uuid(1),
            input_price=Decimal("0.435"),
            output_price=Decimal("0.87"),
            cache_hit_price=Decimal("0.003625"),
            cache_write_price=None,
            output_tokens_per_second=Decimal("80.0"),
            seconds_to_first_token=Decimal("0.4"),
        ),
        score("intelligence_index", "23.8", "4.1"),
        score("gpqa", "0.782"),
    }


def score(category: str, amount: str, methodology: str | None = None, number: int = 1) -> Score:
    return Score(
        source=SOURCE,
        board="artificial-analysis",
        category=category,
        contender_key=uuid(number),
        score=Decimal(amount),
        ci_low=None,
        ci_high=None,
        votes=None,
        methodology=methodology,
    )


def test_the_current_answer_has_the_method_of_the_indices_and_prices_of_the_cache() -> None:
    gpqa = {**paged_model(1)["evaluations"], "gpqa": 0.5}
    found = read(answer_page(1, 1, [paged_model(1, evaluations=gpqa)]))
    assert [fact for fact in found.facts if isinstance(fact, Score)] == [
        score("intelligence_index", "51.5", "4.1"),
        score("coding_index", "38", "4.1"),
        score("gpqa", "0.5"),
    ]
    (measured,) = measurements(found).values()
    assert (measured.cache_hit_price, measured.cache_write_price) == (Decimal("0.003625"), None)
    assert (measured.output_tokens_per_second, measured.seconds_to_first_token) == (Decimal("80.0"), Decimal("0.4"))


def test_pages_are_one_list_in_whatever_order_they_are_kept() -> None:
    pages = three_pages()
    found = read({"pages": pages})
    assert list(contenders(found)) == [uuid(number) for number in (1, 2, 3, 4, 5)]
    assert set(read({"pages": pages[::-1]}).facts) == set(found.facts)


def test_the_method_is_null_where_the_answer_states_none() -> None:
    found = read(answer_page(1, 1, [paged_model(1)], intelligence_index_version=None))
    assert {fact.methodology for fact in found.facts if isinstance(fact, Score)} == {None}


def test_a_version_is_kept_digit_for_digit() -> None:
    body = json.dumps(answer_page(1, 1, [paged_model(1)])).replace("4.1", "4.10").encode()
    methods = {fact.methodology for fact in read(body).facts if isinstance(fact, Score)}
    assert methods == {"4.10"}


def test_zero_is_a_score_but_no_price_and_no_speed() -> None:
    measured = {"median_output_tokens_per_second": 0, "median_time_to_first_token_seconds": None}
    prices = {"price_1m_input_tokens": 0, "price_1m_output_tokens": 0.0}
    evaluations = {"artificial_analysis_intelligence_index": 1, "aime": 0}
    found = read(whole(model(1, evaluations=evaluations, pricing=prices, performance=measured)))
    assert scores(found) == {(uuid(1), "intelligence_index"): 1, (uuid(1), "aime"): 0}
    assert measurements(found)[uuid(1)].value == (None,) * 6


def test_what_is_null_for_every_model_has_no_scope() -> None:
    found = read(whole(model(1), model(2)))
    assert found.scopes == {
        Scope(Contender, SOURCE),
        Scope(Measurement, SOURCE),
        Scope(Notice, SOURCE),
        Scope(Score, SOURCE, "intelligence_index"),
        Scope(Score, SOURCE, "gpqa"),
    }


def test_an_index_that_has_gone_null_for_all_leaves_the_rest_readable() -> None:
    gone = {"artificial_analysis_intelligence_index": None, "gpqa": 0.5}
    assert parts(read(whole(model(1, evaluations=gone)))) == {"gpqa"}


def test_an_evaluation_that_nobody_knew_is_one_more_category() -> None:
    more = {**model(1)["evaluations"], "artificial_analysis_physics_index": -3, "elo_2027": 1412.25}
    assert scores(read(whole(model(1, evaluations=more)))).items() >= {
        ((uuid(1), "physics_index"), Decimal(-3)),
        ((uuid(1), "elo_2027"), Decimal("1412.25")),
    }


def test_a_flag_beside_an_index_is_no_score() -> None:
    more = {**model(1)["evaluations"], "artificial_analysis_intelligence_index_is_estimated": True}
    assert parts(read(whole(model(1, evaluations=more)))) == {"intelligence_index", "gpqa"}


def test_numbers_are_kept_digit_for_digit() -> None:
    body = json.dumps(whole(model(1))).replace("0.782", "0.78200000000000000001").encode()
    assert str(scores(read(body))[uuid(1), "gpqa"]) == "0.78200000000000000001"


def test_a_creator_that_is_null_is_nobody() -> None:
    assert contenders(read(whole(model(1, model_creator=None))))[uuid(1)].organization is None


def test_the_reviewed_list_says_which_model_a_contender_was_at_that_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [{"key": uuid(1), "since": "2026-08-01", "model": "deepseek-v4-pro", "evidence": "reviewed"}]
    later = [{"key": uuid(2), "since": "2026-08-02", "model": "deepseek-v4-pro", "evidence": "reviewed"}]
    monkeypatch.setattr(rows, "ALIASES", Aliases.of([*listed, *later]))
    found = contenders(read(whole(model(1), model(2))))
    assert {key: it.model for key, it in found.items()} == {uuid(1): "deepseek-v4-pro", uuid(2): None}


def raw(file: Path) -> Any:  # noqa: ANN401
    """The capture as the test's own reading, which shares nothing with ours."""
    return json.loads(gzip.decompress(file.read_bytes()), parse_float=Decimal, parse_int=Decimal)


def test_the_captured_answer_of_the_former_endpoint_is_read_whole(capture: Callable[[str], Path]) -> None:
    file = capture(f"{FTWOER}/api_v2_legacy_2026-07-31.json.gz")
    found, rows = read(gzip.decompress(file.read_bytes()), api.FORMER_PATH), raw(file)["data"]
    assert len(contenders(found)) == len(measurements(found)) == len(rows) == 589
    assert scores(found) == {
        (row["id"], name.removeprefix("artificial_analysis_")): value
        for row in rows
        for name, value in row["evaluations"].items()
        if value is not None
    }
    measured = measurements(found)
    for row in rows:
        its = measured[row["id"]]
        assert its.input_price == (row["pricing"]["price_1m_input_tokens"] or None)
        assert its.output_price == (row["pricing"]["price_1m_output_tokens"] or None)
        assert its.output_tokens_per_second == (row["median_output_tokens_per_second"] or None)
        assert its.seconds_to_first_token == (row["median_time_to_first_token_seconds"] or None)
    missing = [its.value for its in measured.values()]
    assert [sum(value[column] is None for value in missing if value) for column in range(6)] == [
        *(211, 211),
        *(589, 589),
        *(419, 419),
    ]


def test_a_slug_that_passes_to_another_model_moves_no_score(capture: Callable[[str], Path]) -> None:
    """On 2026-08-01 `deepseek-v4-flash` was given to the build of the day before; 64 models lost one evaluation."""
    days = [unpacked(capture(f"{FTWOER}/api_rows_2026-{it}.json.gz"))["models"] for it in ("07-31", "08-01")]
    readings = [read(as_answer(rows)) for rows in days]
    (before, after), (were, are) = ([contenders(it) for it in readings], [scores(it) for it in readings])
    assert (len(before), len(after), before.keys() - after.keys()) == (588, 590, set())
    old, new = "d8ddb241-b3e4-4c25-a6a3-72eb1b30c541", "fe4c0848-e284-4e52-a79d-cdc28392f1a9"
    assert {it.contender_key: it.slug for it in before.values() if it.slug == "deepseek-v4-flash"} == {
        old: "deepseek-v4-flash"
    }
    assert (after[old].slug, after[new].slug) == ("deepseek-v4-flash-0420", "deepseek-v4-flash")
    assert sum(before[key].value != after[key].value for key in before) == 2
    assert [place for place in were.keys() & are.keys() if were[place] != are[place]] == []
    assert [category for _, category in were.keys() - are.keys()] == ["mmlu_pro"] * 64
    assert {key for key, _ in are.keys() - were.keys()} == after.keys() - before.keys()
    assert were[old, "intelligence_index"] == are[old, "intelligence_index"] == Decimal("40.3")


def changed(answer: Object, *path: str | int, to: object = None, drop: bool = False) -> Object:
    """The answer with one field put otherwise, or taken out."""
    found = copy.deepcopy(answer)
    place: Any = found
    for step in path[:-1]:
        place = place[step]
    if drop:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return found


TWO = whole(model(1), model(2))
NEW = {"pages": three_pages()}
ONE = answer_page(1, 1, [paged_model(1), paged_model(2)])
BODY = json.dumps(TWO).encode()
INDEX = "artificial_analysis_intelligence_index"
EVALUATIONS = ("data", 0, "evaluations")
PRICING = ("data", 0, "pricing")
SPEEDS = ("data", 0, "performance")
REFUSED: dict[str, tuple[object, str]] = {
    "nothing": (b"", "nothing"),
    "spaces": (b" \n", "Expecting value"),
    "a page": (b"<!DOCTYPE html><html><title>Just a moment...</title></html>", "Just a moment"),
    "cut off after a byte": (BODY[:1], "not JSON, or cut off"),
    "cut off in the middle": (BODY[: len(BODY) // 2], "not JSON, or cut off"),
    "cut off at the end": (BODY[:-1], "not JSON, or cut off"),
    "two answers": (BODY + BODY, "more than one value"),
    "not UTF-8": (BODY.replace(b"Model 1", b"Model \xff"), "not UTF-8"),
    "NaN": (BODY.replace(b"23.8", b"NaN"), "NaN"),
    "Infinity": (BODY.replace(b"23.8", b"-Infinity"), "-Infinity"),
    "a name twice in an object": (BODY.replace(b'"slug": "model-1"', b'"name": "x"'), "stated twice"),
    "nested without end": (b"[" * 200_000, "RecursionError"),
    "null": (b"null", "the answer is no object"),
    "a list": ([model(1)], "the answer is no object"),
    "no key": ({"error": "API key is required"}, "API key is required"),
    "an error with a message": ({"status": 403, "error": {"message": "Upgrade to Pro"}}, "Upgrade to Pro"),
    "status 500": ({"status": 500, "message": "overloaded"}, "overloaded"),
    "no models": (whole(), "data is empty"),
    "no data": (changed(TWO, "data", drop=True), "no data"),
    "data that is an object": (changed(TWO, "data", to={"0": model(1)}), "data is no list"),
    "one model twice": (whole(model(1), model(1)), uuid(1)),
    "one id, two models": (changed(TWO, "data", 1, "id", to=uuid(1)), "Model 2"),
    "nobody has a score": (whole(model(1, evaluations={INDEX: None})), "no model has a score"),
    "no index": (whole(model(1, evaluations={"gpqa": 0.5})), "intelligence_index"),
    "no prices at all": (whole(model(1, pricing=None)), "input_price"),
    "no speeds at all": (changed(ONE, "data", to=[paged_model(1, performance={})]), "output_tokens_per_second"),
    "no pages": ({"pages": []}, "pages is empty"),
    "a page that is null": ({"pages": [None]}, "pages[0] is no object"),
    "a page that is an error": (changed(NEW, "pages", 2, to={"error": "Rate limit exceeded"}), "Rate limit exceeded"),
    "a page of the former kind": (changed(NEW, "pages", 1, to=former(former_model(1))), "pages[1]. has no tier"),
    "an answer of the former kind": (former(former_model(1)), "no tier"),
    "more beside the pages": ({**NEW, "tier": "free"}, "tier"),
    "the first page alone": (three_pages()[0], "[1] of 3"),
    "the last page missing": ({"pages": three_pages()[:2]}, "[1, 2] of 3"),
    "the second page missing": ({"pages": three_pages()[::2]}, "[1, 3] of 3"),
    "page 2 twice": ({"pages": [*three_pages(), three_pages()[1]]}, "[1, 2, 2, 3]"),
    "page 2 instead of 3": ({"pages": [*three_pages()[:2], three_pages()[1]]}, "[1, 2, 2]"),
    "page 0": (changed(ONE, "pagination", "page", to=0), "whole numbers"),
    "a page number as text": (changed(ONE, "pagination", "page", to="1"), "whole numbers"),
    "a page number that is true": (changed(ONE, "pagination", "page", to=True), "whole numbers"),
    "too few pages stated": (changed(NEW, "pages", 2, "pagination", "total_pages", to=2), "different lists"),
    "too few pages stated everywhere": (
        {"pages": [changed(page, "pagination", "total_pages", to=2) for page in three_pages()]},
        "[1, 2, 3] of 2",
    ),
    "more to come on the last page": (changed(NEW, "pages", 2, "pagination", "has_more", to=True), "has_more: True"),
    "nothing to come in the middle": (changed(NEW, "pages", 1, "pagination", "has_more", to=False), "has_more: False"),
    "has_more as text": (changed(ONE, "pagination", "has_more", to="false"), "has_more"),
    "no has_more": (changed(ONE, "pagination", "has_more", drop=True), "no has_more"),
    "pagination as a list": (changed(ONE, "pagination", to=[1, 1]), "pagination is no object"),
    "version moving between pages": (changed(NEW, "pages", 1, "intelligence_index_version", to=4.3), "4.3"),
    "tier moving between pages": (changed(NEW, "pages", 1, "tier", to="pro"), "pro"),
    "a version in words": (changed(ONE, "intelligence_index_version", to="latest"), "latest"),
    "a version that is an object": (changed(ONE, "intelligence_index_version", to={"v": 4}), "'v': 4"),
    "no version": (changed(ONE, "intelligence_index_version", drop=True), "no intelligence_index_version"),
    "no tier": (changed(ONE, "tier", to=None), "tier is no text"),
    "an empty page": (changed(NEW, "pages", 2, "data", to=[]), "pages[2].data is empty"),
    "a hole in a page": (changed(NEW, "pages", 0, "data", 1, drop=True), "1: 1"),
    "more models than a page has": (changed(ONE, "pagination", "page_size", to=1), "1: 2"),
    "one model on two pages": (changed(NEW, "pages", 2, "data", 0, to=paged_model(1)), uuid(1)),
}


FORMER = former(former_model(1), former_model(2))
FORMER_REFUSED: dict[str, tuple[object, str]] = {
    "status 500 with models": (changed(FORMER, "status", to=500), "status is not 200"),
    "status as text": (changed(FORMER, "status", to="200"), "status is not 200"),
    "no status": (changed(FORMER, "status", drop=True), "no status"),
    "more than was known": (changed(FORMER, "next", to="?page=2"), "next"),
    "an error": ({"status": 410, "error": "Gone"}, "Gone"),
}


@pytest.mark.parametrize("name", FORMER_REFUSED)
def test_an_archived_answer_of_the_former_endpoint_is_refused_as_ever(name: str) -> None:
    answer, offending = FORMER_REFUSED[name]
    with pytest.raises(PageChanged) as refusal:
        read(answer, api.FORMER_PATH)
    assert offending in str(refusal.value)


def test_an_archived_answer_of_the_former_endpoint_is_read_by_its_address() -> None:
    found = read(FORMER, api.FORMER_PATH)
    assert scores(found)[uuid(1), "intelligence_index"] == Decimal("23.8")
    assert measurements(found)[uuid(1)].output_tokens_per_second == Decimal("193.41")
    assert found.unread == ()


PHYSICS = KeptFacts.of(Score, source=SOURCE, category="physics", contender_key=uuid(1))
UNKNOWN: dict[str, tuple[Object, Unread]] = {
    "beside the models": (changed(TWO, "region", to="eu"), Unread("region", "text")),
    "of the pages": (changed(TWO, "pagination", "cursor", to="abc"), Unread("pagination.cursor", "text")),
    "of a model": (changed(TWO, "data", 1, "rank", to=3), Unread("data[].rank", "number")),
    "of a creator": (
        changed(TWO, "data", 0, "model_creator", to={"name": "x", "hq": None}),
        Unread("data[].model_creator.hq", "null"),
    ),
    "of the prices": (changed(TWO, *PRICING, "per_image", to=[]), Unread("data[].pricing.per_image", "list")),
    "of the speeds": (changed(TWO, *SPEEDS, "jitter", to={}), Unread("data[].performance.jitter", "object")),
    "an evaluation as a sentence": (
        changed(TWO, *EVALUATIONS, "How good", to=1),
        Unread(
            "data[].evaluations.How good",
            "number",
            keeps=frozenset({KeptFacts.of(Score, source=SOURCE, category="How good", contender_key=uuid(1))}),
        ),
    ),
    "an evaluation in words": (
        changed(TWO, *EVALUATIONS, "physics", to="good"),
        Unread("data[].evaluations.physics", "text", keeps=frozenset({PHYSICS})),
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_field_that_nobody_knows_is_named_and_the_rest_is_read(name: str) -> None:
    answer, unread = UNKNOWN[name]
    found = read(answer)
    assert found.unread == (unread,)
    assert scores(found) == scores(read(TWO))


def test_a_field_that_nobody_knows_is_named_once_for_all_pages_and_models() -> None:
    pages = [
        answer_page(n, 3, [paged_model(number, rank=3 if number == 1 else None) for number in its], region="eu")
        for n, its in enumerate(((1, 2), (3, 4), (5,)), 1)
    ]
    assert read({"pages": pages}).unread == (Unread("region", "text"), Unread("data[].rank", "null or number"))


ODD: dict[str, tuple[object, str]] = {
    "a number beyond all": (BODY.replace(b"80.0", b"1e400", 1), "Model 1: 1E+400"),
    "a number smaller than any": (BODY.replace(b"0.782", b"1e-400", 1), "1E-400"),
    "a model that is null": (changed(TWO, "data", 1, to=None), "data[]: null"),
    "no id": (changed(TWO, "data", 0, "id", drop=True), "data[].id: Model 1: not stated"),
    "no name": (changed(TWO, "data", 0, "name", drop=True), "data[].name"),
    "a name that is null": (changed(TWO, "data", 0, "name"), "data[].name: 0"),
    "a name that shows nothing": (changed(TWO, "data", 0, "name", to=" \u200b"), "data[].name"),
    "a name that no database takes": (changed(TWO, "data", 0, "name", to="a\x00b"), "data[].name"),
    "half a character in a name": (changed(TWO, "data", 0, "name", to="a\ud800"), "data[].name"),
    "no slug": (changed(TWO, "data", 1, "slug", drop=True), "data[].slug: Model 2: not stated"),
    "an empty slug": (changed(TWO, "data", 1, "slug", to=""), "data[].slug: Model 2: ''"),
    "a creator as text": (
        changed(TWO, "data", 0, "model_creator", to="OpenAI"),
        "data[].model_creator: Model 1: OpenAI",
    ),
    "a creator without a name": (changed(TWO, "data", 0, "model_creator", to={"id": 1}), "data[].model_creator"),
    "no creator": (changed(TWO, "data", 0, "model_creator", drop=True), "not stated"),
    "no evaluations": (changed(TWO, *EVALUATIONS, drop=True), "data[].evaluations: Model 1: not stated"),
    "evaluations that are null": (changed(TWO, *EVALUATIONS), "data[].evaluations: Model 1: null"),
    "evaluations as a list": (changed(TWO, *EVALUATIONS, to=[23.8]), "data[].evaluations: Model 1: ["),
    "a score as text": (
        changed(TWO, *EVALUATIONS, INDEX, to="23.8"),
        "intelligence_index: Model 1: 23.8",
    ),
    "a score that is true": (changed(TWO, *EVALUATIONS, "gpqa", to=True), "gpqa: Model 1: True"),
    "a score as an object": (changed(TWO, *EVALUATIONS, "gpqa", to={"value": 0.5}), "gpqa"),
    "a share in per cent": (changed(TWO, *EVALUATIONS, "gpqa", to=78.2), "78.2"),
    "a share below nothing": (changed(TWO, *EVALUATIONS, "gpqa", to=-0.782), "-0.782"),
    "an index beyond 100": (changed(TWO, *EVALUATIONS, INDEX, to=238), "238"),
    "one evaluation by two names": (changed(TWO, *EVALUATIONS, "intelligence_index", to=24), "intelligence_index"),
    "a negative price": (changed(TWO, *PRICING, "price_1m_input_tokens", to=-0.15), "-0.15"),
    "a price as text": (changed(TWO, *PRICING, "price_1m_output_tokens", to="$0.6"), "$0.6"),
    "a price that is false": (changed(TWO, *PRICING, "price_1m_output_tokens", to=False), "False"),
    "a price beyond all": (changed(TWO, *PRICING, "price_1m_output_tokens", to=1_000_001), "1000001"),
    "prices by other names": (changed(TWO, *PRICING, to={"input": 0.15, "output": 0.6}), "data[].pricing: Model 1"),
    "prices as a list": (changed(TWO, *PRICING, to=[0.15, 0.6]), "data[].pricing: Model 1"),
    "one price twice": (changed(TWO, *PRICING, "price_1m_input", to=0.16), "another input_price"),
    "a negative speed": (changed(TWO, *SPEEDS, "median_output_tokens_per_second", to=-1), "-1"),
    "a speed as text": (changed(TWO, *SPEEDS, "median_time_to_first_token_seconds", to="0.5s"), "0.5s"),
    "speeds by other names": (changed(TWO, "data", 0, "performance", to={"tps": 80}), "data[].performance: Model 1"),
    "a number as an id": (changed(TWO, "data", 0, "id", to=7), "7"),
    "a slug as an id": (changed(TWO, "data", 0, "id", to="deepseek-v4-pro"), "deepseek-v4-pro"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_is_named_and_what_it_would_state_is_kept(name: str) -> None:
    answer, offending = ODD[name]
    refuse_all_but_kept(read(TWO), read(answer), offending)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_answer_is_refused_with_the_offending_text(name: str) -> None:
    answer, offending = REFUSED[name]
    with pytest.raises(PageChanged) as refusal:
        read(answer)
    assert offending in str(refusal.value)


@pytest.mark.parametrize("answer", [TWO, NEW, ONE])
def test_what_the_damaged_answers_were_made_of_is_read(answer: object) -> None:
    assert len(contenders(read(answer))) in (2, 5)


@pytest.mark.parametrize("cut", range(1, len(BODY), 97))
def test_a_cut_answer_is_refused_wherever_it_is_cut(cut: int) -> None:
    with pytest.raises(PageChanged):
        read(BODY[:cut])
