"""The place of a fact on its page: every price of every sample page is found, with its digits, by its locator."""

from collections.abc import Iterator
from functools import cache

import pytest

from bench.harness.dates import day
from bench.harness.golden_samples import Sample, samples
from bench.harness.sample_pages import PROMOTION, body
from models.facts.kinds import Price, Retirement
from scrapers.page import Page
from scrapers.passages.finding import find_name, find_passage
from scrapers.passages.in_json import in_json
from scrapers.passages.in_sections import in_sections
from scrapers.passages.passage import Passage
from scrapers.registry import SOURCES

PRICED = tuple(name for name in SOURCES if name.endswith(("_pricing", "_pricing_zh")))
ENDED = ("anthropic_deprecations", "google_deprecations", "openai_deprecations", "openai_models_api", "mistral_models")
CHECKS = ("openrouter", "litellm_map")
PER_TOKEN: dict[str, int] = dict.fromkeys(CHECKS, 6)
"""Places by which a price is moved on pages that state it for one token."""


@cache
def pages() -> tuple[Sample, ...]:
    return tuple(samples())


def of(source: str) -> Iterator[Page]:
    """The sample pages of a source: the first, the last, and of DeepSeek's every one."""
    found = [sample for sample in pages() if sample.source == source]
    for sample in found if source.startswith("deepseek") else dict.fromkeys((found[0], found[-1])):
        yield Page(source, f"sample/{sample.shape}", sample.body, sample.at)


@pytest.mark.parametrize("name", [*PRICED, *CHECKS])
def test_the_cell_of_every_price_has_its_digits(name: str) -> None:
    source, found = SOURCES[name], 0
    for page in of(name):
        for fact in source.reading(page).every():
            if not isinstance(fact, Price) or fact.gone or fact.amount is None or fact.locator is None:
                continue
            passage = find_passage(page, fact.locator, source.find_place)
            assert passage is not None, fact.locator
            stated = f"{fact.amount.scaleb(-PER_TOKEN.get(name, 0)):f}"
            is_free = not fact.amount and "free" in passage.stated.lower()
            assert is_free or stated.rstrip("0").rstrip(".") in passage.stated, (fact, passage)
            found += 1
    assert found


@pytest.mark.parametrize("name", ENDED)
def test_the_row_of_every_end_names_its_model(name: str) -> None:
    source, found = SOURCES[name], 0
    for page in of(name):
        for fact in source.reading(page).every():
            if isinstance(fact, Retirement) and fact.locator is not None:
                passage = find_passage(page, fact.locator, source.find_place)
                assert passage is not None, fact.locator
                assert any(fact.model in cell for cell in (*passage.cells, passage.heading)), (fact, passage)
                found += 1
    assert found


def test_a_row_has_the_titles_and_the_heading_of_its_table_and_shows_what_is_struck() -> None:
    page = Page("deepseek_pricing", "https://example.org", body(PROMOTION).encode(), PROMOTION)
    found = find_passage(page, "row 13 column 4", SOURCES["deepseek_pricing"].find_place)
    assert found == Passage(
        "Model Details",
        ("MODEL", "deepseek-v4-flash", "deepseek-v4-pro"),
        ("PRICING", "1M INPUT TOKENS (CACHE MISS)", "$0.14", "$0.435 (75% off) ~~$1.74~~"),
        3,
    )


@pytest.mark.parametrize(
    "place", ["row 99 column 4", "row 13 column 99", "table 7 row 1 column 1", "block 4 line 1", ""]
)
def test_a_place_that_is_not_there_is_none(place: str) -> None:
    page = Page("deepseek_pricing", "https://example.org", body(PROMOTION).encode(), PROMOTION)
    assert find_passage(page, place, SOURCES["deepseek_pricing"].find_place) is None


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"<html>", b"{", b"[1, 2", b"# A\n\n| a |\n|--|\n"])
def test_a_page_that_cannot_be_taken_apart_has_no_place_and_raises_nothing(text: bytes) -> None:
    for name in ("deepseek_pricing", "anthropic_pricing", "openrouter"):
        page = Page(name, "https://example.org", text, day("2026-05-01"))
        for place in ("row 1 column 1", "A / b / c", "data[0].pricing.prompt"):
            assert find_passage(page, place, SOURCES[name].find_place) is None
        assert find_name(page, "b") is None


def document(text: str) -> Page:
    return Page("any", "https://example.org", text.encode(), day("2026-05-01"))


def test_a_label_is_found_whole_and_the_title_of_its_column_in_any_case() -> None:
    page = document("# P\n\n## One / two\n\n| Model | Output |\n|--|--|\n| a / b | $1 |\n| a | $2 |\n")
    assert in_sections(page, "One / two / a / output") == Passage("One / two", ("Model", "Output"), ("a", "$2"), 1)
    assert in_sections(page, "One / two / a / b / output") == Passage(
        "One / two", ("Model", "Output"), ("a / b", "$1"), 1
    )
    assert in_sections(page, "One / two / a / input") is None
    assert in_sections(page, "Two / a / output") is None


def test_lines_that_have_a_name_have_it_as_a_word() -> None:
    page = document("# P\n\nx-1-mini is here.\n\n## Q\n\nx-1 ends.\nNothing.\nUse y, not x-1.\n")
    assert find_name(page, "x-1") == Passage("Q", (), ("x-1 ends.", "Use y, not x-1."))
    assert find_name(page, "x") is None
    assert find_name(page, "x-1", ["y"]) == Passage("Q", (), ("Use y, not x-1.",))
    assert find_name(page, "x-1", ["z"]) == find_name(page, "x-1")


def test_a_path_of_json_may_have_names_with_points_and_numbers_keep_their_digits() -> None:
    page = document(
        '{"a.b": {"c": 0.00000150, "id": "m", "more": [1]}, "data": [{"id": "m"}, {"id": "n", "end": null}]}'
    )
    assert in_json(page, "a.b.c") == Passage("a.b", ("c", "id"), ("0.00000150", "m"), 0)
    assert in_json(page, "data[1]") == Passage("data[1]", ("id",), ("n",), None)
    assert in_json(page, "n: end") == Passage("n", ("id", "end"), ("n", "None"), 1)
    assert in_json(page, "data[2]") is None
    assert in_json(page, "a.c") is None
