"""The leaderboard's page: the table found wherever it is nested, the API's names, and what is no such page."""

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from bench.harness.dates import day
from models.facts.kinds import Contender, Measurement, Score
from models.readings.reading import Reading
from models.readings.unread import KeptFacts, Unread
from scrapers.artificial_analysis import api, page
from scrapers.page import Page, PageChanged
from tests.support.leaderboards import (
    ADDRESS,
    CREATOR,
    Object,
    compact,
    flat,
    flight,
    html,
    nested,
    page_model,
    unpacked,
    uuid,
    whole,
)
from tests.support.odd import refuse_all_but_kept

SOURCE = "artificial_analysis_page"
INDEX = "intelligence_index"
V4_FLASH_HIGH = "89a2c945-1fab-4ee4-9f45-83a9f46cb221"
CATEGORIES = {
    "artificial_analysis_intelligence_index": INDEX,
    "artificial_analysis_coding_index": "coding_index",
    "artificial_analysis_agentic_index": "agentic_index",
    "tau2_bench": "tau2",
    "terminal_bench_hard": "terminalbench_hard",
    "scicode": "scicode",
    "aa_lcr": "lcr",
    "aa_omniscience": "omniscience",
    "aa_omniscience_accuracy": "omniscience_accuracy",
    "aa_omniscience_non_hallucination": "omniscience_non_hallucination",
    "ifbench": "ifbench",
    "hle": "hle",
    "gpqa": "gpqa",
    "critpt": "critpt",
    "apex_agents": "apex_agents",
    "gdpval_aa_normalized": "gdpval_normalized",
    "mmmu_pro": "mmmu_pro",
}
"""What the captures of the page call an evaluation, and its category."""
DAYS = {"2026-05-13": 488, "2026-05-14": 487, "2026-06-15": 509, "2026-06-16": 509}


def read(body: bytes, at: str = "2026-06-16") -> Reading:
    return page.read(Page(SOURCE, ADDRESS, body, day(at)))


def listed(*models: object) -> bytes:
    return html(flight(list(models)))


def scores(reading: Reading) -> dict[tuple[str, str], Decimal | None]:
    return {(fact.contender_key, fact.category): fact.score for fact in reading.facts if isinstance(fact, Score)}


def contenders(reading: Reading) -> list[Contender]:
    return [fact for fact in reading.facts if isinstance(fact, Contender)]


def measurements(reading: Reading) -> dict[str, Measurement]:
    return {fact.contender_key: fact for fact in reading.facts if isinstance(fact, Measurement)}


def test_a_row_states_a_contender_its_scores_and_what_was_measured() -> None:
    found = read(listed(page_model(1)))
    (contender,) = contenders(found)
    assert contender.value == ("Model 1", "model-1", "DeepSeek", None, None)
    assert scores(found) == {
        (uuid(1), "intelligence_index"): Decimal("51.52"),
        (uuid(1), "tau2"): Decimal("0.5"),
        (uuid(1), "terminalbench_v2_1"): Decimal("0.25"),
    }
    assert measurements(found)[uuid(1)].value == (
        *(Decimal("0.435"), Decimal("0.87")),
        *(None, None),
        *(Decimal("80.25"), None),
    )
    assert {(fact.board, fact.methodology) for fact in found.facts if isinstance(fact, Score)} == {
        ("artificial-analysis", None)
    }


def test_the_page_and_the_api_call_an_evaluation_the_same() -> None:
    names = {
        "intelligenceIndex": "artificial_analysis_intelligence_index",
        "codingIndex": "artificial_analysis_coding_index",
        "mathIndex": "artificial_analysis_math_index",
        "mmluPro": "mmlu_pro",
        "aime25": "aime_25",
        "math500": "math_500",
        "terminalbenchHard": "terminalbench_hard",
        "terminalbenchV21": "terminalbench_v2_1",
        "tauBanking": "tau_banking",
        "tau2": "tau2",
        "lcr": "lcr",
    }
    row = {**page_model(1), **dict.fromkeys(names, 0.5)}
    answer = {
        **{name: row[name] for name in ("id", "name", "slug")},
        "model_creator": CREATOR,
        "evaluations": dict.fromkeys(names.values(), 0.5),
        "pricing": {"price_1m_input_tokens": 1, "price_1m_output_tokens": 1},
        "performance": {"median_output_tokens_per_second": 1, "median_time_to_first_token_seconds": 1},
    }
    body = json.dumps(whole(answer)).encode()
    theirs = api.read(Page("artificial_analysis", "", body, day("2026-06-16")))
    assert scores(read(listed(row))) == scores(theirs)


