"""Moonshot's pages of prices: captures, and pages of ours that are changed in the ways in which pages change."""

import gzip
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from samples.vendors.moonshot import PRICING, PRICING_ZH
from scrapers.page import PageChanged
from tests.support.price_pages import AT, changed, keeps, main_amounts, prices, reading_of

PAGE, CHINESE = PRICING.answer(AT), PRICING_ZH.answer(AT)
SERIES, CHINESE_SERIES = (page.answer(page.instants()[0]) for page in (PRICING, PRICING_ZH))
CAPTURED = {
    "kimi-k2-pricing_2026-05-08": {
        "kimi-k2-0905-preview": ("0.60", "0.15", "2.50"),
        "kimi-k2-0711-preview": ("0.60", "0.15", "2.50"),
        "kimi-k2-turbo-preview": ("1.15", "0.15", "8.00"),
        "kimi-k2-thinking": ("0.60", "0.15", "2.50"),
        "kimi-k2-thinking-turbo": ("1.15", "0.15", "8.00"),
    },
    "moonshot-v1-pricing_2026-05-08": {
        f"moonshot-v1-{size}{vision}": (amount, None, output)
        for size, amount, output in (("8k", "0.20", "2.00"), ("32k", "1.00", "3.00"), ("128k", "2.00", "5.00"))
        for vision in ("", "-vision-preview")
    },
    "kimi-k2.6-pricing_2026-05-08": {"kimi-k2.6": ("0.95", "0.16", "4.00")},
    "shape_2026-10-04": {
        "kimi-k3": ("3.00", "0.30", "15.00"),
        "kimi-k2.7-code": ("0.95", "0.19", "4.00"),
        "kimi-k2.6": ("0.95", "0.16", "4.00"),
    },
}
"""What the captured pages printed: input, cached input, output."""
CAPTURED_ZH = {
    "k2.6": {"kimi-k2.6": ("6.50", "1.10", "27.00")},
    "k2.7-code": {
        "kimi-k2.7-code": ("6.50", "1.30", "27.00"),
        "kimi-k2.7-code-highspeed": ("13.00", "2.60", "54.00"),
    },
}


@pytest.mark.parametrize("name", CAPTURED)
def test_the_captured_pages_state_the_prices_that_they_printed(name: str, capture: Callable[[str], Path]) -> None:
    folder = capture("moonshot")
    (file,) = folder.glob(f"pricing_*{name.removeprefix('shape_')}.md")
    found = reading_of("moonshot_pricing", file.read_bytes())
    assert main_amounts(found) == CAPTURED[name]
    assert not found.unread


@pytest.mark.parametrize("name", CAPTURED_ZH)
def test_the_captured_chinese_pages_state_the_prices_that_they_printed(
    name: str, capture: Callable[[str], Path]
) -> None:
    body = gzip.decompress(capture(f"moonshot/pricing_zh_{name}_2026-07-17.html.gz").read_bytes())
    found = reading_of("moonshot_pricing_zh", body)
    assert main_amounts(found) == CAPTURED_ZH[name]
    assert {scope.part for scope in found.scopes if scope.part} == {"CNY"}
    assert not found.unread


def test_cache_writes_are_told_from_the_cached_input_by_their_titles() -> None:
    assert prices(reading_of("moonshot_pricing", PAGE))["kimi-k3"] == {
        "input_cache_write_5m": Decimal("3.00"),
        "input_cache_write_1h": Decimal("6.00"),
        "input_cache_hit": Decimal("0.30"),
        "input_cache_miss": Decimal("3.00"),
        "output": Decimal("15.00"),
    }
    assert prices(reading_of("moonshot_pricing_zh", CHINESE))["kimi-k3"] == {
        "input_cache_write_5m": Decimal("20.00"),
        "input_cache_write_1h": Decimal("40.00"),
        "input_cache_hit": Decimal("2.00"),
        "input_cache_miss": Decimal("20.00"),
        "output": Decimal("100.00"),
    }


def test_columns_that_change_places_with_their_titles_change_nothing() -> None:
    titles = ("Cache Write Price (TTL 5min)", "Cached Input Price")
    rows = (("kimi-k3", '<>{"$"}3.00</>'), ("kimi-k3.1-pro", '"-"'), ("kimi-k3.1-pro-highspeed", '"-"'))
    moved = changed(PAGE, (titles[0], "(one)"), (titles[1], titles[0]), ("(one)", titles[1]))
    for model, write in rows:
        cells = re.search(rf'"{re.escape(model)}", "1M tokens", {re.escape(write)}, (\S+), (\S+), ', moved)
        assert cells
        moved = changed(moved, (cells[0], f'"{model}", "1M tokens", {cells[2]}, {cells[1]}, {write}, '))
    assert prices(reading_of("moonshot_pricing", moved)) == prices(reading_of("moonshot_pricing", PAGE))


def test_the_page_in_dollars_reads_the_same_in_both_forms() -> None:
    cells = "<td>kimi-k3</td><td>1M tokens</td><td>$0.30</td><td>$3.00</td><td>$15.00</td><td>1,048,576 tokens</td>"
    heads = "".join(
        f"<th>{title}</th>"
        for title in ("Model", "Unit", "Cached Input Price", "Input Price", "Output Price", "Context Window")
    )
    html = (
        "<!DOCTYPE html><html><body><nav><h3>Product Pricing</h3></nav><main>"
        "<h1>Model Inference Pricing Explanation</h1>"
        f"<h2>Model Pricing</h2><h3>K3</h3><table><tr>{heads}</tr><tr>{cells}</tr>"
        f"<tr>{cells.replace('kimi-k3', 'kimi-k2.6')}</tr></table></main></body></html>"
    )
    assert main_amounts(reading_of("moonshot_pricing", html)) == {
        "kimi-k3": ("3.00", "0.30", "15.00"),
        "kimi-k2.6": ("3.00", "0.30", "15.00"),
    }


