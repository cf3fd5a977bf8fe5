"""The figures of the boards' sample sites against the facts that they name, where those are at hand."""

import csv
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

import pytest

from bench.harness.sample_boards import JsonRow, listed, models, noon, published
from samples.arena.state import subsets
from samples.artificial_analysis.state import change_instants
from tests.conftest import CAPTURES

FACTS = CAPTURES.parent / "facts" / "leaderboards.csv"
CATEGORIES = {
    "text_style_control/overall": {"text_style_control/overall", "text/overall"},
    "text_style_control/coding": {"text_style_control/coding"},
    "webdev/overall": {"webdev/overall", "code/webdev"},
    "text/overall": {"text(raw)/overall"},
}
"""What the facts call a category of the dataset, and of the page of the same board."""


def facts() -> list[dict[str, str]]:
    if not FACTS.is_file():
        pytest.skip(f"no facts at {FACTS}")
    return list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))


@cache
def told(subset: str, category: str) -> dict[str, dict[str, list[JsonRow]]]:
    return published(subset, category)


def rounded(value: float, like: str) -> Decimal:
    """With as many digits behind the point as a fact has."""
    return Decimal(str(value)).quantize(Decimal(like), ROUND_HALF_UP)


def same(row: JsonRow, fact: Mapping[str, str]) -> bool:
    """Whether a row of the dataset has the figures of a fact, as far as it tells them."""
    half = row["rating_upper"] - row["rating"]
    return (
        (not fact["score"] or rounded(row["rating"], fact["score"]) == Decimal(fact["score"]))
        and (not fact["ci"] or rounded(round(half, 6), fact["ci"]) == Decimal(fact["ci"]))
        and (not fact["votes"] or row["vote_count"] == float(fact["votes"]))
    )


def test_figures_that_name_a_fact_are_rendered_as_it_tells_them() -> None:
    known = {(fact["source"], fact["model"], fact["category"]): fact for fact in facts()}
    text = files("samples.boards").joinpath("arena.csv").read_text(encoding="utf-8")
    claims = [line for line in csv.DictReader(text.splitlines()) if line["source"] != "ours"]
    assert len(claims) > 200
    for claim in claims:
        key = f"{claim['subset']}/{claim['category']}"
        fact = next(
            known[claim["source"], claim["model"], category]
            for category in CATEGORIES[key]
            if (claim["source"], claim["model"], category) in known
        )
        assert fact["date"] <= str(date.fromisoformat(claim["published"]) + timedelta(days=1))
        assert same(told(claim["subset"], claim["category"])[claim["published"]][claim["model"]][0], fact), claim


def test_every_dataset_fact_of_a_day_that_is_rendered_stands_in_the_file() -> None:
    seen = 0
    for fact in facts():
        subset, _, category = fact["category"].partition("/")
        if not fact["board"].startswith("HF") or subset not in subsets() or not fact["score"]:
            continue
        rows = told(subset, category).get(fact["date"])
        if rows is not None:
            seen += 1
            assert same(rows[fact["model"]][0], fact), fact
    assert seen > 100


def test_every_fact_about_a_model_on_a_day_that_is_rendered_is_shown() -> None:
    days, seen = {f"{at:%Y-%m-%d}" for at in change_instants()}, 0
    for fact in facts():
        if not fact["board"].startswith("artificialanalysis.ai") or fact["date"] not in days:
            continue
        at, slug = noon(fact["date"]), fact["source"].partition("slug=")[2]
        if "API" in fact["board"]:
            row = next(row for row in listed(at) if row["name"] == fact["model"])
            index = row["evaluations"]["artificial_analysis_intelligence_index"]
            prices = row["pricing"]["price_1m_input_tokens"], row["pricing"]["price_1m_output_tokens"]
        else:
            row = next(row for row in models(at) if row["name"] == fact["model"])
            index, prices = row["intelligenceIndex"], (row["price1mInputTokens"], row["price1mOutputTokens"])
        stated = re.search(r"in/out ([\d.]+)/([\d.]+)", fact["category"])
        assert stated is not None
        assert (rounded(index, fact["score"]), row["slug"]) == (Decimal(fact["score"]), slug), fact
        assert prices == (float(stated[1]), float(stated[2])), fact
        seen += 1
    assert seen > 40
