"""The pricing page, section by section: what is not understood is named, and everything else is read."""

import re

import pytest

from bench.harness.dates import day
from bench.harness.sample_pages import BANDS, PROMOTION, body, prices, reading, replaced, versions
from models.facts.kinds import ModelVersion, Notice, Price, Promotion
from models.readings.reading import Reading
from models.readings.unread import KeptFacts
from samples.deepseek.pages import pricing
from scrapers.deepseek.pricing.page import read_zh
from scrapers.page import Page, PageChanged

SEARCH = day("2026-10-18")
FLASH = "deepseek-v4-flash"
KEY = (FLASH, "input_cache_miss", "flat")
CITIES = "<table><tr><td>CITY</td><td>POPULATION</td></tr><tr><td>Hangzhou</td><td>12 million</td></tr></table>"


def cell(text: str) -> Reading:
    """The page with another text in the cell of one price."""
    return reading(replaced("<td>$0.14</td>", f"<td>{text}</td>"))


def others(found: Reading) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    return {key: price for key, price in prices(found).items() if key != KEY}


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "coming soon",
        "from $0.14",
        "$0,14",
        "-$0.14",
        "$0.14³",
        "$0.14①",
        "$0.١٤",
        "$0.00<sup>14</sup>",
        "$0.14<sup>until May</sup>",
        "<style>$0.14</style>to come",
        "<span hidden>$0.14</span>",
        "<div>$0.1</div><div>4</div>",
        "$0.14 $0.28",
        "$0.14<del>$0.28</del><del>$0.30</del>",
        '$0.14<span class="badge">New</span>',
        "<p>$0.14</p><p>until May</p>",
    ],
)
def test_a_cell_that_is_no_price_is_named_and_its_price_stays_as_believed(text: str) -> None:
    found = cell(text)
    assert others(found) == others(reading(body()))
    assert KEY not in prices(found)
    (unread,) = found.unread
    assert unread.where == f"{FLASH} input_cache_miss flat"
    assert KeptFacts.of(Price, model=FLASH, meter="input_cache_miss", band="flat", currency="USD") in unread.keeps
    assert {keep.fact for keep in unread.keeps} == ({Price, Promotion} if "<del>" in text else {Price})


@pytest.mark.parametrize("text", ["-", "–", "—", "N/A", "n/a"])
def test_a_cell_that_says_that_there_is_no_price_leaves_it_out(text: str) -> None:
    found = cell(text)
    assert KEY not in prices(found)
    assert (others(found), found.unread) == (others(reading(body())), ())


@pytest.mark.parametrize("text", ["TBD", "-", "N/A", "coming soon", "Free during preview"])
def test_a_model_without_any_price_leaves_the_others(text: str) -> None:
    column = re.sub(r"<td>\$[^<]*</td></tr>", f"<td>{text}</td></tr>", body(BANDS))
    found = prices(reading(column, BANDS))
    assert found == {key: price for key, price in prices(reading(body(BANDS), BANDS)).items() if key[0] == FLASH}


@pytest.mark.parametrize("text", ["Free", "FREE", "free of charge"])
def test_what_is_free_costs_nothing(text: str) -> None:
    assert prices(cell(text))[KEY] == ("0", None)


def test_what_is_free_in_chinese_costs_nothing() -> None:
    found = read_zh(
        Page("deepseek_pricing_zh", "u", pricing(PROMOTION, "zh").replace(">1元<", ">免费<").encode(), PROMOTION)
    )
    amounts = {str(fact.amount) for fact in found.facts if isinstance(fact, Price) and fact.model == FLASH}
    assert "0" in amounts
    assert "1" not in amounts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<td>DeepSeek-V4-Pro</td>", "<td>1M</td>"),
        ("<del>$3.48</del>", "<del>$34.8</del>"),
    ],
)
def test_a_cell_that_contradicts_itself_is_named(old: str, new: str) -> None:
    found, whole = reading(replaced(old, new)), reading(body())
    assert len(found.unread) == 1
    assert (prices(found).items() | versions(found).items()) < (prices(whole).items() | versions(whole).items())


def test_limits_that_are_not_understood_leave_the_models_as_believed() -> None:
    found = reading(replaced('<td colspan="2">1M</td>', '<td colspan="2">much</td>'))
    assert not versions(found)
    assert {keep for unread in found.unread for keep in unread.keeps} == {
        KeptFacts.of(ModelVersion, model=FLASH),
        KeptFacts.of(ModelVersion, model="deepseek-v4-pro"),
    }
    assert prices(found) == prices(reading(body()))


def texts(found: Reading) -> list[str]:
    return [unread.text for unread in found.unread]


@pytest.mark.parametrize(
    ("added", "text"),
    [
        (CITIES, "CITY | POPULATION\nHangzhou | 12 million"),
        (f"<blockquote>{CITIES}</blockquote>", "CITY | POPULATION\nHangzhou | 12 million"),
        (f"<ul><li>Cities{CITIES}</li></ul>", "CITY | POPULATION\nHangzhou | 12 million"),
        (f"<h2>Cities</h2>{CITIES}", "CITY | POPULATION\nHangzhou | 12 million"),
        ("<h2>Cities</h2><p>Hangzhou is large.</p><ul><li>Beijing</li></ul>", "Hangzhou is large.\nBeijing"),
        ("<h1>Cities</h1><p>Hangzhou is large.</p>", "Hangzhou is large."),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
    ],
)
def test_what_is_about_something_else_is_named_wherever_it_stands(added: str, text: str) -> None:
    found, whole = reading(replaced("<hr>", f"{added}<hr>")), reading(body())
    assert texts(found) == [text]
    assert prices(found) == prices(whole)