@pytest.mark.parametrize(("source", "page"), [("moonshot_pricing", SERIES), ("moonshot_pricing_zh", CHINESE_SERIES)])
def test_a_page_of_one_series_says_nothing_of_the_models_of_others(source: str, page: str) -> None:
    found = reading_of(source, page)
    currency = "CNY" if source.endswith("zh") else "USD"
    assert list(prices(found)) == ["kimi-k2.6"]
    assert keeps(found, "kimi-k3", currency=currency)
    assert not keeps(found, "kimi-k2.6", "input_audio", currency)


def test_the_page_of_all_series_says_which_models_there_are() -> None:
    assert not keeps(reading_of("moonshot_pricing", PAGE), "kimi-k2.5")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### K2 Series Models", "### Models of the series K2"),
        ('title: "Output Price"', 'title: "OUTPUT PRICE"'),
        ("  rows={[", "rows={["),
        (", width: \"12%\"", ""),
    ],
)  # fmt: skip
def test_what_says_the_same_changes_nothing(old: str, new: str) -> None:
    assert prices(reading_of("moonshot_pricing", changed(PAGE, (old, new)))) == prices(
        reading_of("moonshot_pricing", PAGE)
    )


def emptied(text: str) -> str:
    """A page whose tables have titles and no rows."""
    return re.sub(r"rows=\{\[\n.*?\n\]\}", "rows={[]}", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (emptied(PAGE), "a table without rows"),
        (re.sub(r"<DocTable\n.*?\n/>", "<DocTable\n/>", PAGE, flags=re.DOTALL), "'columns' was expected"),
        (re.sub(r"<DocTable\n.*?\n/>", "", PAGE, flags=re.DOTALL), "no table below a heading 'model pricing'"),
        (changed(PAGE, ('"kimi-k2.6", "1M tokens"', '"kimi-k2.6", "1K tokens"')), "not by 1M tokens"),
        (changed(PAGE, ('title: "Unit"', 'title: "Context Window"')), "no column of units"),
        (changed(PAGE, ('title: "Input Price"', 'title: "Output Price"')), "two columns of one title"),
        (changed(PAGE, ('title: "Cached Input Price"', 'title: "Input Price (Cache Miss)"')), "stated twice"),
        (changed(PAGE, ('title: "Cached Input Price"', 'title: "Batch Price"')), "unknown title of a column"),
        (changed(PAGE, ("## Model Pricing", "## Recharge")), "no table below a heading 'model pricing'"),
        (changed(PAGE, ("# Model Inference Pricing Explanation", "# Recharge")), "not the page of prices"),
        (changed(PAGE, ("kimi-k2.7-code-highspeed", "kimi-k2.6")), "a price is stated twice"),
        (PAGE[: PAGE.rindex("/>")], "a DocTable without its end"),
    ],
)
def test_a_page_of_another_form_is_refused(page: str, why: str) -> None:
    with pytest.raises(PageChanged, match=why):
        reading_of("moonshot_pricing", page)


def test_a_column_of_units_must_be_there() -> None:
    without = re.sub(r'\{ title: "Unit", width: "12%" \},\n', "", PAGE).replace('"1M tokens", ', "")
    with pytest.raises(PageChanged, match="no column of units"):
        reading_of("moonshot_pricing", without)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (changed(CHINESE, ("<td>¥20.00</td>", "<td><div hidden>¥2</div>¥20.00</td>")), "in a cell"),
        (CHINESE[: CHINESE.index("</tbody>")], "the page is not complete"),
        (changed(CHINESE, ("输入价格（缓存命中）", "缓存价格")), "unknown title of a column"),
        (re.sub(r"<tbody>.*?</tbody>", "", CHINESE), "a table without rows"),
        (re.sub(r"<table.*?</table>", "", CHINESE), "no table below a heading"),
        (CHINESE.replace("模型推理价格说明", "充值与限速"), "not the page of prices"),
    ],
)
def test_a_chinese_page_of_another_form_is_refused(page: str, why: str) -> None:
    with pytest.raises(PageChanged, match=why):
        reading_of("moonshot_pricing_zh", page)


def test_a_struck_amount_on_the_page_is_its_list_price() -> None:
    found = reading_of("moonshot_pricing_zh", changed(CHINESE, (">¥27.00<", "><del>¥30.00</del> ¥27.00<")))
    (output,) = (fact for fact in found.facts if getattr(fact, "list_amount", None))
    assert (getattr(output, "amount", None), getattr(output, "list_amount", None)) == (
        Decimal("27.00"),
        Decimal("30.00"),
    )


def test_dollars_on_the_page_in_yuan_are_not_read() -> None:
    found = reading_of("moonshot_pricing_zh", changed(CHINESE, ("<td>¥20.00</td>", "<td>$20.00</td>")))
    assert [part.text for part in found.unread] == ["$20.00"]
    assert keeps(found, "kimi-k3", "input_cache_write_5m", "CNY")
    anew = changed(CHINESE, ("<td>¥20.00</td>", "<td>$20.00</td>"), ("<span>K3 系列模型", "<span>最新的 K3"))
    assert [part.shown for part in reading_of("moonshot_pricing_zh", anew).unread] == [found.unread[0].shown]


def test_menus_beside_the_main_part_are_not_read() -> None:
    menu = "<div><h2>产品定价</h2><table><tr><th>模型</th></tr><tr><td>kimi-k9</td></tr></table></div>"
    beside = changed(CHINESE, ("<main", f"{menu}<main"))
    assert prices(reading_of("moonshot_pricing_zh", beside)) == prices(reading_of("moonshot_pricing_zh", CHINESE))