@pytest.mark.parametrize("name", ["terminalBench21", "terminalbenchV21"])
def test_an_evaluation_keeps_its_category_when_the_page_renames_it(name: str) -> None:
    row = page_model(1)
    del row["terminalbenchV21"]
    assert (uuid(1), "terminalbench_v2_1") in scores(read(listed({**row, name: 0.25})))


def test_an_estimated_index_is_a_score() -> None:
    found = read(listed(page_model(1, intelligenceIndexIsEstimated=True)))
    assert scores(found)[uuid(1), "intelligence_index"] == Decimal("51.52")


def test_columns_that_are_no_facts_of_ours_are_neither_scores_nor_unread() -> None:
    more = {"intelligenceIndexCostTotal": 203.4, "totalParameters": 108, "omniscienceBreakdown": {"law": 1}}
    found = read(listed(page_model(1, **more)))
    assert (scores(found), found.unread) == (scores(read(listed(page_model(1)))), ())


def test_columns_that_nobody_knows_are_named_and_the_others_are_read() -> None:
    prices, creator = {"perImage": 1, "cacheHitPrice": 1}, {"name": "DeepSeek", "hq": "x"}
    found = read(listed(page_model(1, physicsQuiz=7.5, pricing=prices, creator=creator), page_model(2)))
    assert {(unread.where, unread.text) for unread in found.unread} == {
        ("models[].physicsQuiz", "number"),
        ("models[].pricing.perImage", "number"),
        ("models[].creator.hq", "text"),
    }
    assert scores(found) == scores(read(listed(page_model(1), page_model(2))))


def test_an_evaluation_that_stands_apart_in_words_is_named_and_stays_as_it_is_believed() -> None:
    model = {name: value for name, value in page_model(1).items() if "Index" not in name and name != "tau2"}
    found = read(listed({**model, "evaluations": {"intelligenceIndex": 50, "physicsQuiz": "good"}}))
    believed = KeptFacts.of(Score, source="artificial_analysis_page", category="physics_quiz", contender_key=uuid(1))
    assert found.unread == (Unread("models[].evaluations.physics_quiz", "text", keeps=frozenset({believed})),)


def test_an_evaluation_that_nobody_knew_is_read_where_evaluations_stand_apart() -> None:
    row = {name: page_model(1)[name] for name in ("id", "name", "slug")}
    parts = {
        "creator": {"name": "DeepSeek"},
        "evaluations": {"intelligenceIndex": 50, "physicsQuiz": 7.5, "mmmuPro": "$undefined"},
        "pricing": {"price1mInputTokens": 1, "price1mOutputTokens": 2},
        "speed": {"medianOutputTokensPerSecond": 3, "medianTimeToFirstTokenSeconds": 4},
    }
    assert scores(read(listed({**row, **parts}))) == {
        (uuid(1), "intelligence_index"): Decimal(50),
        (uuid(1), "physics_quiz"): Decimal("7.5"),
    }


def test_a_dollar_at_the_beginning_of_a_name_is_written_twice() -> None:
    assert contenders(read(listed(page_model(1, name="$$100 Model"))))[0].name == "$100 Model"


def test_a_creator_that_is_left_undefined_is_nobody() -> None:
    assert contenders(read(listed(page_model(1, modelCreatorName="$undefined"))))[0].organization is None


