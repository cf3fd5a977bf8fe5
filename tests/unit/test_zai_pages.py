"""Z.ai's page of prices: captures of it, and pages of ours that are changed in the ways in which pages change."""

import gzip
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from models.facts.kinds import Price
from samples.vendors.zai import PRICING
from scrapers.page import PageChanged
from tests.support.price_pages import AT, changed, keeps, main_amounts, prices, reading_of

PAGE = PRICING.answer(AT)
HEADS = "| Model | Input | Cached Input | Cached Input Storage | Output |"
FLASH = "| GLM-5.3-Flash | \\$0.15 | \\$0.03 | Limited-time Free | \\$0.50 |\n"
AIR = "| GLM-4.5-Air | \\$0.2 | \\$0.03 | Limited-time Free | \\$1.1 |"
SEEN = {
    "glm-5.3": ("1.4", "0.26", "4.4"),
    "glm-5.1": ("1.4", "0.26", "4.4"),
    "glm-5": ("1", "0.2", "3.2"),
    "glm-4.5-x": ("2.2", "0.45", "8.9"),
    "glm-4-32b-0414-128k": ("0.1", None, "0.1"),
    "glm-4.7-flash": ("0", "0", "0"),
    "glm-ocr": ("0.03", None, "0.03"),
    "glm-4.6v-flashx": ("0.04", "0.004", "0.4"),
}
"""Some prices of the page of 2026-08-20: input, cached input, output."""


def read(text: str) -> dict[str, dict[str, Decimal | None]]:
    """The prices of a page that is read whole."""
    found = reading_of("zai_pricing", text)
    assert not found.unread
    return prices(found)


def test_the_captured_page_states_the_prices_that_it_printed(capture: Callable[[str], Path]) -> None:
    found = reading_of("zai_pricing", capture("zai/pricing_2026-08-20.md").read_bytes())
    stated = main_amounts(found)
    assert (len(found.facts), len(stated), found.unread) == (80, 21, ())
    assert {model: stated[model] for model in SEEN} == SEEN


def test_the_page_and_its_markdown_form_state_the_same(capture: Callable[[str], Path]) -> None:
    page = reading_of("zai_pricing", gzip.decompress(capture("zai/pricing_2026-08-18.html.gz").read_bytes()))
    twin = prices(reading_of("zai_pricing", capture("zai/pricing_2026-08-20.md").read_bytes()))
    # It came between the two.
    del twin["glm-5.3"]
    assert prices(page) == twin
    assert not page.unread


def test_the_section_of_the_latest_models_is_read(capture: Callable[[str], Path]) -> None:
    found = reading_of("zai_pricing", capture("zai/pricing_shape_2026-09-30.md").read_bytes())
    assert main_amounts(found) == {
        "glm-5.3-flash": ("0.15", "0.03", "0.50"),
        "glm-5.3": ("1.4", "0.26", "4.4"),
        "glm-5": ("1", "0.2", "3.2"),
    }
    assert keeps(found, "glm-5v-turbo")


def test_a_struck_price_is_the_list_price_of_the_one_beside_it() -> None:
    found = reading_of("zai_pricing", changed(PAGE, (FLASH, FLASH.replace("\\$0.15", "~~\\$0.15~~ \\$0.075"))))
    (flash,) = (
        fact
        for fact in found.facts
        if isinstance(fact, Price) and (fact.model, fact.meter) == ("glm-5.3-flash", "input_cache_miss")
    )
    assert (flash.amount, flash.list_amount) == (Decimal("0.075"), Decimal("0.15"))


def test_free_is_a_price_of_nothing_and_a_dash_is_none() -> None:
    stated = read(PAGE)
    assert set(stated["glm-4.7-flash"].values()) == {Decimal(0)}
    assert stated["glm-5.1"]["cache_storage"] == 0
    assert stated["glm-4-32b-0414-128k"].keys() == stated["glm-ocr"].keys() == {"input_cache_miss", "output"}


def test_stored_input_with_an_amount_has_no_unit_and_is_reported() -> None:
    found = reading_of("zai_pricing", changed(PAGE, (AIR, AIR.replace("Limited-time Free", "\\$0.02"))))
    assert [part.text for part in found.unread] == ["$0.02"]
    assert "cache_storage" not in prices(found)["glm-4.5-air"]
    assert keeps(found, "glm-4.5-air", "cache_storage")