@pytest.mark.parametrize("added", ["<table></table>", "<table><tr></tr></table>", "<div>" * 100 + "</div>" * 100])
def test_what_holds_no_text_is_nothing(added: str) -> None:
    found = reading(replaced("<hr>", f"{added}<hr>"))
    assert (prices(found), found.unread) == (prices(reading(body())), ())


def test_text_outside_any_paragraph_is_a_note() -> None:
    found = reading(replaced("<hr>", "<hr>Prices <b>may</b> double tomorrow.<hr>"))
    assert "Prices may double tomorrow." in {fact.text for fact in found.facts if isinstance(fact, Notice)}


def test_a_section_set_between_the_heading_and_its_table_hides_no_price() -> None:
    table = re.search('<div style="font-size:14px"><b><table', body())
    assert table is not None
    moved = body()[: table.start()] + f"<h2>Cities</h2>{CITIES}" + body()[table.start() :]
    assert prices(reading(moved)) == prices(reading(body()))


def test_prices_under_a_heading_of_other_prices_are_not_those_of_today() -> None:
    table = re.search('<div style="font-size:14px"><b><table', body())
    assert table is not None
    moved = body()[: table.start()] + "<h2>Batch prices</h2>" + body()[table.start() :]
    with pytest.raises(PageChanged, match="another heading"):
        reading(moved)


def test_a_rowspan_ends_with_its_table() -> None:
    assert prices(reading(replaced('<td rowspan="3">PRICING', '<td rowspan="30">PRICING'))) == prices(reading(body()))


def test_header_cells_are_cells() -> None:
    heads = re.sub(r"(?s)<td(.*?)</td>", r"<th\1</th>", body())
    assert prices(reading(heads)) == prices(reading(body()))


def test_a_flat_row_beside_banded_ones_is_flat() -> None:
    label = '<td rowspan="2">1M OUTPUT TOKENS</td>'
    assert label in body(BANDS)
    start = body(BANDS).index(label)
    end = body(BANDS).index("</table>", start)
    flat = '<td colspan="2">1M OUTPUT TOKENS</td><td>$0.6</td><td>$1.98</td></tr>'
    rest = body(BANDS)[end:]
    page = body(BANDS)[:start].replace('<td rowspan="6">PRICING', '<td rowspan="5">PRICING') + flat + rest
    found = prices(reading(page, BANDS))
    assert found[FLASH, "output", "flat"] == ("0.6", None)
    assert (
        found[FLASH, "input_cache_miss", "peak"]
        == prices(reading(body(BANDS), BANDS))[FLASH, "input_cache_miss", "peak"]
    )


def test_notes_as_points_of_a_list_are_read_as_notes() -> None:
    one = reading(body())
    listed = re.sub(r"<p>(\(1\).*?)</p>", lambda found: f"<ul>{_points(found[1])}</ul>", body(), flags=re.DOTALL)
    assert listed != body()
    found = reading(listed)
    assert {fact for fact in found.facts if isinstance(fact, Notice)} == {f for f in one.facts if isinstance(f, Notice)}


def _points(text: str) -> str:
    return "".join(f"<li>{part}</li>" for part in re.split(r"<br ?/?>\s*(?=\([0-9])", text))


def product_pages() -> dict[str, str]:
    unit = "<td>1,000 successful requests</td>"
    unknown = f"<tr><td>Crawl</td>{unit}<td>$0.75</td></tr></tbody>"
    return {
        "another row": replaced("</tbody></table>", f"{unknown}</table>", at=SEARCH),
        "another unit": replaced(
            "<td>Fetch</td><td>1,000 successful requests</td>", "<td>Fetch</td><td>page</td>", at=SEARCH
        ),
        "another name": replaced("<td>Fetch</td>", "<td>Crawl</td>", at=SEARCH),
    }


@pytest.mark.parametrize("name", product_pages())
def test_a_row_of_a_product_that_is_not_known_is_named_and_the_others_are_read(name: str) -> None:
    found = reading(product_pages()[name], SEARCH)
    (unread,) = found.unread
    assert unread.where == "section Web Search and Fetch Pricing, table"
    assert ("search", "search_request", "flat") in prices(found)
    known = {KeptFacts.of(Price, model="fetch", currency="USD"), KeptFacts.of(Promotion, model="fetch")}
    assert unread.keeps == (known if "Fetch" in unread.text else set())


def noted(text: str) -> str:
    return replaced("<hr>", f"<p>{text}</p><hr>")


@pytest.mark.parametrize(
    "sentence",
    [
        "Output of deepseek-v4-pro costs $5 per 1M tokens.",
        "deepseek-v4-flash input (cache miss): $0.41 / 1M tokens.",
    ],
)
def test_a_sentence_that_gives_a_model_another_price_than_its_table_refuses_the_page(sentence: str) -> None:
    with pytest.raises(PageChanged, match="another price than the table") as refusal:
        reading(noted(sentence))
    assert refusal.value.text == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Output of deepseek-v4-pro costs $0.87 per 1M tokens.",
        "The original output price of deepseek-v4-pro was $5 per 1M tokens.",
        "Output of deepseek-v4-pro costs $5 per image.",
        "Output of gpt-5 costs $5 per 1M tokens.",
        "From $5 to $2 per 1M tokens: output of deepseek-v4-pro.",
    ],
)
def test_a_sentence_that_agrees_or_is_about_something_else_refuses_nothing(sentence: str) -> None:
    assert prices(reading(noted(sentence))) == prices(reading(body()))