@pytest.mark.parametrize("pushed", [7, 100, 1_000_000])
def test_a_row_may_be_split_across_pushes_anywhere(pushed: int) -> None:
    data = flight([page_model(1, name="Modèle “1” \\ </script"), page_model(2)])
    assert [it.name for it in contenders(read(html(data, pushed=pushed)))] == ["Modèle “1” \\ </script", "Model 2"]


def shown(model: Object) -> Object:
    """A row of a chart: the same model, fewer columns."""
    return {name: model[name] for name in ("id", "name", "modelCreatorId", "intelligenceIndex")}


@pytest.mark.parametrize("chart_first", [True, False])
def test_a_shorter_list_of_the_same_models_is_not_the_table(chart_first: bool) -> None:
    models = [page_model(number) for number in range(1, 6)]
    chart = f"b:{compact({'models': [shown(model) for model in models[:2]]})}\n"
    data = chart + flight(models) if chart_first else flight(models) + chart
    assert len(contenders(read(html(data)))) == 5


def test_a_page_without_canonical_link_is_known_by_its_route() -> None:
    assert len(contenders(read(html(flight([page_model(1)]), canonical=None)))) == 1


@pytest.mark.parametrize("shape", [flat, nested])
@pytest.mark.parametrize("at", DAYS)
def test_the_rows_of_a_captured_page_are_read_whole(
    capture: Callable[[str], Path], at: str, shape: Callable[[Object], Object]
) -> None:
    rows = payload(capture, at)
    found = read(html(flight([shape(row) for row in rows])), at)
    assert len(contenders(found)) == DAYS[at]
    assert {(it.contender_key, it.name, it.slug, it.organization) for it in contenders(found)} == {
        (row["id"], " ".join(row["name"].split()), row["slug"], row["creator"]["name"]) for row in rows
    }
    assert scores(found) == {
        (row["id"], CATEGORIES[name]): decimal(value)
        for row in rows
        for name, value in row["evaluations"].items()
        if value is not None and name in CATEGORIES
    }
    measured = measurements(found)
    for row in rows:
        pricing, speed = row["pricing"], row["speed"]
        assert measured[row["id"]].value == (
            decimal(pricing["price_1m_input_tokens"]) or None,
            decimal(pricing["price_1m_output_tokens"]) or None,
            *(None, None),
            decimal(speed["output_tokens_per_second"]),
            decimal(speed["time_to_first_token_seconds"]),
        )


def payload(capture: Callable[[str], Path], at: str) -> list[Object]:
    return unpacked(capture(f"artificial_analysis/page_payload_{at}.json.gz"))["models"]


def decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def test_more_digits_are_the_scores_of_the_day_before_but_for_one(capture: Callable[[str], Path]) -> None:
    """2026-05-14: 468 intelligence indices came with more digits, and one was another."""
    were, are = (scores(read(html(flight([flat(row) for row in payload(capture, at)])))) for at in list(DAYS)[:2])
    apart = {key: abs((were[key, INDEX] or 0) - (are[key, INDEX] or 0)) for key, category in are if category == INDEX}
    assert sum(distance > 0 for distance in apart.values()) == 469
    assert [key for key, distance in apart.items() if distance > Decimal("0.005")] == [V4_FLASH_HIGH]


def test_a_rebase_moves_one_index_and_takes_one_evaluation_from_most(capture: Callable[[str], Path]) -> None:
    """2026-06-16, version 4.1."""
    were, are = (scores(read(html(flight([flat(row) for row in payload(capture, at)])))) for at in list(DAYS)[2:])
    moved = Counter(category for key, category in were.keys() & are.keys() if were[key, category] != are[key, category])
    assert moved == {INDEX: 501, "gdpval_normalized": 44}
    assert Counter(category for _, category in were.keys() - are.keys()) == {"gdpval_normalized": 321, "mmmu_pro": 1}
    assert are.keys() <= were.keys()


def test_a_list_that_points_into_the_table_is_not_the_table() -> None:
    data = flight([page_model(1), page_model(2)]) + 'b:{"models":["$a:3:children:3:data:models:0"]}\n'
    assert len(contenders(read(html(data)))) == 2