def test_columns_that_change_places_with_their_titles_change_nothing() -> None:
    def turned(line: str) -> str:
        cells = line.strip("|").split("|")
        return f"|{'|'.join(reversed(cells))}|" if len(cells) == len(HEADS.strip("|").split("|")) else line

    assert read("\n".join(map(turned, PAGE.splitlines()))) == read(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (HEADS, HEADS.upper()),
        ("| GLM-5.3 |", "| GLM-5.3<sup>1</sup> |"),
        ("| GLM-5.3 |", "| [GLM-5.3](/guides/llm/glm-5.3) |"),
        ("\\$4.4 |", "\\$4.4<sup>2</sup> |"),
        ("# Pricing", "---\ntitle: Pricing\n---\n\n# Pricing"),
        ("| Web Search | \\$0.01 / use |", "| Web Search | \\$0.02 / use |"),
        ("| Model | Price |\n| :---- | :---- |\n| GLM-Image", "| Picture | Cost |\n| :---- | :---- |\n| GLM-Image"),
    ],
)
def test_what_says_the_same_changes_nothing(old: str, new: str) -> None:
    assert read(changed(PAGE, (old, new))) == read(PAGE)


def test_a_model_in_two_sections_at_one_price_is_read_once() -> None:
    assert PAGE.count("| GLM-5.3 | \\$1.4 | \\$0.26 |") == 2
    assert len([model for model in read(PAGE) if model == "glm-5.3"]) == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("| GLM-5.3 | \\$1.4 |", "| GLM-5.3 | \\$1.5 |", "a price is stated twice"),
        (AIR, f"{AIR}\n{AIR}", "a price is stated twice"),
        ("| Cached Input |", "| Cache Read |", "unknown title of a column"),
        ("| Output |", "| Input |", "two columns of one title"),
        ("Prices per 1M tokens.", "Prices per 1K tokens.", "no line 'prices per 1m tokens'"),
        ("Prices per 1M tokens.", "", "no line 'prices per 1m tokens'"),
        ("### Text Models", "### Language Models", "no table below a heading 'text models'"),
        ("# Pricing", "# Prices of the plans", "not the page of prices"),
        ("\\$0.2 |", "\\$0.2 / KTok |", "a price with a unit of its own"),
        (" | \\$1.1 |", " |", "a row of 4 cells below 5 titles"),
        (" | \\$1.1 |", " | \\$1", "a row that is cut off"),
    ],
)
def test_a_page_of_another_form_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(PageChanged, match=why):
        reading_of("zai_pricing", changed(PAGE, (old, new)))


def test_a_table_without_rows_is_refused() -> None:
    lines = [line for line in PAGE.splitlines() if not line.startswith("| GLM-")]
    with pytest.raises(PageChanged, match="a table without rows"):
        reading_of("zai_pricing", "\n".join(lines))


@pytest.mark.parametrize("heading", ["Latest Models", "Vision Models"])
def test_a_section_that_has_another_name_is_reported_and_takes_no_price_away(heading: str) -> None:
    found = reading_of("zai_pricing", changed(PAGE, (f"### {heading}", "### Featured")))
    assert any("Featured" in part.where for part in found.unread)
    assert keeps(found, "glm-5.3-flash")
    assert keeps(found, "glm-5v-turbo")


def test_a_page_without_the_latest_models_says_nothing_of_that() -> None:
    start, end = PAGE.index("### Latest"), PAGE.index("### Text")
    assert "glm-5.3-flash" not in read(PAGE[:start] + PAGE[end:])


@pytest.mark.parametrize(
    "cell", ["contact us", "\\$0.2 on weekdays", "\\$0.2 \\$0.3", "0.2", "\\$0.", "\\$0.`2", "¥0.2"]
)
def test_a_cell_that_is_not_understood_keeps_its_price_and_the_others_are_read(cell: str) -> None:
    found = reading_of("zai_pricing", changed(PAGE, ("GLM-4.5-Air | \\$0.2 |", f"GLM-4.5-Air | {cell} |")))
    (part,) = found.unread
    assert part.where == "text models / GLM-4.5-Air / input"
    assert keeps(found, "glm-4.5-air", "input_cache_miss")
    assert not keeps(found, "glm-4.5-air", "output")
    assert prices(found)["glm-4.5-air"]["output"] == Decimal("1.1")


def test_an_unknown_name_is_reported_and_keeps_the_prices_that_it_may_be_about() -> None:
    found = reading_of("zai_pricing", changed(PAGE, ("| GLM-4.5-Air |", "| Air, the light one |")))
    assert [part.text for part in found.unread] == ["an unknown name"]
    assert keeps(found, "glm-4.5-air")
    assert "glm-4.5-air" not in prices(found)