GOOD = listed(page_model(1), page_model(2))
BAD_LINK = "https://artificialanalysis.ai/leaderboards/providers"
LOGIN = b'<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action="/login"></form></body></html>'
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Enable JavaScript</body></html>"


def row(**fields: object) -> bytes:
    """The page with one field of the second row put otherwise."""
    return listed(page_model(1), page_model(2, **fields))


def without(name: str, everywhere: bool = False) -> bytes:
    models = [page_model(1), page_model(2)]
    for model in models if everywhere else models[1:]:
        del model[name]
    return listed(*models)


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "cut off"),
    "half a page": (GOOD[: len(GOOD) // 2], "cut off"),
    "all but the last tag": (GOOD[: -len("</html>")], "cut off"),
    "half a page, closed": (GOOD[: GOOD.index(b"Model 2")] + b"</body></html>", "flight data"),
    "half a push, closed": (GOOD[: GOOD.rindex(b'"])')] + b"</script></body></html>", "flight data"),
    "the last push missing": (html(flight([page_model(1), page_model(2)])[:-150]), "not JSON, or cut off"),
    "not UTF-8": (GOOD.replace(b"Model 2", b"Model \xff"), "not UTF-8"),
    "a login page": (LOGIN, "Sign in"),
    "a challenge": (CHALLENGE, "Just a moment"),
    "a soft 404": (
        html('0:{"c":["","_not-found"]}\n', canonical=None).replace(b"Models<", b"404: not found<"),
        "404: not found",
    ),
    "the page of providers": (html(flight([page_model(1)]), canonical=BAD_LINK), BAD_LINK),
    "a page of one model": (
        html(flight([page_model(1)]), canonical="https://artificialanalysis.ai/models/deepseek-v4-pro"),
        "models/deepseek-v4-pro",
    ),
    "another site": (html(flight([page_model(1)]), canonical="https://example.org/leaderboards/models"), "example.org"),
    "two canonical links": (
        GOOD.replace(b"</head>", f'<link rel="canonical" href="{BAD_LINK}"></head>'.encode()),
        BAD_LINK,
    ),
    "another page without a link": (
        html(flight([page_model(1)]).replace('"leaderboards","models"', '"leaderboards","providers"'), canonical=None),
        "does not say so",
    ),
    "no flight data": (html(""), "no list of models"),
    "no table": (html('0:{"c":["","leaderboards","models"]}\n'), "no list of models"),
    "no models": (listed(), "no list of models"),
    "models by another column": (without("intelligenceIndex", everywhere=True), "no list of models"),
    "no ids": (without("id", everywhere=True), "no list of models"),
    "a row that is a text": (listed(page_model(1), "$19:0:1"), "$19:0:1"),
    "a row that is null": (listed(page_model(1), None), "models[1] is no object"),
    "one model twice": (listed(page_model(1), page_model(1)), uuid(1)),
    "no price at all": (without("price1mInputTokens", everywhere=True), "input_price"),
    "no speed at all": (without("medianOutputTokensPerSecond", everywhere=True), "output_tokens_per_second"),
    "NaN": (html(flight([page_model(1)]).replace("51.52", "NaN")), "NaN"),
    "a name twice in a row": (html(flight([page_model(1)]).replace('"shortName":', '"name":')), "stated twice"),
    "a longer list of other models": (
        html(flight([page_model(1)]) + f"b:{compact({'models': [page_model(2), page_model(3)]})}\n"),
        "contradict",
    ),
    "a table that points into a chart": (
        html(f"b:{compact({'models': [page_model(1)]})}\n" + flight(["$b:models:0", page_model(2)])),
        "models[0] is no object: '$b:models:0'",
    ),
    "a table that only points elsewhere": (
        html(f"b:{compact({'models': [page_model(1)]})}\n" + flight(["$b:models:0", "$c"])),
        "a longer list of models points elsewhere",
    ),
    "two lists that differ in a score": (
        html(flight([page_model(1)]) + f"b:{compact({'models': [page_model(1, intelligenceIndex=51.5)]})}\n"),
        "contradict",
    ),
    "nobody has a score": (
        listed(page_model(1, intelligenceIndex=None, tau2=None, terminalbenchV21=None)),
        "no model has a score",
    ),
}


ODD: dict[str, tuple[bytes, str]] = {
    "a row without an id": (without("id"), "models[].id: Model 2: not stated"),
    "a row without a name": (without("name"), "models[].name"),
    "a row without a slug": (without("slug"), "models[].slug: Model 2: not stated"),
    "an id that points elsewhere": (row(id="$19:0:1"), "models[].id: Model 2: $19:0:1"),
    "an id that is a number": (row(id=5), "models[].id: Model 2: 5"),
    "a name that points elsewhere": (row(name="$19:0:1"), "$19:0:1"),
    "an undefined name": (row(name="$undefined"), "models[].name"),
    "an empty slug": (row(slug=""), "models[].slug: Model 2: ''"),
    "a creator that points elsewhere": (row(modelCreatorName="$19:0:1"), "modelCreatorName: Model 2: $19:0:1"),
    "a creator as text": (row(creator="DeepSeek"), "models[].creator: Model 2: DeepSeek"),
    "a score as text": (row(intelligenceIndex="51"), "intelligence_index: Model 2: 51"),
    "a score that points elsewhere": (row(tau2="$19:0:1"), "tau2: Model 2: $19:0:1"),
    "a score that is true": (row(tau2=True), "tau2: Model 2: True"),
    "a share in per cent": (row(tau2=50), "tau2: Model 2: 50"),
    "an index beyond 100": (row(intelligenceIndex=5152), "5152"),
    "evaluations as a list": (
        listed(page_model(1), page_model(2, evaluations=[1])),
        "evaluations: Model 2: [1]",
    ),
    "one evaluation by two names": (row(terminalBench21=0.5), "models[].evaluations."),
    "a negative price": (row(price1mInputTokens=-1), "price1mInputTokens: Model 2: -1"),
    "a price as text": (row(price1mOutputTokens="$0.87"), "$0.87"),
    "a speed as a list": (row(medianOutputTokensPerSecond=[80]), "[80]"),
    "prices by other names": (row(pricing={"in": 1, "out": 2}), "models[].pricing: Model 2"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_value_is_named_and_what_it_would_state_is_kept(name: str) -> None:
    answer, offending = ODD[name]
    refuse_all_but_kept(read(GOOD), read(answer), offending)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_leaderboard_is_refused_with_the_offending_text(name: str) -> None:
    body, offending = REFUSED[name]
    with pytest.raises(PageChanged) as refusal:
        read(body)
    assert offending in str(refusal.value)


@pytest.mark.parametrize("cut", range(0, len(GOOD) - len("</html>"), 61))
def test_a_page_cut_anywhere_is_refused_even_when_its_end_was_put_behind(cut: int) -> None:
    with pytest.raises(PageChanged):
        read(GOOD[:cut])
    if GOOD[:cut].count(b"</script>") < GOOD.count(b"</script>"):
        with pytest.raises(PageChanged):
            read(GOOD[:cut] + b"</body></html>")


def test_what_the_damaged_pages_were_made_of_is_read() -> None:
    assert len(contenders(read(GOOD))) == 2


@pytest.mark.parametrize(
    "behind", ["<!-- cached -->", "\n<script>1 < 2</script>\n", "<!-- a --><script async></script><!---->"]
)
def test_comments_and_scripts_behind_the_end_are_no_cut(behind: str) -> None:
    assert read(GOOD + behind.encode()) == read(GOOD)


@pytest.mark.parametrize("behind", ["<p>", "x", "<!-- cached", "<script>1", "</div>"])
def test_anything_else_behind_the_end_is_refused(behind: str) -> None:
    with pytest.raises(PageChanged, match="cut off"):
        read(GOOD + behind.encode())
